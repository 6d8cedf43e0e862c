// Block ids: "^id" behind a block's text or alone below it, and the paragraphs that are not shown because of it.
#include <algorithm>

#include "base/text.h"
#include "markdown/opaque.h"
#include "markdown/renderer.h"

namespace loci {

namespace {

bool is_blank_or_dropped(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c == opaque::drop || c == ' ' || c == '\t'; });
}

bool is_block_id_character(char c) { return is_ascii_letter(c) || is_ascii_digit(c) || c == '-'; }

// "^id" alone: the id; else empty.
std::string_view lone_block_id(std::string_view text) {
  text = trim(text);
  if (text.size() < 2 || text.front() != '^') return {};
  text.remove_prefix(1);
  return std::all_of(text.begin(), text.end(), is_block_id_character) ? text : std::string_view();
}

// "text ^id": the id; `keep` is where the text before it ends.
std::string_view trailing_block_id(std::string_view text, std::size_t& keep) {
  const std::string_view trimmed = trim_right(text);
  std::size_t at = trimmed.size();
  while (at > 0 && is_block_id_character(trimmed[at - 1])) --at;
  if (at == trimmed.size() || at == 0 || trimmed[at - 1] != '^') return {};
  // Behind a blank, or directly behind a wikilink or an embed.
  if (at >= 2 && trimmed[at - 2] != ' ' && trimmed[at - 2] != '\t' &&
      trimmed[at - 2] != opaque::wiki_close)
    return {};
  keep = trim_right(trimmed.substr(0, at - 1)).size();
  return trimmed.substr(at);
}

}  // namespace

// A paragraph of nothing but comments, or a block id on its own line, which belongs to the block above.
bool Renderer::is_skipped_paragraph(cmark_node* node) const {
  if (!vault()) return false;
  cmark_node* child = cmark_node_first_child(node);
  if (child == nullptr || cmark_node_get_type(child) != CMARK_NODE_TEXT) return false;
  const std::string_view first = literal_of(child);
  if (first.empty()) return false;
  if (first.front() == '^')
    return cmark_node_next(child) == nullptr && !lone_block_id(first).empty();
  if (first.front() != opaque::drop && first.front() != ' ') return false;
  for (; child != nullptr; child = cmark_node_next(child)) {
    const cmark_node_type type = cmark_node_get_type(child);
    if (type != CMARK_NODE_SOFTBREAK &&
        !(type == CMARK_NODE_TEXT && is_blank_or_dropped(literal_of(child))))
      return false;
  }
  return true;
}

// An id on its own line that the block above did not take, because it is HTML or a paragraph: the place can still be linked to.
void Renderer::lone_block(cmark_node* node) {
  cmark_node* only = cmark_node_first_child(node);
  if (cmark_node_next(only) != nullptr || literal_of(only).front() != '^') return;
  const std::string_view id = lone_block_id(literal_of(only));
  if (id.empty() || block_ids_.contains(std::string(id))) return;
  new_line();
  html_ += "<span";
  const std::uint32_t block = put_block_id(id);
  html_ += "></span>\n";
  end_block(block);
}

// The id that names this block: at the end of a paragraph's text, or alone in the paragraph after another block.
std::string_view Renderer::block_id_after(cmark_node* node) {
  if (!vault()) return {};
  const cmark_node_type type = cmark_node_get_type(node);
  if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING) {
    cmark_node* last = cmark_node_last_child(node);
    if (last == nullptr || cmark_node_get_type(last) != CMARK_NODE_TEXT) return {};
    std::size_t keep = 0;
    return trailing_block_id(literal_of(last), keep);
  }
  cmark_node* next = cmark_node_next(node);
  if (next == nullptr || cmark_node_get_type(next) != CMARK_NODE_PARAGRAPH) return {};
  cmark_node* only = cmark_node_first_child(next);
  if (only == nullptr || cmark_node_get_type(only) != CMARK_NODE_TEXT ||
      cmark_node_next(only) != nullptr)
    return {};
  return lone_block_id(literal_of(only));
}

// Into the tag that is being written. Returns the block's number for end_block, or no_index.
std::uint32_t Renderer::put_block_id(std::string_view id) {
  if (id.empty()) return no_index;
  // The first of equals is the one that is linked to.
  if (!block_ids_.emplace(id).second) return no_index;
  const auto begin = static_cast<std::uint32_t>(html_.rfind('<'));
  body_.blocks.push_back({std::string(id), {begin, begin}});
  html_ += " id=\"^";
  html_ += id;
  html_ += '"';
  return static_cast<std::uint32_t>(body_.blocks.size() - 1);
}

// The block's element has been written.
void Renderer::end_block(std::uint32_t block) {
  if (block != no_index) body_.blocks[block].html.end = static_cast<std::uint32_t>(html_.size());
}

// How much of a line's last text is shown: a block id is not.
std::size_t Renderer::without_block_id(cmark_node* node, std::string_view literal) const {
  std::size_t keep = literal.size();
  if (!vault() || keep == 0 || !is_block_id_character(literal.back()) || leaf_ == nullptr)
    return keep;
  std::size_t kept = 0;
  const std::string_view id = trailing_block_id(literal, kept);
  if (id.empty() || cmark_node_parent(node) != leaf_) return keep;
  cmark_node* next = cmark_node_next(node);
  if (next == nullptr) return kept;
  const bool before_break = cmark_node_get_type(next) == CMARK_NODE_SOFTBREAK;
  return before_break && (id.starts_with("c-") || in_title(leaf_)) ? kept : keep;
}

}  // namespace loci
