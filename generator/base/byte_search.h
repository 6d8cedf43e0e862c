// Finding the few bytes that an escape must change, sixteen at a time where the processor has SSE2 (every x86-64), else
// eight: nearly all text has none of them for a long way.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace loci {

namespace byte_search {

constexpr std::uint64_t ones = 0x0101010101010101u;
constexpr std::uint64_t highs = 0x8080808080808080u;

// The high bit of each byte that is zero is set; higher bytes than the first such may be wrong.
constexpr std::uint64_t zeros(std::uint64_t word) { return (word - ones) & ~word & highs; }
constexpr std::uint64_t equal(std::uint64_t word, char c) {
  return zeros(word ^ (ones * static_cast<unsigned char>(c)));
}
// For limits up to 128.
constexpr std::uint64_t less(std::uint64_t word, unsigned char limit) {
  return (word - ones * limit) & ~word & highs;
}

}  // namespace byte_search

// The first byte at or after `at` that is one of `special` or, with `controls`, less than 0x20;
// text.size() when there is none.
template <bool controls, char... special>
std::size_t find_byte(std::string_view text, std::size_t at) {
  using namespace byte_search;
#ifdef __SSE2__
  for (; at + 16 <= text.size(); at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    __m128i found = _mm_setzero_si128();
    ((found = _mm_or_si128(found, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(special)))), ...);
    if constexpr (controls) {  // at most 0x1F: the smaller of the two is the byte itself
      const __m128i limit = _mm_set1_epi8(0x1F);
      found = _mm_or_si128(found, _mm_cmpeq_epi8(_mm_min_epu8(bytes, limit), bytes));
    }
    const auto places = static_cast<unsigned>(_mm_movemask_epi8(found));
    if (places != 0) return at + static_cast<std::size_t>(std::countr_zero(places));
  }
#endif
  if constexpr (std::endian::native == std::endian::little) {
    for (; at + 8 <= text.size(); at += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, text.data() + at, 8);
      std::uint64_t found = (equal(word, special) | ...);
      if constexpr (controls) found |= less(word, 0x20);
      if (found != 0) return at + static_cast<std::size_t>(std::countr_zero(found)) / 8;
    }
  }
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (((c == special) || ...)) break;
    if constexpr (controls) {
      if (static_cast<unsigned char>(c) < 0x20) break;
    }
  }
  return at;
}

}  // namespace loci
