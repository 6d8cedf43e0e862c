#include "study/fsrs_history.h"

#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "test_places.h"

namespace loci {
namespace {

std::string problem(std::string_view text) {
  const Result<std::string> replayed = replay_histories(text);
  return replayed ? "fine" : replayed.error().message;
}

// A file with one history; `step` and `config` stand in for its parts.
std::string file_of(const std::string& config, const std::string& steps) {
  return R"({"meta":{"params":{"default":[0.212,1.2931,2.3065,8.2956,6.4133,0.8334,3.0194,0.001,1.8722,0.1666,0.796,1.4835,0.0614,0.2629,1.6483,0.6014,1.8729,0.5425,0.0912,0.0658,0.1542]}},"histories":[{"id":7,"cfg":)" +
         config + R"(,"steps":)" + steps + "}]}";
}

const std::string plain =
    R"({"params":"default","retention":0.9,"max_interval":36500,"fuzz":false,"short_term":true,"learning_steps":["1m","10m"],"relearning_steps":["10m"]})";

}  // namespace

TEST_CASE("a replay of the shared histories is the shared histories") {
  std::ifstream file(LOCI_SOURCE_DIR "/tests/vectors/fsrs6/histories.json");
  REQUIRE(file);
  std::ostringstream text;
  text << file.rdbuf();
  const Result<std::string> replayed = replay_histories(text.str());
  REQUIRE(replayed);
  const auto expected = nlohmann::json::parse(text.str());
  const auto actual = nlohmann::json::parse(*replayed);
  CHECK((actual == expected));
  CHECK(actual.at("histories").size() == 374);
}

TEST_CASE("only times and grades are read from the steps") {
  CHECK(
      replay_histories(file_of(plain, R"([{"t":1767605400000,"g":3,"after":{"s":99},"mood":1}])"))
          .value_or("")
          .find(
              R"("steps":[{"t":1767605400000,"g":3,"r_before":0,"after":{"state":1,"s":2.3065,"d":2.11810397,"due":1767606000000,"ivl":0,"elapsed":0,"reps":1,"lapses":0,"step":1},"preview":{"1":[1,0.212,6.4133,1767605460000,0,0],)") !=
      std::string::npos);
}

TEST_CASE("what is wrong with a file of histories is said with the history") {
  CHECK(problem("nonsense") == "this is not a file of histories: it has no list 'histories'");
  CHECK(problem(R"({"histories":[{}]})") ==
        "history at 0: 'retention' must be a number above 0 and at most 1");
  CHECK(problem(file_of(plain, "7")) == "history 7: 'steps' is not a list");
  CHECK(problem(file_of(plain, R"([{"t":1,"g":5}])")) ==
        "history 7: a step needs a time 't' in milliseconds and a grade 'g' from 1 to 4");
  const auto with = [&](std::string_view old, std::string_view instead) {
    std::string config = plain;
    config.replace(config.find(old), old.size(), instead);
    return problem(file_of(config, "[]"));
  };
  CHECK(with("\"default\"", "\"mine\"") ==
        "history 7: 'params' names no list of weights in 'meta'");
  CHECK(with("36500", "0") == "history 7: 'max_interval' must be a number of days from 1 to 36500");
  CHECK(with("false", "1") == "history 7: 'fuzz' and 'short_term' must be true or false");
  CHECK(with("\"1m\"", "\"1x\"") ==
        "history 7: 'learning_steps' and 'relearning_steps' must be lists like [\"1m\",\"10m\"]");
  CHECK(problem(file_of(plain, "[" + std::string(100'000, '[') + std::string(100'000, ']') + "]"))
            .starts_with("history 7: a step needs a time"));
}

}  // namespace loci
