// The fold, the queue, the day rule and the labels on tests/vectors/review/cases.json, which the
// browser's code runs too (tests/browser-unit/review): two languages, one truth.
// LOCI_UPDATE_GOLDEN=1 rewrites what is expected.
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/date.h"
#include "review/session.h"
#include "study/queue.h"
#include "study/schedule.h"
#include "test_places.h"

namespace loci {
namespace {

using json = nlohmann::ordered_json;

const std::string file_name = LOCI_SOURCE_DIR "/tests/vectors/review/cases.json";

json read_cases() {
  std::ifstream file(file_name);
  REQUIRE(file);
  return json::parse(file);
}

bool updating() { return std::getenv("LOCI_UPDATE_GOLDEN") != nullptr; }

json due_json(const std::optional<Due>& due) {
  if (!due) return nullptr;
  return {{due->at_instant ? "at" : "day", due->value}};
}

json state_json(const CardState* state) {
  if (state == nullptr) return nullptr;
  json out;
  out["phase"] = static_cast<int>(state->memory.phase);
  out["step"] = state->memory.step;
  out["s"] = state->memory.stability;
  out["d"] = state->memory.difficulty;
  out["reps"] = state->memory.reps;
  out["lapses"] = state->memory.lapses;
  if (state->reviewed()) out["due"] = due_json(state->due);
  if (state->reviewed()) out["first_day"] = state->first_day;
  if (state->reviewed()) out["last_day"] = state->last_day;
  if (state->suspended) out["suspended"] = true;
  if (state->buried_until != INT64_MIN) out["buried_until"] = state->buried_until;
  return out;
}

CardsConfig config_of(const json& given) {
  CardsConfig config;
  config.desired_retention = given.at("desired_retention");
  config.new_per_day = given.at("new_per_day");
  config.reviews_per_day = given.at("reviews_per_day");
  config.maximum_interval_days = given.at("maximum_interval_days");
  config.rollover_hour = given.at("rollover_hour");
  return config;
}

json expected_of(const json& given) {
  EventLog log;
  std::string text;
  for (const json& line : given.at("lines")) text += line.get<std::string>() + "\n";
  log.add_text("log", text);
  const CardsConfig config = config_of(given.at("config"));
  const Schedule schedule(log.events(), fsrs_parameters(config));
  std::vector<QueueCard> cards;
  json states = json::object();
  for (const json& card : given.at("cards")) {
    cards.push_back({card.at(0), card.at(1)});
    states[cards.back().id] = state_json(schedule.find(cards.back().id));
  }
  const Moment now{given.at("now").at("t"), given.at("now").at("tz")};
  const std::int64_t day = review_day(now, config.rollover_hour);
  const Queue queue = build_queue(cards, schedule, config, now.unix_ms, day);
  json out;
  out["day"] = day;
  out["states"] = states;
  out["learning"] = json::array();
  for (const auto card : queue.learning) out["learning"].push_back(cards[card].id);
  out["main"] = json::array();
  for (const auto card : queue.main) out["main"].push_back(cards[card].id);
  out["counts"] = {{"due", queue.counts.due},
                   {"fresh", queue.counts.fresh},
                   {"learning", queue.counts.learning}};
  out["next"] = due_json(queue.next);
  const DayCounts today = schedule.on_day(day);
  out["today"] = {
      {"introduced", today.introduced}, {"reviews", today.reviews}, {"grades", today.grades}};
  out["disagreements"] = schedule.disagreements().size();
  return out;
}

}  // namespace

TEST_CASE("the fold of a log and the queue equal the shared cases") {
  json file = read_cases();
  for (json& one : file.at("cases")) {
    INFO(one.at("name").get<std::string>());
    const json actual = expected_of(one);
    if (updating()) one["expected"] = actual;
    CHECK(one.at("expected").dump(1) == actual.dump(1));
  }
  for (json& one : file.at("spread")) {
    const auto notes = one.at("notes").get<std::vector<std::uint32_t>>();
    const std::vector<std::uint32_t> order = spread_siblings(notes);
    if (updating()) one["order"] = order;
    CHECK(one.at("order").get<std::vector<std::uint32_t>>() == order);
  }
  if (updating()) std::ofstream(file_name) << file.dump(1) << "\n";
}

TEST_CASE("damaged logs are read as in the browser") {
  const json file = read_cases();
  const json& given = file.at("damaged");
  EventLog log;
  log.add_text("log", given.at("text"));
  json ids = json::array();
  for (const Event& event : log.events()) ids.push_back(event.id);
  json problems = json::array();
  for (const LogProblem& problem : log.problems())
    problems.push_back({problem.line, problem.message});
  CHECK(ids.dump() == given.at("ids").dump());
  CHECK(problems.dump(1) == given.at("problems").dump(1));
}

TEST_CASE("the day of a review equals the shared cases: DST, the date line, the rollover") {
  const json file = read_cases();
  CHECK(file.at("days").size() == 11);
  for (const json& one : file.at("days")) {
    INFO(one.at("what").get<std::string>());
    CHECK(review_day({one.at("t"), one.at("tz")}, one.at("rollover")) ==
          one.at("day").get<std::int64_t>());
  }
}

TEST_CASE("labels of intervals equal the shared cases") {
  const json file = read_cases();
  CHECK(file.at("labels").size() == 14);
  for (const json& one : file.at("labels")) {
    Outcome outcome;
    outcome.delay_minutes = one.at(0);
    CHECK(interval_label(outcome) == one.at(1).get<std::string>());
  }
}

}  // namespace loci
