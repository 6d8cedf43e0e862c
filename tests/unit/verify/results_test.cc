#include "verify/results.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "verify/reference.h"

namespace loci {
namespace {

std::string dump(const Values& values) {
  std::string text;
  for (const auto& [name, value] : values) text += name + "=" + number_text(value) + " ";
  return text;
}

}  // namespace

TEST_CASE("figures of rows have the names of their columns") {
  Values values;
  keep_rows(values, "n", {"total", "who", "size"}, {"3|ada|27 MB", "4||8 kB", "5|a|b|c"});
  CHECK(dump(values) == "n.size=27 n.size.1=27 n.size.2=8 n.total=3 n.total.1=3 n.total.2=4 ");
  keep_rows(values, "n", {"count"}, {"12"});
  CHECK(values.at("n") == 12);
  CHECK(values.at("n.count") == 12);
  CHECK(values.at("n.total") == 3);
  keep_rows(values, "n", {"count"}, {"none"});
  CHECK_FALSE(values.contains("n"));
  CHECK_FALSE(values.contains("n.count"));
}

TEST_CASE("what is no figure has no name") {
  CHECK(figure_of("1e3") == 1000);
  CHECK(figure_of(" -2.5 ms") == -2.5);
  CHECK(figure_of("0.5%") == 0.005);
  for (const std::string_view text :
       {"2026-01-01", "1,000", "12:30", "(0,1)", "t", "", "1a", "3 of 4"}) {
    CAPTURE(text);
    CHECK_FALSE(figure_of(text));
  }
}

TEST_CASE("figures of replies and of lines are numbered") {
  Values values;
  keep_reply(values, "b", 1, {"(integer) 3"});
  keep_reply(values, "b", 2, {"1) \"bob\"", "2) \"10\"", "3) (integer) 4"});
  CHECK(dump(values) == "b.1=3 b.2.2=10 b.2.3=4 ");
  keep_reply(values, "b", 3, {"\"0.81\""});
  CHECK(values.at("b") == 0.81);
  Values lines;
  keep_lines(lines, "run", {"4", "x", "5 ms"});
  CHECK(dump(lines) == "run=5 run.1=4 run.3=5 ");
}

TEST_CASE("a figure of another block is a name in a sum") {
  const Values values = {{"orders.open", 3}, {"orders.open.2", 5}, {"orders", 4}};
  CHECK(*evaluate("orders.open.2 / orders + orders.open*2", values) == 7.25);
  CHECK(evaluate("orders.shut", values).error().message == "no value named 'orders.shut'");
}

TEST_CASE("a comma that is the sentence's belongs to no number") {
  CHECK(read_printed_number("1,500, that is")->length == 5);
  CHECK(read_printed_number("10,11")->value == 10);
  CHECK(read_printed_number("6, then")->separator == 0);
  CHECK(read_printed_number("1_0_0,")->value == 100);
}

namespace {

// The note with what --update would write into it.
std::string updated(std::string note, const Values& values) {
  RunBlock block;
  block.runner = BlockRunner::ref;
  const std::size_t at = note.find("```ref\n") + 7;
  block.text = note.substr(at, note.find("\n```", at) - at);
  block.line = static_cast<std::uint32_t>(
      std::count(note.begin(), note.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
  for (const Finding& finding : check_reference(block, note, values)) {
    for (auto word = finding.words.rbegin(); word != finding.words.rend(); ++word) {
      std::size_t line = 0;
      for (std::uint32_t i = 1; i < word->line; ++i) line = note.find('\n', line) + 1;
      note.replace(line + word->column, word->length, word->text);
    }
  }
  return note;
}

}  // namespace

TEST_CASE("a figure of the prose is rewritten in its own form, in the block too") {
  const auto one = [](const std::string& prose, double value) {
    return updated(prose + "\n\n```ref\nx \"" + prose + "\"\n```\n", {{"x", value}});
  };
  const auto both = [](const std::string& prose) {
    return prose + "\n\n```ref\nx \"" + prose + "\"\n```\n";
  };
  CHECK(one("about 2,300 requests a second", 12'345) == both("about 12,300 requests a second"));
  CHECK(one("it holds 2.3 million", 2.51e6) == both("it holds 2.5 million"));
  CHECK(one("a share of 63%", 0.655) == both("a share of 66%"));
  CHECK(one("2_300 rows", 1'234'567) == both("1_234_567 rows"));
  // Nothing of the value would be left.
  CHECK(one("it holds 2.3 million", 4) == both("it holds 2.3 million"));
}

TEST_CASE("a figure is rewritten where it stands, across lines and in quotes, everywhere") {
  CHECK(
      updated("> It takes 12\n> rows.\n\nHere too: 12 rows.\n\n```ref\nn.count \"12 rows\"\n```\n",
              {{"n.count", 13}}) ==
      "> It takes 13\n> rows.\n\nHere too: 13 rows.\n\n```ref\nn.count \"13 rows\"\n```\n");
}

}  // namespace loci
