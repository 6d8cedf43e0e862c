#include "study/schedule.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/hash.h"

namespace loci {

namespace {

constexpr std::size_t most_disagreements = 20;

FsrsParameters with_weights_of(FsrsParameters parameters, const Event* params) {
  if (params == nullptr) return parameters;
  const std::vector<double> weights = EventLog::weights_of(*params);
  if (!weights.empty()) {
    parameters.weights =
        migrate_weights(weights, parameters.relearning_steps.size(), parameters.short_term);
  }
  return parameters;
}

Due due_of(const Outcome& outcome, const Event& event) {
  if (outcome.interval_days > 0) return {false, event.day + outcome.interval_days};
  return {true, event.t + outcome.delay_minutes * 60'000};
}

}  // namespace

Schedule::Schedule(std::span<const Event> events, FsrsParameters parameters)
    : Schedule(events, std::move(parameters), ReviewObserver{}) {}

Schedule::Schedule(std::span<const Event> events, FsrsParameters parameters,
                   const ReviewObserver& observer)
    : Schedule(events, Rulings(events), std::move(parameters), observer) {}

// One pass over a log that does not fit into the processor's caches finds all that decides about other events.
Schedule::Rulings::Rulings(std::span<const Event> events) {
  std::vector<const Event*> all_params;
  for (const Event& event : events) {
    if (event.kind == EventKind::undo) {
      // An undo of an undo does not count: what was undone can be done again.
      undone.insert(event.ref);
    } else if (event.kind == EventKind::alias) {
      aliases.push_back(&event);
    } else if (event.kind == EventKind::params) {
      all_params.push_back(&event);
    }
  }
  for (const Event* event : all_params) {
    if (!undone.contains(event->id)) params = event;
  }
}

Schedule::Schedule(std::span<const Event> events, const Rulings& rulings, FsrsParameters parameters,
                   const ReviewObserver& observer)
    : fsrs_(with_weights_of(std::move(parameters), rulings.params)) {
  const std::unordered_set<std::string_view>& undone = rulings.undone;
  const Event* params = rulings.params;
  for (const Event* alias : rulings.aliases) {
    if (!undone.contains(alias->id)) add_alias(alias->card, alias->ref);
  }
  bool check = params == nullptr;
  if (observer) observer_ = &observer;
  for (const Event& event : events) {
    if (undone.empty() || !undone.contains(event.id)) apply(event, check);
    if (&event == params) check = true;
  }
  observer_ = nullptr;
}

bool Schedule::add(const Event& event) {
  switch (event.kind) {
    case EventKind::undo:
    case EventKind::alias:
    case EventKind::params:
      return false;
    case EventKind::review:
    case EventKind::suspend:
    case EventKind::bury:
    case EventKind::unknown:
      apply(event, true);
      return true;
  }
  return false;
}

void Schedule::apply(const Event& event, bool check) {
  switch (event.kind) {
    case EventKind::review:
      apply_review(event, check);
      break;
    case EventKind::suspend:
      state_of(event.card).suspended = event.on;
      break;
    case EventKind::bury:
      state_of(event.card).buried_until = event.until;
      break;
    default:
      break;
  }
}

void Schedule::apply_review(const Event& event, bool check) {
  CardState& state = state_of(event.card);
  const int elapsed = elapsed_days(state, event.day);
  const MemoryState before = state.memory;
  if (observer_ != nullptr) {
    const double recall = state.reviewed() ? fsrs_.retrievability(elapsed, before.stability) : 0;
    (*observer_)({event, state, elapsed, recall});
  }
  if (event.due) {
    state.memory = fsrs_.remember(before, elapsed, event.grade);
    state.due = *event.due;
    // Whoever wrote the event had no more steps for this card, whatever ours are.
    const bool in_steps =
        state.memory.phase == Phase::learning || state.memory.phase == Phase::relearning;
    if (in_steps && !state.due.at_instant) {
      state.memory.phase = Phase::review;
      state.memory.step = 0;
    }
  } else {
    const Outcome outcome =
        fsrs_.next(before, elapsed, event.grade, fuzz_seed(event.card, before.reps + 1));
    state.memory = outcome.memory;
    state.due = due_of(outcome, event);
  }
  DayCounts& day = days_[event.day];
  ++day.grades;
  if (before.phase == Phase::fresh) {
    ++day.introduced;
    state.first_day = event.day;
  }
  if (before.phase == Phase::review) ++day.reviews;
  state.last_day = event.day;
  state.last_t = event.t;

  // The event states four places of one and three of the other.
  const bool agrees =
      event.stability == 0 || (std::abs(event.stability - state.memory.stability) < 1e-4 &&
                               std::abs(event.difficulty - state.memory.difficulty) < 1e-3);
  if (check && !agrees && disagreements_.size() < most_disagreements) {
    disagreements_.push_back({std::string(event.id), std::string(event.card), event.stability,
                              state.memory.stability, event.difficulty, state.memory.difficulty});
  }
}

// A later alias wins over an earlier one of the same card, and over one that says the opposite: a
// question that was changed and changed back. The first must go before the second is looked for, or
// three aliases could make a circle that current_id never leaves.
void Schedule::add_alias(std::string_view from, std::string_view to) {
  if (from == to) return;
  if (const auto earlier = aliases_.find(from); earlier != aliases_.end()) aliases_.erase(earlier);
  if (current_id(to) == from) aliases_.erase(aliases_.find(to));
  aliases_.insert_or_assign(std::string(from), std::string(to));
}

std::string_view Schedule::current_id(std::string_view card) const {
  for (auto found = aliases_.find(card); found != aliases_.end(); found = aliases_.find(card))
    card = found->second;
  return card;
}

CardState& Schedule::state_of(std::string_view card) {
  const std::string_view id = aliases_.empty() ? card : current_id(card);
  if (2 * (names_.size() + 1) > index_.size()) make_room_in_index();
  const std::uint64_t hash = hash64(id);
  Slot& slot = index_[slot_of(id, hash)];
  if (slot.position != 0) return states_[slot.position - 1];
  names_.emplace_back(id);
  slot = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(names_.size())};
  return states_.emplace_back();
}

// Where the id is, or the empty slot where it would be. There is always an empty one.
std::size_t Schedule::slot_of(std::string_view id, std::uint64_t hash) const {
  const std::size_t mask = index_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    const Slot& slot = index_[at];
    if (slot.position == 0) return at;
    if (slot.hash == hash >> 32 && names_[slot.position - 1] == id) return at;
  }
}

void Schedule::make_room_in_index() {
  index_.assign(std::max<std::size_t>(1024, 2 * index_.size()), {});
  for (std::uint32_t i = 0; i < names_.size(); ++i) {
    const std::uint64_t hash = hash64(names_[i]);
    index_[slot_of(names_[i], hash)] = {static_cast<std::uint32_t>(hash >> 32), i + 1};
  }
}

const CardState* Schedule::find(std::string_view card) const {
  if (index_.empty()) return nullptr;
  const std::string_view id = aliases_.empty() ? card : current_id(card);
  const Slot& slot = index_[slot_of(id, hash64(id))];
  return slot.position == 0 ? nullptr : &states_[slot.position - 1];
}

DayCounts Schedule::on_day(std::int64_t day) const {
  const auto found = days_.find(day);
  return found == days_.end() ? DayCounts{} : found->second;
}

int Schedule::elapsed_days(const CardState& state, std::int64_t day) {
  if (!state.reviewed()) return 0;
  return static_cast<int>(std::max<std::int64_t>(0, day - state.last_day));
}

}  // namespace loci
