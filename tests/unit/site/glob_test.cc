#include "site/glob.h"

#include <string>

#include <catch2/catch_test_macros.hpp>

namespace loci {

TEST_CASE("a pattern without a slash is a name at any depth") {
  CHECK(matches_glob("*.tmp.md", "a/b.tmp.md", false));
  CHECK(matches_glob("private", "a/private", true));
  CHECK(matches_glob("private", "a/private", false));
  CHECK_FALSE(matches_glob("private", "a/private2", false));
}

TEST_CASE("a final slash means folders only") {
  CHECK(matches_glob("drafts/", "a/drafts", true));
  CHECK_FALSE(matches_glob("drafts/", "a/drafts", false));
}

TEST_CASE("a pattern with a slash is a path from the notes folder") {
  CHECK(matches_glob("a/b.md", "a/b.md", false));
  CHECK_FALSE(matches_glob("a/b.md", "x/a/b.md", false));
  CHECK(matches_glob("/b.md", "b.md", false));
  CHECK_FALSE(matches_glob("/b.md", "a/b.md", false));
}

TEST_CASE("one star stays in its part of the path, two do not") {
  CHECK(matches_glob("a/*.md", "a/b.md", false));
  CHECK_FALSE(matches_glob("a/*.md", "a/b/c.md", false));
  CHECK(matches_glob("a/**/c.md", "a/b/b/c.md", false));
  CHECK(matches_glob("a/**/c.md", "a/c.md", false));
  CHECK(matches_glob("a/**", "a/b/c.md", false));
}

TEST_CASE("a question mark is one byte, brackets are a set") {
  CHECK(matches_glob("?.md", "a.md", false));
  CHECK_FALSE(matches_glob("?.md", "ab.md", false));
  CHECK(matches_glob("[a-c]x", "bx", false));
  CHECK_FALSE(matches_glob("[!a-c]x", "bx", false));
  CHECK(matches_glob("[x", "[x", false));
}

TEST_CASE("a pattern of many stars ends in time") {
  CHECK_FALSE(matches_glob("*a*a*a*a*a*a*a*a*a*a*b", std::string(5000, 'a'), false));
}

}  // namespace loci
