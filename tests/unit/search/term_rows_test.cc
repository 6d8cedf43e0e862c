#include "search/term_rows.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

#include "search/digits.h"

namespace {

using namespace loci;

std::string digits_of(std::uint64_t value) {
  std::string text;
  append_digits(text, value);
  return text;
}

// The row of "log" in an index of documents with a title and, as the fourth field, a text.
std::string row_of_log(const std::vector<std::pair<std::string, std::string>>& titles_and_texts) {
  std::vector<LunrDocument> documents;
  std::vector<std::string> refs;
  for (std::size_t i = 0; i < titles_and_texts.size(); ++i) refs.push_back(std::to_string(i));
  for (std::size_t i = 0; i < refs.size(); ++i) {
    const auto& [title, text] = titles_and_texts[i];
    documents.push_back({refs[i], 1, {title, "", "", text}});
  }
  LunrOptions options;
  options.rounds_lengths = true;
  const Result<LunrIndex> index = build_lunr_index(
      {{"title", 10}, {"heading", 5}, {"keywords", 4}, {"body", 1}}, documents, options);
  REQUIRE(index.has_value());
  std::string json;
  TermRows().append(json, *index, index->find("log"));
  return json;
}

}  // namespace

TEST_CASE("digits: small numbers take a character, and every number is read back") {
  CHECK(digits_of(0) == " ");
  CHECK(digits_of(39) == "I");
  CHECK(digits_of(40) == "J!");
  for (std::uint64_t value = 0; value < 70000; value += 7) {
    const std::string text = digits_of(value) + "!";
    std::size_t at = 0;
    CHECK(read_digits(text, at) == value);
    CHECK(at == text.size() - 1);
  }
}

TEST_CASE(
    "a row names entries by their distance, and the fields of those that have more than a text") {
  // Entry 0 with title and text (0 * 2 + 1, fields 1 + 8), then entry 2 with a text (2 * 2).
  CHECK(row_of_log({{"Log", "A log."}, {"Page", "Nothing."}, {"Rows", "The log."}}) ==
        R"(["log",0,"!+%",[1335,134,134]])");
}

TEST_CASE("weights that come often stand in a table, the most frequent first") {
  std::vector<std::pair<std::string, std::string>> documents(9, {"Page", "log page"});
  documents[4].second = "log log log page";
  CHECK(row_of_log(documents) == R"(["log",1," ########",[53,69],"    !    "])");
}

TEST_CASE("lengths of eight words and more count as 8, 12, 16, 24, ...") {
  const auto text_of = [](int words) {
    std::string text = "log";
    for (int i = 1; i < words; ++i) text += " word";
    return text;
  };
  const auto row = [&](int words) { return row_of_log({{"", text_of(words)}, {"", text_of(3)}}); };
  CHECK(row(8) == row(9));
  CHECK(row(11) == row(13));
  CHECK(row(7) != row(8));
  CHECK(row(9) != row(10));
}
