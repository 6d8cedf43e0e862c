// Which pages load what most pages do without: the style of mathematics, the drawing of diagrams.
//
// A site that has neither is not looked through. What a page needs is read off its finished HTML, because a note may show
// parts of others.
#pragma once

#include <string_view>

#include "markdown/note_body.h"
#include "site/stages.h"

namespace loci {

PageNeeds needs_of_site(const LinkedSite& site);

// Of a page with this text. `site`: what any page of the site needs.
PageNeeds needs_of_html(std::string_view html, const PageNeeds& site);

// Of the page that shows all cards.
PageNeeds needs_of_cards(const LinkedSite& site);

}  // namespace loci
