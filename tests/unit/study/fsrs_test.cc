// FSRS-6 against everything ts-fsrs 5.4.2 answered: tests/vectors/fsrs6 (tests/browser-unit/review
// runs the same files).
#include "study/fsrs.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "study/alea.h"
#include "test_places.h"

namespace loci {
namespace {

using nlohmann::json;

json vectors(const std::string& name) {
  std::ifstream file(LOCI_SOURCE_DIR "/tests/vectors/fsrs6/" + name);
  REQUIRE(file);
  return json::parse(file);
}

std::vector<int> minutes_of(const json& steps) {
  std::vector<int> minutes;
  for (const std::string& step : steps.get<std::vector<std::string>>()) {
    const int number = std::atoi(step.c_str());
    minutes.push_back(step.back() == 'd'   ? number * 1440
                      : step.back() == 'h' ? number * 60
                                           : number);
  }
  return minutes;
}

std::vector<double> weights_of(const json& sets, const std::string& name) {
  return sets.at(name).get<std::vector<double>>();
}

FsrsParameters parameters_of(const json& config, const json& sets) {
  FsrsParameters parameters;
  parameters.desired_retention = config.at("retention");
  parameters.maximum_interval_days = config.at("max_interval");
  parameters.fuzz = config.at("fuzz");
  parameters.short_term = config.at("short_term");
  parameters.learning_steps = minutes_of(config.at("learning_steps"));
  parameters.relearning_steps = minutes_of(config.at("relearning_steps"));
  parameters.weights = migrate_weights(weights_of(sets, config.at("params")),
                                       parameters.relearning_steps.size(), parameters.short_term);
  return parameters;
}

// [state, stability, difficulty, due, interval in days, step], as the vectors have it.
json preview_row(const Outcome& outcome, std::int64_t t) {
  return json::array({static_cast<int>(outcome.memory.phase), outcome.memory.stability,
                      outcome.memory.difficulty, t + outcome.delay_minutes * 60000,
                      outcome.interval_days, outcome.memory.step});
}

}  // namespace

TEST_CASE("fsrs equals ts-fsrs in every review and every preview of the shared histories") {
  const json file = vectors("histories.json");
  std::size_t reviews = 0;
  std::size_t previews = 0;
  std::string first_difference;
  for (const json& history : file.at("histories")) {
    const Fsrs fsrs(parameters_of(history.at("cfg"), file.at("meta").at("params")));
    MemoryState memory;
    MemoryState remembered;
    for (const json& step : history.at("steps")) {
      const json& after = step.at("after");
      const std::int64_t t = step.at("t");
      const int elapsed = after.at("elapsed");
      const std::string seed = step.value("seed", "");
      const auto choices = fsrs.preview(memory, elapsed, seed);
      for (const Grade grade : all_grades) {
        const json expected = step.at("preview").at(std::to_string(static_cast<int>(grade)));
        const json actual = preview_row(choices[index_of(grade)], t);
        ++previews;
        if (expected != actual && first_difference.empty()) {
          first_difference = "history " + history.at("id").dump() + " at " + step.at("t").dump() +
                             " grade " + std::to_string(static_cast<int>(grade)) + ": expected " +
                             expected.dump() + ", got " + actual.dump();
        }
      }
      const auto grade = static_cast<Grade>(step.at("g").get<int>());
      remembered = fsrs.remember(memory, elapsed, grade);
      memory = choices[index_of(grade)].memory;
      const MemoryState expected{static_cast<Phase>(after.at("state").get<int>()),
                                 after.at("step"),
                                 after.at("s"),
                                 after.at("d"),
                                 after.at("reps"),
                                 after.at("lapses")};
      ++reviews;
      if ((memory != expected || remembered != expected) && first_difference.empty()) {
        first_difference =
            "history " + history.at("id").dump() + " at " + step.at("t").dump() + ": memory";
      }
    }
  }
  CHECK(first_difference == "");
  CHECK(reviews == 3205);
  CHECK(previews == 4 * 3205);
}

TEST_CASE("fsrs gives the recall that ts-fsrs gives before each review") {
  const json file = vectors("histories.json");
  std::size_t wrong = 0;
  for (const json& history : file.at("histories")) {
    const Fsrs fsrs(parameters_of(history.at("cfg"), file.at("meta").at("params")));
    double stability = 0;
    std::int64_t last = 0;
    for (const json& step : history.at("steps")) {
      const std::int64_t t = step.at("t");
      if (stability != 0) {
        // ts-fsrs counts blocks of 24 hours for this one number.
        const auto days = static_cast<double>((t - last) / 86400000);
        if (fsrs.retrievability(days, stability) != step.at("r_before").get<double>()) ++wrong;
      }
      stability = step.at("after").at("s");
      last = t;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("fsrs curve, decay and factor equal the vectors") {
  const json file = vectors("primitives.json");
  for (const json& row : file.at("decay_factor")) {
    const ForgettingCurve curve = forgetting_curve(row.at("w20"));
    CHECK(curve.decay == row.at("decay").get<double>());
    CHECK(curve.factor == row.at("factor").get<double>());
  }
  for (const json& row : file.at("curve")) {
    FsrsParameters parameters;
    parameters.weights[20] = row.at("w20");
    CHECK(Fsrs(parameters).retrievability(row.at("t"), row.at("s")) == row.at("r").get<double>());
  }
}

TEST_CASE("fsrs intervals at every retention equal the vectors") {
  const json file = vectors("primitives.json");
  for (const json& row : file.at("interval")) {
    FsrsParameters parameters;
    parameters.weights =
        migrate_weights(weights_of(file.at("meta").at("params"), row.at("params")), 1, true);
    parameters.desired_retention = row.at("rr");
    parameters.fuzz = false;
    const Fsrs fsrs(parameters);
    CHECK(fsrs.interval_modifier() == row.at("modifier").get<double>());
    CHECK(fsrs.plain_interval(row.at("s")) == row.at("ivl").get<int>());
  }
}

TEST_CASE("fuzz ranges equal the vectors") {
  const json file = vectors("primitives.json");
  CHECK(file.at("fuzz_range").size() == 216);
  for (const json& row : file.at("fuzz_range")) {
    CHECK(fuzz_range(row.at("ivl"), row.at("elapsed"), row.at("max")) ==
          FuzzRange{row.at("min_ivl"), row.at("max_ivl")});
  }
}

TEST_CASE("alea gives the doubles of the vectors, also for seeds outside ASCII") {
  const json file = vectors("primitives.json");
  CHECK(file.at("alea").size() == 8);
  for (const json& row : file.at("alea")) {
    Alea alea(row.at("seed").get<std::string>());
    for (const json& out : row.at("out")) CHECK(alea.next() == out.get<double>());
  }
}

TEST_CASE("weights are clipped as ts-fsrs clips them") {
  const json file = vectors("primitives.json");
  for (const json& row : file.at("clip")) {
    const std::vector<double> given = weights_of(file.at("meta").at("params"), row.at("params"));
    FsrsWeights weights{};
    std::copy(given.begin(), given.end(), weights.begin());
    CHECK(clip_weights(weights, row.at("relearning"), row.at("short_term")) ==
          row.at("w").get<FsrsWeights>());
  }
}

TEST_CASE("weights of older versions are migrated as ts-fsrs migrates them") {
  const json file = vectors("primitives.json");
  for (const json& row : file.at("migrate")) {
    CHECK(migrate_weights(weights_of(file.at("meta").at("params"), row.at("params")),
                          row.at("relearning"),
                          row.at("short_term")) == row.at("w").get<FsrsWeights>());
  }
}

TEST_CASE(
    "weights of an unknown length give the defaults, and those that are no numbers the lower "
    "bound") {
  CHECK(migrate_weights(std::vector<double>(5, 1.0), 1, true) == default_fsrs_weights);
  FsrsWeights weights = default_fsrs_weights;
  weights[0] = std::numeric_limits<double>::quiet_NaN();
  CHECK(clip_weights(weights, 1, true)[0] == 0.001);
}

TEST_CASE("the seed of fuzz is the card and the number of reviews") {
  CHECK(fuzz_seed("c-7f3k2m9q", 12) == "c-7f3k2m9q_12");
}

TEST_CASE("next gives what preview promised") {
  const Fsrs fsrs{FsrsParameters{}};
  MemoryState memory;
  for (const Grade grade :
       {Grade::good, Grade::good, Grade::hard, Grade::again, Grade::good, Grade::easy}) {
    const std::string seed = fuzz_seed("c-1", memory.reps + 1);
    const Outcome outcome = fsrs.next(memory, 3, grade, seed);
    CHECK(outcome == fsrs.preview(memory, 3, seed)[index_of(grade)]);
    memory = outcome.memory;
  }
}

}  // namespace loci
