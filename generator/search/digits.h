// Whole numbers as text that a script need not escape: small ones take one character.
//
// To the base 40, the lowest digit first, in printable characters but quotes and the backslash. The first 40 of them end a
// number, the next 40 are the same digits when another one follows. assets/lib/search/digits.ts reads it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace loci {

constexpr std::uint32_t digit_base = 40;

struct DigitTable {
  std::array<char, 2 * digit_base> letters{};
  std::array<std::uint8_t, 128> values{};
};

constexpr DigitTable make_digit_table() {
  DigitTable table;
  std::uint8_t value = 0;
  for (char c = ' '; value < 2 * digit_base; ++c) {
    if (c == '"' || c == '\'' || c == '\\') continue;
    table.letters[value] = c;
    table.values[static_cast<unsigned char>(c)] = value++;
  }
  return table;
}

inline constexpr DigitTable digit_table = make_digit_table();

inline std::uint8_t digit_value(char c) {
  return digit_table.values[static_cast<unsigned char>(c) & 0x7F];
}

constexpr std::size_t longest_digits = 13;  // of 64 bits

// Writes to `to`, which has room for the longest; where it ends.
inline char* write_digits(char* to, std::uint64_t value) {
  for (; value >= digit_base; value /= digit_base)
    *to++ = digit_table.letters[digit_base + value % digit_base];
  *to++ = digit_table.letters[value];
  return to;
}

inline void append_digits(std::string& text, std::uint64_t value) {
  char buffer[longest_digits];
  text.append(buffer, static_cast<std::size_t>(write_digits(buffer, value) - buffer));
}

// The number that begins at `at`, which is moved behind it.
inline std::uint64_t read_digits(std::string_view text, std::size_t& at) {
  std::uint64_t value = 0, unit = 1;
  while (at < text.size()) {
    const std::uint8_t digit = digit_value(text[at++]);
    if (digit < digit_base) return value + digit * unit;
    value += (digit - digit_base) * unit;
    unit *= digit_base;
  }
  return value;
}

inline void skip_digits(std::string_view text, std::size_t& at) {
  while (at < text.size() && digit_value(text[at]) >= digit_base) ++at;
  ++at;
}

}  // namespace loci
