// Formulas as text that can be read in a terminal: "$\frac{a}{b} \le x^2$" is "a/b ≤ x²".
//
// The commands that school and lecture notes use are in tables; of a formula with any other the source stays, because half of
// it would mislead. What a page shows is made elsewhere (markdown/math).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace loci {

// `tex`: without its dollars. nullopt: it holds something that is in no table here.
std::optional<std::string> math_text(std::string_view tex);

// A text with `$…$` and `$$…$$` in it, as cards have them.
std::string with_readable_math(std::string_view text);

}  // namespace loci
