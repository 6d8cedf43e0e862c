// The pieces below the analysis: stemmer, stop words, lower case, numbers.
#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <string>

#include "search/lower_case.h"
#include "search/lunr_stop_words.h"
#include "search/number_text.h"
#include "search/stemmer.h"
#include "search/stop_words.h"

namespace {

using namespace loci;

std::string stem(std::string word) {
  stem_word(word);
  return word;
}

std::string number(double value) {
  std::string text;
  append_js_number(text, value);
  return text;
}

std::string weight(double value) {
  std::string text;
  NumberAppender(text).thousandths(js_round(value * 1000));
  return text;
}

std::string quoted(std::string_view value) {
  std::string text;
  append_js_string(text, value);
  return text;
}

}  // namespace

TEST_CASE("the stemmer is lunr's where it differs from the paper") {
  CHECK(stem("ies") == "ie");
  CHECK(stem("sky") == "ski");
  CHECK(stem("by") == "by");
  CHECK(stem("enjoy") == "enjoy");
  CHECK(stem("yes") == "ye");
  CHECK(stem("yyy") == "yyi");
  CHECK(stem("analogi") == "analog");
}

TEST_CASE("the stemmer's steps") {
  CHECK(stem("caresses") == "caress");
  CHECK(stem("agreed") == "agre");
  CHECK(stem("hopping") == "hop");
  CHECK(stem("filing") == "file");
  CHECK(stem("relational") == "relat");
  CHECK(stem("formalize") == "formal");
  CHECK(stem("revival") == "reviv");
  CHECK(stem("adoption") == "adopt");
  CHECK(stem("controlling") == "control");
}

TEST_CASE("letters of other scripts are consonants of one unit each") {
  CHECK(stem("naïve") == "naïv");
  CHECK(stem("ééed") == "ééed");
  CHECK(stem("aééed") == "aé");
  CHECK(stem("базаs") == "база");
  CHECK(stem("é") == "é");
}

TEST_CASE("there are lunr's 119 stop words") {
  CHECK(lunr_stop_words().size() == 119);
  CHECK(is_lunr_stop_word("the"));
  CHECK(is_lunr_stop_word("however"));
  CHECK_FALSE(is_lunr_stop_word("cat"));
  CHECK_FALSE(is_lunr_stop_word(""));
  CHECK_FALSE(is_lunr_stop_word("The"));
}

TEST_CASE("the reader's stop words are the frequent ones among lunr's") {
  for (const std::string_view word : stop_words()) {
    INFO(word);
    CHECK(is_stop_word(word));
    CHECK(is_lunr_stop_word(word));
  }
  CHECK(stop_word_code("the") == 1);
  CHECK(stop_word_code("to") == 2);
  CHECK(stop_word_code("why") == stop_words().size());
  CHECK(stop_word_code("into") == 0);
  CHECK_FALSE(is_stop_word("however"));
  CHECK_FALSE(is_stop_word(""));
  CHECK_FALSE(is_stop_word("The"));
}

TEST_CASE("lower case knows the sigma at the end of a word") {
  CHECK(js_lower_case("ΟΔΟΣ ΣΑΣ Σ") == "οδος σας σ");
  CHECK(js_lower_case("ΑΣ. ΑΣ.Α") == "ας. ασ.α");
  CHECK(js_lower_case("İX") == "i\u0307x");
  CHECK(js_lower_case("ÀÉ") == "àé");
  CHECK(js_lower_case("ABC-1") == "abc-1");
}

TEST_CASE("numbers are printed as JavaScript prints them") {
  CHECK(number(2) == "2");
  CHECK(number(-0.0) == "0");
  CHECK(number(0.1) == "0.1");
  CHECK(number(123456.789) == "123456.789");
  CHECK(number(1e21) == "1e+21");
  CHECK(number(1e20) == "100000000000000000000");
  CHECK(number(4.084168298377674e+22) == "4.084168298377674e+22");
  CHECK(number(0.000001) == "0.000001");
  CHECK(number(-1.5e-7) == "-1.5e-7");
  CHECK(number(std::nan("")) == "null");
  CHECK(number(HUGE_VAL) == "null");
}

TEST_CASE("weights have at most three decimals") {
  CHECK(weight(2) == "2");
  CHECK(weight(0.6805) == "0.681");
  CHECK(weight(1.2004) == "1.2");
  CHECK(weight(-5.283) == "-5.283");
  CHECK(weight(-0.0004) == "0");
  CHECK(weight(0.05) == "0.05");
  CHECK(weight(4.084168298377674e+22) == "4.084168298377674e+22");
}

TEST_CASE("halves are rounded up, below zero too") {
  CHECK(js_round(2.5) == 3);
  CHECK(js_round(-2.5) == -2);
  CHECK(js_round(0.49999999999999994) == 0);
}

TEST_CASE("logarithms at the edges") {
  CHECK(js_log(1) == 0);
  CHECK(js_log(0) == -HUGE_VAL);
  CHECK(std::isnan(js_log(-1)));
  CHECK(js_log(HUGE_VAL) == HUGE_VAL);
  CHECK(js_log(2) == 0.6931471805599453);
  CHECK(js_log(10) == 2.302585092994046);
  CHECK(js_log(5e-324) == -744.4400719213812);
}

TEST_CASE("strings are quoted as JSON.stringify quotes them") {
  CHECK(quoted("a\"\\\b\f\n\r\t\x01\x7F/é") == "\"a\\\"\\\\\\b\\f\\n\\r\\t\\u0001\x7F/é\"");
}
