// Which cards a command is about: those of a deck, of a note, of both, or all (--deck, --note).
//
//     for (const SiteCard& card : chosen_cards(build.site, options)) …
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/options.h"
#include "site/card_list.h"
#include "site/pipeline.h"

namespace loci {

// A card of this deck, of the note with this page and this path.
bool is_chosen(std::string_view deck, std::string_view slug, std::string_view path,
               const Options& options);

// In the order of the site. Views into the site.
std::vector<const SiteCard*> chosen_cards(const LinkedSite& site, const Options& options);

// What is wrong when a deck or a note was named and nothing was chosen: of kind usage, with the nearest name.
Error no_such_cards(const CardList& list, const Options& options);
Error no_such_cards(const LinkedSite& site, const Options& options);

}  // namespace loci
