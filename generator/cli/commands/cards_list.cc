// `loci cards list`: every card with its id, deck, place and question; as JSON with what else is known of it.
#include "cli/card_choice.h"
#include "cli/commands/cards_actions.h"
#include "cli/note_texts.h"
#include "cli/table.h"

namespace loci {

ExitCode run_cards_list(const Options& options, const Surroundings& surroundings) {
  Timings timings;
  const Result<BuiltProject> project = build_project(options, surroundings, Depth::linked, timings);
  if (!project) return report(project.error(), surroundings);
  const LinkedSite& site = project->build->site;
  const std::vector<const SiteCard*> cards = chosen_cards(site, options);
  if (cards.empty() && (!options.deck.empty() || !options.note.empty()))
    return report(no_such_cards(site, options), surroundings);

  Rows table{{"id", "deck", "place", "question", "answer", "context", "kind", "pinned", "path",
              "line", "column"},
             {},
             4};
  NoteTexts texts(*project->build, *surroundings.files);
  for (const SiteCard* card : cards) {
    const ParsedNote& note = *site.note(card->note).parsed;
    const Card& written = note.cards[card->card];
    const LineCol at = texts.place(note.path, written.span.begin);
    table.rows.push_back(
        {text_cell(card->id), text_cell(card->deck),
         text_cell(place_text(texts, note.path, written.span)),
         text_cell(options.json ? written.front_text : one_line(written.front_text)),
         text_cell(written.back_text), text_cell(written.context),
         text_cell(written.kind == CardKind::cloze ? "cloze" : "basic"),
         Cell{written.pinned ? "true" : "false", true}, text_cell(note.path), number_cell(at.line),
         number_cell(at.column)});
  }
  surroundings.out(options.json ? as_json(table) : as_text(table));
  report_timings(timings, options, surroundings);
  return ExitCode::fine;
}

}  // namespace loci
