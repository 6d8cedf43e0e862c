// What of the engine's markup goes into a page: MathML by an allow-list of elements, attributes and values, and nothing else.
//
// The pages' Content-Security-Policy blocks style attributes. What temml says in them becomes an attribute of MathML
// (a colour: mathcolor) or a class of assets/styles/math.css; what only mends one browser is left out.
//
//     clean_mathml(R"(<math><mi style="color:#f00;">x</mi></math>)", "x")
//         <math alttext="x"><mi mathcolor="#f00">x</mi></math>
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace loci {

// Empty: the markup is not what the engine is known to make. `tex` becomes the alttext of the <math>.
std::optional<std::string> clean_mathml(std::string_view markup, std::string_view tex);

}  // namespace loci
