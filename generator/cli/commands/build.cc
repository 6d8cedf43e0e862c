#include <chrono>

#include "base/path.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/manual.h"
#include "site/plan.h"
#include "site/severity.h"
#include "site/single_file.h"
#include "site/write.h"
#include "source/diagnostic_printer.h"

namespace loci {

namespace {

// A screen's worth: with a thousand broken links the summary must still be in sight.
constexpr std::size_t most_problems = 20;

// What was written, for the summary: a folder's report, or one file.
struct Written {
  WriteReport folder;
  std::string single_path;  // empty: a folder
  std::uint64_t single_bytes = 0;
  bool is_unchanged = false;
  std::vector<std::string> warnings;
};

// Of `--single-file`: as typed, else the output folder's name with ".html".
std::string single_path(const Options& options, const Surroundings& surroundings,
                        const SiteConfig& config) {
  if (options.single_file->empty()) return output_folder(config) + ".html";
  return normal_path(join_path(surroundings.working_folder, *options.single_file));
}

Result<Written> write_as_single_file(SiteBuild& build, const Theme& theme, const Options& options,
                                     const Surroundings& surroundings) {
  Written written;
  written.single_path = single_path(options, surroundings, build.config);
  Result<SingleFile> file = make_single_file(build, theme);
  if (!file) return std::move(file).error();
  const Result<bool> changed =
      write_single_file(*file, written.single_path, *surroundings.files, options.force);
  if (!changed) return changed.error();
  written.is_unchanged = !*changed;
  written.single_bytes = file->html.size();
  written.folder.pages = file->pages;
  written.warnings = std::move(file->warnings);
  return written;
}

Result<Written> write_build(SiteBuild& build, const Theme& theme, const Options& options,
                            const Surroundings& surroundings) {
  if (options.single_file) return write_as_single_file(build, theme, options, surroundings);
  Result<WriteReport> report = write_site(build, theme, *surroundings.files,
                                          {.force = options.force, .home = surroundings.home});
  if (!report) return std::move(report).error();
  Written written;
  written.folder = *std::move(report);
  return written;
}

// "public.html, 3.2 MB"
std::string single_text(const Written& written) {
  const std::uint64_t tenths = (written.single_bytes + 50'000) / 100'000;
  return written.single_path + ", " + thousands(tenths / 10) + "." + std::to_string(tenths % 10) +
         " MB" + (written.is_unchanged ? ", unchanged" : "");
}

}  // namespace

ExitCode run_build(const Options& options, const Surroundings& surroundings) {
  const auto begin = std::chrono::steady_clock::now();
  Timings timings;
  Result<BuiltProject> project = build_project(options, surroundings, Depth::planned, timings);
  if (!project) return report(project.error(), surroundings);
  SiteBuild& build = *project->build;

  Result<Written> written = [&] {
    const auto timer = timings.start("write");
    return write_build(build, project->theme, options, surroundings);
  }();

  // What is wrong with the notes is said in either case: it may be why the site could not be
  // written.
  Diagnostics diagnostics;
  diagnostics.append(build.diagnostics);
  if (written) diagnostics.append(written->folder.diagnostics);
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
  for (const std::string& warning : written->warnings)
    surroundings.err((surroundings.colour_err ? "\x1b[1;33mwarning:\x1b[0m " : "warning: ") +
                     warning + "\n");

  const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - begin;
  if (!options.quiet) {
    std::string summary = program_name_text() + " · " + counts_text(build) + " · built in " +
                          duration_text(spent.count()) + "\n";
    const WriteReport& folder = written->folder;
    if (!written->single_path.empty()) {
      summary += single_text(*written) + "\n";
    } else if (options.verbose) {
      summary += counted(folder.pages, "page") + " in " + output_folder(project->config) + ": " +
                 thousands(folder.written) + " written, " + thousands(folder.unchanged) +
                 " unchanged, " + thousands(folder.deleted) + " deleted\n";
    }
    if (written->single_path.empty() && build.config.search.enabled &&
        !build.config.search.lunr_index && !has_lunr_index(build.site, build.config)) {
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
