#include "base/unicode.h"

#include <catch2/catch_test_macros.hpp>

using namespace loci;

TEST_CASE("a list of names has figures by their value") {
  const std::vector<std::string> sorted{
      "",        "#",         "1",          "Week 2", "week 2b",      "Week 007",
      "week 10", "Week 10.2", "week 10.10", "Week A", "\u00c9cole 3", "\u00e9cole 20"};
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    INFO(sorted[i - 1] << " | " << sorted[i]);
    CHECK(list_order(sorted[i - 1]) < list_order(sorted[i]));
  }
  CHECK(list_order("WEEK 7") == list_order("week 007"));
  const std::string long_one(300, '9'), longer = "1" + std::string(300, '0');
  CHECK(list_order(long_one) != list_order(longer));
}

TEST_CASE("valid UTF-8 is told from what looks like it") {
  CHECK(is_valid_utf8("plain and long enough for a whole word"));
  CHECK(is_valid_utf8("é 漢 😀"));
  CHECK_FALSE(is_valid_utf8("\xC0\xAF"));          // overlong '/'
  CHECK_FALSE(is_valid_utf8("\xE0\x80\xAF"));      // overlong '/'
  CHECK_FALSE(is_valid_utf8("\xED\xA0\x80"));      // half of a surrogate pair
  CHECK_FALSE(is_valid_utf8("\xF4\x90\x80\x80"));  // above U+10FFFF
  CHECK_FALSE(is_valid_utf8("12345678\xE9"));      // Latin-1 after eight good bytes
  CHECK_FALSE(is_valid_utf8("\xE6\xBC"));          // cut off
}

TEST_CASE("each wrong sequence becomes one replacement character") {
  const Sanitized latin1 = sanitize_utf8("caf\xE9 au lait");
  CHECK(latin1.text == "caf\xEF\xBF\xBD au lait");
  CHECK(latin1.replaced == 1);
  CHECK(latin1.first_bad == 3);

  // The standard's example of maximal subparts (table 3-8).
  const Sanitized mixed = sanitize_utf8(
      "a\xF1\x80\x80\xE1\x80\xC2"
      "b\x80"
      "c");
  CHECK(mixed.text ==
        "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
        "b\xEF\xBF\xBD"
        "c");
  CHECK(mixed.replaced == 4);
  CHECK(mixed.first_bad == 1);

  CHECK(sanitize_utf8("é").text == "é");
  CHECK(sanitize_utf8("é").replaced == 0);
}

TEST_CASE("code points are read and written") {
  std::string text;
  for (const char32_t point : {U'a', U'é', U'漢', U'😀'}) append_utf8(text, point);
  CHECK(text == "aé漢😀");
  std::size_t at = 1;
  CHECK(next_code_point(text, at) == U'é');
  CHECK(at == 3);
  CHECK(code_point_count(text) == 4);
}

TEST_CASE("nfc composes, fold also takes case away") {
  CHECK(nfc("e\xCC\x81") == "é");
  CHECK(fold("ÉCOLE") == "école");
  CHECK(fold("E\xCC\x81") == "é");
  CHECK(fold("Straße") == "strasse");
  CHECK(fold("ASCII Only") == "ascii only");
  CHECK(to_lower("ΑΒΓ İ Я") == "αβγ i̇ я");
}

TEST_CASE("width is what a terminal uses") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("漢字") == 4);
  CHECK(display_width("e\xCC\x81") == 1);
  CHECK(display_width("😀") == 2);
  CHECK(display_width("") == 0);
}

TEST_CASE("classes of characters") {
  CHECK(is_letter(U'я'));
  CHECK(is_letter(U'漢'));
  CHECK_FALSE(is_letter(U'1'));
  CHECK(is_digit(U'٣'));
  CHECK(is_word_character(U'_'));
  CHECK(is_word_character(0x301));
  CHECK_FALSE(is_word_character(U'-'));
  CHECK(is_punctuation(U'$'));
  CHECK(is_punctuation(U'、'));
  CHECK(is_space(0xA0));
  CHECK(is_space(0x3000));
}

TEST_CASE("file_slug keeps letters of every script and their case") {
  CHECK(file_slug("Isolation levels") == "Isolation-levels");
  CHECK(file_slug("Résumé: part 1?") == "Résumé-part-1");
  CHECK(file_slug("数据库 设计") == "数据库-设计");
  CHECK(file_slug("e\xCC\x81t\xC3\xA9") == "été");
}

TEST_CASE("file_slug leaves nothing that an address or a file system stumbles over") {
  CHECK(file_slug("C# & 100% <b>|\"x\"*") == "C-&-100-b-x");
  CHECK(file_slug("a  --  b") == "a-b");
  CHECK(file_slug("..") == "untitled");
  CHECK(file_slug(".hidden.") == "hidden");
  CHECK(file_slug("tab\there\x01") == "tab-here");
  CHECK(file_slug("con") == "-con");
  CHECK(file_slug("NUL.txt") == "-NUL.txt");
  CHECK(file_slug("concept") == "concept");
  CHECK(file_slug("a\xE2\x80\xAE"
                  "b") == "a-b");  // a character that reverses what follows
  CHECK(file_slug("") == "untitled");
}

TEST_CASE("heading_id follows GitHub") {
  CHECK(heading_id("What's new in C++?") == "whats-new-in-c");
  CHECK(heading_id("Read Committed") == "read-committed");
  CHECK(heading_id("snake_case and-dash") == "snake_case-and-dash");
  CHECK(heading_id("a & b") == "a--b");
  CHECK(heading_id("Über die Größe") == "über-die-größe");
  CHECK(heading_id("一致性 哈希") == "一致性-哈希");
  CHECK(heading_id("x²") == "x");
  CHECK(heading_id("!?") == "");
}
