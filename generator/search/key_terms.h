// The words that tell a page from others: frequent in it, rare in the rest of the site. What two
// pages have in common is judged by these.
//
//     KeyTerms key = key_terms(index);
//     for (const KeyTerm& term : key.of(page)) key.words[term.word];     // "vacuum", "tuple"
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "search/search_index.h"

namespace loci {

struct KeyTerm {
  std::uint32_t word;  // into KeyTerms::words
  float weight;        // those of a page are a vector of length one
};

struct KeyTerms {
  std::vector<std::string> words;         // as a text writes them, in the order of the index
  std::vector<std::uint32_t> first_term;  // of each page, and one more
  std::vector<KeyTerm> terms;             // of page after page, each page's by word

  std::span<const KeyTerm> of(std::size_t page) const {
    return std::span(terms).subspan(first_term[page], first_term[page + 1] - first_term[page]);
  }
};

// Pages are numbered as their own entries follow one another in the index. The work is one look at
// each posting: before build_search_shards, which drops them. Words of `unwanted` are key to nothing.
KeyTerms key_terms(const SearchIndex& index, std::string_view unwanted = {});

}  // namespace loci
