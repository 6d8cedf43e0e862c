// What a reader asks, and which entries answer it, best first. excerpt.h shows why.
//
//     Ranking ranking = rank_entries(index, "write ahead log");
//
// Words are analysed as the text was. An entry's tier comes first, then lunr's score:
//
//     tier 0   every word is there
//     tier 1   every word is there, or one that begins with it (the last word only, while typing)
//     tier 2   the same with a misspelt word corrected
//     tier 3   some of the words are there
//
// "quoted words" must all be there (that they stand side by side is not checked: the index keeps no
// positions yet), +word must be there, -word must not; tag:sql and in:databases keep the entries of
// a tag or a folder. assets/lib/search/query.ts is the twin.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "search/search_index.h"

namespace loci {

// One word of a query.
struct QueryWord {
  std::string whole;          // term; empty when only parts can match ("東京都": its pairs)
  std::string whole_surface;  // before stemming; what prefixes and spelling go by
  std::vector<std::string> parts;
  std::vector<std::string> part_surfaces;
  bool stop = false;
  bool typing = false;    // the last one, with no blank behind it: may be the beginning of a word
  bool required = false;  // quoted or +
};

struct ParsedQuery {
  std::vector<QueryWord> words;
  std::vector<QueryWord> excluded;
  std::vector<std::string> filters;  // "tag:sql", folded
  std::vector<std::string> excluded_filters;
};

ParsedQuery parse_query(std::string_view query);

struct RankedEntry {
  std::uint32_t entry = 0;
  std::uint8_t tier = 0;
  bool in_title = false;  // every word is in the title
  double score = 0;
};

struct Correction {
  std::string word;                  // as asked, folded
  std::vector<std::string> instead;  // words to show; empty: nothing is near
};

struct Ranking {
  std::vector<RankedEntry> hits;        // best first
  std::vector<std::string> terms;       // that matched: for marking
  std::vector<Correction> corrections;  // for words that are nowhere
};

Ranking rank_entries(const SearchIndex& index, std::string_view query);

// The order in which hits are shown: within each dozen, hits of one page and tier stand together,
// at most three of them, the page itself first when all words are in its title.
std::vector<RankedEntry> arrange_by_page(const SearchIndex& index,
                                         const std::vector<RankedEntry>& hits);

}  // namespace loci
