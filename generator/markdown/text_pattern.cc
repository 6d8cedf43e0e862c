#include "markdown/text_pattern.h"

#include <algorithm>

#include "base/text.h"

namespace loci {

namespace {

constexpr std::size_t max_items = 62;

bool is_plain(char c) {
  return std::string_view("\\^$.|?*+()[]{}").find(c) == std::string_view::npos;
}

void add_range(std::bitset<256>& bytes, unsigned char from, unsigned char to) {
  for (unsigned c = from; c <= to; ++c) bytes.set(c);
}

// What stands behind a backslash.
bool add_escape(std::bitset<256>& bytes, char c) {
  switch (c) {
    case 'd':
      add_range(bytes, '0', '9');
      return true;
    case 'w':
      add_range(bytes, '0', '9');
      add_range(bytes, 'a', 'z');
      add_range(bytes, 'A', 'Z');
      bytes.set('_');
      return true;
    case 's':
      for (const char blank : std::string_view(" \t\n\r\f\v"))
        bytes.set(static_cast<unsigned char>(blank));
      return true;
    case 'n':
      bytes.set('\n');
      return true;
    case 't':
      bytes.set('\t');
      return true;
    default:
      if (is_ascii_letter(c) || is_ascii_digit(c)) return false;  // \b, \1 and the like
      bytes.set(static_cast<unsigned char>(c));
      return true;
  }
}

// `at` is behind '['; afterwards behind ']'.
bool parse_class(std::string_view pattern, std::size_t& at, std::bitset<256>& bytes) {
  const bool negated = at < pattern.size() && pattern[at] == '^';
  if (negated) ++at;
  for (bool first = true; at < pattern.size() && (first || pattern[at] != ']'); first = false) {
    const char c = pattern[at++];
    if (c == '[') return false;  // [[:alpha:]]
    if (c == '\\') {
      if (at == pattern.size() || !add_escape(bytes, pattern[at++])) return false;
    } else if (at + 1 < pattern.size() && pattern[at] == '-' && pattern[at + 1] != ']') {
      const auto to = static_cast<unsigned char>(pattern[at + 1]);
      if (to == '\\' || to < static_cast<unsigned char>(c)) return false;
      add_range(bytes, static_cast<unsigned char>(c), to);
      at += 2;
    } else {
      bytes.set(static_cast<unsigned char>(c));
    }
  }
  if (at == pattern.size()) return false;
  ++at;
  if (negated) bytes.flip();
  return true;
}

}  // namespace

std::optional<TextPattern> TextPattern::parse(std::string_view pattern) {
  TextPattern result;
  if (pattern.starts_with("^(") && pattern.ends_with(")$")) {
    for (const std::string_view word : split(pattern.substr(2, pattern.size() - 4), '|')) {
      if (!std::all_of(word.begin(), word.end(), is_plain)) return std::nullopt;
      result.words_.emplace_back(word);
    }
    std::sort(result.words_.begin(), result.words_.end());
    result.is_words_ = true;
    return result;
  }
  std::size_t at = 0;
  if (pattern.starts_with('^')) {
    result.from_start_ = true;
    ++at;
  }
  while (at < pattern.size()) {
    const char c = pattern[at++];
    if (c == '$' && at == pattern.size()) {
      result.to_end_ = true;
      break;
    }
    Item item;
    if (c == '$') {
      // The end before the end: no byte is there, and the pattern never fits. One grammar has such a slip.
    } else if (c == '[') {
      if (!parse_class(pattern, at, item.bytes)) return std::nullopt;
    } else if (c == '.') {
      item.bytes.set().reset('\n');
    } else if (c == '\\') {
      if (at == pattern.size() || !add_escape(item.bytes, pattern[at++])) return std::nullopt;
    } else if (is_plain(c)) {
      item.bytes.set(static_cast<unsigned char>(c));
    } else {
      return std::nullopt;
    }
    const char quantity = at < pattern.size() ? pattern[at] : '\0';
    if (quantity == '?' || quantity == '*' || quantity == '+') {
      ++at;
      if (quantity == '+') result.items_.push_back(item);
      item.optional = true;
      item.repeated = quantity != '?';
    }
    result.items_.push_back(item);
    if (result.items_.size() > max_items) return std::nullopt;
  }
  const std::uint64_t start = result.closure(1);
  result.may_be_empty_ = (start >> result.items_.size() & 1) != 0;
  for (std::size_t i = 0; i < result.items_.size(); ++i) {
    if ((start >> i & 1) != 0) result.first_ |= result.items_[i].bytes;
  }
  return result;
}

// With each place also those that are reached by leaving out what is optional.
std::uint64_t TextPattern::closure(std::uint64_t states) const {
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (items_[i].optional && (states >> i & 1) != 0) states |= std::uint64_t{2} << i;
  }
  return states;
}

bool TextPattern::matches(std::string_view text) const {
  if (is_words_) return std::binary_search(words_.begin(), words_.end(), text);
  if (from_start_ && !may_be_empty_ &&
      (text.empty() || !first_.test(static_cast<unsigned char>(text.front()))))
    return false;
  const std::uint64_t start = closure(1);
  const std::uint64_t done = std::uint64_t{1} << items_.size();
  std::uint64_t states = start;
  if ((states & done) != 0 && !to_end_) return true;
  for (const char c : text) {
    std::uint64_t next = 0;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if ((states >> i & 1) == 0 || !items_[i].bytes.test(static_cast<unsigned char>(c))) continue;
      next |= (items_[i].repeated ? std::uint64_t{1} : std::uint64_t{2}) << i;
    }
    states = closure(next);
    if (!from_start_) states |= start;
    if ((states & done) != 0 && !to_end_) return true;
    if (states == 0) return false;
  }
  return (states & done) != 0;
}

}  // namespace loci
