#include "study/fsrs.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "study/alea.h"

// The browser computes the same numbers. Fast mathematics changes one result in thirty-five.
#if defined(__FAST_MATH__)
#error "the scheduler must be compiled without -ffast-math"
#endif

namespace loci {

namespace {

constexpr double least_stability = 0.001;
constexpr double most_stability = 36500;
constexpr int minutes_of_a_day = 24 * 60;

// JavaScript's Math.round: halves go up. floor(x + 0.5) would be wrong where x + 0.5 is not exact.
double round_half_up(double x) {
  const double whole = std::floor(x);
  return x - whole >= 0.5 ? whole + 1 : whole;
}

// Eight decimals. That is what makes two languages, and two libraries of mathematics, agree.
double round8(double x) { return round_half_up(x * 1e8) / 1e8; }

double clamp(double x, double least, double most) { return std::min(std::max(x, least), most); }

// JavaScript's +x.toFixed(8), which rounds the decimal expansion and not a product.
double to_fixed8(double x) {
  char text[64];
  const auto end = std::to_chars(text, text + sizeof text, x, std::chars_format::fixed, 8).ptr;
  double value = x;
  std::from_chars(text, end, value);
  return value;
}

struct Bounds {
  double least;
  double most;
};

std::array<Bounds, 21> weight_bounds(double same_day_ceiling, bool short_term) {
  return {{{0.001, 100},
           {0.001, 100},
           {0.001, 100},
           {0.001, 100},
           {1, 10},
           {0.001, 4},
           {0.001, 4},
           {0.001, 0.75},
           {0, 4.5},
           {0, 0.8},
           {0.001, 3.5},
           {0.001, 5},
           {0.001, 0.25},
           {0.001, 0.9},
           {0, 4},
           {0, 1},
           {1, 6},
           {0, same_day_ceiling},
           {0, same_day_ceiling},
           {short_term ? 0.01 : 0.0, 0.8},
           {0.1, 0.8}}};
}

// With n > 1 relearning steps, w17 and w18 are at most sqrt(-(ln w11 + ln(2^w13 - 1) + 0.3 w14) /
// n): otherwise a lapse followed by its steps could leave a card more stable than before.
double same_day_ceiling(std::span<const double> weights, std::size_t relearning_steps) {
  constexpr double plain = 2;
  if (relearning_steps <= 1) return plain;
  const std::array<Bounds, 21> bounds = weight_bounds(plain, true);
  const auto at = [&](std::size_t i) { return clamp(weights[i], bounds[i].least, bounds[i].most); };
  const double value = -(std::log(at(11)) + std::log(std::pow(2, at(13)) - 1) + at(14) * 0.3) /
                       static_cast<double>(relearning_steps);
  return clamp(round8(std::sqrt(std::max(value, 0.0))), 0.01, plain);
}

// Clips as many weights as there are; a number that is none (NaN) counts as 0, as JavaScript's `w
// || 0`.
std::vector<double> clipped(std::span<const double> given, std::size_t relearning_steps,
                            bool short_term) {
  std::vector<double> weights(given.begin(), given.end());
  for (double& weight : weights) {
    if (std::isnan(weight)) weight = 0;
  }
  const auto bounds = weight_bounds(same_day_ceiling(weights, relearning_steps), short_term);
  for (std::size_t i = 0; i < weights.size(); ++i)
    weights[i] = clamp(weights[i], bounds[i].least, bounds[i].most);
  return weights;
}

FsrsWeights to_array(const std::vector<double>& weights) {
  FsrsWeights all{};
  std::copy_n(weights.begin(), all.size(), all.begin());
  return all;
}

}  // namespace

std::string fuzz_seed(std::string_view card_id, std::uint32_t reps) {
  std::string seed(card_id);
  seed += '_';
  seed += std::to_string(reps);
  return seed;
}

FsrsWeights clip_weights(const FsrsWeights& weights, std::size_t relearning_steps,
                         bool short_term) {
  return to_array(clipped(weights, relearning_steps, short_term));
}

FsrsWeights migrate_weights(std::span<const double> weights, std::size_t relearning_steps,
                            bool short_term) {
  if (weights.size() != 21 && weights.size() != 19 && weights.size() != 17)
    return default_fsrs_weights;
  std::vector<double> list = clipped(weights, relearning_steps, short_term);
  if (list.size() ==
      17) {  // FSRS-4.5 stated initial difficulty otherwise and had no same-day reviews
    list[4] = to_fixed8(list[5] * 2 + list[4]);
    list[5] = to_fixed8(std::log(list[5] * 3 + 1) / 3);
    list[6] = to_fixed8(list[6] + 0.5);
    list.insert(list.end(), {0, 0});
  }
  if (list.size() == 19) list.insert(list.end(), {0, 0.5});  // FSRS-5 had one curve for all
  return to_array(list);
}

// decay = -w20; factor = 0.9^(1/decay) - 1, so that recall is 0.9 after `stability` days.
ForgettingCurve forgetting_curve(double w20) {
  const double decay = -w20;
  return {decay, round8(std::exp(std::pow(decay, -1) * std::log(0.9)) - 1)};
}

// The interval may move by delta = 1 + 15% of its part between 2.5 and 7 days + 10% of that between
// 7 and 20 + 5% of the rest; never below 2 days, and not to a day on which it would already have
// been overdue.
FuzzRange fuzz_range(int interval, int elapsed_days, int maximum_interval_days) {
  constexpr double whole_life = 1e9;
  const double days = interval;
  double delta = 1;
  delta += 0.15 * std::max(std::min(days, 7.0) - 2.5, 0.0);
  delta += 0.1 * std::max(std::min(days, 20.0) - 7.0, 0.0);
  delta += 0.05 * std::max(std::min(days, whole_life) - 20.0, 0.0);
  const int capped = std::min(interval, maximum_interval_days);
  FuzzRange range;
  range.least = std::max(2, static_cast<int>(round_half_up(capped - delta)));
  range.most = std::min(static_cast<int>(round_half_up(capped + delta)), maximum_interval_days);
  if (capped > elapsed_days) range.least = std::max(range.least, elapsed_days + 1);
  range.least = std::min(range.least, range.most);
  return range;
}

Fsrs::Fsrs(FsrsParameters parameters) : parameters_(std::move(parameters)) {
  parameters_.weights = clip_weights(parameters_.weights, parameters_.relearning_steps.size(),
                                     parameters_.short_term);
  const ForgettingCurve curve = forgetting_curve(parameters_.weights[20]);
  decay_ = curve.decay;
  factor_ = curve.factor;
  interval_modifier_ = round8((std::pow(parameters_.desired_retention, 1 / decay_) - 1) / factor_);
  easy_difficulty_ = initial_difficulty(Grade::easy);
  recall_growth_ = std::exp(parameters_.weights[8]);
}

Fsrs Fsrs::at_retention(double desired_retention) const {
  Fsrs other = *this;
  other.parameters_.desired_retention = desired_retention;
  other.interval_modifier_ = round8((std::pow(desired_retention, 1 / decay_) - 1) / factor_);
  return other;
}

// R(t, S) = (1 + factor * t / S) ^ decay
double Fsrs::retrievability(double elapsed_days, double stability) const {
  return round8(std::pow(1 + factor_ * elapsed_days / stability, decay_));
}

// I(S) = S * (retention ^ (1 / decay) - 1) / factor, rounded, from 1 to the maximum
int Fsrs::plain_interval(double stability) const {
  const double days = std::max(1.0, round_half_up(stability * interval_modifier_));
  return static_cast<int>(std::min(days, static_cast<double>(parameters_.maximum_interval_days)));
}

// The plain interval, moved within its fuzz range by the first number of the seed's generator. All
// four grades of one review have the same seed, so their order is kept.
int Fsrs::interval(double stability, int elapsed_days, std::string_view seed) const {
  const int plain = plain_interval(stability);
  if (!parameters_.fuzz || plain < 2.5) return plain;
  const double chance = Alea(seed).next();
  const FuzzRange range = fuzz_range(plain, elapsed_days, parameters_.maximum_interval_days);
  return static_cast<int>(std::floor(chance * (range.most - range.least + 1) + range.least));
}

// D0(G) = w4 - e^(w5 * (G - 1)) + 1
double Fsrs::initial_difficulty(Grade grade) const {
  const FsrsWeights& w = parameters_.weights;
  return round8(w[4] - std::exp((static_cast<int>(grade) - 1) * w[5]) + 1);
}

// A grade moves difficulty by -w6 * (G - 3), the less the nearer it is to 10 (times (10 - D) / 9);
// then it drifts by the share w7 towards the difficulty of a card first graded Easy. Always 1
// to 10.
double Fsrs::next_difficulty(double difficulty, Grade grade) const {
  const FsrsWeights& w = parameters_.weights;
  const double change = -w[6] * (static_cast<int>(grade) - 3);
  const double moved = difficulty + round8(change * (10 - difficulty) / 9);
  return clamp(round8(w[7] * easy_difficulty_ + (1 - w[7]) * moved), 1, 10);
}

// S' = S * (1 + e^w8 * (11 - D) * S^-w9 * (e^(w10 * (1 - R)) - 1) * h * b), h = w15 for Hard, b =
// w16 for Easy: stability grows the more, the easier the card, the smaller S, and the nearer it was
// to being forgotten.
double Fsrs::stability_after_recall(const MemoryState& memory, double recall, Grade grade) const {
  const FsrsWeights& w = parameters_.weights;
  const double hard = grade == Grade::hard ? w[15] : 1;
  const double easy = grade == Grade::easy ? w[16] : 1;
  const double s = memory.stability;
  return round8(clamp(s * (1 + recall_growth_ * (11 - memory.difficulty) * std::pow(s, -w[9]) *
                                   (std::exp((1 - recall) * w[10]) - 1) * hard * easy),
                      least_stability, most_stability));
}

// S' = w11 * D^-w12 * ((S + 1)^w13 - 1) * e^(w14 * (1 - R)), and never more than S / e^(w17 * w18):
// forgetting does not strengthen. Without the short term, w17 and w18 count as 0.
double Fsrs::stability_after_lapse(const MemoryState& memory, double recall) const {
  const FsrsWeights& w = parameters_.weights;
  const double s = memory.stability;
  const double forgotten =
      round8(clamp(w[11] * std::pow(memory.difficulty, -w[12]) * (std::pow(s + 1, w[13]) - 1) *
                       std::exp((1 - recall) * w[14]),
                   least_stability, most_stability));
  const double w17 = parameters_.short_term ? w[17] : 0;
  const double w18 = parameters_.short_term ? w[18] : 0;
  return clamp(round8(s / std::exp(w17 * w18)), least_stability, forgotten);
}

// S' = S * k, k = S^-w19 * e^(w17 * (G - 3 + w18)), and k at least 1 unless the grade is Again
double Fsrs::stability_same_day(double stability, Grade grade) const {
  const FsrsWeights& w = parameters_.weights;
  const double k =
      std::pow(stability, -w[19]) * std::exp(w[17] * (static_cast<int>(grade) - 3 + w[18]));
  const double kept = grade == Grade::again ? k : std::max(k, 1.0);
  return round8(clamp(stability * kept, least_stability, most_stability));
}

// First review: S0(G) = max(w[G - 1], 0.1). Later: one of the three above.
double Fsrs::next_stability(const MemoryState& memory, int elapsed_days, Grade grade) const {
  if (memory.difficulty == 0 && memory.stability == 0) {
    return std::max(parameters_.weights[index_of(grade)], 0.1);
  }
  if (elapsed_days == 0 && parameters_.short_term)
    return stability_same_day(memory.stability, grade);
  const double recall = retrievability(elapsed_days, memory.stability);
  if (grade == Grade::again) return stability_after_lapse(memory, recall);
  return stability_after_recall(memory, recall, grade);
}

// Both numbers are computed from those before the review.
Fsrs::Strength Fsrs::next_strength(const MemoryState& memory, int elapsed_days, Grade grade) const {
  const bool first = memory.difficulty == 0 && memory.stability == 0;
  return {
      next_stability(memory, elapsed_days, grade),
      first ? clamp(initial_difficulty(grade), 1, 10) : next_difficulty(memory.difficulty, grade)};
}

MemoryState Fsrs::graded(const MemoryState& memory, int elapsed_days, Grade grade) const {
  MemoryState after = memory;
  const Strength strength = next_strength(memory, elapsed_days, grade);
  after.stability = strength.stability;
  after.difficulty = strength.difficulty;
  ++after.reps;
  return after;
}

namespace {

struct Step {
  std::int64_t minutes = 0;  // 0: no step, an interval in days
  std::uint32_t next = 0;
};

// Where a grade leads within the learning steps. Again: the first step. Hard: stays, after the mean
// of the first two steps (one and a half of a single one). Good: the next step. Easy, and Good
// after the last: out of the steps.
Step step_after(const FsrsParameters& parameters, const MemoryState& before, Grade grade) {
  const bool relearns = before.phase == Phase::review || before.phase == Phase::relearning;
  const std::vector<int>& steps =
      relearns ? parameters.relearning_steps : parameters.learning_steps;
  const std::size_t at = before.step;
  if (at >= steps.size()) return {};
  if (before.phase == Phase::review) return grade == Grade::again ? Step{steps[at], 0} : Step{};
  switch (grade) {
    case Grade::again:
      return {steps[0], 0};
    case Grade::hard: {
      const double mean = steps.size() == 1 ? steps[0] * 1.5 : (steps[0] + steps[1]) / 2.0;
      return {static_cast<std::int64_t>(round_half_up(mean)), before.step};
    }
    case Grade::good:
      if (at + 1 < steps.size() && steps[at + 1] != 0) return {steps[at + 1], before.step + 1};
      return {};
    case Grade::easy:
      return {};
  }
  return {};
}

}  // namespace

// `with_interval` false leaves the interval of a card that leaves its steps at 0: a replay has it
// from the log.
Outcome Fsrs::by_steps(const MemoryState& before, MemoryState after, int elapsed_days, Grade grade,
                       Phase phase, std::string_view seed, bool with_interval) const {
  const Step step = step_after(parameters_, before, grade);
  Outcome outcome;
  if (step.minutes > 0) {
    after.step = step.next;
    after.phase = step.minutes < minutes_of_a_day ? phase : Phase::review;
    outcome.delay_minutes = step.minutes;
    outcome.interval_days = static_cast<int>(step.minutes / minutes_of_a_day);
  } else {
    after.step = 0;
    after.phase = Phase::review;
    if (with_interval) outcome.interval_days = interval(after.stability, elapsed_days, seed);
    outcome.delay_minutes = std::int64_t{outcome.interval_days} * minutes_of_a_day;
  }
  outcome.memory = after;
  return outcome;
}

// A card in review that is recalled gets a longer interval for each better grade: Hard at most
// Good's, Good at least a day more than Hard's, Easy at least a day more than Good's.
Outcome Fsrs::in_review(const MemoryState& memory, int elapsed_days, Grade grade,
                        std::string_view seed) const {
  const auto interval_of = [&](Grade g) {
    return interval(next_stability(memory, elapsed_days, g), elapsed_days, seed);
  };
  const int good_alone = interval_of(Grade::good);
  const int hard = std::min(interval_of(Grade::hard), good_alone);
  const int good = std::max(good_alone, hard + 1);
  Outcome outcome;
  outcome.memory = graded(memory, elapsed_days, grade);
  outcome.memory.phase = Phase::review;
  outcome.memory.step = 0;
  outcome.interval_days = grade == Grade::hard   ? hard
                          : grade == Grade::good ? good
                                                 : std::max(interval_of(Grade::easy), good + 1);
  outcome.delay_minutes = std::int64_t{outcome.interval_days} * minutes_of_a_day;
  return outcome;
}

// Without the short term every grade gives at least a day, and each grade at least a day more than
// the one before.
Outcome Fsrs::long_term(const MemoryState& memory, int elapsed_days, Grade grade,
                        std::string_view seed) const {
  std::array<int, 4> days{};
  for (const Grade g : all_grades) {
    days[index_of(g)] = interval(next_stability(memory, elapsed_days, g), elapsed_days, seed);
  }
  days[0] = std::min(days[0], days[1]);
  for (std::size_t i = 1; i < days.size(); ++i) days[i] = std::max(days[i], days[i - 1] + 1);
  Outcome outcome;
  outcome.memory = remember(memory, elapsed_days, grade);
  outcome.interval_days = days[index_of(grade)];
  outcome.delay_minutes = std::int64_t{outcome.interval_days} * minutes_of_a_day;
  return outcome;
}

Outcome Fsrs::next(const MemoryState& memory, int elapsed_days, Grade grade,
                   std::string_view seed) const {
  if (!parameters_.short_term) {
    return long_term(memory, memory.phase == Phase::fresh ? 0 : elapsed_days, grade, seed);
  }
  if (memory.phase != Phase::review) {
    const Phase phase = memory.phase == Phase::fresh ? Phase::learning : memory.phase;
    return by_steps(memory, graded(memory, elapsed_days, grade), elapsed_days, grade, phase, seed,
                    true);
  }
  if (grade != Grade::again) return in_review(memory, elapsed_days, grade, seed);
  MemoryState after = graded(memory, elapsed_days, grade);
  ++after.lapses;
  return by_steps(memory, after, elapsed_days, grade, Phase::relearning, seed, true);
}

std::array<Outcome, 4> Fsrs::preview(const MemoryState& memory, int elapsed_days,
                                     std::string_view seed) const {
  std::array<Outcome, 4> outcomes;
  for (const Grade grade : all_grades)
    outcomes[index_of(grade)] = next(memory, elapsed_days, grade, seed);
  return outcomes;
}

MemoryState Fsrs::remember(const MemoryState& memory, int elapsed_days, Grade grade) const {
  MemoryState after = graded(memory, elapsed_days, grade);
  const bool lapse = grade == Grade::again && memory.phase != Phase::fresh;
  if (!parameters_.short_term) {
    after.phase = Phase::review;
    after.step = 0;
    if (lapse) ++after.lapses;
    return after;
  }
  if (memory.phase != Phase::review) {
    const Phase phase = memory.phase == Phase::fresh ? Phase::learning : memory.phase;
    return by_steps(memory, after, elapsed_days, grade, phase, {}, false).memory;
  }
  if (lapse) {
    ++after.lapses;
    return by_steps(memory, after, elapsed_days, grade, Phase::relearning, {}, false).memory;
  }
  after.phase = Phase::review;
  after.step = 0;
  return after;
}

}  // namespace loci
