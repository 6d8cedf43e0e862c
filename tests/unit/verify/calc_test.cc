#include "verify/calc.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

#include "verify/reference.h"
#include "verify/sim.h"

namespace loci {
namespace {

std::string value_of(std::string_view text) {
  const Result<double> value = evaluate(text, {{"a", 2}});
  return value ? number_text(*value) : "! " + value.error().message;
}

std::string dump(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    text += std::to_string(finding.line) + " " + finding.expected + " | " + finding.actual + "\n";
    if (finding.change)
      for (const std::string& line : finding.change->lines) text += "  " + line + "\n";
  }
  return text;
}

std::string calc(std::string text) {
  RunBlock block;
  block.line = 1;
  block.text = std::move(text);
  Values values;
  return dump(check_calc(block, values));
}

std::string sim(std::string text, BlockOptions options) {
  RunBlock block;
  block.line = 1;
  block.text = std::move(text);
  block.options = std::move(options);
  Values values;
  return dump(check_sim(block, values));
}

std::string reference(std::string_view note, std::string text) {
  RunBlock block;
  block.line = 9;
  block.text = std::move(text);
  return dump(check_reference(block, note, {{"rps", 2314.8}, {"share", 0.634}}));
}

}  // namespace

TEST_CASE("arithmetic has the precedence of Python") {
  CHECK(value_of("-2 ** 2") == "-4");
  CHECK(value_of("2 ** 3 ** 2") == "512");
  CHECK(value_of("2 ** -1") == "0.5");
  CHECK(value_of("10_000 / 4 - 3 * a") == "2494");
  CHECK(value_of("max(1, ceil(2.1), 2) * (1 + 1)") == "6");
  CHECK(value_of("1e3 + 1.5") == "1001.5");
}

TEST_CASE("what cannot be evaluated says why") {
  CHECK(value_of("b + 1") == "! no value named 'b'");
  CHECK(value_of("sin(1)") == "! no function named 'sin'");
  CHECK(value_of("1 +") == "! '1 +' ends too early");
  CHECK(value_of("(1") == "! ')' is missing in '(1'");
  CHECK(value_of("1 2") == "! cannot read the end of '1 2'");
  CHECK(value_of("1 ; 2") == "! cannot read '; 2'");
  CHECK(value_of("1 / 0") == "! '1 / 0' is not a finite number");
  CHECK(value_of(std::string(100'000, '(')) ==
        "! '" + std::string(100'000, '(') + "' is nested too deeply");
}

TEST_CASE("an assertion holds to the precision that is printed") {
  CHECK(calc("rps = 10_000_000 * 20 / 86_400  # => 2314.8").empty());
  CHECK(calc("share = 1 - exp(-1)  # => 63.2%").empty());
  CHECK(calc("tiny = 1 / 62 ** 7  # => 2.84e-13").empty());
  CHECK(calc("n = 62 ** 7  # => 3,521,614,606,208 codes").empty());
  CHECK(calc("rps = 10 * 20 / 3  # => 66.6") ==
        "2 rps = 66.6 | 66.66666666666667\n  rps = 10 * 20 / 3  # => 66.7\n");
  CHECK(calc("n = 2 ** 20  # => 1_000_000 bytes") ==
        "2 n = 1_000_000 bytes | 1048576\n  n = 2 ** 20  # => 1_048_576 bytes\n");
  CHECK(calc("a = 1") == "1 at least one asserted result (# => value) | none\n");
}

TEST_CASE("a simulation gives the same numbers for the same seed") {
  const std::string program =
      "var hits = 0;\nfor (var i = 0; i < 1000; i++) if (random() < 0.3) hits++;\n"
      "var share = hits / 1000;  // => 0.3";
  CHECK(sim(program, {{"seed", "7"}, {"tolerance", "10%"}}).empty());
  CHECK(sim("x = 1 + 1;  // => 3", {{"seed", "1"}}) == "2 x = 3 | 2\n  x = 1 + 1;  // => 2\n");
  CHECK(sim("x = 1;  // => 1", {}) == "1 a seed (seed=1) | none\n");
  CHECK(sim("while (true) {}\nx = 1;  // => 1", {{"seed", "1"}}) ==
        "1 a program that ends | it was stopped after too many instructions\n");
}

TEST_CASE("a figure of the prose equals a result") {
  constexpr std::string_view note =
      "It takes about 2,300 requests\nper second, 63% of them reads.\n";
  CHECK(reference(note, "rps \"about 2,300 requests per second\"\nshare \"63% of them\"").empty());
  CHECK(reference(note, "rps \"2,300 requests\"") == "1 2,300 requests | rps = 2314.8\n");
  CHECK(reference(note, "share \"64% of them\"") ==
        "10 '64% of them' in the note's prose | no such text\n");
  CHECK(reference(note, "qps \"63% of them\"") ==
        "10 the name of a result | no value named 'qps'\n");
}

}  // namespace loci
