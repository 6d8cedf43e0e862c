// cmark-gfm's tree with what Loci knows beside it. Included by markdown/*.cc and for cards/extract only: the C API stays here.
#pragma once

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "markdown/document.h"
#include "markdown/note_body.h"
#include "markdown/prepass.h"

namespace loci {

struct NodeDeleter {
  void operator()(cmark_node* root) const;
};
// Lives and dies on the thread that parsed it (tree_memory.h).
using Tree = std::unique_ptr<cmark_node, NodeDeleter>;

// The node types that extensions add get their numbers at registration; read once, constant after that.
struct ExtensionTypes {
  cmark_node_type table{}, table_row{}, table_cell{}, strikethrough{};
};
const ExtensionTypes& extension_types();

// cmark-gfm's own parser with the extensions on. Any number of threads.
Tree parse_markdown(std::string_view text);

inline std::string_view literal_of(cmark_node* node) {
  const char* literal = cmark_node_get_literal(node);
  return literal == nullptr ? std::string_view() : std::string_view(literal);
}

// Where a block begins. A paragraph right above a table has no position of its own: cmark-gfm cuts it off when it meets the
// table, whose start is the paragraph's.
struct BlockStart {
  int line = 1;
  int column = 1;
};
BlockStart start_of(cmark_node* block);

// Visits `root` and what is in it in source order, without recursion. `visit(node)` says whether to go into the node.
template <typename Visit>
void walk_blocks(cmark_node* root, Visit visit) {
  for (cmark_node* node = root; node != nullptr;) {
    cmark_node* child = visit(node) ? cmark_node_first_child(node) : nullptr;
    if (child != nullptr) {
      node = child;
      continue;
    }
    while (node != root && cmark_node_next(node) == nullptr) node = cmark_node_parent(node);
    node = node == root ? nullptr : cmark_node_next(node);
  }
}

// Whether blocks of any kind may stand in one of this type.
inline bool holds_blocks(cmark_node_type type) {
  return type == CMARK_NODE_DOCUMENT || type == CMARK_NODE_LIST || type == CMARK_NODE_ITEM ||
         type == CMARK_NODE_BLOCK_QUOTE || type == CMARK_NODE_FOOTNOTE_DEFINITION;
}

// ---- marks: what cards/extract asks of the renderer ----------------------------------------------------------------

// Something to do inside a text node, at `offset` of its literal; then `skip` bytes of the literal are not shown.
enum class MarkKind : std::uint8_t {
  question,     // "Q:": a card opens, its front begins
  answer,       // "A:": the front ends, the back begins
  cloze_open,   // "{{c1::" or "=="
  cloze_close,  // "::hint}}", "}}" or "=="
  text_begin,   // of a card of clozes that is a part of a paragraph
  text_end,
  skip,   // nothing: bytes that are not shown
  split,  // "?": the front of a card callout ends
  // Cards in running text, which is shown as it stands. They may hold one another.
  front_begin,
  front_end,
  separator,       // " :: ": the front ends and the back begins
  separator_both,  // " ::: "
  back_begin,
  back_end,
};

struct Mark {
  std::uint32_t offset = 0;
  std::uint32_t skip = 0;
  MarkKind kind{};
  std::uint32_t card = 0;  // number of a place; of a cloze: its own number, the "1" of "c1"
};

enum class BlockMark : std::uint8_t {
  none,
  card_callout,   // [!card]: title is the front, the rest the back
  cloze_callout,  // [!cloze]
  question,       // a paragraph with Mark::question in it
  cloze,          // a paragraph or a table with clozes: its HTML and ranges are kept
  split,          // a paragraph "?" in a card callout
  heading,        // a heading that is a front; the back begins behind it
  taken,          // its text is a card's, which marks elsewhere tell
  row,            // of a table: each cell is a piece of the place
};

enum class DefinitionMark : std::uint8_t {
  none,
  terms,        // of a paragraph: each line of it is a term
  definitions,  // of a list: its items are definitions
};

// Hangs on a node as its user data.
struct NodeMarks {
  DefinitionMark definitions = DefinitionMark::none;  // definitions.h
  BlockMark block = BlockMark::none;
  bool swallow = false;  // a line break between "Q:" and "A:" lines: not shown
  bool answer_goes_on =
      false;  // with BlockMark::question: blocks after the paragraph belong to the last answer
  bool ends_answer = false;  // the last of those blocks
  std::uint32_t card = 0;    // number of a place
  bool splits = false;       // with BlockMark::card_callout: the front ends at a "?"
  std::vector<Mark> inside;  // by offset
  std::vector<Mark> before;  // when the node is entered
  std::vector<Mark> after;   // when it is left
};

// A stretch of the body's HTML.
struct HtmlRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// Where a marked card's parts came to stand in the body's HTML, and the same as plain text with lines kept.
struct CardPlace {
  HtmlRange front;
  HtmlRange back;
  std::string front_text;
  std::string back_text;  // of a cloze callout: its title
  std::uint32_t heading = no_index;
  // Of a cloze block: in the order they are written. `text` is a range of front_text.
  struct Cloze {
    std::uint32_t number = 0;
    HtmlRange element;  // with the <span>
    HtmlRange content;  // without
    HtmlRange text;
  };
  std::vector<Cloze> clozes;
  // The cells of a row.
  struct Piece {
    HtmlRange html;
    std::string text;
  };
  std::vector<Piece> pieces;
  // In running text: where the texts began, and whether the back began in a <p> and ended outside.
  std::size_t front_at = 0;
  std::size_t back_at = 0;
  bool back_in_paragraph = false;
};

struct Document::Parts {
  std::string path;
  std::string_view text;  // the whole file; the caller's
  std::uint32_t body_begin = 0;
  MarkdownConfig config;
  Dialect dialect;
  Prepared source;  // the body, offsets from body_begin
  Tree tree;

  std::vector<std::unique_ptr<NodeMarks>> marks;  // owned here, pointed to by nodes

  bool rendered = false;
  std::vector<PlainPlace>* places_of_plain = nullptr;  // filled when somebody asks
  NoteBody body;
  std::vector<CardPlace>
      places;  // sized by whoever sets marks; holes of kind card_open carry an index into it

  NodeMarks& marks_of(cmark_node* node);
  Span line_span(int first_line, int last_line) const;  // in the file, without the last line end
};

// Walks the tree once and fills `body` and `places`; a second call does nothing.
void render_parts(Document::Parts& parts, Diagnostics& diagnostics);

}  // namespace loci
