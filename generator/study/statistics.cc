#include "study/statistics.h"

#include <algorithm>
#include <cmath>

namespace loci {

std::optional<double> Retention::rate() const {
  if (total == 0) return std::nullopt;
  return static_cast<double>(passed) / total;
}

void StudyHistory::add(const ReplayedReview& review) {
  const Event& event = review.event;
  const std::size_t grade = index_of(event.grade);
  const bool passed = event.grade != Grade::again;
  StudyDay& day = days[event.day];
  ++day.grades;
  day.answer_ms += event.answer_ms;
  const Phase phase = review.before.memory.phase;
  if (phase != Phase::review) {
    ++(phase == Phase::fresh ? habits.first_grades : habits.step_grades)[grade];
    habits.step_ms[grade] += event.answer_ms;
    return;
  }
  ++habits.review_grades[grade];
  habits.review_ms[grade] += event.answer_ms;
  if (review.elapsed_days < 1) return;

  const std::int64_t interval = review.before.due.value - review.before.last_day;
  Retention& retention = interval < mature_days ? day.young : day.mature;
  ++retention.total;
  if (passed) ++retention.passed;
  habits.expected_lapses += 1 - review.recall;
  if (!passed) ++habits.lapses;
  CalibrationBin& bin =
      calibration[static_cast<std::size_t>(std::clamp(std::floor(review.recall * 10), 0.0, 9.0))];
  ++bin.reviews;
  if (passed) ++bin.passed;
  bin.predicted_sum += review.recall;
  // A certainty that fails would weigh more than all the rest.
  constexpr double nearly_never = 1e-8;
  const double recall = std::clamp(review.recall, nearly_never, 1 - nearly_never);
  log_loss_sum -= passed ? std::log(recall) : std::log(1 - recall);
}

namespace {

void add(Retention& into, const Retention& other) {
  into.passed += other.passed;
  into.total += other.total;
}

// Days in a row that end today or, when nothing was done today yet, yesterday; and the longest.
void count_streaks(Statistics& statistics, const std::map<std::int64_t, StudyDay>& days,
                   std::int64_t today) {
  std::uint32_t run = 0;
  std::int64_t last = 0;
  for (const auto& [day, study] : days) {
    if (day > today) break;  // a clock that was ahead
    run = run > 0 && day == last + 1 ? run + 1 : 1;
    last = day;
    statistics.longest_streak = std::max(statistics.longest_streak, run);
  }
  if (run > 0 && last >= today - 1) statistics.streak = run;
}

void count_card(Statistics& statistics, const CardState* state) {
  if (state != nullptr && state->suspended) {
    ++statistics.suspended;
    return;
  }
  if (state == nullptr || !state->reviewed()) {
    ++statistics.fresh;
    return;
  }
  if (state->memory.phase != Phase::review) {
    ++statistics.learning;
  } else if (state->due.value - state->last_day < mature_days) {
    ++statistics.young;
  } else {
    ++statistics.mature;
  }
  const auto border =
      std::upper_bound(stability_borders.begin(), stability_borders.end(), state->memory.stability);
  ++statistics.stability[static_cast<std::size_t>(border - stability_borders.begin())];
  ++statistics.difficulty[static_cast<std::size_t>(
      std::clamp(std::floor(state->memory.difficulty) - 1, 0.0, 9.0))];
}

}  // namespace

Statistics statistics_of(const StudyHistory& history, std::span<const QueueCard> cards,
                         const Schedule& schedule, std::int64_t day) {
  Statistics statistics;
  for (const QueueCard& card : cards) count_card(statistics, schedule.find(card.id));

  constexpr std::array<std::string_view, 5> periods{"today", "week", "month", "year", "all"};
  const std::array<std::int64_t, 5> first_days{day, day - 6, day - 29, day - 364, INT64_MIN};
  for (std::size_t i = 0; i < periods.size(); ++i) {
    statistics.retention[i].period = periods[i];
    for (auto at = history.days.lower_bound(first_days[i]); at != history.days.end(); ++at) {
      add(statistics.retention[i].young, at->second.young);
      add(statistics.retention[i].mature, at->second.mature);
    }
  }
  for (std::size_t i = 0; i < statistics.grades.size(); ++i) {
    statistics.grades[i] = history.habits.first_grades[i] + history.habits.step_grades[i] +
                           history.habits.review_grades[i];
  }
  for (const auto& [date, study] : history.days) statistics.answer_ms += study.answer_ms;
  count_streaks(statistics, history.days, day);

  double difference = 0;
  for (const CalibrationBin& bin : history.calibration) {
    statistics.calibration_reviews += bin.reviews;
    difference += std::abs(bin.predicted_sum - bin.passed);
  }
  if (statistics.calibration_reviews > 0) {
    statistics.log_loss = history.log_loss_sum / statistics.calibration_reviews;
    statistics.calibration_error = difference / statistics.calibration_reviews;
  }
  return statistics;
}

bool is_miscalibrated(const Statistics& statistics) {
  constexpr std::uint32_t enough = 200;
  constexpr double five_points = 0.05;
  return statistics.calibration_reviews >= enough && statistics.calibration_error > five_points;
}

}  // namespace loci
