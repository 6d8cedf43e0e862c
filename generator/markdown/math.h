// TeX to MathML, when the site is built: pages need no script and no font of ours to show a formula.
//
//     to_mathml({"\\frac12", {}, true})   .html "<math display="block" alttext="\frac12"><mfrac>…</mfrac></math>"
//     to_mathml({"\\frac{1", {}, true})   .error "unexpected end of input …"  .offset 7
//
// The work is temml's (tex_engine.js), in a script engine with bounds (script.h); what comes out is checked against a list
// (mathml.h). The same formula gives the same bytes whatever came before it, on any thread: nothing is kept between two
// formulas but finished results. A process that meets no formula starts no engine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace loci {

struct Formula {
  std::string_view tex;
  // Formulas before it that define commands (`\newcommand`): what they define is known here.
  std::string_view preamble;
  bool display = false;  // a block of its own
};

struct Mathematics {
  static constexpr std::uint32_t no_offset = 0xffffffff;

  std::string html;                  // empty when there is an error
  std::string error;                 // a sentence without a full stop
  std::uint32_t offset = no_offset;  // of the error, in bytes of the TeX, when it is known
  bool refused = false;              // it took too long, too much memory, or is too long itself
};

constexpr std::size_t max_formula_bytes = 20'000;
constexpr std::size_t max_preamble_bytes = 20'000;

// Any number of threads. Results are kept for the life of the process, up to a limit.
std::shared_ptr<const Mathematics> to_mathml(const Formula& formula);

// Whether the TeX may define a command that later formulas of the note use.
bool defines_commands(std::string_view tex);

}  // namespace loci
