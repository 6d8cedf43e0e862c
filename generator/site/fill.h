// Fills the holes of a note's HTML: the one place where a parsed note meets the rest of the site.
//
//     fill_holes(note.parsed->body.html, note, site, Hrefs::relative_to(note.output_path))
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "markdown/note_body.h"
#include "site/stages.h"
#include "site/url.h"

namespace loci {

// What becomes of an embed of a note that stands alone. Without one it is a link; site/embed.h shows the note's text.
class NoteEmbeds {
 public:
  virtual ~NoteEmbeds() = default;
  // Appends what links[link] of `from` embeds, as one block; false: it shall be a link. `level`: of the heading it stands
  // under, 1 for the page's title.
  virtual bool append(std::string& out, const LinkedNote& from, std::uint32_t link, int level) = 0;
};

// `html` belongs to `note`. Links are as `hrefs` sees them: a card's face is also shown on the
// review page. `level`: of the heading that `html` stands under.
std::string fill_holes(const Html& html, const LinkedNote& note, const LinkedSite& site,
                       const Hrefs& hrefs, NoteEmbeds* embeds = nullptr, int level = 1);

// What stands for the name of a note that is not published.
constexpr std::string_view unpublished_label = english("unpublished note");

// What a wikilink without a label shows: the target's title when the author wrote a path, else the author's word; "a#b" as "a > b".
std::string link_label(const Link& link, const ResolvedLink& target, const LinkedSite& site);

// A stretch of a section's text in which wikilinks without a label are called as the page calls them. nullopt: that is how it is
// written.
std::optional<std::string> relabelled(const LinkedNote& note, std::uint32_t section,
                                      TextRange range, const LinkedSite& site);

// The summary that the beginning of a note is, with the names of links as the page shows them.
std::string text_summary(const LinkedNote& note, const LinkedSite& site);

// What a list shows of a note: its description, else the beginning of its text.
std::string summary_of(const LinkedNote& note, const LinkedSite& site);

// The id of a card's element: "card-" and its id.
std::string card_anchor(std::string_view id);

}  // namespace loci
