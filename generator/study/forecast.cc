#include "study/forecast.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace loci {

namespace {

// How much the common habits weigh against what is known of the reader: as this many reviews.
constexpr double common_weight = 20;
// What readers of Anki do on average: the defaults of fsrs-rs's simulator for grades and seconds.
constexpr std::array<double, 4> common_first{0.24, 0.094, 0.495, 0.171};
constexpr std::array<double, 4> common_step{0.1, 0.05, 0.8, 0.05};
constexpr std::array<double, 3> common_pass{0.224, 0.631, 0.145};
constexpr std::array<double, 4> common_step_ms{33790, 24300, 13680, 6500};
constexpr std::array<double, 4> common_review_ms{23000, 11680, 7330, 5600};
constexpr double common_lapses = 0.1;

// A card that will not leave its steps is left for tomorrow.
constexpr int most_grades_a_day = 20;

// mulberry32: 32 bits of state, the same numbers in C++ and JavaScript.
class Chance {
 public:
  explicit Chance(std::uint32_t seed) : state_(seed) {}

  // In [0, 1).
  double next() {
    state_ += 0x6D2B79F5u;
    std::uint32_t t = (state_ ^ state_ >> 15) * (state_ | 1u);
    t ^= t + (t ^ t >> 7) * (t | 61u);
    return static_cast<double>(t ^ t >> 14) / 4294967296.0;
  }

  // The position of one of the shares, which sum to 1.
  std::size_t pick(std::span<const double> shares) {
    double rest = next();
    for (std::size_t i = 0; i + 1 < shares.size(); ++i) {
      if (rest < shares[i]) return i;
      rest -= shares[i];
    }
    return shares.size() - 1;
  }

 private:
  std::uint32_t state_;
};

// The reader as the simulation needs one.
struct Reader {
  std::array<double, 4> first{};    // shares of the grades of new cards
  std::array<double, 4> step{};     // of steps
  std::array<double, 3> pass{};     // hard, good, easy among the passes
  std::array<double, 4> step_ms{};  // milliseconds an answer
  std::array<double, 4> review_ms{};
  double lapse_factor = 1;  // how many times more often than foretold the reader forgets
};

// Shares of what was counted, with the common ones as so many reviews more.
template <std::size_t n>
std::array<double, n> shares(std::span<const std::uint32_t, n> counts,
                             const std::array<double, n>& common) {
  const double total = std::accumulate(counts.begin(), counts.end(), 0.0) + common_weight;
  std::array<double, n> all{};
  for (std::size_t i = 0; i < n; ++i) all[i] = (counts[i] + common_weight * common[i]) / total;
  return all;
}

std::array<double, 4> mean_ms(const std::array<std::int64_t, 4>& sums,
                              const std::array<double, 4>& counts,
                              const std::array<double, 4>& common) {
  std::array<double, 4> means{};
  for (std::size_t i = 0; i < 4; ++i)
    means[i] =
        (static_cast<double>(sums[i]) + common_weight * common[i]) / (counts[i] + common_weight);
  return means;
}

Reader reader_of(const Habits& habits) {
  Reader reader;
  reader.first = shares<4>(habits.first_grades, common_first);
  reader.step = shares<4>(habits.step_grades, common_step);
  reader.pass = shares<3>(std::span(habits.review_grades).subspan<1, 3>(), common_pass);
  std::array<double, 4> steps{};
  std::array<double, 4> reviews{};
  for (std::size_t i = 0; i < 4; ++i) {
    steps[i] = static_cast<double>(habits.first_grades[i]) + habits.step_grades[i];
    reviews[i] = habits.review_grades[i];
  }
  reader.step_ms = mean_ms(habits.step_ms, steps, common_step_ms);
  reader.review_ms = mean_ms(habits.review_ms, reviews, common_review_ms);
  const double common = common_weight * common_lapses;
  reader.lapse_factor = (habits.lapses + common) / (habits.expected_lapses + common);
  return reader;
}

struct SimulatedCard {
  std::string_view id;  // of the QueueCard
  MemoryState memory;
  std::int64_t last_day = 0;
  std::int64_t due_day = 0;
};

class Simulation {
 public:
  Simulation(const Reader& reader, const Fsrs& fsrs, const CardsConfig& config, std::uint32_t seed)
      : reader_(reader), fsrs_(fsrs), config_(config), chance_(seed) {}

  // `reviews` and `fresh`: how many of each were done on the first day already.
  void run(std::vector<SimulatedCard> cards, const DayCounts& done,
           std::vector<ForecastDay>& days) {
    bool first = true;
    for (ForecastDay& day : days) {
      day_ = &day;
      const int reviews = first ? done.reviews : 0;
      const int introduced = first ? done.introduced : 0;
      first = false;
      int fresh_left = std::max(0, config_.new_per_day - introduced);
      int reviews_left =
          config_.reviews_per_day == 0 ? INT32_MAX : std::max(0, config_.reviews_per_day - reviews);
      for (SimulatedCard& card : cards) {
        if (card.memory.phase == Phase::fresh) {
          if (fresh_left == 0 || card.due_day > day.day) continue;
          --fresh_left;
          ++day.fresh;
          take_steps(card, static_cast<Grade>(chance_.pick(reader_.first) + 1));
        } else if (card.due_day <= day.day) {
          if (card.memory.phase == Phase::review) {
            if (reviews_left == 0) continue;
            --reviews_left;
          }
          ++day.reviews;
          review(card);
        }
      }
    }
  }

 private:
  void review(SimulatedCard& card) {
    if (card.memory.phase != Phase::review) {
      take_steps(card, static_cast<Grade>(chance_.pick(reader_.step) + 1));
      return;
    }
    const double recall = fsrs_.retrievability(elapsed(card), card.memory.stability);
    constexpr double certain_lapse = 0.95;
    const double lapse = std::min(certain_lapse, (1 - recall) * reader_.lapse_factor);
    const bool passed = chance_.next() >= lapse;
    const Grade grade = passed ? static_cast<Grade>(chance_.pick(reader_.pass) + 2) : Grade::again;
    spend(reader_.review_ms[index_of(grade)]);
    if (!answer(card, grade)) take_steps(card, static_cast<Grade>(chance_.pick(reader_.step) + 1));
  }

  // Until the card is for another day.
  void take_steps(SimulatedCard& card, Grade grade) {
    for (int i = 0; i < most_grades_a_day; ++i) {
      spend(reader_.step_ms[index_of(grade)]);
      if (answer(card, grade)) return;
      grade = static_cast<Grade>(chance_.pick(reader_.step) + 1);
    }
    card.due_day = day_->day + 1;
  }

  // True when the card is for another day then.
  bool answer(SimulatedCard& card, Grade grade) {
    const Outcome outcome =
        fsrs_.next(card.memory, elapsed(card), grade, fuzz_seed(card.id, card.memory.reps + 1));
    card.memory = outcome.memory;
    card.last_day = day_->day;
    card.due_day = day_->day + outcome.interval_days;
    return outcome.interval_days > 0;
  }

  void spend(double ms) {
    ++day_->grades;
    day_->minutes += ms / 60'000;
  }

  int elapsed(const SimulatedCard& card) const {
    if (card.memory.phase == Phase::fresh) return 0;
    return static_cast<int>(std::max<std::int64_t>(0, day_->day - card.last_day));
  }

  const Reader& reader_;
  const Fsrs& fsrs_;
  const CardsConfig& config_;
  Chance chance_;
  ForecastDay* day_ = nullptr;
};

}  // namespace

std::vector<ForecastDay> forecast(const Habits& habits, std::span<const QueueCard> cards,
                                  const Schedule& schedule, const CardsConfig& config,
                                  std::int64_t day, int days) {
  std::vector<SimulatedCard> start;
  start.reserve(cards.size());
  for (const QueueCard& card : cards) {
    const CardState* state = schedule.find(card.id);
    if (state == nullptr) {
      start.push_back({card.id, {}, 0, day});
    } else if (!state->suspended) {
      const std::int64_t due = !state->reviewed()      ? day
                               : state->due.at_instant ? state->last_day
                                                       : state->due.value;
      start.push_back(
          {card.id, state->memory, state->last_day, std::max(due, state->buried_until)});
    }
  }
  std::vector<ForecastDay> means(static_cast<std::size_t>(days));
  for (std::size_t i = 0; i < means.size(); ++i) means[i].day = day + static_cast<std::int64_t>(i);
  // Few cards leave much to chance; with many, one run says nearly the same as the next.
  const std::size_t runs =
      std::clamp<std::size_t>(20'000 / std::max<std::size_t>(1, start.size()), 1, 16);
  const Reader reader = reader_of(habits);
  for (std::size_t run = 0; run < runs; ++run) {
    std::vector<ForecastDay> one = means;
    for (ForecastDay& each : one) each = {each.day, 0, 0, 0, 0};
    Simulation(reader, schedule.fsrs(), config, static_cast<std::uint32_t>(run + 1))
        .run(start, schedule.on_day(day), one);
    for (std::size_t i = 0; i < means.size(); ++i) {
      means[i].reviews += one[i].reviews;
      means[i].fresh += one[i].fresh;
      means[i].grades += one[i].grades;
      means[i].minutes += one[i].minutes;
    }
  }
  for (ForecastDay& each : means) {
    const auto share = static_cast<double>(runs);
    each.reviews /= share;
    each.fresh /= share;
    each.grades /= share;
    each.minutes /= share;
  }
  return means;
}

}  // namespace loci
