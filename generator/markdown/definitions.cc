#include "markdown/definitions.h"

#include <algorithm>
#include <vector>

#include "markdown/callout.h"

namespace loci {

namespace {

bool is_type(cmark_node* node, cmark_node_type type) {
  return node != nullptr && cmark_node_get_type(node) == type;
}

class Settler {
 public:
  explicit Settler(Document::Parts& parts) : parts_(parts) {}

  // The offsets of colons that open a definition in the tree; marks their lists and terms.
  std::vector<std::uint32_t> run() {
    walk_blocks(parts_.tree.get(), [&](cmark_node* node) {
      const cmark_node_type type = cmark_node_get_type(node);
      if (type == CMARK_NODE_LIST) list(node);
      return holds_blocks(type);
    });
    std::sort(found_.begin(), found_.end());
    return std::move(found_);
  }

 private:
  void list(cmark_node* node) {
    cmark_node* const terms = cmark_node_previous(node);
    if (!is_type(terms, CMARK_NODE_PARAGRAPH) || is_title(terms)) return;
    const int gap = cmark_node_get_start_line(node) - cmark_node_get_end_line(terms);
    if (gap < 1 || gap > 2) return;
    const std::size_t before = found_.size();
    for (cmark_node* item = cmark_node_first_child(node); item != nullptr;
         item = cmark_node_next(item)) {
      if (!definition(item)) {
        found_.resize(before);  // a list of the author's own goes on here
        return;
      }
    }
    if (gap == 2) cmark_node_set_list_tight(node, 0);
    parts_.marks_of(node).definitions = DefinitionMark::definitions;
    parts_.marks_of(terms).definitions = DefinitionMark::terms;
  }

  bool definition(cmark_node* item) {
    const auto line = static_cast<std::size_t>(cmark_node_get_start_line(item));
    const auto column = static_cast<std::size_t>(cmark_node_get_start_column(item));
    const std::vector<std::uint32_t>& starts = parts_.source.line_starts;
    if (line == 0 || line > starts.size() || column == 0) return false;
    const auto offset = static_cast<std::uint32_t>(starts[line - 1] + column - 1);
    const std::vector<std::uint32_t>& known = parts_.source.definitions;
    if (!std::binary_search(known.begin(), known.end(), offset)) return false;
    found_.push_back(offset);
    return true;
  }

  // The title of a callout is no term, unless terms follow it in its paragraph.
  bool is_title(cmark_node* paragraph) const {
    if (!is_type(cmark_node_parent(paragraph), CMARK_NODE_BLOCK_QUOTE) ||
        cmark_node_previous(paragraph) != nullptr)
      return false;
    cmark_node* first = cmark_node_first_child(paragraph);
    return is_type(first, CMARK_NODE_TEXT) && parse_callout(literal_of(first)) &&
           cmark_node_get_start_line(paragraph) == cmark_node_get_end_line(paragraph);
  }

  Document::Parts& parts_;
  std::vector<std::uint32_t> found_;
};

}  // namespace

void settle_definitions(Document::Parts& parts) {
  std::vector<std::uint32_t>& known = parts.source.definitions;
  // What is put back can change what its neighbours are; the third time there are none left.
  for (int attempt = 0; !known.empty() && parts.tree != nullptr; ++attempt) {
    std::vector<std::uint32_t> found = Settler(parts).run();
    if (found.size() == known.size()) return;
    if (attempt > 0) found.clear();
    for (const std::uint32_t offset : known) {
      if (!std::binary_search(found.begin(), found.end(), offset)) parts.source.text[offset] = ':';
    }
    known = std::move(found);
    parts.marks.clear();
    parts.tree = parse_markdown(parts.source.text);
  }
}

}  // namespace loci
