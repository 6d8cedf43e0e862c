// The work of the days to come, in cards and in time: the reader and the scheduler, simulated.
//
// Each day the due cards are shown; a card is recalled with the probability that the model gives,
// corrected by how often this reader forgot where the model foretold otherwise; passes are hard,
// good or easy as often as they were so far, and each grade takes the time it took so far. New
// cards come as the daily limit admits them. Until there are enough reviews to know a reader,
// common habits count as twenty reviews of each kind.
//
// The generator of chance is a fixed one, so the same log gives the same forecast, in the browser
// too: its twin is assets/lib/review/forecast.ts.
//
//     std::vector<ForecastDay> days = forecast(history.habits, cards, schedule, config, today, 30);
//     days[0].minutes;                                // what is left for today
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "study/queue.h"
#include "study/schedule.h"
#include "study/statistics.h"

namespace loci {

// Means over the runs of the simulation.
struct ForecastDay {
  std::int64_t day = 0;
  double reviews = 0;  // cards seen that are not new
  double fresh = 0;    // new cards
  double grades = 0;   // answers, steps within the day too
  double minutes = 0;

  friend bool operator==(const ForecastDay&, const ForecastDay&) = default;
};

std::vector<ForecastDay> forecast(const Habits& habits, std::span<const QueueCard> cards,
                                  const Schedule& schedule, const CardsConfig& config,
                                  std::int64_t day, int days);

}  // namespace loci
