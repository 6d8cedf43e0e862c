// What most commands begin with: find the project, read its configuration and theme, build the
// site, say what is wrong.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/timer.h"
#include "cli/options.h"
#include "cli/surroundings.h"
#include "site/pipeline.h"
#include "source/config.h"
#include "source/diagnostic.h"
#include "theme/theme.h"

namespace loci {

// 0 fine; 1 the notes have errors; 2 wrong usage or configuration; 3 the environment failed; 4
// another build runs.
enum class ExitCode : std::uint8_t {
  fine = 0,
  content = 1,
  usage = 2,
  environment = 3,
  locked = 4
};

ExitCode exit_code(const Error& error);
ExitCode exit_code(std::span<const Diagnostic> diagnostics, bool strict);

// The folder given, else the one of the configuration file given, else the nearest above that holds
// site.toml, else here.
Result<std::string> project_root(const Options& options, const Surroundings& surroundings);

// Paths of the command line, which are relative to where it was typed, as absolute ones.
ConfigOverrides absolute_overrides(const Options& options, const Surroundings& surroundings);

Result<SiteConfig> open_project(const Options& options, const Surroundings& surroundings);

struct BuiltProject {
  SiteConfig config;
  Theme theme;
  std::shared_ptr<SiteBuild> build;
};

Result<BuiltProject> build_project(const Options& options, const Surroundings& surroundings,
                                   Depth depth, Timings& timings);

// "error: …" and its hints on standard error; the exit code it means.
ExitCode report(const Error& error, const Surroundings& surroundings);

// Diagnostics as text on standard error: at most `most` of them, then how many more there are.
// Those of severity note only with --verbose, and only errors with --quiet.
void report_problems(std::span<const Diagnostic> diagnostics, const SiteBuild& build,
                     std::size_t most, const Options& options, const Surroundings& surroundings);

// Those that are shown without --verbose (or with it: all), in order.
std::vector<Diagnostic> shown_diagnostics(std::span<const Diagnostic> diagnostics,
                                          const Options& options);

// "14 notes, 120 links, 0 broken, 98 cards"
std::string counts_text(const SiteBuild& build);

// "84 ms", "1.2 s"
std::string duration_text(double milliseconds);

// "Loci 0.1"
std::string program_name_text();

// The passes and their milliseconds on standard error, when --timings is given.
void report_timings(const Timings& timings, const Options& options,
                    const Surroundings& surroundings);

}  // namespace loci
