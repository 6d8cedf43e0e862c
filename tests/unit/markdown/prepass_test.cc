#include "markdown/prepass.h"

#include <catch2/catch_test_macros.hpp>

#include "markdown/opaque.h"

namespace loci {
namespace {

// Stand-ins shown as their characters between ‹ ›, comments as ·.
std::string show(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == opaque::drop) {
      out += "·";
    } else if (opaque::is_stand_in(c)) {
      out += "‹";
      out += opaque::restored_table[static_cast<unsigned char>(c)];
      out += "›";
    } else {
      out += c;
    }
  }
  return out;
}

std::string prepared(std::string_view text) { return show(prepare(text, true).text); }

TEST_CASE("only what is significant is exchanged, byte for byte") {
  const std::string text = "a [[b*c|d_e]] ![[f]] $g_h$ %%i%% j";
  const Prepared result = prepare(text, true);
  CHECK(result.text.size() == text.size());
  CHECK(show(result.text) == "a ‹[›‹[›b‹*›c‹|›d‹_›e‹]›‹]› ‹!›‹[›‹[›f‹]›‹]› ‹$›g‹_›h‹$› ····· j");
  CHECK(opaque::restored(result.text) == "a [[b*c|d_e]] ![[f]] $g_h$  j");
}

TEST_CASE("code spans and fences are stepped over") {
  CHECK(prepared("`[[a]]` ``b ` [[c]]`` [[d]]") == "`[[a]]` ``b ` [[c]]`` ‹[›‹[›d‹]›‹]›");
  CHECK(prepared("~~~ x\n[[a]]\n```\n%%\n~~~\n[[b]]") ==
        "~~~ x\n[[a]]\n```\n%%\n~~~\n‹[›‹[›b‹]›‹]›");
  CHECK(prepared("> ```\n> [[a]]\n\n[[b]]") == "> ```\n> [[a]]\n\n‹[›‹[›b‹]›‹]›");
  CHECK(prepared("- ```\n  [[a]]\n- [[b]]") == "- ```\n  [[a]]\n- ‹[›‹[›b‹]›‹]›");
}

TEST_CASE("a backtick does not reach into another block") {
  CHECK(prepared("a ` b\n\n[[c]] `") == "a ` b\n\n‹[›‹[›c‹]›‹]› `");
  CHECK(prepared("a ` b\n```\nx ` y\n```\n[[c]]") == "a ` b\n```\nx ` y\n```\n‹[›‹[›c‹]›‹]›");
  CHECK(prepared("- a ` b\n- [[c]] `") == "- a ` b\n- ‹[›‹[›c‹]›‹]› `");
}

TEST_CASE("a comment may hold blank lines and keeps what a quotation needs") {
  CHECK(prepared("%%a\n\nb%%c") == "···\n\n···c");
  CHECK(prepared("> %%a\n> b%% c") == "> ···\n> ··· c");
  CHECK(prepared("%% never closed [[a]]") == "%% never closed ‹[›‹[›a‹]›‹]›");
}

TEST_CASE("control characters of the author cannot pass for stand-ins") {
  CHECK(prepare("a\x01\x02\x7f`\x05`", true).text == "a\x06\x06\x06`\x06`");
  CHECK(prepare("a\rb", false).text == "a\nb");
}

TEST_CASE("lines are where cmark-gfm sees them") {
  CHECK(prepare("a\n\nb\rc", true).line_starts == std::vector<std::uint32_t>{0, 2, 3, 5});
}

TEST_CASE("without the vault's syntax the text stays as it is") {
  CHECK(prepare("[[a]] %%b%% $c$", false).text == "[[a]] %%b%% $c$");
}

TEST_CASE("a table that would explode is refused") {
  std::string row;
  std::string delimiters;
  for (int i = 0; i < 1001; ++i) {
    row += "a|";
    delimiters += "-|";
  }
  const Prepared wide = prepare(row + "\n" + delimiters + "\n", true);
  REQUIRE(wide.refused_tables.size() == 1);
  CHECK(wide.refused_tables[0].columns == 1001);
  std::string tall = "|a|b|c|d|e|f|g|h|i|\n|-|-|-|-|-|-|-|-|-|\n";
  for (int i = 0; i < 30'000; ++i) tall += "x\n";
  CHECK(prepare(tall, true).refused_tables.size() == 1);
  CHECK(prepare("|a|b|c|d|e|f|g|h|i|\n|-|-|-|-|-|-|-|-|-|\n|1|\n", true).refused_tables.empty());
}

}  // namespace
}  // namespace loci
