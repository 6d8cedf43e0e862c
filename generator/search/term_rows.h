// One term of a shard, as the page reads it (assets/lib/search/store.ts):
//
//     ["replic",17,"entries",[weights]]          or          ["replic",17,"entries",[table],"codes"]
//
// Entries are digits (digits.h): for each the distance from the one before, doubled; plus one when the term is in more than
// the body, and then the mask of its fields follows. Weights are thousandths, by field, then entry: the titles of a
// note's sections are the same, and so are their weights. Where few values come
// often they stand in a table, the most frequent first, and the codes are their places in it, as digits.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "search/lunr_index.h"
#include "search/parts.h"

namespace loci {

// Writes rows, one after another, and keeps its room between them.
class TermRows {
 public:
  void append(std::string& json, const LunrIndex& lunr, std::uint32_t term);

 private:
  struct Value {
    std::uint64_t weight;
    std::uint32_t count;
    std::uint32_t code;
  };

  void append_weights(std::string& json);
  // Fills `values_` and `places_`; false: there are too many different ones for a table.
  bool count_values();

  std::array<std::vector<std::uint64_t>, field_count> by_field_;
  std::vector<std::uint64_t> weights_;
  std::vector<Value> values_;          // the different ones
  std::vector<std::uint32_t> places_;  // of each weight among `values_`
  std::vector<std::uint32_t> slots_;   // of a hash table: places among `values_`, plus one
  std::vector<std::uint32_t> order_;
};

}  // namespace loci
