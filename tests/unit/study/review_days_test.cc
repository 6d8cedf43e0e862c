// The civil day around every clock change of 2026 in six zones, and that the fuzz on a button is the fuzz of the review.
// The browser runs the same vectors (tests/browser-unit/review/days.test.ts).
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/date.h"
#include "study/fsrs.h"
#include "test_places.h"

namespace loci {
namespace {

using json = nlohmann::ordered_json;

json read(const std::string& name) {
  std::ifstream file(LOCI_SOURCE_DIR "/tests/vectors/review/" + name);
  REQUIRE(file);
  return json::parse(file);
}

}  // namespace

TEST_CASE("the day is right around every clock change of 2026 in six zones") {
  const json file = read("days.json");
  std::size_t moments = 0;
  std::size_t wrong = 0;
  for (const json& change : file.at("changes")) {
    for (const json& at : change.at("moments")) {
      const Moment moment{at.at(0), at.at(1)};
      if (review_day(moment, 0) != at.at(2).get<std::int64_t>()) ++wrong;
      if (review_day(moment, 4) != at.at(3).get<std::int64_t>()) ++wrong;
      ++moments;
    }
  }
  CHECK(file.at("changes").size() == 12);
  CHECK(moments == 912);
  CHECK(wrong == 0);
}

TEST_CASE("the offset that the system states at those moments is the one of the zone") {
  const char* before = std::getenv("TZ");
  const std::string kept = before != nullptr ? before : "";
  std::size_t wrong = 0;
  const json file = read("days.json");
  for (const json& change : file.at("changes")) {
    const std::string zone = change.at("zone");
    if (!std::ifstream("/usr/share/zoneinfo/" + zone)) continue;  // a system without zones
    ::setenv("TZ", zone.c_str(), 1);
    ::tzset();
    for (const json& at : change.at("moments")) {
      const std::time_t seconds = at.at(0).get<std::int64_t>() / 1000;
      std::tm local{};
      ::localtime_r(&seconds, &local);
      if (local.tm_gmtoff / 60 != at.at(1).get<long>()) ++wrong;
    }
  }
  if (before != nullptr) {
    ::setenv("TZ", kept.c_str(), 1);
  } else {
    ::unsetenv("TZ");
  }
  ::tzset();
  CHECK(wrong == 0);
}

// Fifty cards graded in the same way: the four intervals before each review. LOCI_UPDATE_GOLDEN=1
// rewrites the file; read the diff.
TEST_CASE("fuzzed intervals of a card and a repetition equal the shared vectors") {
  json file = read("fuzz.json");
  const Fsrs fsrs{FsrsParameters{}};
  json rows = json::array();
  std::size_t different = 0;
  for (const json& card : file.at("cards")) {
    MemoryState memory;
    json row = json::array();
    for (const json& step : file.at("reviews")) {
      const int elapsed = step.at(0);
      const auto grade = static_cast<Grade>(step.at(1).get<int>());
      const std::string seed = fuzz_seed(card.get<std::string>(), memory.reps + 1);
      const auto choices = fsrs.preview(memory, elapsed, seed);
      json intervals = json::array();
      for (const Outcome& outcome : choices) intervals.push_back(outcome.interval_days);
      row.push_back(intervals);
      // What is asked again, at whatever time, is answered alike; and what is given was shown.
      if (fsrs.next(memory, elapsed, grade, seed) != choices[index_of(grade)]) ++different;
      memory = choices[index_of(grade)].memory;
    }
    rows.push_back(row);
  }
  CHECK(different == 0);
  if (std::getenv("LOCI_UPDATE_GOLDEN") != nullptr) {
    file["intervals"] = rows;
    std::ofstream out(LOCI_SOURCE_DIR "/tests/vectors/review/fuzz.json");
    out << "{\n \"about\": " << file.at("about").dump()
        << ",\n \"cards\": " << file.at("cards").dump()
        << ",\n \"reviews\": " << file.at("reviews").dump() << ",\n \"intervals\": [";
    for (std::size_t i = 0; i < rows.size(); ++i)
      out << (i > 0 ? ",\n  " : "\n  ") << rows[i].dump();
    out << "\n ]\n}\n";
  }
  CHECK(file.at("intervals").dump() == rows.dump());
}

}  // namespace loci
