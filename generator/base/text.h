// Small things done to text: trimming, splitting, joining, counting, and "did you mean".
//
// Everything here works on bytes and ASCII; what depends on Unicode is unicode.h, what escapes is
// escape.h.
//
//     nearest_name("descripton", {"title", "description"})    "description"
//     counted(1234, "note")                                   "1,234 notes"
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loci {

constexpr bool is_ascii_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
constexpr bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string ascii_lower(std::string_view text);
bool equal_ignoring_ascii_case(std::string_view a, std::string_view b);

std::string_view trim(std::string_view text);
std::string_view trim_left(std::string_view text);
std::string_view trim_right(std::string_view text);

// Parts between separators; "a,,b" has three, "" has one, which is empty. The parts are views into
// `text`.
std::vector<std::string_view> split(std::string_view text, char separator);

std::string join(std::span<const std::string> parts, std::string_view separator);
std::string join(std::span<const std::string_view> parts, std::string_view separator);

std::string replace_all(std::string_view text, std::string_view from, std::string_view to);

// All of the text as a decimal number; nullopt when it is not one or does not fit.
std::optional<std::int64_t> parse_integer(std::string_view text);
std::optional<double> parse_number(std::string_view text);  // "1.5", "-2e3"; finite

std::string thousands(std::uint64_t count);                       // "1,234"
std::string counted(std::uint64_t count, std::string_view noun);  // "1 note", "1,234 notes"

// The '>' that ends the tag of HTML or XML which `at` is inside of, quoted values stepped over; npos: it does not end.
std::size_t find_tag_end(std::string_view markup, std::size_t at);

// At most `limit` bytes of `text`, cut at a blank or at least between code points; "…" added when
// something was cut.
std::string shorten(std::string_view text, std::size_t limit);

// Smallest number of inserted, dropped, replaced or swapped neighbouring code points that turn a
// into b (optimal string alignment); `limit` + 1 when it is more than `limit`.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

// The candidate a user most likely meant by `word`: least edit distance, ASCII case aside, at most
// a third of the word's length. The first of equals. nullopt: nothing is near.
std::optional<std::string> nearest_name(std::string_view word,
                                        std::span<const std::string_view> candidates);
std::optional<std::string> nearest_name(std::string_view word,
                                        std::span<const std::string> candidates);

}  // namespace loci
