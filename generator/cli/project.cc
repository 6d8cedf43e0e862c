#include "cli/project.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "base/path.h"
#include "base/text.h"
#include "source/diagnostic_printer.h"

namespace loci {

namespace {

std::string absolute(const std::string& path, const Surroundings& surroundings) {
  return normal_path(join_path(surroundings.working_folder, path));
}

}  // namespace

ExitCode exit_code(const Error& error) {
  switch (error.kind) {
    case ErrorKind::usage:
      return ExitCode::usage;
    case ErrorKind::environment:
      return ExitCode::environment;
    case ErrorKind::locked:
      return ExitCode::locked;
    case ErrorKind::content:
      return ExitCode::content;
  }
  return ExitCode::environment;
}

ExitCode exit_code(std::span<const Diagnostic> diagnostics, bool strict) {
  const Severity least = strict ? Severity::warning : Severity::error;
  const bool fails = std::any_of(diagnostics.begin(), diagnostics.end(),
                                 [least](const Diagnostic& d) { return d.severity >= least; });
  return fails ? ExitCode::content : ExitCode::fine;
}

Result<std::string> project_root(const Options& options, const Surroundings& surroundings) {
  FileSystem& files = *surroundings.files;
  if (!options.directory.empty()) {
    std::string root = absolute(options.directory, surroundings);
    if (files.is_directory(root)) return root;
    if (files.exists(root)) {
      return Error{"'" + options.directory + "' is a file, not a folder",
                   {"give the folder that holds the notes"},
                   ErrorKind::usage};
    }
    return Error{"there is no folder '" + options.directory + "'", {}, ErrorKind::usage};
  }
  if (options.overrides.config_path) {
    return std::string(parent_path(absolute(*options.overrides.config_path, surroundings)));
  }
  return find_project_root(surroundings.working_folder, files);
}

ConfigOverrides absolute_overrides(const Options& options, const Surroundings& surroundings) {
  ConfigOverrides overrides = options.overrides;
  if (overrides.config_path) overrides.config_path = absolute(*overrides.config_path, surroundings);
  if (overrides.output_dir) overrides.output_dir = absolute(*overrides.output_dir, surroundings);
  return overrides;
}

Result<SiteConfig> open_project(const Options& options, const Surroundings& surroundings) {
  Result<std::string> root = project_root(options, surroundings);
  if (!root) return std::move(root).error();
  return load_config(*root, absolute_overrides(options, surroundings), *surroundings.files);
}

Result<BuiltProject> build_project(const Options& options, const Surroundings& surroundings,
                                   Depth depth, Timings& timings) {
  Result<SiteConfig> config = open_project(options, surroundings);
  if (!config) return std::move(config).error();
  Result<Theme> theme = load_theme(*config, *surroundings.files);
  if (!theme) return std::move(theme).error();
  Result<std::shared_ptr<SiteBuild>> build =
      build_site(*config, *theme, *surroundings.files, depth, nullptr, timings);
  if (!build) return std::move(build).error();
  return BuiltProject{*std::move(config), *std::move(theme), *std::move(build)};
}

ExitCode report(const Error& error, const Surroundings& surroundings) {
  std::string text = surroundings.colour_err ? "\x1b[1;31merror:\x1b[0m " : "error: ";
  text += error.message;
  text += '\n';
  for (const std::string& hint : error.hints) text += "  hint: " + hint + '\n';
  surroundings.err(text);
  return exit_code(error);
}

std::vector<Diagnostic> shown_diagnostics(std::span<const Diagnostic> diagnostics,
                                          const Options& options) {
  const Severity least = options.quiet     ? Severity::error
                         : options.verbose ? Severity::note
                                           : Severity::warning;
  std::vector<Diagnostic> shown;
  std::copy_if(diagnostics.begin(), diagnostics.end(), std::back_inserter(shown),
               [least](const Diagnostic& d) { return d.severity >= least; });
  return shown;
}

void report_problems(std::span<const Diagnostic> diagnostics, const SiteBuild& build,
                     std::size_t most, const Options& options, const Surroundings& surroundings) {
  const std::vector<Diagnostic> shown = shown_diagnostics(diagnostics, options);
  const std::size_t printed = std::min(most, shown.size());
  std::string text =
      print_diagnostics(std::span(shown).first(printed),
                        [&build](std::string_view path) { return build.text_of(path); },
                        {.colour = surroundings.colour_err});
  if (shown.size() > printed) {
    text += "and " + counted(shown.size() - printed, "problem") +
            " more: 'loci check' shows them all\n";
  }
  if (!options.quiet) text += manual_hint(shown);
  surroundings.err(text);
}

std::string counts_text(const SiteBuild& build) {
  const LinkedSite& site = build.site;
  return counted(site.notes.size(), "note") + ", " + counted(site.link_count, "link") + ", " +
         thousands(site.broken_count) + " broken, " + counted(site.cards.size(), "card");
}

std::string duration_text(double milliseconds) {
  if (milliseconds < 1000)
    return thousands(static_cast<std::uint64_t>(std::lround(milliseconds))) + " ms";
  const long tenths = std::lround(milliseconds / 100);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

std::string program_name_text() {
  const std::string_view version = LOCI_VERSION;
  return "Loci " + std::string(version.substr(0, version.rfind('.')));
}

void report_timings(const Timings& timings, const Options& options,
                    const Surroundings& surroundings) {
  if (!options.timings) return;
  std::string text;
  double total = 0;
  const auto add_line = [&text](const std::string& name, double milliseconds) {
    std::array<char, 64> line{};
    std::snprintf(line.data(), line.size(), "%-12s %9.1f ms\n", name.c_str(), milliseconds);
    text += line.data();
  };
  for (const auto& [name, milliseconds] : timings.passes()) {
    add_line(name, milliseconds);
    total += milliseconds;
  }
  add_line("total", total);
  surroundings.err(text);
}

}  // namespace loci
