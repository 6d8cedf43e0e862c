// The project's cards for a command that needs no site: from the list that is kept of them (site/card_cache.h) when it still
// holds, else from the notes.
#pragma once

#include "base/result.h"
#include "base/timer.h"
#include "cli/options.h"
#include "cli/surroundings.h"
#include "site/card_list.h"
#include "source/config.h"

namespace loci {

struct OpenedCards {
  SiteConfig config;
  CardList list;
};

Result<OpenedCards> open_cards(const Options& options, const Surroundings& surroundings,
                               Timings& timings);

}  // namespace loci
