#include "base/text.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

namespace loci {

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = ascii_lower(c);
  return lower;
}

bool equal_ignoring_ascii_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
}

std::string_view trim_left(std::string_view text) {
  while (!text.empty() && is_ascii_space(text.front())) text.remove_prefix(1);
  return text;
}

std::string_view trim_right(std::string_view text) {
  while (!text.empty() && is_ascii_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view trim(std::string_view text) { return trim_left(trim_right(text)); }

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

namespace {

template <class Part>
std::string join_parts(std::span<const Part> parts, std::string_view separator) {
  std::string joined;
  for (const Part& part : parts) {
    if (&part != parts.data()) joined += separator;
    joined += part;
  }
  return joined;
}

}  // namespace

std::string join(std::span<const std::string> parts, std::string_view separator) {
  return join_parts(parts, separator);
}

std::string join(std::span<const std::string_view> parts, std::string_view separator) {
  return join_parts(parts, separator);
}

std::string replace_all(std::string_view text, std::string_view from, std::string_view to) {
  std::string result;
  while (!from.empty()) {
    const std::size_t at = text.find(from);
    if (at == std::string_view::npos) break;
    result += text.substr(0, at);
    result += to;
    text.remove_prefix(at + from.size());
  }
  result += text;
  return result;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

std::string thousands(std::uint64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string counted(std::uint64_t count, std::string_view noun) {
  std::string text = thousands(count);
  text += ' ';
  text += noun;
  if (count != 1) text += 's';
  return text;
}

std::string shorten(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return std::string(text);
  std::size_t end = limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  // A blank in the second half is a good place; a text without blanks (Chinese, an address) is cut
  // where it must be.
  const std::size_t blank = text.substr(0, end + 1).find_last_of(" \n\t");
  if (blank != std::string_view::npos && blank >= limit / 2) end = blank;
  std::string cut(trim_right(text.substr(0, end)));
  cut += "…";
  return cut;
}

namespace {

// Code points as numbers; a byte that is not UTF-8 counts as itself.
std::u32string code_points_of(std::string_view text) {
  std::u32string points;
  points.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i++]);
    const int following = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    char32_t point = following == 0 ? lead : lead & (0x3Fu >> following);
    for (int k = 0; k < following && i < text.size(); ++k) {
      point = (point << 6) | (static_cast<unsigned char>(text[i++]) & 0x3Fu);
    }
    points.push_back(point);
  }
  return points;
}

std::size_t distance_of_points(const std::u32string& a, const std::u32string& b,
                               std::size_t limit) {
  const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit) return limit + 1;
  // Three rows of the classic table: the row of i-2 is what a swap of neighbours looks back to.
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    std::size_t least = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
      least = std::min(least, row[j]);
    }
    if (least > limit) return limit + 1;
    std::swap(before, above);
    std::swap(above, row);
  }
  return std::min(above[b.size()], limit + 1);
}

// Which of 64 classes of bytes occur: two texts that differ in more classes than edits can mend are
// never near.
std::uint64_t byte_classes(std::string_view text) {
  std::uint64_t classes = 0;
  for (const char c : text)
    classes |= std::uint64_t{1} << (static_cast<unsigned char>(ascii_lower(c)) & 63);
  return classes;
}

template <class Name>
std::optional<std::string> nearest(std::string_view word, std::span<const Name> candidates) {
  const std::string lower_word = ascii_lower(word);
  const std::u32string points = code_points_of(lower_word);
  const std::uint64_t classes = byte_classes(word);
  const std::size_t limit = std::max<std::size_t>(1, points.size() / 3);
  std::size_t best = limit + 1;
  const Name* found = nullptr;
  for (const Name& candidate : candidates) {
    // An edit changes at most one code point: at most four bytes appear and four vanish.
    if (std::popcount(classes ^ byte_classes(candidate)) >
        static_cast<int>(8 * std::min(best, limit)))
      continue;
    if (candidate.size() > 4 * (word.size() + limit)) continue;
    const std::size_t distance =
        distance_of_points(points, code_points_of(ascii_lower(candidate)), best - 1);
    if (distance < best) {
      best = distance;
      found = &candidate;
      if (best == 0) break;
    }
  }
  if (!found) return std::nullopt;
  return std::string(*found);
}

}  // namespace

std::size_t find_tag_end(std::string_view markup, std::size_t at) {
  char quote = 0;
  for (; at < markup.size(); ++at) {
    const char c = markup[at];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return at;
    }
  }
  return std::string_view::npos;
}

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  return distance_of_points(code_points_of(a), code_points_of(b), limit);
}

std::optional<std::string> nearest_name(std::string_view word,
                                        std::span<const std::string_view> candidates) {
  return nearest(word, candidates);
}

std::optional<std::string> nearest_name(std::string_view word,
                                        std::span<const std::string> candidates) {
  return nearest(word, candidates);
}

}  // namespace loci
