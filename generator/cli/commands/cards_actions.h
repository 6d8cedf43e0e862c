// What `loci cards` can do, one file each. All have the shape of a command (cli/commands.h).
#pragma once

#include "cli/commands.h"

namespace loci {

ExitCode run_cards_check(const Options& options, const Surroundings& surroundings);
ExitCode run_cards_export(const Options& options, const Surroundings& surroundings);
ExitCode run_cards_match(const Options& options, const Surroundings& surroundings);
ExitCode run_cards_pin(const Options& options, const Surroundings& surroundings);
ExitCode run_cards_list(const Options& options, const Surroundings& surroundings);
ExitCode run_cards_mastery(const Options& options, const Surroundings& surroundings);
ExitCode run_cards_stats(const Options& options, const Surroundings& surroundings);

}  // namespace loci
