// Fills the holes of a note's HTML: the one place where a parsed note meets the rest of the site.
//
//     fill_holes(note.parsed->body.html, note, site, Hrefs::relative_to(note.output_path))
#pragma once

#include <string>

#include "markdown/note_body.h"
#include "site/stages.h"
#include "site/url.h"

namespace loci {

// `html` belongs to `note`. Links are as `hrefs` sees them: a card's face is also shown on the
// review page.
std::string fill_holes(const Html& html, const LinkedNote& note, const LinkedSite& site,
                       const Hrefs& hrefs);

// What a wikilink without a label shows: the target's title when the author wrote a path, else the author's word; "a#b" as "a > b".
std::string link_label(const Link& link, const ResolvedLink& target, const LinkedSite& site);

// The id of a card's element: "card-" and its id.
std::string card_anchor(std::string_view id);

}  // namespace loci
