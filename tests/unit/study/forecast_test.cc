// The forecast against learners whose memory is known: theirs obeys other weights than the scheduler's, and their habits
// differ. What is forecast for thirty days is what they then do.
#include "study/forecast.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace loci {
namespace {

// A reader who studies every day all that is asked. Memory follows the reader's own weights.
class Learner {
 public:
  Learner(EventLog& log, unsigned seed, double forgets, double pace)
      : log_(&log),
        random_(seed),
        pace_(pace),
        mind_(weights_of(forgets)),
        scheduler_(FsrsParameters{}) {
    config_.new_per_day = 15;
    for (int i = 0; i < 1500; ++i) cards_.push_back({"c-" + std::to_string(i), 0});
    states_.resize(cards_.size());
  }

  // One day; gives the minutes spent.
  double study(std::int64_t day) {
    minutes_ = 0;
    int fresh = config_.new_per_day;
    for (std::size_t i = 0; i < cards_.size(); ++i) {
      Known& card = states_[i];
      if (card.scheduled.phase == Phase::fresh) {
        if (fresh-- > 0) steps(i, day, pick({0.2, 0.1, 0.5, 0.2}));
      } else if (card.due <= day) {
        const int elapsed = static_cast<int>(day - card.last);
        const double recall = mind_.retrievability(elapsed, card.mind.stability);
        const int grade = chance() < recall ? pick({0, 0.15, 0.75, 0.1}) : 1;
        answer(i, day, grade, seconds(grade == 1 ? 20 : 9));
        if (grade == 1) steps(i, day, pick({0.05, 0.1, 0.8, 0.05}));
      }
    }
    return minutes_;
  }

  // Another future of the same past. What comes is not logged.
  void go_on_with(unsigned seed) {
    random_.seed(seed);
    log_ = nullptr;
  }
  const std::vector<QueueCard>& cards() const { return cards_; }
  const CardsConfig& config() const { return config_; }

 private:
  struct Known {
    MemoryState scheduled;  // as the scheduler sees it
    MemoryState mind;       // as it is
    std::int64_t last = 0;
    std::int64_t due = 0;
  };

  static FsrsParameters weights_of(double forgets) {
    FsrsParameters parameters;
    for (std::size_t i = 0; i < 4; ++i) parameters.weights[i] *= forgets;
    parameters.weights[8] += std::log(forgets) / 2;
    return parameters;
  }

  double chance() { return std::uniform_real_distribution<double>(0, 1)(random_); }
  double seconds(double mean) {
    return pace_ * mean * std::exp(std::normal_distribution<double>(-0.125, 0.5)(random_));
  }
  int pick(std::initializer_list<double> shares) {
    double rest = chance();
    int grade = 0;
    for (const double share : shares) {
      ++grade;
      if (rest < share) return grade;
      rest -= share;
    }
    return grade;
  }

  void steps(std::size_t i, std::int64_t day, int grade) {
    while (!answer(i, day, grade, seconds(12))) grade = pick({0.05, 0.1, 0.8, 0.05});
  }

  bool answer(std::size_t i, std::int64_t day, int grade, double spent) {
    Known& card = states_[i];
    const int elapsed =
        card.scheduled.phase == Phase::fresh ? 0 : static_cast<int>(day - card.last);
    const Outcome outcome = scheduler_.next(card.scheduled, elapsed, static_cast<Grade>(grade),
                                            fuzz_seed(cards_[i].id, card.scheduled.reps + 1));
    card.mind = mind_.remember(card.mind, elapsed, static_cast<Grade>(grade));
    card.scheduled = outcome.memory;
    card.last = day;
    card.due = day + outcome.interval_days;
    minutes_ += spent / 60;
    if (log_ == nullptr) return outcome.interval_days > 0;
    const std::int64_t t = day * 86'400'000 + 36'000'000 + ++events_;
    const EventStamp stamp{"E" + std::to_string(events_), "a", {t, 0}, day};
    const Due due = outcome.interval_days > 0 ? Due{false, card.due}
                                              : Due{true, t + outcome.delay_minutes * 60'000};
    if (!log_->add_line(review_line(stamp, cards_[i].id, static_cast<Grade>(grade),
                                    static_cast<std::int64_t>(spent * 1000), due, outcome.memory)))
      std::abort();
    return outcome.interval_days > 0;
  }

  EventLog* log_;
  std::mt19937 random_;
  double pace_;
  Fsrs mind_;
  Fsrs scheduler_;
  CardsConfig config_;
  std::vector<QueueCard> cards_;
  std::vector<Known> states_;
  double minutes_ = 0;
  std::int64_t events_ = 0;
};

// Minutes a day that were forecast for thirty days, and those that came.
std::pair<double, double> forecast_and_truth(unsigned seed, double forgets, double pace, int past) {
  EventLog log;
  Learner learner(log, seed, forgets, pace);
  const std::int64_t today = 20'000 + past;
  for (std::int64_t day = 20'000; day < today; ++day) learner.study(day);
  StudyHistory history;
  const Schedule schedule(log.events(), fsrs_parameters(learner.config()),
                          [&](const ReplayedReview& review) { history.add(review); });
  double foretold = 0;
  for (const ForecastDay& day :
       forecast(history.habits, learner.cards(), schedule, learner.config(), today, 30))
    foretold += day.minutes / 30;
  // What comes is chance too: the mean of five futures.
  double came = 0;
  for (unsigned future = 0; future < 5; ++future) {
    Learner again = learner;
    again.go_on_with(1000 * seed + future);
    for (std::int64_t day = today; day < today + 30; ++day) came += again.study(day) / 150;
  }
  return {foretold, came};
}

}  // namespace

TEST_CASE("thirty days of work are forecast within fifteen per cent, for many kinds of readers") {
  std::string report;
  bool fine = true;
  unsigned seed = 0;
  for (const double forgets : {0.6, 0.8, 1.0, 1.4}) {
    for (const int past : {30, 60, 120}) {
      const double pace = seed % 2 == 0 ? 0.7 : 1.5;
      const auto [foretold, came] = forecast_and_truth(seed++, forgets, pace, past);
      fine = fine && std::abs(foretold / came - 1) <= 0.15;
      report += "forgets " + std::to_string(forgets) + ", pace " + std::to_string(pace) + ", " +
                std::to_string(past) + " days: " + std::to_string(foretold) +
                " minutes foretold, " + std::to_string(came) + " came\n";
    }
  }
  INFO(report);
  CHECK(fine);
}

TEST_CASE("a forecast keeps the daily limits and what was done today") {
  std::vector<QueueCard> cards;
  for (int i = 0; i < 100; ++i) cards.push_back({"c-" + std::to_string(i), 0});
  EventLog log;
  std::string text;
  for (int i = 0; i < 40; ++i) {
    text += R"({"v":1,"id":")" + std::to_string(i) + R"(","t":1,"day":20700,"c":"c-)" +
            std::to_string(i) + R"(","g":4,"due":20710})" + "\n";
  }
  text += R"({"v":1,"id":"new","t":2,"day":20779,"c":"c-50","g":4,"due":20790})"
          "\n";
  text += R"({"v":1,"id":"off","t":3,"day":20779,"c":"c-51","e":"suspend","on":true})"
          "\n";
  log.add_text("log", text);
  CardsConfig config;
  config.new_per_day = 5;
  config.reviews_per_day = 10;
  const Schedule schedule(log.events(), fsrs_parameters(config));
  const auto days = forecast(Habits{}, cards, schedule, config, 20779, 30);
  REQUIRE(days.size() == 30);
  CHECK(days[0].day == 20779);
  CHECK(days[0].fresh == 4);
  CHECK(days[1].fresh == 5);
  CHECK(days[0].reviews == 10);
  double fresh = 0;
  for (const ForecastDay& day : days) fresh += day.fresh;
  CHECK(fresh == 58);  // 100 cards, without 41 that are known and the suspended one
  CHECK(forecast(Habits{}, {}, schedule, config, 20779, 3)[2].grades == 0);
}

}  // namespace loci
