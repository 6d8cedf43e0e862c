// What was typed beside what was expected, on the vectors that the browser runs too: tests/vectors/review/typed.json.
#include "review/typed_answer.h"

#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "test_places.h"

namespace loci {
namespace {

std::string shown(const std::vector<TypedPiece>& pieces) {
  std::string text;
  for (const TypedPiece& piece : pieces) text += piece.same ? piece.text : "[" + piece.text + "]";
  return text;
}

}  // namespace

TEST_CASE("a typed answer is compared as in the browser") {
  std::ifstream file(LOCI_SOURCE_DIR "/tests/vectors/review/typed.json");
  REQUIRE(file);
  for (const nlohmann::json& each : nlohmann::json::parse(file)) {
    const TypedComparison got =
        compare_typed(each["typed"].get<std::string>(), each["expected"].get<std::string>());
    CAPTURE(each.dump());
    CHECK(shown(got.typed) == each["shown"]);
    CHECK(shown(got.expected) == each["answer"]);
    CHECK(got.verdict == each["verdict"]);
  }
}

TEST_CASE("texts that are too long are wrong as a whole") {
  const TypedComparison got = compare_typed(std::string(1200, 'x'), std::string(1201, 'x') + "y");
  CHECK(got.verdict != "Exactly right.");
  const std::string same(1200, 'x');
  CHECK(compare_typed(same, same).verdict == "Exactly right.");
}

TEST_CASE("marks stand below the characters that differ, also below wide ones") {
  CHECK(join(comparison_lines(compare_typed("Patis", "Paris"), 40), "\n") ==
        "Not quite: 1 character wrong, 1 missing.\n"
        "You typed  Patis\n"
        "             ^\n"
        "Answer     Paris\n"
        "             ^");
  CHECK(join(comparison_lines(compare_typed("日本", "日本語"), 40), "\n") ==
        "Not quite: 1 character missing.\n"
        "You typed  日本\n"
        "Answer     日本語\n"
        "               ^^");
  CHECK(join(comparison_lines(compare_typed("Patis", "Paris"), 12), "\n") ==
        "Not quite: 1 character wrong, 1 missing.\n"
        "You typed  Pa[t]is\n"
        "Answer     Pa[r]is");
  CHECK(join(comparison_lines(compare_typed("", "Paris"), 40), "\n") == "Nothing was typed.");
}

}  // namespace loci
