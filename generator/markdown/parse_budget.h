// A bound on what one call of tree-sitter's parser may cost, that does not depend on a clock.
//
// Where code has many errors in a row, the parser copies a list of all of them at each step: 16 kB of "=>" as CSS take 20 seconds.
// It has a time limit, but then the looks of a page would depend on how busy the machine was. It also asks its caller for memory,
// and each copied list is memory; so the bytes asked for are counted, and the parse is called off through its cancellation flag
// when they are too many. The same code asks a fresh parser for the same bytes every time.
#pragma once

#include <tree_sitter/api.h>

#include <cstddef>
#include <string_view>

namespace loci {

enum class ParseOutcome {
  done,
  costly,  // given up
  unsure,  // near the bound with a used parser, which asks for a little less than a fresh one: parse again with that
};

// Sets `tree`, which the caller deletes, or null when the outcome is not done.
ParseOutcome parse_within_budget(TSParser* parser, std::string_view code, bool fresh,
                                 TSTree*& tree);

}  // namespace loci
