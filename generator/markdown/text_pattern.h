// The regular expressions of highlighting queries ("is this name all capitals?"), in time linear in the text.
//
//     TextPattern::parse("^[A-Z][A-Z\\d_]*$")->matches("MAX_SIZE")     true
//     TextPattern::parse("^(append|cap|len)$")->matches("length")      false
//
// Understood: characters, '.', classes [a-z\d_] and [^…], \d \w \s, each with ?, * or +; '^' in front and '$' at the end; and as
// a whole ^(word|word)$. That is all that grammars use; std::regex would take a hundred times as long and can overflow its stack.
// It works on bytes.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loci {

class TextPattern {
 public:
  static std::optional<TextPattern> parse(std::string_view pattern);  // nullopt: not understood

  bool matches(std::string_view text) const;  // somewhere in the text, or where ^ and $ say

 private:
  using Bytes = std::bitset<256>;
  struct Item {  // x+ is written as x x*
    Bytes bytes;
    bool optional = false;
    bool repeated = false;
  };

  std::uint64_t closure(std::uint64_t states) const;

  std::vector<Item> items_;  // at most 62: a set of places in it is one number
  bool from_start_ = false;
  bool to_end_ = false;
  Bytes first_;  // what a match can begin with
  bool may_be_empty_ = false;
  bool is_words_ = false;
  std::vector<std::string> words_;  // sorted
};

}  // namespace loci
