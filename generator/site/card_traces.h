// The cards of a site as histories are matched with them (cards/history.h).
#pragma once

#include <vector>

#include "cards/history.h"
#include "site/stages.h"

namespace loci {

// One for each question, with the ids of its directions and gaps; in the order of the site.
std::vector<SiteTrace> trace_cards(const LinkedSite& site);

}  // namespace loci
