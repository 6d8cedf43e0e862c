// Colours code: which look each byte has, and the HTML of it. tree-sitter parses, the grammar's query names the parts
// (highlight_query.h), innermost part first.
//
//     std::vector<CodeStyle> styles;
//     highlight_code("x = 1\n", "python", styles);          plain plain … number plain
//     append_code_html(html, "x = 1\n", styles, {});        x = <span class="hl-n">1</span>
//
// A pure function of its arguments, on any number of threads: parsers and compiled queries are kept for the next call.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "markdown/highlight_query.h"

namespace loci {

// Code larger or more deeply bracketed than this is shown plain: no one reads it for its colours, and grammars are slow with it.
constexpr std::size_t max_highlighted_bytes = 64 * 1024;
constexpr std::size_t max_highlighted_depth = 200;

// One style a byte. False, and no styles: no such grammar in this program, or beyond the limits.
bool highlight_code(std::string_view code, std::string_view grammar,
                    std::vector<CodeStyle>& styles);

struct CodeLines {
  bool numbered = false;
  std::uint32_t first_number = 1;
  // First and last line, from 1, whatever the number shown.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> marked;

  bool empty() const { return !numbered && marked.empty(); }
};

// Escaped code with <span class="hl-x"> around what has a look; no span crosses a line's end, and without tags it is the code
// again. `styles` may be empty. With `lines`, each line stands in <span class="line"> with data-line when it has a number and
// class "marked" when it is to be looked at; its line end stays outside.
void append_code_html(std::string& out, std::string_view code, std::span<const CodeStyle> styles,
                      const CodeLines& lines);

// "hl-k"; empty of none and plain.
std::string_view css_class(CodeStyle style);

// Internal, for tests: the tree that tree-sitter makes of the code, with limits left to the caller. Empty: no such grammar.
SyntaxTree parse_code(std::string_view code, std::string_view grammar);

}  // namespace loci
