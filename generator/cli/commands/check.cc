#include <algorithm>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/external_check.h"
#include "cli/manual.h"
#include "cli/note_texts.h"
#include "cli/repair_notes.h"
#include "site/loose_ends.h"
#include "site/severity.h"
#include "source/diagnostic_printer.h"
#include "source/overlay_file_system.h"

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

// The problems of the build and what was asked for besides.
struct Checked {
  std::vector<Diagnostic> diagnostics;
  ExitCode failed = ExitCode::fine;  // when other hosts could not be asked
};

// Whether site.toml wants to hear without --verbose what is a remark by itself.
bool raises_remarks(const SiteConfig& config) {
  return std::any_of(config.check.begin(), config.check.end(), [](const SeverityRule& rule) {
    return default_severity(rule.code) == Severity::note && rule.severity > Severity::note;
  });
}

Checked check_site(const SiteBuild& build, const Options& options,
                   const Surroundings& surroundings) {
  Checked checked;
  Diagnostics all;
  all.append(build.diagnostics);
  if (options.verbose || raises_remarks(build.config)) all.append(find_loose_ends(build));
  if (options.external) {
    const Result<ExternalCheck> external = check_external_links(build.site);
    if (external) {
      all.append(external->diagnostics);
      if (!options.quiet) {
        std::string line =
            thousands(external->asked) + (external->asked == 1 ? " address of another host asked"
                                                               : " addresses of other hosts asked");
        if (external->refused > 0)
          line += "; " + thousands(external->refused) + " do not answer programs";
        surroundings.err(line + "\n");
      }
    } else {
      checked.failed = report(external.error(), surroundings);
    }
  }
  apply_severities(all, build.config.check, build.parsed);
  all.sort();
  checked.diagnostics = all.take();
  return checked;
}

// Prints the patch, with --write applies it, and says what remains: nothing of that is written.
ExitCode run_fix(const BuiltProject& project, const Options& options,
                 const Surroundings& surroundings) {
  const SiteBuild& build = *project.build;
  RepairPlan plan = plan_repairs(build, *surroundings.files);
  surroundings.out(plan.patch);
  OverlayFileSystem changed(*surroundings.files);
  if (options.write) {
    if (Status done = write_repairs(build, plan, *surroundings.files); !done)
      return report(done.error(), surroundings);
  } else {
    for (RepairedNote& note : plan.notes) changed.put(note.file, note.bytes);
  }
  for (const std::string& left_out : plan.left_out)
    surroundings.err("not repaired: " + left_out + "\n");

  Timings timings;
  const Result<std::shared_ptr<SiteBuild>> after =
      build_site(project.config, project.theme, changed, Depth::linked, nullptr, timings);
  if (!after) return report(after.error(), surroundings);
  const Checked checked = check_site(**after, options, surroundings);
  report_problems(checked.diagnostics, **after, checked.diagnostics.size(), options, surroundings);
  if (!options.quiet) {
    std::string line = plan.notes.empty() ? std::string("nothing to repair")
                                          : counted(plan.repairs, "link") + " in " +
                                                counted(plan.notes.size(), "note");
    if (!plan.notes.empty()) {
      line += options.write ? " repaired" : " can be repaired: --write does it";
    }
    surroundings.err(line + "\nleft: " +
                     verdict(checked.diagnostics, (*after)->sources.notes.size(), options.verbose));
  }
  const ExitCode code = exit_code(checked.diagnostics, options.strict);
  return code == ExitCode::fine ? checked.failed : code;
}

}  // namespace

ExitCode run_check(const Options& options, const Surroundings& surroundings) {
  Timings timings;
  const Result<BuiltProject> project = build_project(options, surroundings, Depth::linked, timings);
  if (!project) return report(project.error(), surroundings);
  if (options.fix) return run_fix(*project, options, surroundings);
  const SiteBuild& build = *project->build;
  const Checked checked = check_site(build, options, surroundings);
  NoteTexts texts(build, *surroundings.files);

  const std::vector<Diagnostic> shown = shown_diagnostics(checked.diagnostics, options);
  surroundings.out(print_diagnostics(
      shown, [&](std::string_view path) { return texts.text_of(std::string(path)); },
      {.format = options.format,
       .colour = surroundings.colour_out,
       .version = LOCI_VERSION,
       .manual = code_manual}));
  if (!options.quiet) {
    const std::string line =
        verdict(checked.diagnostics, build.sources.notes.size(), options.verbose);
    if (options.format == DiagnosticFormat::text) {
      surroundings.out(line + manual_hint(shown));
    } else {
      surroundings.err(line);
    }
  }
  report_timings(timings, options, surroundings);
  const ExitCode code = exit_code(checked.diagnostics, options.strict);
  return code == ExitCode::fine ? checked.failed : code;
}

}  // namespace loci
