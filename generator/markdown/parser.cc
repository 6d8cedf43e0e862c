// Sets cmark-gfm up, once, and turns one note's text into a tree.
#include <memory>
#include <string_view>

#include "markdown/tree.h"
#include "markdown/tree_memory.h"

// Numbers that the extensions give to their node types when they are registered; the installed headers leave them out.
extern "C" {
extern cmark_node_type CMARK_NODE_TABLE;
extern cmark_node_type CMARK_NODE_TABLE_ROW;
extern cmark_node_type CMARK_NODE_TABLE_CELL;
extern cmark_node_type CMARK_NODE_STRIKETHROUGH;
}

namespace loci {

namespace {

struct Extensions {
  cmark_syntax_extension* table = nullptr;
  cmark_syntax_extension* strikethrough = nullptr;
  cmark_syntax_extension* autolink = nullptr;
  cmark_syntax_extension* tasklist = nullptr;
  ExtensionTypes types;
};

struct ParserDeleter {
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};

// The library keeps its extensions in a list of the process; filled by the first parse of any thread.
const Extensions& extensions() {
  static const Extensions found = [] {
    cmark_gfm_core_extensions_ensure_registered();
    Extensions result;
    result.table = cmark_find_syntax_extension("table");
    result.strikethrough = cmark_find_syntax_extension("strikethrough");
    result.autolink = cmark_find_syntax_extension("autolink");
    result.tasklist = cmark_find_syntax_extension("tasklist");
    result.types = {CMARK_NODE_TABLE, CMARK_NODE_TABLE_ROW, CMARK_NODE_TABLE_CELL,
                    CMARK_NODE_STRIKETHROUGH};
    return result;
  }();
  return found;
}

}  // namespace

void NodeDeleter::operator()(cmark_node* root) const { end_tree(root); }

const ExtensionTypes& extension_types() { return extensions().types; }

Tree parse_markdown(std::string_view text) {
  const Extensions& known = extensions();
  begin_tree();
  const std::unique_ptr<cmark_parser, ParserDeleter> parser(
      cmark_parser_new_with_mem(CMARK_OPT_FOOTNOTES, tree_memory()));
  for (cmark_syntax_extension* extension :
       {known.table, known.strikethrough, known.autolink, known.tasklist})
    cmark_parser_attach_syntax_extension(parser.get(), extension);
  cmark_parser_feed(parser.get(), text.data(), text.size());
  return Tree(cmark_parser_finish(parser.get()));
}

}  // namespace loci
