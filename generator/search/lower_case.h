// JavaScript's String.prototype.toLowerCase, which decides the terms of a lunr index: simple
// mappings, one letter that becomes two characters, and the Greek sigma that ends a word.
//
//     js_lower_case("ΟΔΟΣ")        "οδος": the last sigma has its final form
//     js_lower_case("\u0130x")      "i\u0307x"
#pragma once

#include <string>
#include <string_view>

namespace loci {

std::string js_lower_case(std::string_view text);

}  // namespace loci
