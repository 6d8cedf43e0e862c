// Tags of languages, as pages and notes name them.
#pragma once

#include <string>
#include <string_view>

#include "site/stages.h"
#include "source/config.h"
#include "source/front_matter.h"

namespace loci {

// "de", "pt-BR"; empty for what is no tag of a language, such as the name of one or of a programming
// language.
std::string language_tag(std::string_view text);

// "rtl" for a language that is written from right to left, else "".
std::string_view direction_of(std::string_view language);

// "rtl" or "ltr" where a note runs the other way than its site, else "".
std::string_view own_direction(const FrontMatter& meta, const SiteConfig& config);

// LinkedNote::tongue.
std::string tongue_of(const FrontMatter& meta, const SiteConfig& config);

// LinkedSite::tongue.
std::string tongue_of_site(const SiteConfig& config);

// "ar" for "lang", "rtl" for "dir"; "" where a tongue does not say.
std::string_view value_in_tongue(std::string_view tongue, std::string_view name);

// Of what stands in the text of `outer`, which may speak another language than the site itself.
std::string tongue_inside(const LinkedNote& outer, const LinkedNote& note, const LinkedSite& site);

// Of a section: as its index note says.
std::string_view tongue_of(const SiteSection& section, const LinkedSite& site);

// A title as HTML, in an element of its own where it speaks another language: for what is laid out by the page's direction.
std::string title_html(std::string_view title, std::string_view tongue);

// The title of a note inside a sentence of the interface: what runs the other way stands by itself.
std::string title_in_sentence(const LinkedNote& note);

}  // namespace loci
