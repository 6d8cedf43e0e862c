#include "search/word_table.h"

#include <catch2/catch_test_macros.hpp>
#include <map>
#include <random>
#include <string>

using namespace loci;

TEST_CASE("words are numbered by first occurrence, whatever their length") {
  WordTable table;
  // Of two letters only, so that heads and tails are often the same and only the length differs.
  std::mt19937 random(1);
  std::map<std::string, std::uint32_t> expected;
  for (int i = 0; i < 200'000; ++i) {
    std::string word(1 + random() % 24, 'a');
    for (char& c : word) {
      if (random() % 4 == 0) c = 'b';
    }
    const auto [known, is_new] =
        expected.emplace(word, static_cast<std::uint32_t>(expected.size()));
    // At the end of a text, and with the rest of one behind it.
    const std::string text = word + "and so much more";
    const std::string_view in_text = std::string_view(text).substr(0, word.size());
    const TermTable::Found found = i % 2 == 0
                                       ? table.intern(word, table.key(word, word.size()))
                                       : table.intern(in_text, table.key(in_text, text.size()));
    REQUIRE(found.is_new == is_new);
    REQUIRE(found.id == known->second);
  }
}

TEST_CASE("a NUL is a byte like any other") {
  WordTable table;
  const auto intern = [&table](std::string_view word) {
    return table.intern(word, table.key(word, word.size()));
  };
  CHECK(intern(std::string_view("\0", 1)).id == 0);
  CHECK(intern(std::string_view("\0\0", 2)).id == 1);
  CHECK(intern(std::string_view("\0\0\0\0\0\0\0\0\0", 9)).id == 2);
  CHECK_FALSE(intern(std::string_view("\0\0", 2)).is_new);
}
