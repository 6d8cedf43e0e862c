#include "review/typed_answer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/text.h"
#include "base/unicode.h"

namespace loci {

namespace {

// Longer texts are not compared letter by letter: the table would have more than a million places.
constexpr std::size_t most_characters = 1000;

// Composed, in one line, without blanks at the ends; as it is shown.
std::u32string characters_of(std::string_view text) {
  std::u32string out;
  const std::string composed = nfc(text);
  bool blank = false;
  for (std::size_t at = 0; at < composed.size();) {
    const char32_t point = next_code_point(composed, at);
    if (is_space(point)) {
      blank = !out.empty();
      continue;
    }
    if (blank) out += U' ';
    blank = false;
    out += point;
  }
  return out;
}

// What a keyboard has for it.
char32_t plain(char32_t point) {
  if (point == U'\u2018' || point == U'\u2019') return U'\'';
  if (point == U'\u201C' || point == U'\u201D') return U'"';
  if (point == U'\u2010' || point == U'\u2011' || point == U'\u2013' || point == U'\u2014' ||
      point == U'\u2212')
    return U'-';
  return point;
}

void append(std::vector<TypedPiece>& pieces, bool same, char32_t point) {
  if (pieces.empty() || pieces.back().same != same) pieces.push_back({same, {}});
  append_utf8(pieces.back().text, point);
}

std::string folded(const std::u32string& text) {
  std::string out;
  for (const char32_t point : text) append_utf8(out, plain(point));
  return to_lower(out);
}

std::string characters(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " character" : " characters");
}

std::string verdict_of(const std::u32string& typed, const std::u32string& expected,
                       std::size_t wrong, std::size_t missing) {
  if (typed.empty()) return "Nothing was typed.";
  if (wrong == 0 && missing == 0) return "Exactly right.";
  if (folded(typed) == folded(expected)) return "Right but for capital letters.";
  std::string text = "Not quite: ";
  if (wrong > 0) text += characters(wrong) + " wrong";
  if (wrong > 0 && missing > 0) return text + ", " + std::to_string(missing) + " missing.";
  if (missing > 0) text += characters(missing) + " missing";
  return text + ".";
}

}  // namespace

TypedComparison compare_typed(std::string_view typed_text, std::string_view expected_text) {
  const std::u32string typed = characters_of(typed_text);
  const std::u32string expected = characters_of(expected_text);
  const std::size_t rows = typed.size();
  const std::size_t columns = expected.size();
  TypedComparison out;
  // lengths[i][j]: of the longest common subsequence of what is left of both from i and j.
  const std::size_t width = columns + 1;
  std::vector<std::uint16_t> lengths;
  if (rows <= most_characters && columns <= most_characters) {
    lengths.resize((rows + 1) * width);
    for (std::size_t i = rows; i-- > 0;) {
      for (std::size_t j = columns; j-- > 0;) {
        lengths[i * width + j] =
            plain(typed[i]) == plain(expected[j])
                ? static_cast<std::uint16_t>(lengths[(i + 1) * width + j + 1] + 1)
                : std::max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
      }
    }
  }
  const auto length = [&](std::size_t i, std::size_t j) {
    return lengths.empty() ? 0 : lengths[i * width + j];
  };
  std::size_t wrong = 0;
  std::size_t missing = 0;
  for (std::size_t i = 0, j = 0; i < rows || j < columns;) {
    if (i < rows && j < columns && plain(typed[i]) == plain(expected[j])) {
      append(out.typed, true, typed[i++]);
      append(out.expected, true, expected[j++]);
    } else if (i < rows && (j == columns || length(i + 1, j) >= length(i, j + 1))) {
      append(out.typed, false, typed[i++]);
      ++wrong;
    } else {
      append(out.expected, false, expected[j++]);
      ++missing;
    }
  }
  out.verdict = verdict_of(typed, expected, wrong, missing);
  return out;
}

namespace {

void add_lines(std::vector<std::string>& lines, std::string_view name,
               const std::vector<TypedPiece>& pieces, std::size_t width) {
  std::string text(name);
  std::string marks(name.size(), ' ');
  std::string bracketed(name);
  bool all_same = true;
  for (const TypedPiece& piece : pieces) {
    text += piece.text;
    marks.append(display_width(piece.text), piece.same ? ' ' : '^');
    bracketed += piece.same ? piece.text : "[" + piece.text + "]";
    all_same = all_same && piece.same;
  }
  if (!all_same && display_width(text) > width) {
    lines.push_back(std::move(bracketed));
    return;
  }
  lines.push_back(std::move(text));
  if (!all_same) lines.emplace_back(trim_right(marks));
}

}  // namespace

std::vector<std::string> comparison_lines(const TypedComparison& comparison, std::size_t width) {
  std::vector<std::string> lines{comparison.verdict};
  const auto is_same = [](const TypedPiece& piece) { return piece.same; };
  if (comparison.typed.empty() ||
      (std::all_of(comparison.typed.begin(), comparison.typed.end(), is_same) &&
       std::all_of(comparison.expected.begin(), comparison.expected.end(), is_same)))
    return lines;
  add_lines(lines, "You typed  ", comparison.typed, width);
  add_lines(lines, "Answer     ", comparison.expected, width);
  return lines;
}

}  // namespace loci
