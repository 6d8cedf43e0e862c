#include "search/places.h"

#include <array>

namespace loci {

namespace {

constexpr std::uint32_t base = 46;

struct Digits {
  std::array<char, 2 * base> letters{};
  std::array<std::uint8_t, 128> values{};
};

constexpr Digits make_digits() {
  Digits digits;
  std::uint8_t value = 0;
  for (char c = ' '; c < 0x7F; ++c) {
    if (c == '"' || c == '\'' || c == '\\') continue;
    digits.letters[value] = c;
    digits.values[static_cast<unsigned char>(c)] = value++;
  }
  return digits;
}

constexpr Digits digits = make_digits();

std::uint8_t value_of(char c) { return digits.values[static_cast<unsigned char>(c) & 0x7F]; }

void append_number(std::string& text, std::uint64_t value) {
  for (; value >= base; value /= base) text += digits.letters[base + value % base];
  text += digits.letters[value];
}

std::uint64_t read_number(std::string_view text, std::size_t& at) {
  std::uint64_t value = 0, unit = 1;
  while (at < text.size()) {
    const std::uint8_t digit = value_of(text[at++]);
    if (digit < base) return value + digit * unit;
    value += (digit - base) * unit;
    unit *= base;
  }
  return value;
}

}  // namespace

void append_places(std::string& text, std::span<const std::uint32_t> places) {
  std::uint32_t next = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const bool goes_on = i + 1 < places.size();
    append_number(text, std::uint64_t{places[i] - next} * 2 + (goes_on ? 1 : 0));
    next = places[i] + 1;
  }
}

std::size_t end_of_places(std::string_view text, std::size_t at) {
  // Whether another place follows is the lowest bit, and so the lowest digit's.
  while (at < text.size()) {
    const std::uint8_t lowest = value_of(text[at]);
    while (at < text.size() && value_of(text[at]) >= base) ++at;
    ++at;
    if (lowest % 2 == 0) break;  // the base is even
  }
  return at;
}

void read_places(std::string_view text, std::size_t& at, std::vector<std::uint32_t>& places) {
  places.clear();
  std::uint32_t next = 0;
  while (at < text.size()) {
    const std::uint64_t number = read_number(text, at);
    places.push_back(next + static_cast<std::uint32_t>(number / 2));
    next = places.back() + 1;
    if (number % 2 == 0) break;
  }
}

}  // namespace loci
