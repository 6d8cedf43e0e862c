// `loci cards stats`: what the log says about learning, and the work to come.
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands/cards_actions.h"
#include "cli/study.h"
#include "cli/table.h"
#include "study/forecast.h"
#include "study/mastery.h"

namespace loci {

namespace {

using nlohmann::ordered_json;

constexpr int forecast_days = 30;
constexpr std::array<std::string_view, 4> grade_names{"again", "hard", "good", "easy"};
constexpr std::array<std::string_view, 7> weekdays{"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};

template <class T>
ordered_json or_null(const std::optional<T>& value) {
  return value ? ordered_json(*value) : ordered_json(nullptr);
}

std::string date_text(std::int64_t day) { return to_string(date_from_days(day)); }

std::string_view weekday(std::int64_t day) {
  return weekdays[static_cast<std::size_t>((day % 7 + 7) % 7)];  // day 0 was a Thursday
}

Cell right(std::string text) { return {std::move(text), true}; }

// With one decimal.
std::string tenths(double value) {
  const auto whole = static_cast<std::int64_t>(std::lround(value * 10));
  return std::to_string(whole / 10) + "." + std::to_string(whole % 10);
}

std::string hours_text(std::int64_t ms) {
  const std::int64_t minutes = (ms + 30'000) / 60'000;
  if (minutes < 60) return std::to_string(minutes) + " min";
  return std::to_string(minutes / 60) + " h " + std::to_string(minutes % 60) + " min";
}

ordered_json retention_json(const Retention& retention) {
  return {{"passed", retention.passed},
          {"total", retention.total},
          {"rate", or_null(retention.rate())}};
}

Retention both(const RetentionRow& row) {
  return {row.young.passed + row.mature.passed, row.young.total + row.mature.total};
}

// "0 to 1", "1 to 3", … "365 and more"
std::string border_text(std::size_t bin) {
  const auto at = [](std::size_t i) { return std::to_string(std::lround(stability_borders[i])); };
  if (bin == stability_borders.size()) return at(bin - 1) + " and more";
  return (bin == 0 ? "0" : at(bin - 1)) + " to " + at(bin);
}

std::string stats_json(const Study& study, const Statistics& all,
                       const std::vector<ForecastDay>& days) {
  ordered_json out;
  out["day"] = study.day;
  out["date"] = date_text(study.day);
  out["cards"] = {{"new", all.fresh},
                  {"learning", all.learning},
                  {"young", all.young},
                  {"mature", all.mature},
                  {"suspended", all.suspended}};
  ordered_json& reviews = out["reviews"];
  for (std::size_t i = 0; i < grade_names.size(); ++i)
    reviews[std::string(grade_names[i])] = all.grades[i];
  reviews["answer_ms"] = all.answer_ms;
  out["streak"] = {{"days", all.streak}, {"longest", all.longest_streak}};
  out["true_retention"] = ordered_json::array();
  for (const RetentionRow& row : all.retention) {
    out["true_retention"].push_back({{"period", row.period},
                                     {"young", retention_json(row.young)},
                                     {"mature", retention_json(row.mature)},
                                     {"all", retention_json(both(row))}});
  }
  out["forecast"] = ordered_json::array();
  for (const ForecastDay& day : days) {
    out["forecast"].push_back({{"day", day.day},
                               {"date", date_text(day.day)},
                               {"reviews", day.reviews},
                               {"new", day.fresh},
                               {"answers", day.grades},
                               {"minutes", day.minutes}});
  }
  ordered_json& calibration = out["calibration"];
  calibration["reviews"] = all.calibration_reviews;
  calibration["log_loss"] = or_null(all.log_loss);
  calibration["error"] = all.calibration_error;
  calibration["warning"] = is_miscalibrated(all);
  calibration["deciles"] = ordered_json::array();
  for (std::size_t i = 0; i < study.history.calibration.size(); ++i) {
    const CalibrationBin& bin = study.history.calibration[i];
    const bool empty = bin.reviews == 0;
    calibration["deciles"].push_back(
        {{"from", static_cast<double>(i) / 10},
         {"to", static_cast<double>(i + 1) / 10},
         {"reviews", bin.reviews},
         {"predicted",
          empty ? ordered_json(nullptr) : ordered_json(bin.predicted_sum / bin.reviews)},
         {"actual", empty ? ordered_json(nullptr)
                          : ordered_json(static_cast<double>(bin.passed) / bin.reviews)}});
  }
  out["stability"] = ordered_json::array();
  for (std::size_t i = 0; i < all.stability.size(); ++i) {
    out["stability"].push_back(
        {{"from", i == 0 ? 0 : stability_borders[i - 1]},
         {"to", i < stability_borders.size() ? ordered_json(stability_borders[i])
                                             : ordered_json(nullptr)},
         {"cards", all.stability[i]}});
  }
  out["difficulty"] = ordered_json::array();
  for (std::size_t i = 0; i < all.difficulty.size(); ++i)
    out["difficulty"].push_back({{"from", i + 1}, {"cards", all.difficulty[i]}});
  out["calendar"] = ordered_json::array();
  for (const auto& [day, each] : study.history.days) {
    out["calendar"].push_back({{"day", day},
                               {"date", date_text(day)},
                               {"answers", each.grades},
                               {"answer_ms", each.answer_ms}});
  }
  return out.dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string head_text(const Statistics& all) {
  const std::uint32_t answers = all.grades[0] + all.grades[1] + all.grades[2] + all.grades[3];
  std::string text = "Cards    " + std::to_string(all.fresh) + " new, " +
                     std::to_string(all.learning) + " in learning, " + std::to_string(all.young) +
                     " young, " + std::to_string(all.mature) + " mature, " +
                     std::to_string(all.suspended) + " suspended\n";
  text += "Answers  " + std::to_string(answers) + " in " + hours_text(all.answer_ms);
  if (answers > 0) {
    text += " (" + tenths(static_cast<double>(all.answer_ms) / 1000 / answers) + " s each):";
    for (std::size_t i = 0; i < grade_names.size(); ++i) {
      text +=
          (i == 0 ? " " : ", ") + std::to_string(all.grades[i]) + " " + std::string(grade_names[i]);
    }
  }
  return text + "\nStreak   " + counted(all.streak, "day") + ", the longest " +
         counted(all.longest_streak, "day") + "\n";
}

std::string retention_text(const Statistics& all) {
  Rows table{{"period", "young", "of", "mature", "of", "all", "of"}, {}};
  table.rows.push_back({text_cell(""), right("young"), right("of"), right("mature"), right("of"),
                        right("all"), right("of")});
  for (const RetentionRow& row : all.retention) {
    const Retention sum = both(row);
    table.rows.push_back({text_cell(row.period), right(percent_text(row.young.rate())),
                          number_cell(row.young.total), right(percent_text(row.mature.rate())),
                          number_cell(row.mature.total), right(percent_text(sum.rate())),
                          number_cell(sum.total)});
  }
  return "\nTrue retention: answered at the first look of a day (mature: intervals of 21 days and "
         "more)\n" +
         as_text(table);
}

std::string forecast_text(const std::vector<ForecastDay>& days) {
  Rows table{{"day", "reviews", "new", "minutes"}, {}};
  table.rows.push_back({text_cell(""), right("reviews"), right("new"), right("minutes")});
  double minutes = 0;
  for (const ForecastDay& day : days) {
    table.rows.push_back({text_cell(std::string(weekday(day.day)) + " " + date_text(day.day)),
                          right(std::to_string(std::lround(day.reviews))),
                          right(std::to_string(std::lround(day.fresh))),
                          right(tenths(day.minutes))});
    minutes += day.minutes;
  }
  return "\nThe next 30 days: " + tenths(minutes / static_cast<double>(days.size())) +
         " minutes a day\n" + as_text(table);
}

// The last eight weeks, Monday to Sunday.
std::string calendar_text(const Study& study) {
  constexpr int weeks = 8;
  const std::int64_t monday = study.day - ((study.day + 3) % 7 + 7) % 7;
  Rows table{{"week", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}, {}};
  std::vector<Cell> head;
  for (const std::string_view column : table.columns)
    head.push_back(column == "week" ? text_cell("") : right(std::string(column)));
  table.rows.push_back(head);
  for (int week = weeks - 1; week >= 0; --week) {
    std::vector<Cell> row{text_cell(date_text(monday - week * 7))};
    for (std::int64_t day = monday - week * 7; day < monday - week * 7 + 7; ++day) {
      const auto found = study.history.days.find(day);
      if (day > study.day)
        row.push_back(right(""));
      else
        row.push_back(
            right(found == study.history.days.end() ? "." : std::to_string(found->second.grades)));
    }
    table.rows.push_back(std::move(row));
  }
  return "\nAnswers a day\n" + as_text(table);
}

std::string calibration_text(const Study& study, const Statistics& all) {
  if (all.calibration_reviews == 0) return "";
  Rows table{{"", "", "", ""}, {}};
  table.rows.push_back({text_cell(""), right("foretold"), right("came"), right("reviews")});
  for (std::size_t i = 0; i < study.history.calibration.size(); ++i) {
    const CalibrationBin& bin = study.history.calibration[i];
    if (bin.reviews == 0) continue;
    table.rows.push_back(
        {text_cell(std::to_string(i * 10) + " to " + std::to_string(i * 10 + 10) + " %"),
         right(percent_text(bin.predicted_sum / bin.reviews)),
         right(percent_text(static_cast<double>(bin.passed) / bin.reviews)),
         number_cell(bin.reviews)});
  }
  std::string text =
      "\nCalibration: recall that was foretold, and what came of it\n" + as_text(table);
  std::string loss = std::to_string(*all.log_loss);
  text += "log loss " + loss.substr(0, loss.size() - 2) + ", off by " +
          tenths(all.calibration_error * 100) + " points on average, " +
          counted(all.calibration_reviews, "review") + "\n";
  if (is_miscalibrated(all))
    text += "warning: that is more than 5 points: the schedule does not fit this memory well\n";
  return text;
}

std::string histograms_text(const Statistics& all) {
  Rows table{{"stability", "cards", "difficulty", "cards"}, {}};
  table.rows.push_back(
      {text_cell("days"), right("cards"), text_cell("  difficulty"), right("cards")});
  for (std::size_t i = 0; i < all.difficulty.size(); ++i) {
    const bool days = i < all.stability.size();
    const std::string from = std::to_string(i + 1);
    table.rows.push_back({text_cell(days ? border_text(i) : ""),
                          right(days ? std::to_string(all.stability[i]) : ""),
                          text_cell("  " + (i < 9 ? from + " to " + std::to_string(i + 2) : from)),
                          number_cell(all.difficulty[i])});
  }
  return "\nStability (days until recall has fallen to 90 %) and difficulty\n" + as_text(table);
}

}  // namespace

ExitCode run_cards_stats(const Options& options, const Surroundings& surroundings) {
  const Result<std::unique_ptr<Study>> opened = open_study(options, surroundings);
  if (!opened) return report(opened.error(), surroundings);
  const Study& study = **opened;
  const Statistics all = statistics_of(study.history, study.cards, *study.schedule, study.day);
  const std::vector<ForecastDay> days = forecast(study.history.habits, study.cards, *study.schedule,
                                                 study.config.cards, study.day, forecast_days);
  if (options.json) {
    surroundings.out(stats_json(study, all, days));
    return ExitCode::fine;
  }
  surroundings.out(head_text(all) + retention_text(all) + calendar_text(study) +
                   calibration_text(study, all) + histograms_text(all) + forecast_text(days));
  return ExitCode::fine;
}

}  // namespace loci
