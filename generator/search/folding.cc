// What is the same letter to somebody who searches: case, accents, compatibility forms. analysis.cc
// cuts the words.
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "base/unicode.h"
#include "search/analysis.h"

namespace loci {

namespace {

// Letters that Unicode does not decompose though people type them without the stroke. The same
// table is in the twin.
std::string_view unstroked(char32_t point) {
  switch (point) {
    case 0xDF:
      return "ss";
    case 0xE6:
      return "ae";
    case 0xF0:
      return "d";
    case 0xF8:
      return "o";
    case 0xFE:
      return "th";
    case 0x111:
      return "d";
    case 0x127:
      return "h";
    case 0x131:
      return "i";
    case 0x142:
      return "l";
    case 0x153:
      return "oe";
    case 0x167:
      return "t";
    case 0x3C2:
      return "\xCF\x83";  // final sigma
    default:
      return {};
  }
}

struct Range {
  char32_t first;
  char32_t last;
};

// Marks that a reader leaves out (accents, Hebrew points, Arabic vowels) and characters that are
// not seen. Vowel signs of Indic scripts and the voice marks of kana stay: without them it is
// another word.
constexpr std::array<Range, 20> dropped = {{
    {0xAD, 0xAD},   {0x300, 0x36F},   {0x483, 0x487},   {0x591, 0x5BD},   {0x5BF, 0x5BF},
    {0x5C1, 0x5C2}, {0x5C4, 0x5C5},   {0x5C7, 0x5C7},   {0x610, 0x61A},   {0x640, 0x640},
    {0x64B, 0x65F}, {0x670, 0x670},   {0x6D6, 0x6DC},   {0x6DF, 0x6E4},   {0x6E7, 0x6E8},
    {0x6EA, 0x6ED}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200C, 0x200D}, {0x20D0, 0x20FF},
}};

bool is_dropped(char32_t point) {
  const auto after =
      std::upper_bound(dropped.begin(), dropped.end(), point,
                       [](char32_t value, const Range& range) { return value < range.first; });
  return after != dropped.begin() && point <= std::prev(after)->last;
}

void append_decomposed(std::vector<utf8proc_int32_t>& points, char32_t point) {
  constexpr auto options =
      static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STABLE);
  utf8proc_int32_t buffer[32];  // the longest decomposition has 18 code points
  int last_class = 0;
  const utf8proc_ssize_t count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(point),
                                                         buffer, 32, options, &last_class);
  if (count < 0 || count > 32) {
    points.push_back(static_cast<utf8proc_int32_t>(point));
    return;
  }
  points.insert(points.end(), buffer, buffer + count);
}

// Marks on one letter have an order of their own, whatever order they were typed in.
void order_marks(std::vector<utf8proc_int32_t>& points) {
  const auto class_of = [](utf8proc_int32_t point) {
    return utf8proc_get_property(point)->combining_class;
  };
  for (std::size_t i = 1; i < points.size(); ++i) {
    const utf8proc_int32_t point = points[i];
    const auto own = class_of(point);
    if (own == 0) continue;
    std::size_t place = i;
    for (; place > 0 && class_of(points[place - 1]) > own; --place)
      points[place] = points[place - 1];
    points[place] = point;
  }
}

}  // namespace

std::string fold_for_search(std::string_view text) {
  if (is_ascii(text)) return ascii_lower(text);
  std::vector<utf8proc_int32_t> points;
  points.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) append_decomposed(points, next_code_point(text, at));
  order_marks(points);

  std::vector<utf8proc_int32_t> folded;
  folded.reserve(points.size());
  for (const utf8proc_int32_t raw : points) {
    const auto point = static_cast<char32_t>(utf8proc_tolower(raw));
    const bool keeps_breve = point == 0x306 && !folded.empty() &&
                             folded.back() == 0x438;  // Cyrillic short i is a letter
    if (is_dropped(point) && !keeps_breve) continue;
    const std::string_view plain = unstroked(point);
    if (plain.empty()) {
      folded.push_back(static_cast<utf8proc_int32_t>(point));
    } else {
      for (std::size_t at = 0; at < plain.size();) {
        folded.push_back(static_cast<utf8proc_int32_t>(next_code_point(plain, at)));
      }
    }
  }
  order_marks(folded);  // what stood between two of them may be gone
  constexpr auto compose = static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE);
  const utf8proc_ssize_t count = utf8proc_normalize_utf32(
      folded.data(), static_cast<utf8proc_ssize_t>(folded.size()), compose);
  if (count >= 0) folded.resize(static_cast<std::size_t>(count));
  std::string result;
  result.reserve(text.size());
  for (const utf8proc_int32_t point : folded) append_utf8(result, static_cast<char32_t>(point));
  return result;
}

}  // namespace loci
