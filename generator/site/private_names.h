// Publishing that does not leak: a note that is not published leaves its name nowhere.
//
// A link to such a note becomes plain text by its label. One without a label, `[[Secret plan]]`, would show the name: in the
// page, and in all that is made of the linking note's text (headings and their ids, summary, sentences, cards, search).
// That note is therefore parsed again with other words for those links, and linking begins anew with what came of it. Spans
// stay true, because the source does not change.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "markdown/document.h"
#include "site/link_steps.h"
#include "site/stages.h"
#include "source/config.h"

namespace loci {

// The notes that will be published, in path order, redacted as far as has been found necessary.
class PublishedNotes {
 public:
  // `source`: the note's place in SourceSet::notes.
  void add(std::shared_ptr<const ParsedNote> note, std::size_t source);

  // Begins a site with them: its notes' `parsed` and nothing more.
  void give_to(LinkedSite& site) const;

  // Looks for links of the site that show a private name and parses their notes again. False: there are none left.
  bool hide_private_names(const LinkedSite& site, const LinkNames& names, const SourceSet& sources,
                          const SiteConfig& config);

 private:
  struct Note {
    std::shared_ptr<const ParsedNote> parsed;
    std::shared_ptr<const ParsedNote> original;  // null while nothing was hidden
    std::size_t source = 0;
    LinkLabels labels;
  };
  std::vector<Note> notes_;
};

// As resolve_fragment, of a note that was parsed again: by the words its headings had before.
std::optional<std::string> resolve_old_fragment(const LinkedSite& site, NoteId note,
                                                std::string_view fragment);

}  // namespace loci
