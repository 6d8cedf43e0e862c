// Which card of the notes a history belongs to whose own card is gone: what to do when an author rewords a question.
//
// A card without an id of its own is known by a hash of its question (cards/extract.h), so a reworded question is another
// key. What the log knows of a card ("seen" events, study/history.h) is compared with the cards that have no history yet,
// and the two are said to be one by an alias event (study/event_log.h), which never touches a note and can be undone.
// The rules, in this order; the first two are certain, a similarity is that of the questions' trigrams (0 to 1):
//
//     pinned     the card has got an id, and its question is what the old key was made of
//     similar    in the same note, or with the same answer, or between the same two cards: at least 0.5 alike, and at
//                least 0.2 more than any other pair of either card
//     answer     in the same note, and the only ones with this answer, which says something: at least 0.2 alike
//     asked      as "similar" from 0.3: a person decides (`loci cards match`)
//
// Everything else stays as it is: an old history is kept for ever and counts again when its question returns.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "source/card_id.h"

namespace loci {

// A card without its direction or gap: "h-apy6ky7hs45ty" stands for ".../r" and ".../c1" too.
struct CardTrace {
  std::string group;     // card_group of its id
  std::string content;   // the key its question alone would give; empty: not known
  std::string note;      // slug of its note
  std::string question;  // plain text; of gaps: all of them as "[…]"
  std::string answer;    // answer_mark of its answer
  std::string before;    // groups of the cards before and after it in the note; empty: none
  std::string after;
};

// Sixteen hexadecimal digits that tell one answer from another; empty for an answer that says next to nothing
// ("yes", "3"), which proves nothing.
std::string answer_mark(std::string_view answer);

// Trigrams of letters and digits, case and punctuation apart: 1 for equal texts.
double similarity(std::string_view a, std::string_view b);

enum class MatchRule : std::uint8_t { pinned, similar, answer, asked };

struct CardMatch {
  std::uint32_t old = 0;   // index into the old ones
  std::uint32_t card = 0;  // index into the cards
  MatchRule rule{};
  double similarity = 0;

  friend bool operator==(const CardMatch&, const CardMatch&) = default;
};

// `old`: histories without a card. `cards`: those without a history. Each is in one match at most; in the order of `old`.
std::vector<CardMatch> match_cards(std::span<const CardTrace> old,
                                   std::span<const CardTrace> cards);

}  // namespace loci
