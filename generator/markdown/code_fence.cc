#include "markdown/code_fence.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "markdown/code_language.h"

namespace loci {

namespace {

// No block is this long; numbers beyond it are not worth reading exactly.
constexpr std::uint32_t max_line = 1'000'000;
constexpr std::size_t max_ranges = 1'000;

std::uint32_t read_number(std::string_view text, std::size_t& at) {
  std::uint32_t value = 0;
  for (; at < text.size() && is_ascii_digit(text[at]); ++at)
    value = std::min(value * 10 + static_cast<std::uint32_t>(text[at] - '0'), max_line);
  return value;
}

bool is_line_list(std::string_view text) {
  return text.find_first_not_of("0123456789-, \t") == std::string_view::npos &&
         text.find_first_of("0123456789") != std::string_view::npos;
}

// "3,5-7", "1 3-5", "2,\"4-6\"": whatever parts the numbers.
void add_marked(std::string_view text, CodeLines& lines) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_ascii_digit(text[at])) {
      ++at;
      continue;
    }
    const std::uint32_t first = read_number(text, at);
    std::uint32_t last = first;
    if (at + 1 < text.size() && text[at] == '-' && is_ascii_digit(text[at + 1])) {
      ++at;
      last = read_number(text, at);
    }
    if (lines.marked.size() < max_ranges)
      lines.marked.emplace_back(std::min(first, last), std::max(first, last));
  }
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view each) { return equal_ignoring_ascii_case(each, name); });
}

void number_lines(std::string_view first, CodeLines& lines) {
  if (is_one_of(first, {"false", "no", "off"})) {
    lines.numbered = false;
    return;
  }
  lines.numbered = true;
  std::size_t at = 0;
  if (!first.empty() && is_ascii_digit(first.front())) lines.first_number = read_number(first, at);
}

class FenceReader {
 public:
  explicit FenceReader(std::string_view info) : info_(info) {}

  CodeFence read() {
    language();
    while (skip_to_word()) attribute();
    return std::move(fence_);
  }

 private:
  bool at_end() const { return at_ == info_.size(); }

  bool skip_to_word() {
    while (!at_end() && (is_ascii_space(info_[at_]) || info_[at_] == ',' || info_[at_] == '}'))
      ++at_;
    return !at_end();
  }

  // The first word, unless an attribute stands there.
  void language() {
    if (!skip_to_word() || info_[at_] == '{') return;
    const std::size_t begin = at_;
    while (!at_end() && !is_ascii_space(info_[at_]) && info_[at_] != '{' && info_[at_] != ',') {
      // title="a": there is no language. js:line-numbers=2 has one.
      if (info_[at_] == '=' &&
          info_.substr(begin, at_ - begin).find(':') == std::string_view::npos) {
        at_ = begin;
        return;
      }
      ++at_;
    }
    const std::string_view word = info_.substr(begin, at_ - begin);
    const std::size_t colon = word.find(':');
    fence_.language = word.substr(0, colon);
    if (colon == std::string_view::npos || colon == 0) {
      fence_.language = word;
      return;
    }
    const std::string_view rest = word.substr(colon + 1);
    if (rest.starts_with("line-numbers") || rest == "no-line-numbers") {
      at_ = begin + colon;  // the rest is read as ":line-numbers=2"
    } else {
      fence_.title = rest;
    }
  }

  void attribute() {
    const char c = info_[at_];
    if (c == '{') {
      const std::size_t end = std::min(info_.find('}', at_), info_.size());
      const std::string_view inside = info_.substr(at_ + 1, end - at_ - 1);
      if (is_line_list(inside)) {
        add_marked(inside, fence_.lines);
        at_ = std::min(end + 1, info_.size());
      } else {
        ++at_;  // attributes; the closing brace is skipped like a blank
        in_braces_ = true;
      }
      return;
    }
    if (c == '"' || c == '\'' || c == '/') {  // /word/: words to be marked, which we do not
      ++at_;
      skip_past(c);
      return;
    }
    if (c == '.' || c == '#') ++at_;
    const std::size_t begin = at_;
    while (!at_end() && !is_ascii_space(info_[at_]) &&
           std::string_view("=,{}\"").find(info_[at_]) == std::string_view::npos)
      ++at_;
    const std::string_view name = info_.substr(begin, at_ - begin);
    std::optional<std::string_view> given;
    if (!at_end() && info_[at_] == '=') {
      ++at_;
      given = value();
    } else if (!at_end() && info_[at_] == '{' && !name.empty()) {  // showLineNumbers{5}
      const std::size_t end = std::min(info_.find('}', at_), info_.size());
      given = info_.substr(at_ + 1, end - at_ - 1);
      at_ = std::min(end + 1, info_.size());
    }
    if (name.empty() && at_ == begin && !at_end()) ++at_;
    // {.python}, and {python} of notebooks.
    if (in_braces_ && !given && fence_.language.empty() && name != "numberLines" &&
        (c == '.' || find_code_language(name) != nullptr)) {
      fence_.language = name;
    } else {
      apply(name, given.value_or(std::string_view()), given.has_value());
    }
  }

  // Behind '=': "quoted", [a, list] or a word.
  std::string_view value() {
    if (at_end()) return {};
    const char open = info_[at_];
    const char close = open == '[' ? ']' : open;
    if (open == '"' || open == '\'' || open == '[' || open == '{') {
      const std::size_t begin = ++at_;
      skip_past(open == '{' ? '}' : close);
      return info_.substr(begin, at_ - begin - (closed_ ? 1 : 0));
    }
    const std::size_t begin = at_;
    while (!at_end() && !is_ascii_space(info_[at_]) && info_[at_] != ',' && info_[at_] != '}')
      ++at_;
    return info_.substr(begin, at_ - begin);
  }

  void skip_past(char c) {
    const std::size_t end = info_.find(c, at_);
    closed_ = end != std::string_view::npos;
    at_ = closed_ ? end + 1 : info_.size();
  }

  void apply(std::string_view name, std::string_view value, bool has_value) {
    if (name.starts_with(':')) name.remove_prefix(1);
    if (is_one_of(name, {"title", "filename", "file", "caption", "name"})) {
      if (has_value && fence_.title.empty()) fence_.title = trim(value);
    } else if (is_one_of(name, {"hl_lines", "hl-lines", "highlight", "mark", "emphasize-lines"})) {
      add_marked(value, fence_.lines);
    } else if (is_one_of(name, {"showLineNumbers", "linenums", "linenos", "line-numbers",
                                "lineNumbers", "numberLines", "number-lines", "ln"})) {
      number_lines(value, fence_.lines);
    } else if (is_one_of(name, {"no-line-numbers", "noLineNumbers"})) {
      fence_.lines.numbered = false;
    } else if (is_one_of(name, {"linenostart", "startFrom", "start-from", "startLineNumber",
                                "lineNumbersStart"})) {
      std::size_t at = 0;
      if (!value.empty() && is_ascii_digit(value.front()))
        fence_.lines.first_number = read_number(value, at);
    }
  }

  std::string_view info_;
  std::size_t at_ = 0;
  bool closed_ = false;
  bool in_braces_ = false;
  CodeFence fence_;
};

}  // namespace

CodeFence parse_code_fence(std::string_view info) { return FenceReader(info).read(); }

}  // namespace loci
