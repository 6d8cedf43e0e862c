#include "site/phrase_finder.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

namespace loci {
namespace {

// What is found of `phrases`, between « », taking every match.
std::string found(const std::vector<std::string>& phrases, const std::string& text,
                  TextRange range = {0, 0xffffffff}) {
  PhraseFinder finder;
  for (const std::string& phrase : phrases) finder.add(phrase);
  PhraseFinder::Scratch scratch;
  std::string out;
  std::size_t at = 0;
  finder.find(text, range, scratch, [&](const PhraseFinder::Match& match) {
    out += text.substr(at, match.begin - at) + "«" +
           text.substr(match.begin, match.end - match.begin) + "»";
    at = match.end;
    return true;
  });
  return out + text.substr(at);
}

TEST_CASE("phrases are found as whole words in any case") {
  CHECK(found({"Redis", "Write-ahead log"},
              "REDIS has a write-ahead log; rediscover redis_x and (redis).") ==
        "«REDIS» has a «write-ahead log»; rediscover redis_x and («redis»).");
  CHECK(found({"Redis"}, "").empty());
  CHECK(found({}, "nothing to find") == "nothing to find");
}

TEST_CASE("the longest phrase wins, and the search goes on behind it") {
  CHECK(found({"log", "log structured merge tree", "merge tree", "tree"},
              "a log structured merge log structured merge tree tree") ==
        "a «log» structured merge «log structured merge tree» «tree»");
}

TEST_CASE("blanks, hyphens and apostrophes have one spelling") {
  CHECK(found({"write-ahead log", "Amdahl's law"},
              "write ahead   log, Write‑ahead\u00A0log, amdahl’s\nlaw, write - ahead log") ==
        "«write ahead   log», «Write‑ahead\u00A0log», «amdahl’s\nlaw», write - ahead log");
}

TEST_CASE("letters of every script fold, and scripts without blanks have borders everywhere") {
  CHECK(found({"Überlast", "ΣΊΣΥΦΟΣ", "кэш"}, "die ÜBERLAST und überlastet, Σίσυφος, КЭШ, кэша") ==
        "die «ÜBERLAST» und überlastet, «Σίσυφος», «КЭШ», кэша");
  CHECK(found({"数据库", "索引"}, "关系数据库的索引和Redis") == "关系«数据库»的«索引»和Redis");
  CHECK(found({"redis", "레디스"}, "使用Redis缓存 레디스는") == "使用«Redis»缓存 «레디스»는");
}

TEST_CASE("a range may begin and end within a word") {
  const std::string text = "xRedis Redisx Redis";
  CHECK(found({"Redis"}, text, {1, 12}) == text);
  CHECK(found({"Redis"}, text, {7, 13}) == text);
  CHECK(found({"Redis"}, text, {13, 19}) == "xRedis Redisx «Redis»");
}

TEST_CASE("a refused match lets a shorter one be found") {
  PhraseFinder finder;
  for (const char* phrase : {"a", "a b", "a b c", "b c d"}) finder.add(phrase);
  PhraseFinder::Scratch scratch;
  std::string asked;
  finder.find("a b c d", {0, 7}, scratch, [&](const PhraseFinder::Match& match) {
    asked += std::to_string(match.phrase);
    return match.phrase == 3;
  });
  CHECK(asked == "2103");
}

TEST_CASE("phrases that fold to the same have one number, and some are none") {
  PhraseFinder finder;
  CHECK(finder.add("Redis") == 0);
  CHECK(finder.add(" REDIS ") == 0);
  CHECK(finder.add("C++") == 1);
  CHECK(finder.add("++") == PhraseFinder::no_phrase);
  CHECK(finder.add("") == PhraseFinder::no_phrase);
  CHECK(finder.add("a b c d e f g h i j k l m n o p q") == PhraseFinder::no_phrase);
  CHECK(finder.size() == 2);
}

// What may stand in the text is not known beforehand: many phrases with one beginning must cost nothing.
TEST_CASE("a thousand phrases are found where each stands") {
  PhraseFinder finder;
  std::string text;
  for (int i = 0; i < 1000; ++i) {
    finder.add("note number " + std::to_string(i * 7919 % 1000));
    text += "note number " + std::to_string(i) + " and ";
  }
  PhraseFinder::Scratch scratch;
  std::vector<bool> seen(1000);
  finder.find(text, {0, static_cast<std::uint32_t>(text.size())}, scratch,
              [&](const PhraseFinder::Match& match) {
                seen[match.phrase] = true;
                return true;
              });
  CHECK(std::count(seen.begin(), seen.end(), true) == 1000);
}

}  // namespace
}  // namespace loci
