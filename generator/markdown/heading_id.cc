#include "markdown/heading_id.h"

#include <algorithm>

#include "base/text.h"

namespace loci {

namespace {

constexpr std::size_t npos = std::string_view::npos;

// Longer than this, and it is no name for a place.
constexpr std::size_t longest = 200;

bool is_id_character(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || c == '-' || c == '_' || c == '.' || c == ':' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_id_character);
}

// ".class", "key=value", "key="value"".
bool is_other_attribute(std::string_view word) {
  if (word.starts_with('.')) return is_name(word.substr(1));
  const std::size_t equals = word.find('=');
  return equals != npos && is_name(word.substr(0, equals)) && equals + 1 < word.size() &&
         word.find_first_of("{}<>", equals) == npos;
}

}  // namespace

HeadingId trailing_heading_id(std::string_view text) {
  const std::string_view whole = trim_right(text);
  if (!whole.ends_with('}')) return {};
  const std::size_t brace = whole.rfind('{');
  if (brace == npos || whole.size() - brace > longest) return {};
  if (brace > 0 && whole[brace - 1] != ' ' && whole[brace - 1] != '\t') return {};
  HeadingId found;
  for (const std::string_view word :
       split(whole.substr(brace + 1, whole.size() - brace - 2), ' ')) {
    if (word.empty()) continue;
    if (word.starts_with('#') && found.id.empty() && is_name(word.substr(1))) {
      found.id = word.substr(1);
    } else if (!is_other_attribute(word)) {
      return {};
    }
  }
  found.brace = brace;
  found.keep = trim_right(whole.substr(0, brace)).size();
  return found;
}

}  // namespace loci
