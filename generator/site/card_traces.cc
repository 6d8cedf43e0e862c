#include "site/card_traces.h"

#include <utility>

namespace loci {

std::vector<SiteTrace> trace_cards(const LinkedSite& site) {
  std::vector<SiteTrace> traces;
  NoteId last_note = no_note;
  for (const SiteCard& card : site.cards) {
    const LinkedNote& note = site.note(card.note);
    const Card& written = note.parsed->cards[card.card];
    std::string group = card_group(card.id);
    if (!traces.empty() && last_note == card.note && traces.back().trace.group == group) {
      traces.back().ids.push_back(card.id);
      continue;
    }
    SiteTrace made;
    made.ids = {card.id};
    made.trace.group = std::move(group);
    made.trace.content = written.content;
    made.trace.note = note.slug;
    made.trace.question = written.front_text;
    made.trace.answer = answer_mark(written.back_text);
    if (!traces.empty() && last_note == card.note) {
      made.trace.before = traces.back().trace.group;
      traces.back().trace.after = made.trace.group;
    }
    last_note = card.note;
    traces.push_back(std::move(made));
  }
  return traces;
}

}  // namespace loci
