// The commands, one file each in commands/. All have one shape: what was typed and the process
// around it, to an exit code.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/options.h"
#include "cli/project.h"
#include "cli/surroundings.h"

namespace loci {

ExitCode run_build(const Options& options, const Surroundings& surroundings);
ExitCode run_cards(const Options& options, const Surroundings& surroundings);
ExitCode run_check(const Options& options, const Surroundings& surroundings);
ExitCode run_clean(const Options& options, const Surroundings& surroundings);
ExitCode run_dump(const Options& options, const Surroundings& surroundings);
ExitCode run_eject(const Options& options, const Surroundings& surroundings);
ExitCode run_explain(const Options& options, const Surroundings& surroundings);
ExitCode run_help(const Options& options, const Surroundings& surroundings);
ExitCode run_init(const Options& options, const Surroundings& surroundings);
ExitCode run_link(const Options& options, const Surroundings& surroundings);
ExitCode run_list(const Options& options, const Surroundings& surroundings);
ExitCode run_log(const Options& options, const Surroundings& surroundings);
ExitCode run_lunr(const Options& options, const Surroundings& surroundings);
ExitCode run_new(const Options& options, const Surroundings& surroundings);
ExitCode run_review(const Options& options, const Surroundings& surroundings);
ExitCode run_search(const Options& options, const Surroundings& surroundings);
ExitCode run_serve(const Options& options, const Surroundings& surroundings);
ExitCode run_verify(const Options& options, const Surroundings& surroundings);
ExitCode run_version(const Options& options, const Surroundings& surroundings);

// What `loci help` prints, or `loci help TOPIC` for a command's name or a code. Empty: no such topic.
std::string_view help_text(std::string_view topic);

// The program: parses, runs, and says what went wrong.
ExitCode run(const std::vector<std::string>& arguments, const Surroundings& surroundings);

}  // namespace loci
