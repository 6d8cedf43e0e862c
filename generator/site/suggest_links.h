// Makes links of mentions (site/mentions): an edit of the note's text for each mention whose place in
// the source is certain.
//
// Every edit is proved before it is offered: the changed note is parsed again, and must read as
// before but for the new link, which must lead where it should. So an edit inside a table, a card or
// what not is right or it is not made; and a note that was patched mentions nothing any more.
//
//     LinkSuggester suggester(build.site, build.config);
//     for (const MentionPlace& place : suggester.places(note_id, file)) place.edit
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "markdown/document.h"
#include "site/name_table.h"
#include "site/stages.h"
#include "source/config.h"
#include "source/source_file.h"
#include "source/text_edit.h"

namespace loci {

// A mention and where it stands in the note's text.
struct MentionPlace {
  NoteId to = no_note;
  std::string text;              // the words, as the reader sees them
  std::uint32_t offset = 0;      // of the first of them, in SourceFile::text
  std::optional<TextEdit> edit;  // none: the words are not written in one piece, or have no link
};

class LinkSuggester {
 public:
  // Both outlive it.
  LinkSuggester(const LinkedSite& site, const SiteConfig& config);

  // Notes with mentions in them, in order.
  std::vector<NoteId> notes() const;

  // In the order of the text. `file`: the note as it is now; nothing when it is not what was built.
  std::vector<MentionPlace> places(NoteId note, const SourceFile& file) const;

 private:
  struct Found {
    NoteId to = no_note;
    std::uint32_t section = 0;
    TextRange range;
  };
  bool writes_wikilinks(const ParsedNote& note) const;
  // Empty: the words or the name hold characters that such a link cannot.
  std::string wikilink_text(NoteId to, std::string_view text, bool in_table) const;
  std::string markdown_text(NoteId from, NoteId to, std::string_view text) const;
  bool leads_to(const ParsedNote& from, const Link& link, NoteId to) const;
  bool proves(const ParsedNote& before, const SourceFile& file, const LinkLabels* labels,
              const MentionPlace& place, const std::vector<TextEdit>& accepted,
              const TextEdit& added) const;

  const LinkedSite& site_;
  const SiteConfig& config_;
  std::string prefix_;
  NameTable names_;
  std::vector<std::vector<Found>> found_;  // by the note they stand in
  bool wiki_site_ = true;                  // more notes' links are wikilinks
};

}  // namespace loci
