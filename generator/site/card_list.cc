#include "site/card_list.h"

#include <utility>

namespace loci {

CardList list_cards(const LinkedSite& site, const LineOfCard& line_of) {
  CardList list;
  NoteId last = no_note;
  for (const SiteCard& card : site.cards) {
    const LinkedNote& note = site.note(card.note);
    const Card& written = note.parsed->cards[card.card];
    if (card.note != last) list.notes.push_back({note.parsed->path, note.slug, note.title});
    last = card.note;
    ListedCard made;
    made.note = static_cast<std::uint32_t>(list.notes.size() - 1);
    if (line_of) made.line = line_of(note, written);
    made.retention = written.retention;
    made.id = card.id;
    made.content = written.content;
    made.deck = card.deck;
    made.front_text = written.front_text;
    made.back_text = written.back_text;
    made.context = written.context;
    made.answer = answer_mark(written.back_text);
    made.expected = written.expected;
    list.cards.push_back(std::move(made));
  }
  return list;
}

std::vector<SiteTrace> trace_cards(const CardList& list) {
  std::vector<SiteTrace> traces;
  traces.reserve(list.cards.size());
  std::uint32_t last_note = no_index;
  for (const ListedCard& card : list.cards) {
    std::string group = card_group(card.id);
    if (!traces.empty() && last_note == card.note && traces.back().trace.group == group) {
      traces.back().ids.push_back(card.id);
      continue;
    }
    SiteTrace made;
    made.ids = {card.id};
    made.trace.group = std::move(group);
    made.trace.content = card.content;
    made.trace.note = list.notes[card.note].slug;
    made.trace.question = card.front_text;
    made.trace.answer = card.answer;
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
