// The cards of a site without the site: what reviewing them needs, small enough to be kept in a file between two sittings
// (site/card_cache.h).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "site/stages.h"
#include "study/history.h"

namespace loci {

// A note that holds cards.
struct ListedNote {
  std::string path;  // "notes/databases/mvcc.md"
  std::string slug;  // "databases/mvcc"
  std::string title;

  friend bool operator==(const ListedNote&, const ListedNote&) = default;
};

struct ListedCard {
  std::uint32_t note = 0;  // into CardList::notes
  std::uint32_t line = 0;  // in the note's file, from 1; 0: not asked for
  int retention = 0;       // in hundredths; 0: the site's
  std::string id;          // unique in the site
  std::string content;     // Card::content
  std::string deck;
  std::string front_text;
  std::string back_text;
  std::string context;
  std::string answer;    // answer_mark of the back
  std::string expected;  // what is to be typed; empty: nothing is

  friend bool operator==(const ListedCard&, const ListedCard&) = default;
};

struct CardList {
  std::vector<ListedNote> notes;
  std::vector<ListedCard> cards;  // in the order of the site: those of a note stand together

  friend bool operator==(const CardList&, const CardList&) = default;
};

// `line_of`: the line of a card; may be empty.
using LineOfCard = std::function<std::uint32_t(const LinkedNote&, const Card&)>;
CardList list_cards(const LinkedSite& site, const LineOfCard& line_of = {});

// The cards as histories are matched with them: one for each question, with the ids of its directions and gaps.
std::vector<SiteTrace> trace_cards(const CardList& list);

}  // namespace loci
