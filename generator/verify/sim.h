// `sim` blocks: a small simulation in JavaScript (ES5) whose randomness has a seed, so that it gives the same numbers everywhere.
//
//     ```sim seed=7 tolerance=10%
//     var hits = 0;
//     for (var i = 0; i < 10000; i++) if (random() < 0.3) hits++;
//     var share = hits / 10000;      // => 0.3
//     ```
//
// `random()` and Math.random() give numbers of [0, 1) of the generator Alea. A line `name = ...;  // => value` asserts what the
// name has when the program has ended, to the precision that is printed or, if that is wider, to the tolerance. The values can be
// used by later `calc` and `ref` blocks of the note. The program can reach nothing but numbers; its instructions and its memory
// are limited, not its time, so that it ends alike on every machine.
#pragma once

#include <vector>

#include "verify/blocks.h"
#include "verify/calc.h"

namespace loci {

std::vector<Finding> check_sim(const RunBlock& block, Values& values);

}  // namespace loci
