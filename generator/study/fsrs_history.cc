#include "study/fsrs_history.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "base/text.h"
#include "study/fsrs.h"

namespace loci {

namespace {

using json = nlohmann::ordered_json;

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t minute_ms = 60'000;
// Nothing a clock can say is larger, and differences of such times fit.
constexpr double most_ms = 8.64e15;

Error wrong(const std::string& where, const std::string& what) {
  return {where + ": " + what, {}, ErrorKind::content};
}

// What is there under a name; null when it is not.
const json& field(const json& object, const char* name) {
  static const json nothing;
  if (!object.is_object()) return nothing;
  const auto found = object.find(name);
  return found == object.end() ? nothing : *found;
}

std::optional<std::int64_t> whole(const json& value, double least, double most) {
  if (!value.is_number()) return std::nullopt;
  const double number = value.get<double>();
  if (number != std::floor(number) || number < least || number > most) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

// JSON knows one kind of number: 7 and 7.0 are written alike, as JavaScript does.
json number(double value) {
  if (value == std::floor(value) && std::abs(value) < 9e15) return static_cast<std::int64_t>(value);
  return value;
}

// A number as JavaScript prints it, within the range that D*S has.
std::string number_text(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

// "1m", "2h", "3d" in minutes.
std::optional<std::vector<int>> minutes_of(const json& steps) {
  if (!steps.is_array()) return std::nullopt;
  std::vector<int> minutes;
  for (const json& step : steps) {
    if (!step.is_string()) return std::nullopt;
    const std::string_view text = step.get_ref<const std::string&>();
    const std::optional<std::int64_t> amount =
        parse_integer(text.substr(0, text.empty() ? 0 : text.size() - 1));
    const std::size_t unit =
        text.empty() ? std::string_view::npos : std::string_view("mhd").find(text.back());
    if (!amount || *amount < 0 || *amount > 100'000 || unit == std::string_view::npos)
      return std::nullopt;
    constexpr int unit_minutes[] = {1, 60, 1440};
    minutes.push_back(static_cast<int>(*amount) * unit_minutes[unit]);
  }
  return minutes;
}

std::optional<std::vector<double>> weights_of(const json& file, const json& name) {
  if (!name.is_string()) return std::nullopt;
  const json& list =
      field(field(field(file, "meta"), "params"), name.get_ref<const std::string&>().c_str());
  if (!list.is_array()) return std::nullopt;
  std::vector<double> weights;
  for (const json& weight : list) {
    if (!weight.is_number()) return std::nullopt;
    weights.push_back(weight.get<double>());
  }
  return weights;
}

Result<FsrsParameters> parameters_of(const json& file, const json& config,
                                     const std::string& where) {
  FsrsParameters parameters;
  const json& retention = field(config, "retention");
  if (!retention.is_number() || retention.get<double>() <= 0 || retention.get<double>() > 1)
    return wrong(where, "'retention' must be a number above 0 and at most 1");
  parameters.desired_retention = retention.get<double>();
  const std::optional<std::int64_t> most = whole(field(config, "max_interval"), 1, 36500);
  if (!most) return wrong(where, "'max_interval' must be a number of days from 1 to 36500");
  parameters.maximum_interval_days = static_cast<int>(*most);
  const json& fuzz = field(config, "fuzz");
  const json& short_term = field(config, "short_term");
  if (!fuzz.is_boolean() || !short_term.is_boolean())
    return wrong(where, "'fuzz' and 'short_term' must be true or false");
  parameters.fuzz = fuzz.get<bool>();
  parameters.short_term = short_term.get<bool>();
  const auto learning = minutes_of(field(config, "learning_steps"));
  const auto relearning = minutes_of(field(config, "relearning_steps"));
  if (!learning || !relearning)
    return wrong(where,
                 "'learning_steps' and 'relearning_steps' must be lists like [\"1m\",\"10m\"]");
  parameters.learning_steps = *learning;
  parameters.relearning_steps = *relearning;
  const auto weights = weights_of(file, field(config, "params"));
  if (!weights) return wrong(where, "'params' names no list of weights in 'meta'");
  parameters.weights =
      migrate_weights(*weights, parameters.relearning_steps.size(), parameters.short_term);
  return parameters;
}

// [state, stability, difficulty, due, interval in days, step]
json preview_row(const Outcome& outcome, std::int64_t t) {
  return json::array({static_cast<int>(outcome.memory.phase), number(outcome.memory.stability),
                      number(outcome.memory.difficulty), t + outcome.delay_minutes * minute_ms,
                      outcome.interval_days, outcome.memory.step});
}

std::int64_t calendar_day(std::int64_t t) { return t / day_ms - (t % day_ms < 0 ? 1 : 0); }

// ts-fsrs's two ways to make a seed: of the time, and of a card's id.
std::string seed_of(const json& history, const MemoryState& memory, std::int64_t t) {
  const std::uint32_t reps = memory.reps + 1;
  const json& id = field(history, "cid");
  if (field(field(history, "cfg"), "seed") == "card_id" && id.is_string())
    return id.get<std::string>() + std::to_string(reps);
  return std::to_string(t) + "_" + std::to_string(reps) + "_" +
         number_text(memory.difficulty * memory.stability);
}

Status replay_history(const json& file, json& history, const std::string& where) {
  const Result<FsrsParameters> parameters = parameters_of(file, field(history, "cfg"), where);
  if (!parameters) return parameters.error();
  if (!field(history, "steps").is_array()) return wrong(where, "'steps' is not a list");
  const Fsrs fsrs(*parameters);
  MemoryState memory;
  std::int64_t last = 0;
  json steps = json::array();
  for (const json& given : history.at("steps")) {
    const auto t = whole(field(given, "t"), -most_ms, most_ms);
    const auto grade = whole(field(given, "g"), 1, 4);
    if (!t || !grade)
      return wrong(where, "a step needs a time 't' in milliseconds and a grade 'g' from 1 to 4");
    const bool first = memory.reps == 0;
    const auto elapsed = first ? 0
                               : static_cast<int>(std::clamp<std::int64_t>(
                                     calendar_day(*t) - calendar_day(last), 0, 100'000'000));
    // For this one number ts-fsrs counts blocks of 24 hours.
    const double recall =
        first ? 0
              : fsrs.retrievability(
                    static_cast<double>(std::max<std::int64_t>(0, (*t - last) / day_ms)),
                    memory.stability);
    const std::string seed = seed_of(history, memory, *t);
    const std::array<Outcome, 4> choices = fsrs.preview(memory, elapsed, seed);
    const Outcome& outcome = choices[static_cast<std::size_t>(*grade) - 1];
    json step;
    step["t"] = *t;
    step["g"] = *grade;
    step["r_before"] = number(recall);
    if (parameters->fuzz) step["seed"] = seed;
    step["after"] = {{"state", static_cast<int>(outcome.memory.phase)},
                     {"s", number(outcome.memory.stability)},
                     {"d", number(outcome.memory.difficulty)},
                     {"due", *t + outcome.delay_minutes * minute_ms},
                     {"ivl", outcome.interval_days},
                     {"elapsed", elapsed},
                     {"reps", outcome.memory.reps},
                     {"lapses", outcome.memory.lapses},
                     {"step", outcome.memory.step}};
    json& preview = step["preview"];
    for (const Grade each : all_grades)
      preview[std::to_string(static_cast<int>(each))] = preview_row(choices[index_of(each)], *t);
    steps.push_back(std::move(step));
    memory = outcome.memory;
    last = *t;
  }
  history["steps"] = std::move(steps);
  return Done{};
}

}  // namespace

Result<std::string> replay_histories(std::string_view text) {
  constexpr int deepest = 32;  // the format has six levels; what nests deeper is left out
  const auto bounded = [](int depth, json::parse_event_t, json&) { return depth <= deepest; };
  json file = json::parse(text, bounded, /*allow_exceptions=*/false);
  if (!file.is_object() || !field(file, "histories").is_array())
    return Error{"this is not a file of histories: it has no list 'histories'",
                 {"tests/vectors/fsrs6/histories.json is one"},
                 ErrorKind::content};
  std::size_t position = 0;
  for (json& history : file["histories"]) {
    const json& id = field(history, "id");
    const std::string where =
        "history " +
        (id.is_number() || id.is_string() ? id.dump() : "at " + std::to_string(position));
    if (Status replayed = replay_history(file, history, where); !replayed)
      return std::move(replayed).error();
    ++position;
  }
  return file.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace loci
