#include "site/needs.h"

#include "cards/card.h"

namespace loci {
namespace {

void add(PageNeeds& sum, const PageNeeds& more) {
  sum.mathematics = sum.mathematics || more.mathematics;
  sum.diagrams = sum.diagrams || more.diagrams;
}

}  // namespace

PageNeeds needs_of_site(const LinkedSite& site) {
  PageNeeds needs;
  for (const LinkedNote& note : site.notes) add(needs, note.parsed->body.needs);
  return needs;
}

PageNeeds needs_of_html(std::string_view html, const PageNeeds& site) {
  constexpr auto npos = std::string_view::npos;
  PageNeeds needs;
  // A formula that could not be read has its place in the style as well.
  needs.mathematics =
      site.mathematics && (html.find("<math") != npos || html.find("class=\"math-error\"") != npos);
  needs.diagrams = site.diagrams && html.find("<figure class=\"diagram\"") != npos;
  return needs;
}

PageNeeds needs_of_cards(const LinkedSite& site) {
  PageNeeds needs;
  for (const LinkedNote& note : site.notes) {
    const PageNeeds& own = note.parsed->body.needs;
    if (!own.mathematics && !own.diagrams) continue;
    for (const Card& card : note.parsed->cards) {
      add(needs, needs_of_html(card.front.text, own));
      add(needs, needs_of_html(card.back.text, own));
    }
  }
  return needs;
}

}  // namespace loci
