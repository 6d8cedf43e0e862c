// `ref` blocks: a figure in the note's prose equals a result of its `calc` and `sim` blocks, or a figure of another block that has a
// name (results.h: `name=orders`, then `orders.total`).
//
//     The feed takes about 2,300 requests per second.
//
//     ```ref
//     rps "about 2,300 requests per second"
//     ```
//
// Each line is a name and a text that stands in the prose; the first number of the text must equal the value to the precision that
// is printed. "2.3 million", "40 k" and "63%" are understood. After "about", "roughly", "around", "some", "~" or "≈" the zeros at
// the end of a whole number are not digits that count: "about 2,300" is 2,250 to 2,350.
#pragma once

#include <string_view>
#include <vector>

#include "verify/blocks.h"
#include "verify/calc.h"

namespace loci {

// `note`: the whole text.
std::vector<Finding> check_reference(const RunBlock& block, std::string_view note,
                                     const Values& values);

}  // namespace loci
