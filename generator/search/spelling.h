// "Did you mean": the words of the index that one slip of the finger makes of another.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "search/lunr_index.h"

namespace loci {

// The terms that suggestions are taken from: English letters only, the most frequent first, at most
// 15,000. The page gets the same list as a file of its own (search/words), fetched when a word is
// in no note.
std::vector<std::uint32_t> spelling_terms(const LunrIndex& index);

struct SimilarTerm {
  std::uint32_t term;
  std::string_view shown;  // the word that is near
};

// At most three of them that are one insertion, deletion, replacement or swap away: one of the
// words they come from, from the word, or the term from its stem.
std::vector<SimilarTerm> similar_terms(const LunrIndex& index, std::string_view word,
                                       std::string_view stem);

// True when at most one edit (swapping neighbours is one) makes b of a.
bool is_one_edit_apart(std::string_view a, std::string_view b);

}  // namespace loci
