// A card between the note's tree and its finished HTML: extract.cc finds drafts and marks their blocks, the note is rendered, and
// make_cards cuts each card's faces out of the body where the marks came to stand. Internal to cards/extract.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cards/card.h"
#include "cards/cloze.h"
#include "source/diagnostic.h"

namespace loci {

// How a card's sides are found in the finished body.
enum class DraftShape : std::uint8_t {
  sides,   // blocks of their own: a callout, "Q:" and "A:", or a block with clozes
  line,    // clozes in a part of a paragraph
  flow,    // running text
  row,     // of a table: the first cell asks
  header,  // of that table: its names; no card
};

// What the tree says of a card before the note is rendered; its text is taken from the finished body.
struct Draft {
  CardKind kind = CardKind::basic;
  bool both = false;
  std::string pin;                  // "c-7f3k2m9q"
  std::uint32_t pin_at = no_index;  // Card::pin_at
  std::string deck;
  Span span;
  bool titled = false;  // a cloze callout: the title is context
  DraftShape shape = DraftShape::sides;
  std::uint32_t header = no_index;  // of a row: number of the draft of its table's header
  bool asks_heading = false;        // the heading it stands under is its question
  bool typed = false;               // the answer is to be typed
  int retention = 0;                // desired, in hundredths; 0: the site's
  std::string context;              // besides the headings: a callout's title, the items above
  std::vector<ClozeHint> clozes;
};

// `drafts` in the order of `parts.places`, whose body is rendered. The body's holes carry card numbers afterwards instead of
// numbers of drafts. `tag_deck`: for cards that name no deck. Reports cards without a side, and those beyond 64 times the note's text.
std::vector<Card> make_cards(Document::Parts& parts, std::string_view path,
                             const std::vector<Draft>& drafts, const std::string& tag_deck,
                             Diagnostics& diagnostics);

}  // namespace loci
