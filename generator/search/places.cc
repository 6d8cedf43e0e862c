#include "search/places.h"

#include <algorithm>
#include <array>

namespace loci {

namespace {

constexpr std::uint32_t base = 40;  // a multiple of eight: the lowest digit says what follows

struct Digits {
  std::array<char, 2 * base> letters{};
  std::array<std::uint8_t, 128> values{};
};

constexpr Digits make_digits() {
  Digits digits;
  std::uint8_t value = 0;
  for (char c = ' '; value < 2 * base; ++c) {
    if (c == '"' || c == '\'' || c == '\\') continue;
    digits.letters[value] = c;
    digits.values[static_cast<unsigned char>(c)] = value++;
  }
  return digits;
}

constexpr Digits digits = make_digits();

std::uint8_t value_of(char c) { return digits.values[static_cast<unsigned char>(c) & 0x7F]; }

constexpr std::size_t longest_number = 13;  // of 64 bits

// Writes to `to`, which has room for the longest; where it ends.
char* write_number(char* to, std::uint64_t value) {
  for (; value >= base; value /= base) *to++ = digits.letters[base + value % base];
  *to++ = digits.letters[value];
  return to;
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

void skip_number(std::string_view text, std::size_t& at) {
  while (at < text.size() && value_of(text[at]) >= base) ++at;
  ++at;
}

enum : unsigned { another_follows = 1, has_before = 2, has_after = 4, flags = 8 };

}  // namespace

void append_places(std::string& text, std::span<const Place> places) {
  std::array<char, 32 * longest_number> buffer;
  char* end = buffer.data();
  std::uint32_t next = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto [at, before, after] = places[i];
    end = write_number(end, std::uint64_t{at - next} * flags + (after != 0 ? has_after : 0u) +
                                (before != 0 ? has_before : 0u) +
                                (i + 1 < places.size() ? another_follows : 0u));
    if (before != 0) end = write_number(end, before - 1u);
    if (after != 0) end = write_number(end, after - 1u);
    next = at + 1;
    if (end > buffer.data() + buffer.size() - 3 * longest_number) {
      text.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
      end = buffer.data();
    }
  }
  text.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
}

std::size_t end_of_places(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const unsigned lowest = value_of(text[at]);
    skip_number(text, at);
    if ((lowest & has_before) != 0) skip_number(text, at);
    if ((lowest & has_after) != 0) skip_number(text, at);
    if ((lowest & another_follows) == 0) break;
  }
  return std::min(at, text.size());
}

void read_places(std::string_view text, std::size_t& at, std::vector<Place>& places) {
  places.clear();
  std::uint32_t next = 0;
  while (at < text.size()) {
    const std::uint64_t number = read_number(text, at);
    Place& place = places.emplace_back();
    place.at = next + static_cast<std::uint32_t>(number / flags);
    if ((number & has_before) != 0)
      place.before = static_cast<std::uint8_t>(read_number(text, at) + 1);
    if ((number & has_after) != 0)
      place.after = static_cast<std::uint8_t>(read_number(text, at) + 1);
    next = place.at + 1;
    if ((number & another_follows) == 0) break;
  }
}

}  // namespace loci
