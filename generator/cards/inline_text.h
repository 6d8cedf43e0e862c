// Paragraphs as the lines they were written in: what the cards' grammar looks at. Internal to cards/extract*.cc.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "markdown/tree.h"

namespace loci {

bool is_type(cmark_node* node, cmark_node_type type);
bool is_break(cmark_node* node);

// A line of a paragraph: its first and last inline node.
struct Line {
  cmark_node* first = nullptr;
  cmark_node* last = nullptr;
  cmark_node* break_before = nullptr;
};

std::vector<Line> lines_of_paragraph(cmark_node* paragraph);

// " :: " in a text node. `offset` and `length` take in the blanks around it.
struct Separator {
  cmark_node* node = nullptr;
  std::size_t offset = 0;
  std::size_t length = 0;
  bool both = false;    // " ::: "
  bool second = false;  // another one follows in the line
};

// What the nodes from `first` to `last` (siblings) say, without markup; a wikilink is its label.
std::string plain_text(cmark_node* first, cmark_node* last);

// "… ^c-7f3k2m9q" at the end of a line: "c-7f3k2m9q", or nothing.
std::string pin_of(std::string_view text);

// The last text in a node, when that is a text.
std::string_view last_text(cmark_node* node);

// "Q: text": how many bytes the mark and the blanks behind it take; 0 when the text does not begin with it.
std::size_t side_mark(cmark_node* node, char letter);

}  // namespace loci
