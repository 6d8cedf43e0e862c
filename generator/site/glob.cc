#include "site/glob.h"

#include <cstddef>

#include "base/path.h"

namespace loci {
namespace {

// Whether `c` is in the set that begins after '[' at `at`; moves `at` behind ']'. A set without ']'
// is the character '['.
bool in_set(std::string_view pattern, std::size_t& at, char c) {
  const std::size_t begin = at;
  const bool negated = at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^');
  if (negated) ++at;
  bool found = false;
  for (bool first = true; at < pattern.size() && (first || pattern[at] != ']'); first = false) {
    const char low = pattern[at++];
    char high = low;
    if (at + 1 < pattern.size() && pattern[at] == '-' && pattern[at + 1] != ']') {
      high = pattern[at + 1];
      at += 2;
    }
    if (low <= c && c <= high) found = true;
  }
  if (at >= pattern.size()) {
    at = begin;
    return c == '[';
  }
  ++at;
  return found != negated && c != '/';
}

// Tries the last '*' again with one character more, so the time is at most pattern times text.
bool matches(std::string_view pattern, std::string_view text) {
  constexpr std::size_t none = std::string_view::npos;
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star_pattern = none;  // behind the last '*'
  std::size_t star_text = 0;
  std::size_t deep_pattern = none;  // behind the last '**'
  std::size_t deep_text = 0;
  while (true) {
    bool stuck = false;
    if (p < pattern.size() && pattern[p] == '*') {
      const bool is_deep = p + 1 < pattern.size() && pattern[p + 1] == '*';
      p += is_deep ? 2 : 1;
      if (is_deep) {
        if (p < pattern.size() && pattern[p] == '/') ++p;  // "a/**/b" also means "a/b"
        deep_pattern = p;
        deep_text = t;
        star_pattern = none;
      } else {
        star_pattern = p;
        star_text = t;
      }
      continue;
    }
    if (t == text.size()) {
      if (p == pattern.size()) return true;
      stuck = true;
    } else if (p < pattern.size() && pattern[p] == '[') {
      std::size_t next = p + 1;
      if (in_set(pattern, next, text[t])) {
        p = next;
        ++t;
      } else {
        stuck = true;
      }
    } else if (p < pattern.size() &&
               (pattern[p] == text[t] || (pattern[p] == '?' && text[t] != '/'))) {
      ++p;
      ++t;
    } else {
      stuck = true;
    }
    if (!stuck) continue;
    if (star_pattern != none && star_text < text.size() && text[star_text] != '/') {
      p = star_pattern;
      t = ++star_text;
    } else if (deep_pattern != none && deep_text < text.size()) {
      p = deep_pattern;
      t = ++deep_text;
      star_pattern = none;
    } else {
      return false;
    }
  }
}

}  // namespace

bool matches_glob(std::string_view pattern, std::string_view path, bool is_directory) {
  if (pattern.ends_with('/')) {
    if (!is_directory) return false;
    pattern.remove_suffix(1);
  }
  if (pattern.starts_with('/')) {
    pattern.remove_prefix(1);
  } else if (pattern.find('/') == std::string_view::npos) {
    return matches(pattern, file_name(path));
  }
  return matches(pattern, path);
}

}  // namespace loci
