#include "markdown/text_pattern.h"

#include <catch2/catch_test_macros.hpp>
#include <regex>
#include <string>
#include <vector>

using loci::TextPattern;

TEST_CASE("a pattern fits as std::regex says it does") {
  const std::vector<std::string> patterns = {"^[A-Z]",
                                             "^[A-Z][A-Z\\d_]*$",
                                             "^_*[A-Z][A-Z\\d_]+$",
                                             "^(abs|all|__import__)$",
                                             "^-",
                                             "^--",
                                             "^[a-z][^.]*$",
                                             "^[-+]?[.]?[0-9]",
                                             "ab?c+$",
                                             "x.z",
                                             "[]a-]+b$",
                                             "\\w\\s\\w",
                                             "^$",
                                             "^a*$",
                                             "a\\.b"};
  const std::vector<std::string> texts = {
      "",     "A",     "a",       "ABC_1",  "AbC",  "_A", "__AB9", "abs", "absolute", "__import__",
      "-x",   "--gap", "a.b",     "abc",    "+1.5", ".5", "abcc",  "ac",  "xyz",      "x\nz",
      "--ab", "]b",    "word is", "aaaaab", "aaaa", "é",  "bca",   "AB",  "B-1",      "9"};
  for (const std::string& pattern : patterns) {
    const std::optional<TextPattern> ours = TextPattern::parse(pattern);
    REQUIRE(ours.has_value());
    const std::regex theirs(pattern == "[]a-]+b$" ? "[\\]a-]+b$" : pattern);
    for (const std::string& text : texts) {
      INFO(pattern << " on " << text);
      CHECK(ours->matches(text) == std::regex_search(text, theirs));
    }
  }
}

TEST_CASE("a pattern with an end in its middle fits nothing") {
  CHECK_FALSE(TextPattern::parse("^A$'")->matches("A'"));
}

TEST_CASE("what is not understood is refused") {
  for (const char* pattern :
       {"(a|b)c", "a{2}", "a|b", "\\bword", "[[:alpha:]]", "[a", "a\\", "^(a.c|b)$", "*a"}) {
    INFO(pattern);
    CHECK_FALSE(TextPattern::parse(pattern).has_value());
  }
}

TEST_CASE("a pattern takes time in proportion to the text") {
  const std::string text(1'000'000, 'a');
  CHECK_FALSE(TextPattern::parse("a*a*a*a*a*a*a*a*b$")->matches(text));
}
