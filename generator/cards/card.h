// A flashcard as the author wrote it. What is remembered of it is study/schedule.h.
//
// Identity (flashcards in ARCHITECTURE.md): an explicit "^c-…" id when there is one, else a key made from the question:
// editing an answer keeps the history. Keys are ASCII.
#pragma once

#include <string>
#include <vector>

#include "markdown/note_body.h"
#include "source/source_file.h"

namespace loci {

enum class CardKind : std::uint8_t { basic, cloze };

struct Card {
  CardKind kind{};
  // "c-7f3k2m9q" (pinned), else "h-" + 13 characters; "/r" is the reverse direction, "/c2" the second cloze.
  // Two cards of the site with one key get "~2", "~3" in path order when the notes are linked (LinkedSite::cards).
  std::string key;
  bool pinned = false;
  std::string content;  // the key that its question alone gives; of all directions and gaps
  std::uint32_t pin_at = 0xffffffff;  // where in the file an id may be written; no_index: nowhere
  Html front;                         // holes index the links of the card's own note
  Html back;
  std::string front_text;  // plain, lines kept: the terminal, search, exports
  std::string back_text;
  std::string
      context;  // headings and list items above it: "Isolation levels > Anomalies"; a callout's title too
  std::string deck;                  // as written on the card; empty: the note's
  std::string expected;              // what is to be typed, one line; empty: nothing is
  int retention = 0;                 // desired retention in hundredths; 0: the site's
  std::uint32_t heading = no_index;  // index into the note's outline
  Span span;
};

}  // namespace loci
