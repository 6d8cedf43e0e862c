// `loci cards check`: what is wrong with cards and what makes them hard to remember. The messages are those of `loci check`
// whose codes are of cards (L4xx); remarks are shown too.
#include "cli/commands/cards_actions.h"
#include "cli/manual.h"
#include "cli/note_texts.h"
#include "cli/table.h"

namespace loci {

ExitCode run_cards_check(const Options& options, const Surroundings& surroundings) {
  Timings timings;
  const Result<BuiltProject> project = build_project(options, surroundings, Depth::linked, timings);
  if (!project) return report(project.error(), surroundings);
  const SiteBuild& build = *project->build;
  std::vector<Diagnostic> found;
  for (const Diagnostic& diagnostic : build.diagnostics) {
    if (code_id(diagnostic.code).starts_with("L4")) found.push_back(diagnostic);
  }
  NoteTexts texts(build, *surroundings.files);
  surroundings.out(print_diagnostics(
      found, [&](std::string_view path) { return texts.text_of(std::string(path)); },
      {.format = options.json ? DiagnosticFormat::json : options.format,
       .colour = surroundings.colour_out,
       .version = LOCI_VERSION,
       .manual = code_manual}));
  if (!options.quiet && !options.json && options.format == DiagnosticFormat::text) {
    const std::string cards = std::to_string(build.site.cards.size()) +
                              (build.site.cards.size() == 1 ? " card" : " cards");
    surroundings.out(found.empty()
                         ? "no problems in " + cards + "\n"
                         : std::to_string(found.size()) +
                               (found.size() == 1 ? " remark on " : " remarks on ") + cards + "\n");
  }
  report_timings(timings, options, surroundings);
  return exit_code(found, options.strict);
}

}  // namespace loci
