// Reads a note's source once before cmark-gfm does, and hides from it what is not CommonMark (opaque.h): wikilinks and
// embeds, `%%comments%%`, mathematics, inline footnotes. Definitions get a list's marker (definitions.h). cmark-gfm's extensions never see '[' or '!', so this cannot be done inside it.
//
//     prepare("see [[a|b]] and `[[c]]`", dialect)     text of the same length; the code span is left alone
//
// Fenced code and code spans are stepped over. Where this scan and the parser disagree about what is code, nothing is lost:
// stand-ins are turned back wherever they are shown. Tables that would exhaust time or memory are made plain text here.
// Time is linear: each kind of closing mark that was not found is not looked for again in the same paragraph.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "source/source_file.h"

namespace loci {

struct RefusedTable {
  std::uint32_t offset = 0;  // of its delimiter row
  std::uint32_t columns = 0;
  std::uint32_t rows = 0;
};

// "[^label]" that the parser may take for a footnote, or "[^label]:" that may define one.
struct FootnoteLabel {
  std::uint32_t offset = 0;  // of the '['
  std::uint32_t length = 0;  // with the brackets

  std::string_view in(std::string_view text) const { return text.substr(offset + 2, length - 3); }
};

struct Prepared {
  std::string text;  // the body, the same length as what came in
  std::vector<std::uint32_t>
      line_starts;  // offsets into `text`; line n of cmark-gfm is line_starts[n - 1]
  std::vector<RefusedTable> refused_tables;
  bool has_escapes = false;  // a backslash stands before one of : = " ' - .
  std::vector<FootnoteLabel> footnote_references;
  std::vector<FootnoteLabel> footnote_definitions;
  std::vector<std::uint32_t>
      definitions;                // where a ':' may open a definition; '+' stands in its place
  std::vector<Span> empty_links;  // "[[|label]]", which stay text; in `text`
};

// More columns than this, or more cells, and a table is shown as the text it is.
constexpr std::uint32_t max_table_columns = 1000;
constexpr std::uint32_t max_table_cells = 200'000;

// `vault`: hide wikilinks, comments and mathematics; without it only control bytes and tables are seen to.
Prepared prepare(std::string_view body, bool vault);

}  // namespace loci
