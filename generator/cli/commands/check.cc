#include <algorithm>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/manual.h"
#include "source/diagnostic_printer.h"

namespace loci {

namespace {

std::string verdict(const std::vector<Diagnostic>& diagnostics, std::size_t notes, bool verbose) {
  const auto count = [&diagnostics](Severity severity) {
    return static_cast<std::uint64_t>(
        std::count_if(diagnostics.begin(), diagnostics.end(),
                      [severity](const Diagnostic& d) { return d.severity == severity; }));
  };
  const std::uint64_t errors = count(Severity::error);
  const std::uint64_t warnings = count(Severity::warning);
  std::string text = errors + warnings == 0
                         ? "no problems"
                         : (errors > 0 ? counted(errors, "error") : std::string()) +
                               (errors > 0 && warnings > 0 ? " and " : "") +
                               (warnings > 0 ? counted(warnings, "warning") : std::string());
  text += " in " + counted(notes, "note");
  if (const std::uint64_t remarks = count(Severity::note); remarks > 0 && !verbose) {
    text += "; " + counted(remarks, "remark") + " with --verbose";
  }
  return text + "\n";
}

}  // namespace

ExitCode run_check(const Options& options, const Surroundings& surroundings) {
  Timings timings;
  const Result<BuiltProject> project = build_project(options, surroundings, Depth::linked, timings);
  if (!project) return report(project.error(), surroundings);
  const SiteBuild& build = *project->build;

  const std::vector<Diagnostic> shown = shown_diagnostics(build.diagnostics, options);
  surroundings.out(
      print_diagnostics(shown, [&build](std::string_view path) { return build.text_of(path); },
                        {.format = options.format,
                         .colour = surroundings.colour_out,
                         .version = LOCI_VERSION,
                         .manual = code_manual}));
  if (!options.quiet) {
    const std::string line =
        verdict(build.diagnostics, build.sources.notes.size(), options.verbose);
    if (options.format == DiagnosticFormat::text) {
      surroundings.out(line + manual_hint(shown));
    } else {
      surroundings.err(line);
    }
  }
  report_timings(timings, options, surroundings);
  return exit_code(build.diagnostics, options.strict);
}

}  // namespace loci
