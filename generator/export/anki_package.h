// A package for Anki (.apkg): a zip of an SQLite collection in schema 11, which every Anki reads, and of media files.
//
// What keeps a second import from doubling or losing anything: notes have a guid made of their Loci id; a note's `modified`
// is when its content last changed, for Anki takes a note only when that is newer; the three note types and their fields
// never change. Anki takes the schedule and the reviews of a card with its first import only. The same deck gives the same bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace loci {

enum class AnkiType : std::uint8_t { basic, both, cloze };

struct AnkiReview {
  std::int64_t t = 0;              // ms since 1970
  int grade = 1;                   // 1 to 4
  std::int64_t interval = 0;       // days, or negative seconds
  std::int64_t last_interval = 0;  // the same, before the review
  double difficulty = 0;           // 1 to 10; 0: not known
  std::int64_t ms = 0;             // taken to answer
  int kind = 0;                    // 0 learning, 1 review, 2 relearning
};

enum class AnkiState : std::uint8_t { fresh, learning, review, relearning };

struct AnkiCard {
  std::string id;             // Loci's: "h-x/r"
  std::uint32_t ordinal = 0;  // 1: the reverse; of a gap its number less one
  AnkiState state = AnkiState::fresh;
  bool suspended = false;
  bool buried = false;   // until tomorrow, by the reader
  std::int64_t due = 0;  // in review a day number (days since 1970), in steps seconds since 1970
  std::int64_t interval = 0;  // days
  std::uint32_t reps = 0;
  std::uint32_t lapses = 0;
  double stability = 0;
  double difficulty = 0;
  std::int64_t last_review = 0;  // seconds since 1970
  std::vector<AnkiReview> reviews;
};

struct AnkiNote {
  std::string id;  // Loci's, without direction and gap
  AnkiType type = AnkiType::basic;
  std::string deck;   // "Notes::databases"
  std::string front;  // HTML; of gaps: the text with {{c1::...}}
  std::string back;   // empty for gaps
  std::string extra;
  std::string source;
  std::vector<std::string> tags;
  std::int64_t modified = 0;  // seconds since 1970
  std::vector<AnkiCard> cards;
};

struct AnkiMedia {
  std::string name;  // as in <img src="...">
  std::string bytes;
};

struct AnkiDeck {
  std::vector<AnkiNote> notes;  // each id once
  std::vector<AnkiMedia> media;
  double desired_retention = 0.9;
  double decay = 0.1542;
  int rollover_hour = 4;
  int utc_offset_minutes = 0;
};

Result<std::string> make_anki_package(const AnkiDeck& deck);

// Ten characters that Anki knows a note by.
std::string anki_guid(std::string_view id);

}  // namespace loci
