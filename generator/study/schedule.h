// The state of every card: a fold over the log of events.
//
// The same log gives the same schedule on every device and in any order of merging. Memory
// (stability, difficulty, steps) is computed again from the grades and the stamped days; the due
// date is the one the event states, because that is what the reader was promised, and because new
// parameters must not move it. The order of a session is study/queue.h; the browser's twin is
// assets/lib/review/schedule.ts.
//
//     Schedule schedule(log.events(), parameters);
//     if (const CardState* state = schedule.find("c-7f3k2m9q")) state->due;
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/packed.h"
#include "study/event_log.h"
#include "study/fsrs.h"

namespace loci {

struct CardState {
  MemoryState memory;  // phase `fresh`: known only by a suspension or a burial
  Due due;
  std::int64_t last_day = 0;  // of the last review
  std::int64_t last_t = 0;
  std::int64_t first_day = 0;             // of the first review: the day it was introduced
  std::int64_t buried_until = INT64_MIN;  // may be shown again on this day
  bool suspended = false;

  bool reviewed() const { return memory.phase != Phase::fresh; }
  bool hidden_on(std::int64_t day) const { return suspended || day < buried_until; }
};

// What was done on one day.
struct DayCounts {
  int introduced = 0;  // first reviews of a card
  int reviews = 0;     // of cards in review: what a daily limit counts
  int grades = 0;      // all of them
};

// An event whose stated memory is not what the replay gives: two programs do not agree.
struct Disagreement {
  std::string event_id;
  std::string card;
  double stated_stability = 0, stability = 0;
  double stated_difficulty = 0, difficulty = 0;
};

// A review that counts, at the moment when the fold meets it: for statistics over a whole log.
struct ReplayedReview {
  const Event& event;
  const CardState& before;
  int elapsed_days = 0;
  double recall = 0;  // the probability of recall before it; 0 for a card that was new
};
using ReviewObserver = std::function<void(const ReplayedReview&)>;

class Schedule {
 public:
  // `parameters`: the weights of the last params event replace its weights. Events in the order of
  // EventLog::events().
  Schedule(std::span<const Event> events, FsrsParameters parameters);
  // The same; `observer` is called for every review that counts, in order.
  Schedule(std::span<const Event> events, FsrsParameters parameters,
           const ReviewObserver& observer);

  // Counts one more event that is later than all before. Undo, alias and params events need a new
  // fold: gives false.
  bool add(const Event& event);

  // Follows aliases. nullptr: never reviewed, never suspended, never buried.
  const CardState* find(std::string_view card) const;
  // The id under which a card's history is kept now.
  std::string_view current_id(std::string_view card) const;

  DayCounts on_day(std::int64_t day) const;
  // Cards with a state: current ids, in the order of their first event.
  const std::vector<std::string>& cards() const { return names_; }
  const Fsrs& fsrs() const { return fsrs_; }
  // At most twenty are kept; only events after the last change of parameters are compared.
  const std::vector<Disagreement>& disagreements() const { return disagreements_; }

  // As bytes and back (study/schedule_cache). `parameters`: all but the weights. nullopt: the bytes are damaged.
  void pack(PackedWriter& writer) const;
  static std::optional<Schedule> unpack(PackedReader& reader, FsrsParameters parameters);

  // Civil days since the card's last review; 0 for a new one and when the clock went back.
  static int elapsed_days(const CardState& state, std::int64_t day);

 private:
  // What some events say of others.
  struct Rulings {
    explicit Rulings(std::span<const Event> events);

    std::unordered_set<std::string_view> undone;  // ids of events that a later one took back
    const Event* params = nullptr;  // the last that counts; nullptr: the defaults hold
    std::vector<const Event*> aliases;
  };
  Schedule(std::span<const Event> events, const Rulings& rulings, FsrsParameters parameters,
           const ReviewObserver& observer);

  CardState& state_of(std::string_view card);
  void apply(const Event& event, bool check);
  void apply_review(const Event& event, bool check);
  void add_alias(std::string_view from, std::string_view to);

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  // Open addressing: every review of a log asks for its card, and a node for each would be a place in memory of its own.
  struct Slot {
    std::uint32_t hash = 0;      // the upper half
    std::uint32_t position = 0;  // in states_, plus one; 0: empty
  };
  std::size_t slot_of(std::string_view id, std::uint64_t hash) const;
  void make_room_in_index();

  Fsrs fsrs_;
  const ReviewObserver* observer_ = nullptr;  // the caller's; only while the log is folded
  std::vector<Slot> index_;                   // by the current id
  std::vector<CardState> states_;
  std::vector<std::string> names_;  // their ids
  std::unordered_map<std::string, std::string, Hash, std::equal_to<>>
      aliases_;  // from -> current id
  std::unordered_map<std::int64_t, DayCounts> days_;
  std::vector<Disagreement> disagreements_;
};

}  // namespace loci
