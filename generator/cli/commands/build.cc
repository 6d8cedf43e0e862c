#include <chrono>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/manual.h"
#include "site/plan.h"
#include "site/severity.h"
#include "site/write.h"
#include "source/diagnostic_printer.h"

namespace loci {

namespace {

// A screen's worth: with a thousand broken links the summary must still be in sight.
constexpr std::size_t most_problems = 20;

}  // namespace

ExitCode run_build(const Options& options, const Surroundings& surroundings) {
  const auto begin = std::chrono::steady_clock::now();
  Timings timings;
  Result<BuiltProject> project = build_project(options, surroundings, Depth::planned, timings);
  if (!project) return report(project.error(), surroundings);
  SiteBuild& build = *project->build;

  Result<WriteReport> written = [&] {
    const auto timer = timings.start("write");
    return write_site(build, project->theme, *surroundings.files,
                      {.force = options.force, .home = surroundings.home});
  }();

  // What is wrong with the notes is said in either case: it may be why the site could not be
  // written.
  Diagnostics diagnostics;
  diagnostics.append(build.diagnostics);
  if (written) diagnostics.append(written->diagnostics);
  apply_severities(diagnostics, build.config.check);
  diagnostics.sort();
  if (options.format == DiagnosticFormat::text) {
    report_problems(diagnostics.items(), build, most_problems, options, surroundings);
  } else {
    surroundings.out(print_diagnostics(
        shown_diagnostics(diagnostics.items(), options),
        [&build](std::string_view path) { return build.text_of(path); },
        {.format = options.format, .version = LOCI_VERSION, .manual = code_manual}));
  }
  if (!written) return report(written.error(), surroundings);

  const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - begin;
  if (!options.quiet) {
    std::string summary = program_name_text() + " · " + counts_text(build) + " · built in " +
                          duration_text(spent.count()) + "\n";
    if (options.verbose) {
      summary += counted(written->pages, "page") + " in " + output_folder(project->config) + ": " +
                 thousands(written->written) + " written, " + thousands(written->unchanged) +
                 " unchanged, " + thousands(written->deleted) + " deleted\n";
    }
    if (build.config.search.enabled && !build.config.search.lunr_index &&
        !has_lunr_index(build.site, build.config)) {
      summary +=
          "lunr-index.json is left out, because it would be very large: lunr_index = true under "
          "[search] writes it\n";
    }
    // Machine formats own standard output.
    options.format == DiagnosticFormat::text ? surroundings.out(summary)
                                             : surroundings.err(summary);
  }
  report_timings(timings, options, surroundings);
  return exit_code(diagnostics.items(), options.strict);
}

}  // namespace loci
