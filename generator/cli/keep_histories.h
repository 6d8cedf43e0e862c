// Writes into the log what keeps histories with their cards (cards/history.h): for commands that write there anyway.
#pragma once

#include <string>

#include "cards/history.h"
#include "cli/project.h"
#include "cli/surroundings.h"

namespace loci {

// `reviews`: ".loci/reviews" of the project. Reads only.
Result<HistoryPlan> plan_histories_of(const SiteBuild& build, const std::string& reviews);

// Appends the plan's aliases, and `accepted` besides, and what its cards are now. Nothing to say: nothing is written.
Status write_histories(const HistoryPlan& plan, const std::vector<HistoryPlan::Alias>& accepted,
                       const SiteConfig& config, const std::string& device,
                       const Surroundings& surroundings);

// Both. The number of questions whose history moved. Where there is nothing to say the project stays as it is.
Result<std::size_t> keep_histories(const SiteBuild& build, const Surroundings& surroundings);

}  // namespace loci
