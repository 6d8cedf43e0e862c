// Writes into the log what keeps histories with their cards (study/history.h): for commands that write there anyway.
#pragma once

#include <string>
#include <vector>

#include "cli/surroundings.h"
#include "site/card_list.h"
#include "source/config.h"
#include "study/history.h"

namespace loci {

// `reviews`: ".loci/reviews" of the project. Reads only.
Result<HistoryPlan> plan_histories_of(const CardList& cards, const std::string& reviews);

// Appends the plan's aliases, and `accepted` besides, and what its cards are now; gives the lines. Nothing to say: nothing
// is written.
Result<std::vector<std::string>> write_histories(const HistoryPlan& plan,
                                                 const std::vector<HistoryPlan::Alias>& accepted,
                                                 const SiteConfig& config,
                                                 const std::string& device,
                                                 const Surroundings& surroundings);

// Both, for a log that is read already and knows the lines from then on. Where there is nothing to say the project stays
// as it is.
Status keep_histories(const CardList& cards, EventLog& log, const SiteConfig& config,
                      const Surroundings& surroundings);
// The same, reading the log.
Status keep_histories(const CardList& cards, const SiteConfig& config,
                      const Surroundings& surroundings);

}  // namespace loci
