// The order in which ranked entries are shown. query.h ranks each entry by itself; here those of one
// note come together, and what is called just what was asked for comes first:
//
//     asked: checklist        Checklist Progress › Checklist Progress      (most of the words' weight)
//                             Obsidian Checklist › Checklist               first: it says it so
//
// assets/lib/search/arrange.ts is the twin.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "search/search_index.h"

namespace loci {

struct RankedEntry {
  std::uint32_t entry = 0;
  std::uint8_t tier = 0;
  bool in_title = false;  // every word is in the title
  double score = 0;
};

// What was found of one word of the query as it is written: terms any of which is the word, or all
// of which are.
struct AskedWord {
  std::vector<std::string> whole;
  std::vector<std::string> parts;
};

// What was asked for, to see whether a title or heading says just that.
struct Asked {
  std::string text;  // plain_text of the query
  std::vector<AskedWord> words;
};

// The words of a text as they are written, but for accents, capitals and signs.
std::string plain_text(std::string_view text);

// Hits that are looked at together: a page loads the titles of these, and no more.
constexpr std::size_t window_size = 6;

// Within each window hits of one page and tier stand together, at most three of them. First come those
// of the best tier whose title (of a page) or heading (of a section) is what was asked for: as it was written, then
// in other forms of the same words. The page itself comes before its sections when all words are in its
// title, but not before a section whose heading says it better. Of several cards of a page only the best is
// shown among other hits.
std::vector<RankedEntry> arrange_by_page(const SearchIndex& index,
                                         const std::vector<RankedEntry>& hits, const Asked& asked);

}  // namespace loci
