// What a log says about learning: how much was kept, how well the model foretold it, how much there
// is to come (the last is study/forecast.h).
//
// A StudyHistory gathers while the log is folded; Statistics reads it together with the schedule.
// The browser's twin is assets/lib/review/stats.ts; both answer
// tests/vectors/review/statistics.json.
//
//     StudyHistory history;
//     Schedule schedule(log.events(), parameters, [&](const ReplayedReview& r) { history.add(r); });
//     Statistics statistics = statistics_of(history, cards, schedule, today);
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "study/queue.h"
#include "study/schedule.h"

namespace loci {

struct Retention {
  std::uint32_t passed = 0;  // hard, good or easy
  std::uint32_t total = 0;

  std::optional<double> rate() const;
  friend bool operator==(const Retention&, const Retention&) = default;
};

// A card whose interval is at least this long is mature: Anki's word, and Anki's border.
constexpr std::int64_t mature_days = 21;

// One day of the calendar. True retention counts reviews of cards that had left the steps, each
// card once a day: a step, or a second look on the same day, says nothing about memory over days.
struct StudyDay {
  std::uint32_t grades = 0;
  std::int64_t answer_ms = 0;
  Retention young;
  Retention mature;
};

// Reviews whose recall was foretold alike, and what came of them.
struct CalibrationBin {
  std::uint32_t reviews = 0;
  std::uint32_t passed = 0;
  double predicted_sum = 0;
};

// How somebody grades and how long an answer takes; the simulation of study/forecast.h reads it.
struct Habits {
  std::array<std::uint32_t, 4> first_grades{};   // of new cards
  std::array<std::uint32_t, 4> step_grades{};    // within the steps
  std::array<std::uint32_t, 4> review_grades{};  // of reviews
  std::array<std::int64_t, 4> step_ms{};         // time for the grades of new cards and steps
  std::array<std::int64_t, 4> review_ms{};
  double expected_lapses = 0;  // of the reviews of true retention, as the model foretold
  std::uint32_t lapses = 0;
};

struct StudyHistory {
  std::map<std::int64_t, StudyDay> days;       // only those with a grade
  std::array<CalibrationBin, 10> calibration;  // by tenths of the recall foretold
  double log_loss_sum = 0;
  Habits habits;

  void add(const ReplayedReview& review);
};

struct RetentionRow {
  std::string_view period;  // "today", "week", "month", "year", "all"
  Retention young;
  Retention mature;
};

struct Statistics {
  // The cards of the site by what is known of them.
  std::uint32_t fresh = 0, learning = 0, young = 0, mature = 0, suspended = 0;
  std::array<RetentionRow, 5> retention;
  std::array<std::uint32_t, 4> grades{};  // again, hard, good, easy; all of the log
  std::int64_t answer_ms = 0;
  std::uint32_t streak = 0;          // days in a row with a review, to today or yesterday
  std::uint32_t longest_streak = 0;  // of the log
  // Of the reviews that count for true retention; nothing below one.
  std::optional<double> log_loss;
  std::uint32_t calibration_reviews = 0;
  // The mean difference between what was foretold and what came, in the bins, weighted by reviews.
  double calibration_error = 0;
  // The cards that are known and not suspended. The borders of stability are stability_borders.
  std::array<std::uint32_t, 9> stability{};
  std::array<std::uint32_t, 10> difficulty{};  // 1 to 2, 2 to 3, … 9 to 10, 10
};

// Days; the first bin of the histogram is below the first of them, the last from the last on.
constexpr std::array<double, 8> stability_borders{1, 3, 7, 14, 30, 90, 180, 365};

Statistics statistics_of(const StudyHistory& history, std::span<const QueueCard> cards,
                         const Schedule& schedule, std::int64_t day);

// From here on the model is said to be wrong about this reader: five points, on enough reviews that
// chance alone seldom does it.
bool is_miscalibrated(const Statistics& statistics);

}  // namespace loci
