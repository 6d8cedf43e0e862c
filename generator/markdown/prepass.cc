#include "markdown/prepass.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "base/byte_search.h"
#include "base/text.h"
#include "markdown/opaque.h"

namespace loci {

namespace {

constexpr std::size_t npos = std::string_view::npos;

// What the renderer reads in text that the parser has taken backslashes from.
constexpr std::string_view escaped_marks = ":=\"'-.";

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f;
}

// Eight bytes at a time: every note is read for what hardly any holds.
bool has_controls(std::string_view text) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t high = 0x8080808080808080;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    const std::uint64_t deleted = word ^ (ones * 0x7f);
    const std::uint64_t below_blank = (word - ones * 0x20) & ~word;
    const std::uint64_t is_deleted = (deleted - ones) & ~deleted;
    if (((below_blank | is_deleted) & high) == 0) continue;
    for (std::size_t i = at; i < at + 8; ++i) {
      if (is_control(text[i])) return true;
    }
  }
  return std::any_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_control);
}

// Control bytes of the author: HTML has no place for them, and stand-ins need them. A lone carriage return is a line end to
// cmark-gfm, so it is one here.
void replace_controls(std::string& text) {
  if (!has_controls(text)) return;
  for (char& c : text) {
    if (c == '\r') {
      c = '\n';
    } else if (is_control(c) && c != '\f' && c != '\v') {
      c = opaque::foreign;
    }
  }
}

// A fence that is open: code until a line closes it, or until the container it stands in ends.
struct Fence {
  char mark = 0;  // '`' or '~'; 0: no fence is open
  std::size_t length = 0;
  std::size_t quotes = 0;        // '>' before it
  std::size_t least_indent = 0;  // a line with less indentation has left the list item
};

// What stands before the content of a line: block quote marks, list markers and blanks.
struct LinePrefix {
  std::size_t content = 0;  // offset of the first byte of content
  std::size_t quotes = 0;
  std::size_t indent = 0;  // columns before the content, '>' counted as one
  bool list_marker = false;
};

class Scanner {
 public:
  Scanner(std::string& text, bool vault, Prepared& result)
      : text_(text), vault_(vault), result_(result) {}

  void run() {
    const std::size_t size = text_.size();
    result_.line_starts.reserve(size / 40 + 1);
    std::size_t begin = 0;
    while (begin < size) {
      const void* newline = std::memchr(text_.data() + begin, '\n', size - begin);
      const std::size_t end =
          newline == nullptr
              ? size
              : static_cast<std::size_t>(static_cast<const char*>(newline) - text_.data());
      result_.line_starts.push_back(static_cast<std::uint32_t>(begin));
      line(begin, end);
      begin = end + 1;
    }
  }

 private:
  void line(std::size_t begin, std::size_t end) {
    line_begin_ = line_head_ = begin;
    if (begin >= resume_ && is_code_line(begin, end)) {
      above_.known = false;
      return;
    }
    if (vault_) inlines(std::max(begin, resume_), end);
  }

  LinePrefix prefix_of(std::size_t begin, std::size_t end, bool with_list_markers) const {
    LinePrefix prefix;
    std::size_t at = begin;
    std::size_t column = 0;
    while (at < end) {
      const char c = text_[at];
      if (c == ' ') {
        ++column;
      } else if (c == '\t') {
        column += 4 - column % 4;
      } else if (c == '>') {
        ++column;
        ++prefix.quotes;
      } else if (with_list_markers && (c == '-' || c == '+' || c == '*') && at + 1 < end &&
                 (text_[at + 1] == ' ' || text_[at + 1] == '\t')) {
        ++column;
        prefix.list_marker = true;
      } else if (with_list_markers && is_ascii_digit(c)) {
        std::size_t digits = at;
        while (digits < end && digits - at < 10 && is_ascii_digit(text_[digits])) ++digits;
        if (digits + 1 >= end || (text_[digits] != '.' && text_[digits] != ')') ||
            text_[digits + 1] != ' ')
          break;
        column += digits - at + 1;
        at = digits;
        prefix.list_marker = true;
      } else {
        break;
      }
      ++at;
    }
    prefix.content = at;
    prefix.indent = column;
    return prefix;
  }

  // Also opens and closes fences, and looks at delimiter rows of tables.
  bool is_code_line(std::size_t begin, std::size_t end) {
    if (fence_.mark != 0) {
      const LinePrefix prefix = prefix_of(begin, end, false);
      const bool blank = prefix.content == end;
      const bool left =
          prefix.quotes < fence_.quotes || (!blank && prefix.indent < fence_.least_indent);
      if (!left) {
        std::size_t at = prefix.content;
        while (at < end && text_[at] == fence_.mark) ++at;
        const std::size_t run = at - prefix.content;
        if (run >= fence_.length && trim(std::string_view(text_).substr(at, end - at)).empty())
          fence_ = {};
        return true;
      }
      fence_ = {};
    }
    const LinePrefix prefix = prefix_of(begin, end, true);
    if (prefix.content == end) {
      paragraph_end_ = 0;
      if (above_.blank) above_.known = false;
      above_.blank = true;
      return false;
    }
    line_head_ = prefix.content;
    const char first = text_[prefix.content];
    if (first == '`' || first == '~') return opens_fence(prefix, end);
    if (first == '|' || first == ':' || first == '-') guard_table(prefix.content, end);
    if (first == ':' && vault_) definition(prefix, end);
    above_ = {first != '#' && first != '|', false, prefix.quotes, prefix.indent};
    return false;
  }

  // ": text" under a line that may be its term, or part of the definition before, with one blank line between at most.
  void definition(const LinePrefix& prefix, std::size_t end) {
    const std::size_t at = prefix.content;
    if (!above_.known || prefix.quotes != above_.quotes || prefix.indent > above_.indent + 3)
      return;
    if (at + 1 >= end || (text_[at + 1] != ' ' && text_[at + 1] != '\t')) return;
    if (trim(std::string_view(text_).substr(at + 1, end - at - 1)).empty()) return;
    text_[at] = '+';
    result_.definitions.push_back(static_cast<std::uint32_t>(at));
  }

  bool opens_fence(const LinePrefix& prefix, std::size_t end) {
    const char mark = text_[prefix.content];
    std::size_t at = prefix.content;
    while (at < end && text_[at] == mark) ++at;
    const std::size_t length = at - prefix.content;
    if (length < 3) return false;
    if (mark == '`' && std::memchr(text_.data() + at, '`', end - at) != nullptr) return false;
    const std::size_t slack = prefix.list_marker ? 0 : 3;
    fence_ = {mark, length, prefix.quotes, prefix.indent > slack ? prefix.indent - slack : 0};
    return true;
  }

  // A delimiter row decides how many cells each row of its table gets, however short the row is written.
  void guard_table(std::size_t content, std::size_t end) {
    std::uint32_t pipes = 0;
    for (std::size_t at = content; at < end; ++at) {
      const char c = text_[at];
      if (c == '|') {
        ++pipes;
      } else if (c != '-' && c != ':' && c != ' ' && c != '\t') {
        return;
      }
    }
    if (pipes < 8) return;
    std::uint32_t rows = 0;
    std::size_t at = end;
    while (at < text_.size()) {
      const std::size_t next = std::min(text_.find('\n', at + 1), text_.size());
      if (trim(std::string_view(text_).substr(at, next - at)).empty()) break;
      ++rows;
      if (static_cast<std::uint64_t>(rows) * pipes > max_table_cells) break;
      at = next;
    }
    if (pipes <= max_table_columns && static_cast<std::uint64_t>(rows) * pipes <= max_table_cells)
      return;
    result_.refused_tables.push_back({static_cast<std::uint32_t>(content), pipes, rows});
    for (std::size_t i = content; i < end; ++i) {
      if (text_[i] == '|') text_[i] = opaque::hide('|');
    }
  }

  void inlines(std::size_t begin, std::size_t end) {
    std::size_t at = begin;
    while (at < end) {
      at = find_byte<false, '[', '`', '$', '%', '\\'>(std::string_view(text_).substr(0, end), at);
      if (at >= end) break;
      switch (text_[at]) {
        case '\\':
          if (at + 1 < end && escaped_marks.find(text_[at + 1]) != npos) result_.has_escapes = true;
          at += 2;
          escaped_until_ = at;
          break;
        case '`':
          at = code_span(at);
          break;
        case '[':
          at = bracket(at, end);
          break;
        case '$':
          at = mathematics(at, end);
          break;
        case '%':
          at = comment(at);
          break;
        default:
          ++at;
      }
    }
    resume_ = std::max(resume_, at);
  }

  // Where the text that may hold the closing mark of something opened at `at` ends: at a blank line or where another block
  // begins. Headings and rows of tables are one line each.
  std::size_t paragraph_end(std::size_t at) {
    if (at < paragraph_end_) return paragraph_end_;
    const bool one_line = starts_single_line(line_head_);
    std::size_t newline = text_.find('\n', at);
    while (newline != npos && !one_line) {
      const LinePrefix prefix = prefix_of(newline + 1, text_.size(), true);
      const std::size_t next = prefix.content;
      if (next >= text_.size() || text_[next] == '\n' || prefix.list_marker ||
          starts_single_line(next) || text_.compare(next, 3, "```") == 0 ||
          text_.compare(next, 3, "~~~") == 0)
        break;
      newline = text_.find('\n', next);
    }
    paragraph_end_ = newline == npos ? text_.size() : newline;
    unclosed_ticks_.fill(false);
    return paragraph_end_;
  }

  bool starts_single_line(std::size_t at) const {
    return at < text_.size() && (text_[at] == '#' || text_[at] == '|');
  }

  std::size_t code_span(std::size_t at) {
    const std::size_t limit = paragraph_end(at);
    std::size_t open_end = at;
    while (open_end < limit && text_[open_end] == '`') ++open_end;
    const std::size_t length = open_end - at;
    const std::size_t memo = std::min(length, unclosed_ticks_.size() - 1);
    if (unclosed_ticks_[memo]) return open_end;
    std::size_t from = open_end;
    while (from < limit) {
      const void* found = std::memchr(text_.data() + from, '`', limit - from);
      if (found == nullptr) break;
      const auto run = static_cast<std::size_t>(static_cast<const char*>(found) - text_.data());
      std::size_t run_end = run;
      while (run_end < limit && text_[run_end] == '`') ++run_end;
      if (run_end - run == length) {
        return run_end;
      }
      from = run_end;
    }
    unclosed_ticks_[memo] = true;
    return open_end;
  }

  std::size_t bracket(std::size_t at, std::size_t end) {
    if (at > 0 && text_[at - 1] == '^' && at - 1 >= escaped_until_) return inline_footnote(at);
    if (at + 1 < end && text_[at + 1] == '^') return footnote_label(at, end);
    return wikilink(at, end);
  }

  std::size_t footnote_label(std::size_t at, std::size_t end) {
    std::size_t close = at + 2;
    while (close < end && close - at < max_footnote_label && text_[close] != ']' &&
           text_[close] != '[' && text_[close] != '`' && !is_ascii_space(text_[close]))
      ++close;
    if (close >= end || text_[close] != ']' || close == at + 2) return at + 1;
    const FootnoteLabel label{static_cast<std::uint32_t>(at),
                              static_cast<std::uint32_t>(close + 1 - at)};
    const bool defines = at == line_head_ && close + 1 < end && text_[close + 1] == ':';
    (defines ? result_.footnote_definitions : result_.footnote_references).push_back(label);
    return close + 1;
  }

  // "^[text]": its brackets are hidden, what is between them is Markdown like all else. They do not nest.
  std::size_t inline_footnote(std::size_t at) {
    if (at < footnote_end_) return at + 1;
    const std::size_t limit = paragraph_end(at);
    if (at >= footnotes_known_until_) find_inline_footnotes(at, limit);
    const auto found = std::lower_bound(
        footnotes_.begin(), footnotes_.end(), at,
        [](const auto& footnote, std::size_t open) { return footnote.first < open; });
    if (found == footnotes_.end() || found->first != at) return at + 1;
    const std::size_t close = found->second;
    const std::string_view content = std::string_view(text_).substr(at + 1, close - at - 1);
    if (trim(content).empty()) return at + 1;
    if (text_[line_head_] == '|' && content.find('|') != npos) return at + 1;  // of the next cell
    text_[at] = opaque::hide('[');
    text_[close] = opaque::hide(']');
    footnote_end_ = close;
    return at + 1;
  }

  // Pairs the brackets of the rest of a paragraph, once.
  void find_inline_footnotes(std::size_t at, std::size_t limit) {
    footnotes_.clear();
    footnotes_known_until_ = limit;
    std::vector<std::size_t> open;
    while (at < limit) {
      const char c = text_[at];
      if (c == '`') {
        at = code_span(at);
        continue;
      }
      if (c == '\\') {
        at += 2;
        continue;
      }
      if (c == '[') {
        open.push_back(at);
      } else if (c == ']' && !open.empty()) {
        if (text_[open.back() - 1] == '^') footnotes_.emplace_back(open.back(), at);
        open.pop_back();
      }
      ++at;
    }
    std::sort(footnotes_.begin(), footnotes_.end());
  }

  // `at` is at a '['. Label and target are judged here so that what stays text is text for the parser too.
  std::size_t wikilink(std::size_t at, std::size_t end) {
    if (at + 1 >= end || text_[at + 1] != '[') return at + 1;
    const std::size_t inner = at + 2;
    std::size_t depth = 0;
    std::size_t ticks = 0;
    bool in_label = false;
    std::size_t close = npos;
    for (std::size_t i = inner; i < end && i - inner <= max_wikilink; ++i) {
      const char c = text_[i];
      if (c == ']') {
        if (depth == 0 && i + 1 < end && text_[i + 1] == ']') {
          close = i;
          break;
        }
        if (!in_label || depth == 0) return at + 1;
        --depth;
      } else if (c == '[') {
        if (i + 1 < end && text_[i + 1] == '[') return i;  // the innermost pair is the link
        if (!in_label) return at + 1;
        ++depth;
      } else if (c == '|') {
        in_label = true;
      } else if (c == '`') {
        ++ticks;  // of a label, or of a heading that is named
      } else if (c == '%' && i + 1 < end && text_[i + 1] == '%') {
        return at + 1;
      }
    }
    if (close == npos || ticks % 2 != 0) return at + 1;
    const std::string_view content = std::string_view(text_).substr(inner, close - inner);
    const std::string_view target = trim(content.substr(0, content.find('|')));
    if (target.empty() || target == "\\") {
      if (!trim(content.substr(std::min(content.find('|'), content.size()))).empty())
        result_.empty_links.push_back(
            {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(close + 2)});
      return at + 1;
    }
    if (at > 0 && text_[at - 1] == '!' && at - 1 >= escaped_until_)
      text_[at - 1] = opaque::embed_open;
    text_[at] = text_[at + 1] = opaque::wiki_open;
    hide(inner, close);
    text_[close] = text_[close + 1] = opaque::wiki_close;
    return close + 2;
  }

  // "$x$" on one line, "$$x$$" on as many as have no blank one among them. "$5 and $10" is money: a closing mark
  // has no blank before it and no digit behind it. A "|" ends a cell of a table, and with it what was opened there.
  std::size_t mathematics(std::size_t at, std::size_t end) {
    const bool in_row = text_[line_head_] == '|';
    if (at + 1 < end && text_[at + 1] == '$') {
      if (at < no_dollars_before_ && !in_row) return at + 2;
      std::size_t close = at + 2;
      bool blank_line = false;  // so far, of the line that `close` is in
      for (; close + 1 < text_.size(); ++close) {
        const char c = text_[close];
        if (c == '$' && text_[close + 1] == '$') break;
        if (in_row && (c == '|' || c == '\n')) return close;
        if (c == '\n') {
          if (blank_line) break;
          blank_line = true;
        } else if (c != ' ' && c != '\t' && c != '>') {
          blank_line = false;
          if (c == '\\' && text_[close + 1] != '\n') ++close;
        }
      }
      if (close + 1 >= text_.size() || text_[close] != '$') {
        no_dollars_before_ = close;
        return at + 2;
      }
      if (trim(std::string_view(text_).substr(at + 2, close - at - 2)).empty()) return close + 2;
      hide_lines(at + 2, close, false);
      text_[at] = text_[at + 1] = text_[close] = text_[close + 1] = opaque::math;
      return close + 2;
    }
    if (at + 2 >= end || is_ascii_space(text_[at + 1])) return at + 1;
    if (text_[at + 1] == '`') return protected_mathematics(at, end);
    if (at < no_dollar_before_) return at + 1;
    for (std::size_t close = at + 1; close < end; ++close) {
      const char c = text_[close];
      if (c == '\\') {
        ++close;
        continue;
      }
      if (c == '`') return at + 1;  // code binds as tightly
      if (c == '|' && in_row) return close;
      if (c != '$') continue;
      if (is_ascii_space(text_[close - 1]) || (close + 1 < end && is_ascii_digit(text_[close + 1])))
        return at + 1;
      hide(at + 1, close);
      text_[at] = text_[close] = opaque::math;
      return close + 1;
    }
    no_dollar_before_ = end;
    return at + 1;
  }

  // GitHub's "$`x`$": the renderer takes the backticks off again.
  std::size_t protected_mathematics(std::size_t at, std::size_t end) {
    const std::size_t close = text_.find("`$", at + 2);
    if (close == npos || close >= end || close == at + 2) return at + 1;
    if (text_[line_head_] == '|' && std::memchr(text_.data() + at, '|', close - at) != nullptr)
      return at + 1;
    hide(at + 1, close + 1);
    text_[at] = text_[close + 1] = opaque::math;
    return close + 2;
  }

  // Runs over blank lines too, as Obsidian's do. An open end comments nothing out.
  std::size_t comment(std::size_t at) {
    if (at + 1 >= text_.size() || text_[at + 1] != '%' || no_comment_end_) return at + 1;
    const std::size_t close = text_.find("%%", at + 2);
    if (close == npos) {
      no_comment_end_ = true;
      return at + 2;
    }
    hide_lines(at, close + 2, true);
    return close + 2;
  }

  void hide(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const char c = text_[i];
      text_[i] = opaque::hide(c);
    }
  }

  // Over several lines: what the block quotes around it need at the head of each line stays.
  void hide_lines(std::size_t begin, std::size_t end, bool drop) {
    const std::size_t quotes = drop ? npos : prefix_of(line_begin_, begin, true).quotes;
    bool head = false;
    std::size_t marks = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const char c = text_[i];
      if (c == '\n') {
        head = true;
        marks = 0;
        continue;
      }
      if (head && (c == ' ' || c == '\t' || (c == '>' && marks < quotes))) {
        if (c == '>') ++marks;
        continue;
      }
      head = false;
      if (drop) {
        text_[i] = opaque::drop;
      } else {
        text_[i] = opaque::hide(c);
      }
    }
  }

  static constexpr std::size_t max_wikilink = 2000;
  static constexpr std::size_t max_footnote_label = 200;

  struct LineAbove {
    bool known = false;  // it may be a term or belong to a definition
    bool blank = false;  // a blank line parts it from this one
    std::size_t quotes = 0;
    std::size_t indent = 0;
  };

  std::string& text_;
  bool vault_;
  Prepared& result_;
  LineAbove above_;
  Fence fence_;
  std::size_t line_begin_ = 0;
  std::size_t line_head_ = 0;  // first byte of content of the line being read
  std::size_t resume_ = 0;     // a region that began on an earlier line ends here
  std::size_t escaped_until_ = 0;
  std::size_t paragraph_end_ = 0;
  std::array<bool, 64> unclosed_ticks_{};
  std::size_t no_dollars_before_ = 0;
  std::size_t no_dollar_before_ = 0;
  bool no_comment_end_ = false;
  std::vector<std::pair<std::size_t, std::size_t>>
      footnotes_;  // brackets of "^[x]" in this paragraph
  std::size_t footnotes_known_until_ = 0;
  std::size_t footnote_end_ = 0;
};

}  // namespace

Prepared prepare(std::string_view body, bool vault) {
  Prepared result;
  result.text = body;
  replace_controls(result.text);
  Scanner(result.text, vault, result).run();
  return result;
}

}  // namespace loci
