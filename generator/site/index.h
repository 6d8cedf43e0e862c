// The fourth pass: what the site's readers can look for, and the files that carry it to the
// browser.
#pragma once

#include <string>
#include <vector>

#include "cards/card_data.h"
#include "search/search_index.h"
#include "site/stages.h"
#include "source/config.h"

namespace loci {

// One entry a section of every note; notes with `search: false` are left out. The index keeps views
// into `site`.
SearchIndex index_notes(const LinkedSite& site);

// The site's cards as the review page shows them.
std::vector<CardView> view_cards(const LinkedSite& site);

}  // namespace loci
