// In which entries the words of a phrase stand side by side.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "search/lunr_index.h"
#include "search/query.h"

namespace loci {

struct PhraseMatches {
  // Ascending, with the mask of the fields that have the phrase.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> entries;
  std::vector<std::uint32_t> terms;  // what it consists of, in the order of the words
};

// `fields`: mask of those that count.
PhraseMatches find_phrase(const LunrIndex& index, const std::vector<PhraseStep>& steps,
                          std::uint32_t fields);

}  // namespace loci
