#include "base/text.h"

#include <catch2/catch_test_macros.hpp>

using namespace loci;

TEST_CASE("trim takes blanks off both ends and leaves those inside") {
  CHECK(trim(" \t a b \r\n") == "a b");
  CHECK(trim(" \n") == "");
  CHECK(trim_left("  a ") == "a ");
  CHECK(trim_right("  a ") == "  a");
}

TEST_CASE("split keeps empty parts") {
  using Parts = std::vector<std::string_view>;
  CHECK(split("a,,b", ',') == Parts{"a", "", "b"});
  CHECK(split("", ',') == Parts{""});
  CHECK(split(",", ',') == Parts{"", ""});
}

TEST_CASE("join is the opposite of split") {
  const std::vector<std::string> parts = {"a", "", "b"};
  CHECK(join(parts, "/") == "a//b");
  CHECK(join(std::vector<std::string_view>{}, ", ") == "");
}

TEST_CASE("replace_all replaces every occurrence once") {
  CHECK(replace_all("aXbX", "X", "XX") == "aXXbXX");
  CHECK(replace_all("abc", "", "y") == "abc");
}

TEST_CASE("parse_integer takes the whole text or nothing") {
  CHECK(parse_integer("-12") == -12);
  CHECK_FALSE(parse_integer("12a"));
  CHECK_FALSE(parse_integer(""));
  CHECK_FALSE(parse_integer(" 1"));
  CHECK_FALSE(parse_integer("99999999999999999999"));
}

TEST_CASE("parse_number takes finite decimal numbers") {
  CHECK(parse_number("1.5") == 1.5);
  CHECK(parse_number("-2e3") == -2000.0);
  CHECK_FALSE(parse_number("nan"));
  CHECK_FALSE(parse_number("inf"));
  CHECK_FALSE(parse_number("1.5x"));
}

TEST_CASE("numbers have a comma every three digits") {
  CHECK(thousands(0) == "0");
  CHECK(thousands(999) == "999");
  CHECK(thousands(1234) == "1,234");
  CHECK(thousands(1234567) == "1,234,567");
}

TEST_CASE("counted has a plural") {
  CHECK(counted(1, "note") == "1 note");
  CHECK(counted(0, "note") == "0 notes");
  CHECK(counted(1234, "note") == "1,234 notes");
}

TEST_CASE("shorten cuts at a blank, else between code points") {
  CHECK(shorten("short", 10) == "short");
  CHECK(shorten("one two three four", 13) == "one two three…");
  CHECK(shorten("one two three four", 12) == "one two…");
  CHECK(shorten("ééééé", 5) == "éé…");
  CHECK(shorten("averyverylongword indeed", 10) == "averyveryl…");
}

TEST_CASE("edit distance counts code points and swapped neighbours as one") {
  CHECK(edit_distance("kitten", "sitting", 9) == 3);
  CHECK(edit_distance("titel", "title", 9) == 1);
  CHECK(edit_distance("café", "cafe", 9) == 1);
  CHECK(edit_distance("", "abc", 9) == 3);
  CHECK(edit_distance("abc", "xyz", 1) == 2);
  CHECK(edit_distance("a", "abcdef", 2) == 3);
}

TEST_CASE("nearest_name offers what was probably meant") {
  const std::vector<std::string_view> keys = {"title", "description", "base_url", "notes"};
  CHECK(nearest_name("titel", keys) == "title");
  CHECK(nearest_name("descripton", keys) == "description");
  CHECK(nearest_name("baseURL", keys) == "base_url");
  CHECK(nearest_name("TITLE", keys) == "title");
  CHECK_FALSE(nearest_name("theme", keys));
  CHECK_FALSE(nearest_name("x", std::vector<std::string>{}));
}

TEST_CASE("nearest_name takes the first of equals") {
  const std::vector<std::string> names = {"cart", "card"};
  CHECK(nearest_name("carx", names) == "cart");
}

TEST_CASE("a tag ends at the first '>' outside of quotes") {
  CHECK(find_tag_end("<a b='>' c=\">\">d>", 1) == 14);
  CHECK(find_tag_end("<a>", 1) == 2);
  CHECK(find_tag_end("<a b=\"it's\">", 1) == 11);
  CHECK(find_tag_end("<a b='>", 1) == std::string_view::npos);
  CHECK(find_tag_end("<a", 1) == std::string_view::npos);
  CHECK(find_tag_end("", 0) == std::string_view::npos);
}
