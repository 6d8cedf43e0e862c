// The piece of a text that shows why it was found, with the places of the words in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loci {

struct Excerpt {
  std::string text;  // with "…" where something was cut
  // Bytes [begin, end) of `text`, ascending, apart.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> marks;
};

// About `limit` bytes of `text` around the place where most of the terms (of Loci's analysis) stand
// near each other; the beginning when none does.
Excerpt make_excerpt(std::string_view text, const std::vector<std::string>& terms,
                     std::size_t limit);

}  // namespace loci
