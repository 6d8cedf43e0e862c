#include "search/scores.h"

#include <bit>
#include <cmath>

namespace loci {

Scores::Scores(const LunrIndex& index)
    : index_(index),
      sums_(index.document_count() * field_count, 0.0),
      seen_(index.document_count()) {}

void Scores::add(std::uint32_t term, std::uint32_t fields, double boost) {
  clauses_.push_back({term, fields, boost});
  Boosts& boosts = boosts_[term];
  boosts.fields |= fields;
  for (std::uint32_t field = 0; field < field_count; ++field) {
    if ((fields >> field & 1u) != 0) boosts.by_field[field] += boost;
  }
}

void Scores::compute() {
  // lunr's sort is stable, so equals stand in the order in which they were found: by clause, then
  // field, then document. The sum over an entry's fields is in that order too.
  for (std::uint32_t c = 0; c < clauses_.size(); ++c) {
    for (const Posting& posting : index_.postings(clauses_[c].term)) {
      const std::uint32_t field = posting.field;
      if ((clauses_[c].fields >> field & 1u) == 0) continue;
      Seen& seen = seen_[posting.document];
      if ((seen.mask >> field & 1u) != 0) continue;
      if (seen.mask == 0) seen.rank = c * 8 + field;
      seen.order |= field << (4 * static_cast<unsigned>(std::popcount(seen.mask)));
      seen.mask |= 1u << field;
    }
  }
  // Products are added in the order of term numbers, as the elements of a vector are.
  double squares[field_count] = {};
  for (const auto& [term, boosts] : boosts_) {
    for (std::uint32_t field = 0; field < field_count; ++field)
      squares[field] += boosts.by_field[field] * boosts.by_field[field];
    for (const Posting& posting : index_.postings(term)) {
      if ((boosts.fields >> posting.field & 1u) == 0) continue;
      sums_[posting.document * field_count + posting.field] +=
          boosts.by_field[posting.field] * index_.weight(term, posting);
    }
  }
  for (std::uint32_t field = 0; field < field_count; ++field)
    magnitudes_[field] = std::sqrt(squares[field]);
}

double Scores::score(std::uint32_t entry) const {
  const Seen& seen = seen_[entry];
  double total = 0;
  for (int k = 0; k < std::popcount(seen.mask); ++k) {
    const std::size_t field = seen.order >> (4 * k) & 0xfu;
    // Boosts of 0 alone: lunr has 0 for what is no number.
    const double part =
        magnitudes_[field] == 0 ? 0 : sums_[entry * field_count + field] / magnitudes_[field];
    total = k == 0 ? part : total + part;
  }
  return total;
}

}  // namespace loci
