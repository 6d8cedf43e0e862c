// `loci cards pin`: a patch that writes an id to every card that has none; --write makes it.
#include "base/path.h"
#include "cli/card_choice.h"
#include "cli/commands/cards_actions.h"
#include "cli/keep_histories.h"
#include "cli/note_texts.h"
#include "site/pins.h"
#include "source/card_id.h"

namespace loci {

namespace {

std::string counted(std::size_t number, std::string_view thing) {
  return std::to_string(number) + " " + std::string(thing) + (number == 1 ? "" : "s");
}

}  // namespace

ExitCode run_cards_pin(const Options& options, const Surroundings& surroundings) {
  Timings timings;
  const Result<BuiltProject> project = build_project(options, surroundings, Depth::linked, timings);
  if (!project) return report(project.error(), surroundings);
  const SiteBuild& build = *project->build;
  const std::vector<const SiteCard*> chosen = chosen_cards(build.site, options);
  if (chosen.empty() && (!options.deck.empty() || !options.note.empty()))
    return report(no_such_cards(build.site, options), surroundings);

  std::set<std::string> taken;
  for (const SiteCard& card : build.site.cards) taken.insert(card_group(card.id));
  NoteTexts texts(build, *surroundings.files);
  std::size_t cards = 0;
  std::size_t notes = 0;
  NoteId last = no_note;
  for (const SiteCard* card : chosen) {  // a note at a time
    if (card->note == last) continue;
    last = card->note;
    const ParsedNote& note = *build.site.note(card->note).parsed;
    const Result<NoteTexts::NoteFile> file = texts.read(note.path);
    if (!file) return report(file.error(), surroundings);
    const NotePins pins = find_pins(note, file->source, project->config, taken);
    for (const std::uint32_t left : pins.left_out) {
      const LineCol at = line_col(file->source.text, note.cards[left].span.begin);
      surroundings.err(note.path + ":" + std::to_string(at.line) +
                       ": no id can be written here; the card is known by its question\n");
    }
    const std::optional<std::string> changed =
        pins.edits.empty() ? std::nullopt
                           : apply_edits_to_bytes(file->bytes, file->source.text, pins.edits);
    if (!changed) continue;
    cards += pins.edits.size();
    ++notes;
    if (!options.write) {
      surroundings.out(unified_diff(note.path, file->bytes, *changed));
    } else if (Status written = surroundings.files->write(file->absolute, *changed); !written) {
      return report(written.error(), surroundings);
    } else if (!options.quiet) {
      surroundings.out(note.path + ": " + counted(pins.edits.size(), "id") + "\n");
    }
  }
  if (!options.quiet) {
    surroundings.err(cards == 0 ? std::string("every card has an id\n")
                                : counted(cards, "id") + " in " + counted(notes, "note") +
                                      (options.write ? "\n" : ": --write writes them\n"));
  }
  report_timings(timings, options, surroundings);
  return ExitCode::fine;
}

}  // namespace loci
