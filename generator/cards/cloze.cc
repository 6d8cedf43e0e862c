#include "cards/cloze.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "markdown/opaque.h"
#include "markdown/source_map.h"

namespace loci {

namespace {

constexpr std::size_t npos = std::string_view::npos;

struct Opening {
  cmark_node* node = nullptr;
  std::size_t offset = 0;
  std::size_t content = 0;
  std::uint32_t number = 0;
  bool highlight = false;
};

// "{{c12::" at `at`: its length and number.
std::optional<std::pair<std::size_t, std::uint32_t>> cloze_opening(std::string_view text,
                                                                   std::size_t at) {
  if (text.compare(at, 3, "{{c") != 0) return std::nullopt;
  std::size_t end = at + 3;
  std::uint32_t number = 0;
  while (end < text.size() && is_ascii_digit(text[end]) && end - at < 7)
    number = number * 10 + static_cast<std::uint32_t>(text[end++] - '0');
  if (end == at + 3 || number == 0 || text.compare(end, 2, "::") != 0) return std::nullopt;
  return std::pair{end + 2 - at, number};
}

// Steps over mathematics and wikilinks, whose characters close nothing.
std::size_t after_opaque(std::string_view text, std::size_t at) {
  if (text[at] == opaque::math) {
    const bool display = at + 1 < text.size() && text[at + 1] == opaque::math;
    const std::size_t close = text.find(opaque::math, at + (display ? 2 : 1));
    return close == npos ? text.size() : close + (display ? 2 : 1);
  }
  if (text[at] == opaque::wiki_open) {
    const std::size_t close = text.find(opaque::wiki_close, at);
    return close == npos ? text.size() : std::min(close + 2, text.size());
  }
  // An inline footnote.
  const std::size_t close = text.find(opaque::hide(']'), at);
  return close == npos ? text.size() : close + 1;
}

class ClozeMarker {
 public:
  ClozeMarker(ClozeSearch& search, cmark_node* paragraph)
      : search_(search), paragraph_(paragraph) {}

  std::size_t run() {
    children(paragraph_);
    return count_;
  }

 private:
  // A cloze begins and ends among the children of one node; emphasis inside is searched on its own.
  void children(cmark_node* parent) {
    std::vector<cmark_node*> inner;
    std::optional<Opening> open;
    for (cmark_node* node = cmark_node_first_child(parent); node != nullptr;
         node = cmark_node_next(node)) {
      const cmark_node_type type = cmark_node_get_type(node);
      if (type == CMARK_NODE_TEXT) {
        text(node, open);
      } else if (type == CMARK_NODE_EMPH || type == CMARK_NODE_STRONG) {
        if (!open) inner.push_back(node);
      }
    }
    if (open && !open->highlight) {
      const Span line = search_.parts.line_span(cmark_node_get_start_line(paragraph_),
                                                cmark_node_get_end_line(paragraph_));
      search_.diagnostics.report(
          Code::card_malformed, std::string(search_.path), {line.begin, line.begin},
          "the cloze 'c" + std::to_string(open->number) + "' has no closing '}}'");
    }
    for (cmark_node* node : inner) children(node);
  }

  void text(cmark_node* node, std::optional<Opening>& open) {
    const std::string_view literal = literal_of(node);
    std::size_t at = 0;
    if (in_formula_) {  // which began on an earlier line
      at = literal.find(opaque::math);
      if (at == npos) return;
      in_formula_ = false;
      while (at < literal.size() && literal[at] == opaque::math) ++at;
    }
    while (at < literal.size()) {
      const char c = literal[at];
      if (c == opaque::math || c == opaque::wiki_open || c == opaque::hide('[')) {
        const std::size_t next = after_opaque(literal, at);
        in_formula_ = c == opaque::math && (literal[next - 1] != opaque::math || next - at <= 2);
        at = next;
        continue;
      }
      if (open && !open->highlight && literal.compare(at, 2, "}}") == 0) {
        close(node, literal, at, 2, *open);
        open.reset();
        at += 2;
        continue;
      }
      if (!open) {
        if (const auto found = cloze_opening(literal, at)) {
          if (!is_escaped(node, at))
            open = Opening{node, at, at + found->first, found->second, false};
          at += found->first;
          continue;
        }
      }
      if (search_.highlights && literal.compare(at, 2, "==") == 0) {
        if (!open) {
          if (at + 2 < literal.size() && literal[at + 2] != ' ' && literal[at + 2] != '=')
            open = Opening{node, at, at + 2, 0, true};
          at += 2;
          continue;
        }
        if (open->highlight && at > 0 && literal[at - 1] != ' ') {
          open->number = search_.next_number++;
          std::size_t length = 2;
          std::size_t hint_end = npos;
          if (literal.compare(at + 2, 1, "^") == 0 && at + 3 < literal.size() &&
              literal[at + 3] == opaque::hide('['))
            hint_end = literal.find(opaque::hide(']'), at + 4);
          if (hint_end != npos) length = hint_end + 1 - at;
          close(node, literal, at, length, *open);
          at += length;
          open.reset();
          continue;
        }
      }
      ++at;
    }
  }

  // `at`, `length`: the closing mark.
  void close(cmark_node* node, std::string_view literal, std::size_t at, std::size_t length,
             const Opening& open) {
    std::size_t content_end = at;
    std::string hint;
    if (open.highlight) {
      if (length > 2) hint = opaque::restored(literal.substr(at + 4, length - 5));
    } else {
      const std::size_t from = open.node == node ? open.content : 0;
      const std::size_t colons = literal.substr(0, at).rfind("::");
      if (colons != npos && colons >= from && colons + 2 <= at) {
        hint = opaque::restored(trim(literal.substr(colons + 2, at - colons - 2)));
        content_end = colons;
      }
    }
    if (open.node == node &&
        trim(literal.substr(open.content, content_end - open.content)).empty()) {
      const Span line = search_.parts.line_span(cmark_node_get_start_line(paragraph_),
                                                cmark_node_get_end_line(paragraph_));
      search_.diagnostics.report(Code::card_empty, std::string(search_.path),
                                 {line.begin, line.begin},
                                 "the cloze 'c" + std::to_string(open.number) + "' hides nothing");
      return;
    }
    search_.parts.marks_of(open.node).inside.push_back(
        {static_cast<std::uint32_t>(open.offset),
         static_cast<std::uint32_t>(open.content - open.offset), MarkKind::cloze_open,
         open.number});
    search_.parts.marks_of(node).inside.push_back(
        {static_cast<std::uint32_t>(content_end),
         static_cast<std::uint32_t>(at + length - content_end), MarkKind::cloze_close,
         open.number});
    search_.found.push_back({open.number, std::move(hint)});
    ++count_;
  }

  // "\{{c1::": the tree has lost the backslash, the source has it.
  bool is_escaped(cmark_node* node, std::size_t at) {
    if (!map_) {
      std::size_t quotes = 0;
      for (cmark_node* parent = cmark_node_parent(paragraph_); parent != nullptr;
           parent = cmark_node_parent(parent))
        quotes += cmark_node_get_type(parent) == CMARK_NODE_BLOCK_QUOTE ? 1 : 0;
      std::size_t cell = 0;
      if (cmark_node_get_type(paragraph_) == extension_types().table_cell) {
        for (cmark_node* left = cmark_node_previous(paragraph_); left != nullptr;
             left = cmark_node_previous(left))
          ++cell;
      }
      map_.emplace(search_.parts, paragraph_, quotes, cell);
    }
    const std::size_t offset = map_->offset_in(node, at);
    return offset < search_.parts.text.size() && search_.parts.text[offset] == '\\';
  }

  ClozeSearch& search_;
  cmark_node* paragraph_;
  std::optional<SourceMap> map_;
  std::size_t count_ = 0;
  bool in_formula_ = false;  // at the end of the text that was read last
};

}  // namespace

std::size_t mark_clozes(ClozeSearch& search, cmark_node* paragraph) {
  return ClozeMarker(search, paragraph).run();
}

}  // namespace loci
