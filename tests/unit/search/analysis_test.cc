#include "search/analysis.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <string>

#include "test_places.h"

namespace {

using namespace loci;

// "whole part· extra° stop!", with the surface after '<' where it differs.
std::string dump(std::string_view text) {
  std::string result;
  for (const Term& term : analyse_text(text)) {
    if (!result.empty()) result += ' ';
    result += term.text;
    if (term.surface != term.text) result += "<" + term.surface;
    if (term.role == TermRole::part) result += "·";
    if (term.role == TermRole::extra) result += "°";
    if (term.stop) result += '!';
  }
  return result;
}

// As above, with the place after '@' where it is not 0.
std::string dump_places(std::string_view text) {
  std::string result;
  for (const Term& term : analyse_text(text)) {
    if (!result.empty()) result += ' ';
    result += term.text;
    if (term.surface != term.text) result += "<" + term.surface;
    if (term.role == TermRole::part) result += "·";
    if (term.role == TermRole::extra) result += "°";
    if (term.stop) result += '!';
    if (term.ordinal > 0) result += "@" + std::to_string(term.ordinal);
  }
  return result;
}

// The terms of lunr's analysis with their places: "word@begin+length#ordinal".
std::string dump_lunr(std::string_view text) {
  Terms terms;
  std::size_t at = 0;
  while (at < text.size()) {  // pieces as the index cuts them
    const auto& separates = lunr_analysis().separates;
    if (separates[static_cast<unsigned char>(text[at])]) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && !separates[static_cast<unsigned char>(text[end])]) ++end;
    lunr_analysis().analyse(text.substr(at, end - at), terms);
    at = end;
  }
  std::string result;
  for (const Term& term : terms.terms) {
    if (!result.empty()) result += ' ';
    result += term.text + "@" + std::to_string(term.begin) + "+" + std::to_string(term.length) +
              "#" + std::to_string(term.ordinal);
  }
  return result + " of " + std::to_string(terms.words);
}

}  // namespace

TEST_CASE("plain words are folded and stemmed, stop words are told") {
  CHECK(dump("The replicas were replicated.") == "the! replica<replicas were replic<replicated");
}

TEST_CASE("accents do not matter") {
  CHECK(dump("Café CAFÉ cafe\u0301 Straße Łódź İstanbul") ==
        "cafe cafe cafe strass<strasse lodz istanbul");
  CHECK(dump("база ЁЛКА йод λόγος ΛΌΓΟΣ") == "база елка йод λογοσ λογοσ");
}

TEST_CASE("names with signs are words") {
  CHECK(dump("C++, C# and .NET but not c") == "c++ c# and! .net net· but! not! c");
  CHECK(dump("count++ B+ tree") == "count++ count° b+ tree");
}

TEST_CASE("identifiers are found whole and by their parts") {
  CHECK(dump("getUserById") == "getuserbyid get· user· by·! id·");
  CHECK(dump("snake_case std::sort Foo.getBar") ==
        "snakecas<snakecase snake· case· std::sort std· sort· foo.getbar foo· getbar° get· bar·");
  CHECK(dump("HTTPServer URLs MD5") == "httpserver http· server· url<urls md5");
}

TEST_CASE("hyphens join and apostrophes vanish") {
  CHECK(dump("e-mail write-ahead") == "email e· mail· writeahead write· ahead·");
  CHECK(dump("Kafka's don't l’école") == "kafka dont lecol<lecole ecol<ecole·");
}

TEST_CASE("scripts without blanks are found by pairs of characters") {
  CHECK(dump("東京都 中") == "東京· 京都· 東° 京° 都° 中");
  CHECK(dump("A社") == "a! 社");
}

TEST_CASE("a long chain gives its parts only") {
  CHECK(dump("a/b/c/d/e/f/g") == "a·! b· c· d· e· f· g·");
}

TEST_CASE("places are bytes of the text") {
  const std::vector<Term> terms = analyse_text("é, std::sort");
  REQUIRE(terms.size() == 4);
  CHECK(terms[0].begin == 0);
  CHECK(terms[0].length == 2);
  CHECK(terms[1].begin == 4);
  CHECK(terms[1].length == 9);
  CHECK(terms[3].begin == 9);
  CHECK(terms[3].length == 4);
  CHECK(terms[0].chain != terms[1].chain);
  CHECK(terms[1].chain == terms[3].chain);
}

TEST_CASE("the vector file that the browser runs too") {
  std::ifstream file(LOCI_SOURCE_DIR "/tests/vectors/search/analysis.json");
  const nlohmann::json vectors = nlohmann::json::parse(file);
  REQUIRE(vectors.size() >= 500);
  for (const auto& vector : vectors) {
    const auto& text = vector[0].get_ref<const std::string&>();
    nlohmann::json terms = nlohmann::json::array();
    for (const Term& term : analyse_text(text)) {
      const char* role = term.role == TermRole::whole  ? "whole"
                         : term.role == TermRole::part ? "part"
                                                       : "extra";
      terms.push_back(
          {term.text, term.surface, role, term.stop, text.substr(term.begin, term.length)});
    }
    INFO(text);
    CHECK(terms == vector[1]);
  }
}

TEST_CASE("lunr's analysis trims to ASCII and keeps the empty term") {
  CHECK(dump_lunr("café über C++ — naïve") == "caf@0+4#0 ber@0+4#1 c@0+3#2 @0+1#3 naïv@0+5#4 of 5");
}

TEST_CASE("lunr's analysis counts words that it drops") {
  CHECK(dump_lunr("the Cat") == "cat@0+3#1 of 2");
}

TEST_CASE("lunr's analysis cuts at blanks of every kind, in UTF-16 units") {
  CHECK(dump_lunr("\U0001F600x\u00A0y\uFEFFz") == "x@0+3#0 y@4+1#1 z@6+1#2 of 3");
}

TEST_CASE("folding makes one of what a reader takes for one") {
  CHECK(fold_for_search("Æøðþħŧœ") == "aeodthhtoe");
  CHECK(fold_for_search("ﬁ Ａ ²") == "fi a 2");
  CHECK(fold_for_search("שָׁלוֹם") == "שלום");
}

TEST_CASE("parts of a word follow one another, so that phrases find it either way") {
  CHECK(dump_places("a write-ahead log") == "a! writeahead@1 write·@1 ahead·@2 log@3");
  CHECK(dump_places("getUserById x") == "getuserbyid get· user·@1 by·!@2 id·@3 x@4");
  CHECK(dump_places("l'école du 東京都 x") ==
        "lecol<lecole ecol<ecole· du@1 東京·@2 京都·@3 東°@2 京°@3 都°@4 x@5");
  CHECK(dump_places("C++ count++ .NET x") == "c++ count++@1 count°@1 .net@2 net·@2 x@3");
}

// Of tests/search/make_script_vectors.mjs; the browser's code runs them too.
TEST_CASE("texts in more than twenty scripts give the terms of the vector file") {
  std::ifstream file(LOCI_SOURCE_DIR "/tests/vectors/search/scripts.json");
  const nlohmann::json vectors = nlohmann::json::parse(file);
  REQUIRE(vectors.size() >= 5000);
  for (const auto& vector : vectors) {
    const auto& text = vector[0].get_ref<const std::string&>();
    if (dump_places(text) == vector[1].get_ref<const std::string&>()) continue;
    INFO(text);
    CHECK(dump_places(text) == vector[1].get_ref<const std::string&>());
  }
}
