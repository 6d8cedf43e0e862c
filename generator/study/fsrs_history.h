// Replays histories of reviews and says everything the scheduler answers on the way.
//
// For whoever wants to compare Loci with another implementation of FSRS-6: the format is that of
// tests/vectors/fsrs6/histories.json, which ts-fsrs 5.4.2 wrote. Only times and grades are read
// from the steps; every other number of the answer is computed.
//
//     {"meta":{"params":{"default":[21 weights], …}},
//      "histories":[{"id":0,"cfg":{"params":"default","retention":0.9,"max_interval":36500,"fuzz":false,
//                    "short_term":true,"learning_steps":["1m","10m"],"relearning_steps":["10m"],
//                    "seed":"default"},"steps":[{"t":1767605400000,"g":3}, …]}]}
//
// Here, and only here, a day is what ts-fsrs takes for one: the calendar of UTC.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace loci {

// The same structure with what was computed. Errors are of kind content and name the history.
Result<std::string> replay_histories(std::string_view json);

}  // namespace loci
