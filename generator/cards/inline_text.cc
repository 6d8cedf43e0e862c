#include "cards/inline_text.h"

#include <algorithm>

#include "base/text.h"
#include "markdown/opaque.h"

namespace loci {

bool is_type(cmark_node* node, cmark_node_type type) {
  return node != nullptr && cmark_node_get_type(node) == type;
}

bool is_break(cmark_node* node) {
  return is_type(node, CMARK_NODE_SOFTBREAK) || is_type(node, CMARK_NODE_LINEBREAK);
}

std::vector<Line> lines_of_paragraph(cmark_node* paragraph) {
  std::vector<Line> lines(1);
  for (cmark_node* node = cmark_node_first_child(paragraph); node != nullptr;
       node = cmark_node_next(node)) {
    if (is_break(node)) {
      lines.push_back({nullptr, nullptr, node});
      continue;
    }
    if (lines.back().first == nullptr) lines.back().first = node;
    lines.back().last = node;
  }
  std::erase_if(lines, [](const Line& line) { return line.first == nullptr; });
  return lines;
}

namespace {

// "[[target|label]]" reads as its label, "[[target]]" as the target.
void append_text(std::string& out, std::string_view literal) {
  for (std::size_t at = 0; at < literal.size();) {
    if (literal[at] != opaque::wiki_open) {
      const std::size_t next = std::min(literal.find(opaque::wiki_open, at), literal.size());
      opaque::append_restored(out, literal.substr(at, next - at));
      at = next;
      continue;
    }
    while (at < literal.size() && literal[at] == opaque::wiki_open) ++at;
    const std::size_t close = std::min(literal.find(opaque::wiki_close, at), literal.size());
    const std::string inside = opaque::restored(literal.substr(at, close - at));
    const std::size_t bar = inside.find('|');
    out += bar == std::string::npos ? inside : inside.substr(bar + 1);
    at = close;
    while (at < literal.size() && literal[at] == opaque::wiki_close) ++at;
  }
}

}  // namespace

std::string plain_text(cmark_node* first, cmark_node* last) {
  std::string out;
  for (cmark_node* top = first; top != nullptr; top = cmark_node_next(top)) {
    walk_blocks(top, [&](cmark_node* node) {
      if (is_break(node)) {
        out += ' ';
      } else if (is_type(node, CMARK_NODE_TEXT)) {
        append_text(out, literal_of(node));
      } else if (is_type(node, CMARK_NODE_CODE)) {
        out += opaque::restored(literal_of(node));
      }
      return true;
    });
    if (top == last) break;
  }
  return std::string(trim(out));
}

std::string pin_of(std::string_view text) {
  text = trim_right(text);
  const std::size_t hat = text.rfind('^');
  if (hat == std::string_view::npos || (hat > 0 && text[hat - 1] != ' ')) return {};
  const std::string_view id = text.substr(hat + 1);
  if (!id.starts_with("c-") || id.size() < 4 || id.size() > 66) return {};
  const bool valid = std::all_of(id.begin(), id.end(), [](char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '-';
  });
  return valid ? std::string(id) : std::string();
}

std::string_view last_text(cmark_node* node) {
  while (cmark_node* child = cmark_node_last_child(node)) node = child;
  return is_type(node, CMARK_NODE_TEXT) ? literal_of(node) : std::string_view();
}

std::size_t side_mark(cmark_node* node, char letter) {
  if (!is_type(node, CMARK_NODE_TEXT)) return 0;
  const std::string_view text = literal_of(node);
  if (text.size() < 2 || text[0] != letter || text[1] != ':') return 0;
  if (text.size() > 2 && text[2] != ' ' && text[2] != '\t') return 0;
  std::size_t length = 2;
  while (length < text.size() && (text[length] == ' ' || text[length] == '\t')) ++length;
  return length;
}

}  // namespace loci
