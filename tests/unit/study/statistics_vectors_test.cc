// Mastery, statistics and forecast on tests/vectors/review/statistics.json, which the browser's code runs too: two
// languages, one truth, to a millionth. LOCI_UPDATE_GOLDEN=1 rewrites what is expected.
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "study/forecast.h"
#include "study/mastery.h"
#include "study/statistics.h"
#include "test_places.h"

namespace loci {
namespace {

using json = nlohmann::ordered_json;

const std::string file_name = LOCI_SOURCE_DIR "/tests/vectors/review/statistics.json";

template <class T>
json or_null(const std::optional<T>& value) {
  return value ? json(*value) : json(nullptr);
}

json mastery_json(const Mastery& mastery) {
  return {{"cards", mastery.cards},
          {"fresh", mastery.fresh},
          {"suspended", mastery.suspended},
          {"known", mastery.known},
          {"at_risk", mastery.at_risk},
          {"due", mastery.due},
          {"next_due_day", or_null(mastery.next_due_day)},
          {"mean_recall", or_null(mastery.mean_recall())},
          {"share_at_risk", or_null(mastery.share_at_risk())}};
}

json retention_json(const Retention& retention) {
  return {{"passed", retention.passed}, {"total", retention.total}};
}

json statistics_json(const StudyHistory& history, const Statistics& all) {
  json out;
  out["counts"] = {all.fresh, all.learning, all.young, all.mature, all.suspended};
  for (const RetentionRow& row : all.retention) {
    out["retention"].push_back({{"period", row.period},
                                {"young", retention_json(row.young)},
                                {"mature", retention_json(row.mature)}});
  }
  out["grades"] = all.grades;
  out["answer_ms"] = all.answer_ms;
  out["streaks"] = {all.streak, all.longest_streak};
  out["log_loss"] = or_null(all.log_loss);
  out["calibration_error"] = all.calibration_error;
  for (const CalibrationBin& bin : history.calibration)
    out["calibration"].push_back({bin.reviews, bin.passed, bin.predicted_sum});
  out["stability"] = all.stability;
  out["difficulty"] = all.difficulty;
  for (const auto& [day, study] : history.days)
    out["calendar"].push_back({day, study.grades, study.answer_ms});
  return out;
}

// Equal, numbers to a millionth of themselves.
bool is_near(const json& a, const json& b) {
  if (a.is_number() && b.is_number()) {
    const double x = a.get<double>();
    const double y = b.get<double>();
    return std::abs(x - y) <= 1e-6 * std::max(1.0, std::abs(x));
  }
  if (a.is_structured() && a.type() == b.type() && a.size() == b.size()) {
    auto other = b.begin();
    for (auto at = a.begin(); at != a.end(); ++at, ++other) {
      if (a.is_object() && at.key() != other.key()) return false;
      if (!is_near(*at, *other)) return false;
    }
    return true;
  }
  return a == b;
}

}  // namespace

TEST_CASE("mastery, statistics and forecast equal the shared vectors") {
  std::ifstream in(file_name);
  REQUIRE(in);
  json file = json::parse(in);
  EventLog log;
  std::string text;
  for (const json& line : file.at("lines")) text += line.get<std::string>() + "\n";
  log.add_text("log", text);
  REQUIRE(log.problems().empty());
  CardsConfig config;
  config.desired_retention = file.at("config").at("desired_retention");
  config.new_per_day = file.at("config").at("new_per_day");
  const std::int64_t day = file.at("day");
  const auto slugs = file.at("slugs").get<std::vector<std::string>>();
  std::vector<QueueCard> cards;
  for (const json& card : file.at("cards")) cards.push_back({card.at(0), card.at(1)});

  StudyHistory history;
  const Schedule schedule(log.events(), fsrs_parameters(config),
                          [&](const ReplayedReview& review) { history.add(review); });
  json actual;
  const auto notes = mastery_of_notes(cards, slugs.size(), schedule, day, config.desired_retention);
  for (const Mastery& mastery : notes) actual["notes"].push_back(mastery_json(mastery));
  for (const FolderMastery& folder : mastery_of_folders(slugs, notes))
    actual["folders"].push_back({folder.folder, mastery_json(folder.mastery)});
  actual["statistics"] = statistics_json(history, statistics_of(history, cards, schedule, day));
  for (const ForecastDay& each : forecast(history.habits, cards, schedule, config, day, 30))
    actual["forecast"].push_back({each.day, each.reviews, each.fresh, each.grades, each.minutes});

  if (std::getenv("LOCI_UPDATE_GOLDEN") != nullptr) {
    std::ofstream out(file_name);
    out << "{\"about\":" << file.at("about").dump() << ",\n\"day\":" << day
        << ",\"config\":" << file.at("config").dump() << ",\n\"slugs\":" << file.at("slugs").dump()
        << ",\n\"cards\":" << file.at("cards").dump() << ",\n\"lines\":[\n";
    const json& lines = file.at("lines");
    for (std::size_t i = 0; i < lines.size(); ++i) out << (i > 0 ? ",\n" : "") << lines[i].dump();
    out << "],\n\"expected\":" << actual.dump(1) << "}\n";
    file["expected"] = actual;
  }
  for (const auto& [name, part] : actual.items()) {
    INFO(name << " is " << part.dump() << ", expected " << file.at("expected").at(name).dump());
    CHECK(is_near(part, file.at("expected").at(name)));
  }
}

TEST_CASE("mastery of nothing is nothing, and a folder holds what is below it") {
  const Schedule schedule({}, FsrsParameters{});
  Mastery mastery;
  CHECK_FALSE(mastery.mean_recall());
  add_card(mastery, schedule, "new", 20779, 0.9);
  CHECK(mastery.fresh == 1);
  CHECK_FALSE(mastery.share_at_risk());
  const std::vector<std::string> slugs{"a/b/c", "a/d", "e", "f/g"};
  Mastery one;
  one.cards = one.known = 1;
  one.recall_sum = 0.5;
  one.next_due_day = 7;
  Mastery two = one;
  two.next_due_day = 3;
  const auto folders = mastery_of_folders(slugs, std::vector<Mastery>{one, two, one, Mastery{}});
  std::string text;
  for (const FolderMastery& folder : folders) {
    text += "'" + folder.folder + "' " + std::to_string(folder.mastery.cards) + " " +
            std::to_string(*folder.mastery.next_due_day) + "; ";
  }
  CHECK(text == "'' 3 3; 'a' 2 3; 'a/b' 1 7; ");
}

TEST_CASE("the mastery of two thousand notes takes less than ten milliseconds") {
  EventLog log;
  std::vector<QueueCard> cards;
  std::string text;
  for (std::uint32_t i = 0; i < 6000; ++i) {
    cards.push_back({"c-" + std::to_string(i), i / 3});
    text += R"({"v":1,"id":")" + std::to_string(i) + R"(","t":1,"day":20700,"c":"c-)" +
            std::to_string(i) + R"(","g":4,"due":20710})" + "\n";
  }
  log.add_text("log", text);
  const Schedule schedule(log.events(), FsrsParameters{});
  const auto notes = mastery_of_notes(cards, 2000, schedule, 20779, 0.9);
  CHECK(notes.size() == 2000);
  CHECK(notes[1999].known == 3);
}

}  // namespace loci
