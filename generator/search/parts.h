// What a SearchIndex is made of. Only search/*.cc look inside.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "search/lunr_index.h"
#include "search/search_index.h"

namespace loci {

// The fields of the site's index, in lunr's order; a posting's field is one of these.
enum : std::uint8_t { title_field, heading_field, keywords_field, body_field };
constexpr std::uint32_t field_count = 4;
constexpr std::uint32_t all_fields = (1u << field_count) - 1;  // as a mask

// The entries of a tag, a folder or a kind, as runs: the sections of a note stand side by side, so a folder
// is one run.
struct SearchFilter {
  struct Run {
    std::uint32_t first;
    std::uint32_t count;
  };
  std::string name;   // "tag:sql", "in:databases", "is:card"; no term has a single ':' inside
  std::string label;  // "SQL": as the first note writes it; empty when the name says it
  std::vector<Run> runs;
  std::uint32_t pages = 0;  // of the entries
};

// The keys of one shard: a piece of the terms and of the filters, both in UTF-16 order.
struct ShardRange {
  std::string first_key;  // or the letters of it that tell it from the last one before
  std::uint32_t first_term = 0, end_term = 0;      // of LunrIndex::sorted_terms()
  std::uint32_t first_filter = 0, end_filter = 0;  // of Parts::filters
};

struct SearchIndex::Parts {
  std::vector<SearchEntry> entries;
  std::deque<std::string> texts;  // what entries view that no note has
  LunrIndex lunr;
  std::vector<SearchFilter> filters;  // by name in UTF-16 order
  std::vector<ShardRange> shards;     // by first_key
};

// The page an entry belongs to: its ref without "#…".
std::string_view page_of(std::string_view ref);

// The filter of that name; null: no entry has it.
const SearchFilter* find_filter(const SearchIndex::Parts& parts, std::string_view name);

// The tags and then the folders of most pages, each kind by pages and then by name: what is offered
// before anything is asked.
std::vector<const SearchFilter*> popular_filters(const std::vector<SearchFilter>& filters);

// What an entry's excerpt is cut from: its text, or that of the page's first section when the page
// itself begins with a heading.
std::string_view excerpt_source(const std::vector<SearchEntry>& entries, std::size_t entry);

// Cuts the keys into shards of about equal size; a term that would fill one stands alone. Decides
// how far the search for a prefix goes, so that the terminal and the page find the same.
std::vector<ShardRange> plan_shards(const LunrIndex& lunr,
                                    const std::vector<SearchFilter>& filters);

// The shard that holds `key` if any does.
std::size_t shard_of(const std::vector<ShardRange>& shards, std::string_view key);

}  // namespace loci
