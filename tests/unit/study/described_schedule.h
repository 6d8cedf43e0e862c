// All that a fold says, to compare two of them: everything but the order of the tables, which is nobody's.
#pragma once

#include <cstdint>
#include <sstream>
#include <string>

#include "study/queue.h"
#include "study/schedule.h"

namespace loci::test {

inline std::string described(const Schedule& schedule, std::int64_t first_day, std::int64_t days) {
  std::ostringstream text;
  text.precision(17);
  for (const std::string& id : schedule.cards()) {
    const CardState& state = *schedule.find(id);
    text << id << ' ' << static_cast<int>(state.memory.phase) << ' ' << state.memory.step << ' '
         << state.memory.stability << ' ' << state.memory.difficulty << ' ' << state.memory.reps
         << ' ' << state.memory.lapses << ' ' << state.due.at_instant << state.due.value << ' '
         << state.last_day << ' ' << state.last_t << ' ' << state.first_day << ' '
         << state.buried_until << ' ' << state.suspended << '\n';
  }
  for (int i = 0; i < 40; ++i) text << schedule.current_id("h-" + std::to_string(i)) << ' ';
  for (std::int64_t day = first_day; day < first_day + days; ++day) {
    const DayCounts counts = schedule.on_day(day);
    text << counts.introduced << ' ' << counts.reviews << ' ' << counts.grades << '\n';
  }
  for (const double weight : schedule.fsrs().parameters().weights) text << weight << ' ';
  text << schedule.fsrs().parameters().desired_retention;
  return text.str();
}

}  // namespace loci::test
