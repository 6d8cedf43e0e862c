// Short codes for emoji in text, as GitHub writes them: ":rocket:".
#pragma once

#include <cstddef>
#include <string_view>

namespace loci {

struct ShortCode {
  std::string_view emoji;  // UTF-8; empty: there is none
  std::size_t length = 0;  // of the code in the text, both colons in it
};

// The short code that begins with the colon at `at`. `before` is the byte ahead of it in the text, or 0: a code does not begin
// in a word, a time or a scope ("a:b:c", "10:100:20", "std::x::y"). Looks at no more than about 40 bytes.
ShortCode short_code_at(std::string_view text, std::size_t at, char before);

}  // namespace loci
