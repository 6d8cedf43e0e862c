#include "search/places.h"

#include <algorithm>
#include <array>

#include "search/digits.h"

namespace loci {

namespace {

// The base is a multiple of these eight, so the lowest digit says what follows.
enum : unsigned { another_follows = 1, has_before = 2, has_after = 4, flags = 8 };
static_assert(digit_base % flags == 0);

}  // namespace

void append_places(std::string& text, std::span<const Place> places) {
  std::array<char, 32 * longest_digits> buffer;
  char* end = buffer.data();
  std::uint32_t next = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto [at, before, after] = places[i];
    end = write_digits(end, std::uint64_t{at - next} * flags + (after != 0 ? has_after : 0u) +
                                (before != 0 ? has_before : 0u) +
                                (i + 1 < places.size() ? another_follows : 0u));
    if (before != 0) end = write_digits(end, before - 1u);
    if (after != 0) end = write_digits(end, after - 1u);
    next = at + 1;
    if (end > buffer.data() + buffer.size() - 3 * longest_digits) {
      text.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
      end = buffer.data();
    }
  }
  text.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
}

std::size_t end_of_places(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const unsigned lowest = digit_value(text[at]);
    skip_digits(text, at);
    if ((lowest & has_before) != 0) skip_digits(text, at);
    if ((lowest & has_after) != 0) skip_digits(text, at);
    if ((lowest & another_follows) == 0) break;
  }
  return std::min(at, text.size());
}

void read_places(std::string_view text, std::size_t& at, std::vector<Place>& places) {
  places.clear();
  std::uint32_t next = 0;
  while (at < text.size()) {
    const std::uint64_t number = read_digits(text, at);
    Place& place = places.emplace_back();
    place.at = next + static_cast<std::uint32_t>(number / flags);
    if ((number & has_before) != 0)
      place.before = static_cast<std::uint8_t>(read_digits(text, at) + 1);
    if ((number & has_after) != 0)
      place.after = static_cast<std::uint8_t>(read_digits(text, at) + 1);
    next = place.at + 1;
    if ((number & another_follows) == 0) break;
  }
}

}  // namespace loci
