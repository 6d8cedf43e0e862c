// What a reader asks, and which entries answer it, best first. arrange.h puts
// them in the order in which they are shown, excerpt.h shows why.
//
//     Ranking ranking = rank_entries(index, "write ahead log");
//
// Words are analysed as the text was. An entry's tier comes first, then lunr's score:
//
//     tier 0   every word is there             tier 1   the page has every word, in several entries
//     tier 2   every word is there, or one that begins with it (the last word only, while typing)
//                                              tier 3   the page has them so
//     tier 4   the same with a misspelt word corrected
//                                              tier 5   the page has them so
//     tier 6   some of the words are there
//
// A page that has every word is there when few entries have them all, by its best entry; these stand
// among the entries of the tier before, by half of their score.
//
//     +word  -word         it must be there; it must not
//     "write ahead"        side by side, in that order; of stop words those beside other words count
//     title:word           only in that field; also heading: keywords: body:, also before a quote
//     inno*b  *base        any characters for '*'; the most frequent 64 terms
//     word~1  word~2       at most so many slips; word~ is word~1
//     word^3               weighs three times as much
//     tag:sql  in:databases  is:card   only such entries; -tag:sql: only others
//
// Filters and refusals without a word list pages (with is: any entries): a page is refused when any
// of it is. assets/lib/search/query.ts is the twin.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "search/arrange.h"
#include "search/parts.h"
#include "search/scores.h"
#include "search/search_index.h"

namespace loci {

// A word of a phrase: the terms that stand at its place, and how many places it takes.
struct PhraseStep {
  std::string whole;                                         // empty: only parts
  std::vector<std::pair<std::string, std::uint32_t>> parts;  // term and offset
  bool stop = false;  // the text's index leaves it out: its neighbours know it
  std::uint32_t length = 1;
  std::uint8_t before = 0, after = 0;  // codes of the stop words beside it; 0: none
};

// One word of a query, or one phrase.
struct QueryWord {
  std::string whole;          // term; empty when only parts can match ("東京都": its pairs)
  std::string whole_surface;  // before stemming; what prefixes and spelling go by
  std::vector<std::string> parts;
  std::vector<std::string> part_surfaces;
  bool stop = false;
  bool typing = false;    // the last one, with no blank behind it: may be the beginning of a word
  bool required = false;  // quoted or +
  std::uint32_t fields = all_fields;  // mask
  double boost = 1;
  std::string pattern;            // with '*'; empty: none
  int edits = -1;                 // of word~2; -1: not asked for
  std::vector<PhraseStep> steps;  // empty: no phrase
};

struct ParsedQuery {
  std::vector<QueryWord> words;
  std::vector<QueryWord> excluded;
  std::vector<std::string> filters;  // "tag:sql", folded
  std::vector<std::string> excluded_filters;
};

ParsedQuery parse_query(std::string_view query);

struct Correction {
  std::string word;                  // as asked, folded; of a phrase: the phrase
  std::vector<std::string> instead;  // words to show; empty: nothing is near
};

struct Ranking {
  std::vector<RankedEntry> hits;        // best first
  std::vector<std::string> terms;       // that matched: for marking
  Asked asked;                          // for the order in which hits are shown
  std::vector<Correction> corrections;  // for words that are nowhere
  // What lunr was asked, so that a test can ask the real one: tiers 0 and 1 are scored by the first,
  // the others by the second.
  std::vector<Scores::Clause> strict, wide;
};

Ranking rank_entries(const SearchIndex& index, std::string_view query);

}  // namespace loci
