#include "cards/cloze.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "markdown/opaque.h"
#include "markdown/source_map.h"

namespace loci {

namespace {

constexpr std::size_t npos = std::string_view::npos;

enum class Form : std::uint8_t { anki, highlight, bracket, logseq };

struct Opening {
  cmark_node* node = nullptr;
  std::size_t offset = 0;
  std::size_t content = 0;
  std::uint32_t number = 0;
  Form form = Form::anki;
};

constexpr std::string_view logseq_opening = "{{cloze ";

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

  std::size_t run(cmark_node* first, cmark_node* last) {
    children(first, last);
    return count_;
  }

 private:
  // A cloze begins and ends among the children of one node; emphasis inside is searched on its own.
  void children(cmark_node* first, cmark_node* last) {
    std::vector<cmark_node*> inner;
    std::optional<Opening> open;
    for (cmark_node* node = first; node != nullptr; node = cmark_node_next(node)) {
      const cmark_node_type type = cmark_node_get_type(node);
      if (type == CMARK_NODE_TEXT) {
        text(node, open);
      } else if (type == CMARK_NODE_EMPH || type == CMARK_NODE_STRONG) {
        if (!open) inner.push_back(node);
      }
      if (node == last) break;
    }
    if (open && open->form == Form::anki) {
      const Span line = search_.parts.line_span(cmark_node_get_start_line(paragraph_),
                                                cmark_node_get_end_line(paragraph_));
      search_.diagnostics.report(
          Code::card_malformed, std::string(search_.path), {line.begin, line.begin},
          "the cloze 'c" + std::to_string(open->number) + "' has no closing '}}'");
    }
    for (cmark_node* node : inner)
      children(cmark_node_first_child(node), cmark_node_last_child(node));
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
      if (open && (open->form == Form::anki || open->form == Form::logseq) &&
          literal.compare(at, 2, "}}") == 0) {
        if (open->form == Form::logseq) open->number = free_number();
        close(node, literal, at, 2, *open);
        open.reset();
        at += 2;
        continue;
      }
      if (!open && search_.anki) {
        if (const auto found = cloze_opening(literal, at)) {
          if (!is_escaped(node, at))
            open = Opening{node, at, at + found->first, found->second, Form::anki};
          at += found->first;
          continue;
        }
      }
      if (!open && search_.logseq && literal.substr(at).starts_with(logseq_opening)) {
        open = Opening{node, at, at + logseq_opening.size(), 0, Form::logseq};
        at += logseq_opening.size();
        continue;
      }
      if (search_.brackets && (c == '[' || c == ']')) {
        bracket(node, literal, at, open);
        ++at;
        continue;
      }
      if (search_.highlights && literal.compare(at, 2, "==") == 0) {
        at = highlight(node, literal, at, open);
        continue;
      }
      ++at;
    }
  }

  // "[x]", but no "[ ]" of a task, no "![", no "[^1]", nothing escaped.
  void bracket(cmark_node* node, std::string_view literal, std::size_t at,
               std::optional<Opening>& open) {
    if (literal[at] == '[' && !open) {
      const bool picture = at > 0 && literal[at - 1] == '!';
      const char next = at + 1 < literal.size() ? literal[at + 1] : '\0';
      if (picture || next == '^' || next == ']' || next == ' ' || is_escaped(node, at)) return;
      open = Opening{node, at, at + 1, 0, Form::bracket};
    } else if (literal[at] == ']' && open && open->form == Form::bracket && !is_escaped(node, at)) {
      open->number = free_number();
      close(node, literal, at, 1, *open);
      open.reset();
    }
  }

  // "==" at `at`: gives where to go on.
  std::size_t highlight(cmark_node* node, std::string_view literal, std::size_t at,
                        std::optional<Opening>& open) {
    if (!open) {
      const char next = at + 2 < literal.size() ? literal[at + 2] : '\0';
      // A mark may begin right before emphasis or code, which is another node.
      const bool opens =
          next == '\0' ? cmark_node_next(node) != nullptr && !is_break_node(cmark_node_next(node))
                       : next != ' ' && next != '=';
      const bool in_run = at > 0 && literal[at - 1] == '=';
      const auto is_word = [](char c) { return is_ascii_letter(c) || is_ascii_digit(c); };
      const bool compares =
          search_.comparisons && at > 0 && is_word(literal[at - 1]) && is_word(next);
      if (opens && !in_run && !compares && !is_escaped(node, at))
        open = Opening{node, at, at + 2, 0, Form::highlight};
      return at + 2;
    }
    if (open->form != Form::highlight || (at > 0 && literal[at - 1] == ' ') || is_escaped(node, at))
      return at + 1;
    std::size_t end = at + 2;
    if (literal.compare(end, 1, "^") == 0 && end + 1 < literal.size() &&
        literal[end + 1] == opaque::hide('[')) {
      const std::size_t close = literal.find(opaque::hide(']'), end + 2);
      if (close != npos) end = close + 1;
    }
    const std::size_t hint_end = end;
    if (const auto own = own_number(literal.substr(end))) {
      open->number = own->second;
      end += own->first;
    } else if (end == literal.size() && is_text(cmark_node_next(node))) {
      cmark_node* next = cmark_node_next(node);
      if (const auto apart = own_number(literal_of(next))) {
        open->number = apart->second;
        search_.parts.marks_of(next).inside.push_back(
            {0, static_cast<std::uint32_t>(apart->first), MarkKind::skip, 0});
      }
    }
    if (open->number == 0) open->number = free_number();
    close(node, literal, at, end - at, *open, hint_end - at);
    open.reset();
    return end;
  }

  // "[^2]": its length and number.
  static std::optional<std::pair<std::size_t, std::uint32_t>> own_number(std::string_view text) {
    if (!text.starts_with("[^")) return std::nullopt;
    std::size_t end = 2;
    std::uint32_t number = 0;
    while (end < text.size() && is_ascii_digit(text[end]) && end < 6)
      number = number * 10 + static_cast<std::uint32_t>(text[end++] - '0');
    if (number == 0 || end >= text.size() || text[end] != ']') return std::nullopt;
    return std::pair{end + 1, number};
  }

  static bool is_text(cmark_node* node) {
    return node != nullptr && cmark_node_get_type(node) == CMARK_NODE_TEXT;
  }

  static bool is_break_node(cmark_node* node) {
    return cmark_node_get_type(node) == CMARK_NODE_SOFTBREAK ||
           cmark_node_get_type(node) == CMARK_NODE_LINEBREAK;
  }

  std::uint32_t free_number() {
    while (search_.taken.contains(search_.next_number)) ++search_.next_number;
    return search_.next_number++;
  }

  // `at`, `length`: the closing mark. `hinted`: of a highlight, so much of it is "==" and the hint.
  void close(cmark_node* node, std::string_view literal, std::size_t at, std::size_t length,
             const Opening& open, std::size_t hinted = 0) {
    std::size_t content_end = at;
    std::string hint;
    if (open.form == Form::highlight) {
      if (hinted > 2) hint = opaque::restored(literal.substr(at + 4, hinted - 5));
    } else if (open.form == Form::anki) {
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
  return mark_clozes(search, paragraph, cmark_node_first_child(paragraph),
                     cmark_node_last_child(paragraph));
}

std::size_t mark_clozes(ClozeSearch& search, cmark_node* paragraph, cmark_node* first,
                        cmark_node* last) {
  return ClozeMarker(search, paragraph).run(first, last);
}

bool has_cloze_opening(std::string_view text) {
  for (std::size_t at = text.find("{{c"); at != npos; at = text.find("{{c", at + 1)) {
    if (cloze_opening(text, at)) return true;
  }
  return false;
}

bool has_logseq_cloze(cmark_node* paragraph) {
  for (cmark_node* node = cmark_node_first_child(paragraph); node != nullptr;
       node = cmark_node_next(node)) {
    if (cmark_node_get_type(node) == CMARK_NODE_TEXT &&
        literal_of(node).find(logseq_opening) != npos)
      return true;
  }
  return false;
}

std::set<std::uint32_t> numbers_in(std::string_view source) {
  std::set<std::uint32_t> numbers;
  for (std::size_t at = source.find("{{c"); at != npos; at = source.find("{{c", at + 1)) {
    if (const auto found = cloze_opening(source, at)) numbers.insert(found->second);
  }
  for (std::size_t at = source.find("[^"); at != npos; at = source.find("[^", at + 1)) {
    if (at == 0 || (source[at - 1] != '=' && source[at - 1] != opaque::hide(']'))) continue;
    std::uint32_t number = 0;
    std::size_t end = at + 2;
    while (end < source.size() && is_ascii_digit(source[end]) && end < at + 6)
      number = number * 10 + static_cast<std::uint32_t>(source[end++] - '0');
    if (number != 0 && end < source.size() && source[end] == ']') numbers.insert(number);
  }
  return numbers;
}

}  // namespace loci
