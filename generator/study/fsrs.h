// FSRS-6: how well a card is remembered and when it should be seen again.
//
// Equal to ts-fsrs 5.4.2, double for double: the browser schedules with that library, and a card
// graded in the terminal must come back on the same day as one graded on a page. Formulas stand in
// words above the functions of fsrs.cc. The number of days since the last review is given by the
// caller, because what a day is belongs to Loci (review_day in base/date.h), not to the scheduler.
// tests/vectors/fsrs6 holds what both languages must answer.
//
//     Fsrs scheduler{FsrsParameters{}};
//     auto choices = scheduler.preview(MemoryState{}, 0, fuzz_seed("c-7f3k2m9q", 1));
//     choices[2].interval_days;                       // what "Good" promises
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loci {

enum class Grade : std::uint8_t { again = 1, hard = 2, good = 3, easy = 4 };

constexpr std::array<Grade, 4> all_grades{Grade::again, Grade::hard, Grade::good, Grade::easy};
constexpr std::size_t index_of(Grade grade) { return static_cast<std::size_t>(grade) - 1; }

// Where a card stands. The numbers are those of ts-fsrs and Anki.
enum class Phase : std::uint8_t { fresh = 0, learning = 1, review = 2, relearning = 3 };

using FsrsWeights = std::array<double, 21>;

constexpr FsrsWeights default_fsrs_weights{0.212,  1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194,
                                           0.001,  1.8722, 0.1666, 0.796,  1.4835, 0.0614, 0.2629,
                                           1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542};

struct FsrsParameters {
  FsrsWeights weights = default_fsrs_weights;
  double desired_retention = 0.9;  // the probability of recall at which a card is shown again
  int maximum_interval_days = 36500;
  bool fuzz = true;        // spread intervals by a few per cent, so that cards learnt together part
  bool short_term = true;  // learning steps within a day; false: every interval is at least a day
  std::vector<int> learning_steps{1, 10};  // minutes
  std::vector<int> relearning_steps{10};   // minutes
};

// What is known of one card's memory. A value of zero in both numbers means: never reviewed.
struct MemoryState {
  Phase phase = Phase::fresh;
  std::uint32_t step = 0;  // position in the learning steps
  double stability = 0;    // days after which recall has fallen to 0.9
  double difficulty = 0;   // 1 to 10
  std::uint32_t reps = 0;  // reviews so far
  std::uint32_t lapses = 0;

  friend bool operator==(const MemoryState&, const MemoryState&) = default;
};

// A card after one of the four grades. Due `delay_minutes` after the review; whole days when
// interval_days > 0.
struct Outcome {
  MemoryState memory;
  int interval_days = 0;  // 0: a step within the day
  std::int64_t delay_minutes = 0;

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

class Fsrs {
 public:
  // The weights are brought into their bounds.
  explicit Fsrs(FsrsParameters parameters);

  const FsrsParameters& parameters() const { return parameters_; }

  // The same memory, shown again at another probability of recall.
  Fsrs at_retention(double desired_retention) const;

  // The probability of recalling a card `elapsed_days` after its last review, 0 to 1.
  double retrievability(double elapsed_days, double stability) const;

  // What each grade would do. `elapsed_days`: civil days since the last review, at least 0. `seed`:
  // see fuzz_seed.
  std::array<Outcome, 4> preview(const MemoryState& memory, int elapsed_days,
                                 std::string_view seed) const;

  // What one grade does; the same as preview()[index_of(grade)].
  Outcome next(const MemoryState& memory, int elapsed_days, Grade grade,
               std::string_view seed) const;

  // As next() without the interval: what replaying a log needs, since a log states its own due
  // dates.
  MemoryState remember(const MemoryState& memory, int elapsed_days, Grade grade) const;

  // Days until recall has fallen to the desired retention, before fuzz.
  int plain_interval(double stability) const;
  double interval_modifier() const { return interval_modifier_; }

 private:
  struct Strength {
    double stability;
    double difficulty;
  };

  double initial_difficulty(Grade grade) const;
  double next_difficulty(double difficulty, Grade grade) const;
  double stability_after_recall(const MemoryState& memory, double recall, Grade grade) const;
  double stability_after_lapse(const MemoryState& memory, double recall) const;
  double stability_same_day(double stability, Grade grade) const;
  double next_stability(const MemoryState& memory, int elapsed_days, Grade grade) const;
  Strength next_strength(const MemoryState& memory, int elapsed_days, Grade grade) const;
  MemoryState graded(const MemoryState& memory, int elapsed_days, Grade grade) const;
  int interval(double stability, int elapsed_days, std::string_view seed) const;
  Outcome by_steps(const MemoryState& before, MemoryState after, int elapsed_days, Grade grade,
                   Phase phase, std::string_view seed, bool with_interval) const;
  Outcome in_review(const MemoryState& memory, int elapsed_days, Grade grade,
                    std::string_view seed) const;
  Outcome long_term(const MemoryState& memory, int elapsed_days, Grade grade,
                    std::string_view seed) const;

  FsrsParameters parameters_;
  double decay_ = 0;
  double factor_ = 0;
  double interval_modifier_ = 0;
  double easy_difficulty_ = 0;  // where difficulty drifts back to
  double recall_growth_ = 0;    // e^w8
};

// "{card_id}_{reps}" with the number of reviews including the coming one: no clock in it, so that
// the interval on the button is the interval one gets, on every device.
std::string fuzz_seed(std::string_view card_id, std::uint32_t reps);

// Weights in their bounds. With more than one relearning step the bounds of w17 and w18 shrink.
FsrsWeights clip_weights(const FsrsWeights& weights, std::size_t relearning_steps, bool short_term);

// 21 weights from a list of 21 (FSRS-6), 19 (FSRS-5) or 17 (FSRS-4.5); any other length gives the
// defaults.
FsrsWeights migrate_weights(std::span<const double> weights, std::size_t relearning_steps,
                            bool short_term);

// The exponent of forgetting and the factor that makes recall 0.9 after `stability` days.
struct ForgettingCurve {
  double decay = 0;
  double factor = 0;
};
ForgettingCurve forgetting_curve(double w20);

// The days among which fuzz may choose.
struct FuzzRange {
  int least = 0;
  int most = 0;

  friend bool operator==(const FuzzRange&, const FuzzRange&) = default;
};
FuzzRange fuzz_range(int interval, int elapsed_days, int maximum_interval_days);

}  // namespace loci
