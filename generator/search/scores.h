// lunr's score of entries for the terms of a query: the sum over fields of q·d / |q|.
//
// d is the field's vector in the index, q holds for each term of the query the sum of its boosts.
// Equal scores stand in the order in which lunr finds them, so that order is kept too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "search/lunr_index.h"
#include "search/parts.h"

namespace loci {

class Scores {
 public:
  explicit Scores(const LunrIndex& index);

  // In the order of the query's clauses; a term that comes again counts again. `fields`: mask.
  void add(std::uint32_t term, std::uint32_t fields, double boost);
  void compute();

  double score(std::uint32_t entry) const;
  // Among equal scores the lower comes first, then the lower entry.
  std::uint32_t rank(std::uint32_t entry) const { return seen_[entry].rank; }

  struct Clause {
    std::uint32_t term;
    std::uint32_t fields;
    double boost;
  };
  const std::vector<Clause>& clauses() const { return clauses_; }

 private:
  struct Seen {
    std::uint32_t mask = 0;   // fields
    std::uint32_t order = 0;  // the fields by first match, four bits each
    std::uint32_t rank = 0;   // first match: clause and field
  };
  struct Boosts {
    double by_field[field_count] = {};
    std::uint32_t fields = 0;  // mask of those that a clause asks for
  };

  const LunrIndex& index_;
  std::vector<double> sums_;  // by entry, then field
  std::vector<Seen> seen_;
  std::vector<Clause> clauses_;
  std::map<std::uint32_t, Boosts> boosts_;  // by term: vectors are in the order of term numbers
  double magnitudes_[field_count] = {};
};

}  // namespace loci
