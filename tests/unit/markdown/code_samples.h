// A sample of every language that is highlighted (tests/vectors/code), and wrong versions of each.
#pragma once

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "test_places.h"

namespace loci::test {

inline std::string code_sample(std::string_view grammar) {
  std::ifstream file(
      std::string(LOCI_SOURCE_DIR "/tests/vectors/code/") + std::string(grammar) + ".txt",
      std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Numbers that are the same everywhere (an xorshift).
class Chance {
 public:
  explicit Chance(std::uint32_t seed) : state_(seed * 2654435761u + 1) {}
  std::size_t below(std::size_t limit) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return limit == 0 ? 0 : state_ % limit;
  }

 private:
  std::uint32_t state_;
};

// The sample as a beginner would mangle it: parts cut out, doubled, moved, odd bytes put in. Stays UTF-8 when the sample is ASCII.
inline std::string mangled(std::string text, std::uint32_t seed) {
  static constexpr std::string_view odd[] = {
      "(",  ")",  "{", "}", "[",  "]", "\"",           "'",    "`", "<", "\\", "\n",
      "/*", "--", "é", "$", "\t", ";", "\xEF\xBF\xBD", "EOF\n"};
  Chance chance(seed);
  for (std::size_t edits = 1 + chance.below(6); edits > 0; --edits) {
    const auto boundary = [&] {
      std::size_t at = chance.below(text.size() + 1);
      while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
      return at;
    };
    const std::size_t a = boundary();
    std::size_t b = boundary();
    if (b > a + 80 && (b = a + 80) < text.size()) {
      while (b < text.size() && (static_cast<unsigned char>(text[b]) & 0xC0) == 0x80) ++b;
    }
    switch (chance.below(4)) {
      case 0:
        if (a < b) text.erase(a, b - a);
        break;
      case 1:
        if (a < b) text.insert(boundary(), text.substr(a, b - a));
        break;
      case 2:
        text.insert(a, odd[chance.below(std::size(odd))]);
        break;
      default:
        if (chance.below(4) == 0) text.erase(a);
        break;
    }
  }
  return text;
}

}  // namespace loci::test
