// The values that pass from one stage of a build to the next. A later stage never edits an earlier
// one's value.
//
//     read -> SourceSet -> parse -> ParsedNotes -> link -> LinkedSite -> index -> SearchIndex
//          -> plan -> OutputPlan
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cards/card.h"
#include "markdown/note_body.h"
#include "source/config.h"
#include "source/diagnostic.h"
#include "source/front_matter.h"
#include "source/severity.h"
#include "source/source_file.h"
#include "source/strings.h"
#include "source/verified_record.h"

namespace loci {

// Index of a note in path order: dense, the same for the same set of notes.
enum class NoteId : std::uint32_t {};
constexpr NoteId no_note{0xffffffff};
constexpr std::size_t index_of(NoteId id) { return static_cast<std::size_t>(id); }

// ---- read ---------------------------------------------------------------------------------------

struct Attachment {
  std::string path;  // relative to the project root
  std::uint64_t size = 0;
  std::uint32_t width = 0;  // of a picture, in pixels as it is shown; 0: not known
  std::uint32_t height = 0;
};

struct SourceSet {
  std::vector<std::shared_ptr<const SourceFile>> notes;  // by path
  std::vector<Attachment> attachments;  // other files under the notes folder, by path
  VerifiedRecord verified;              // what `loci verify` has written, if anything
};

// ---- parse --------------------------------------------------------------------------------------

// What the folders around a note mean for how it is read (site/cascade); an option of its parsing.
struct NotePlace {
  bool is_index = false;                                // the index note of its folder
  std::shared_ptr<const FrontMatterDefaults> defaults;  // null: none
  std::shared_ptr<const VerifiedBlocks> verified;       // null: none
  std::uint64_t hash = 0;                               // of all
};

// Depends on the note's own bytes and the options only. Immutable; shared between builds by the
// preview server.
struct ParsedNote {
  std::string path;  // of the source, "notes/databases/mvcc.md"
  NotePlace place;
  FrontMatter meta;
  NoteBody body;
  std::vector<Card> cards;
  std::vector<Diagnostic> diagnostics;  // replayed when the note comes from the cache
  std::vector<Allowance> allowances;    // what its comments allow (site/severity)
  std::uint64_t hash = 0;               // of the source bytes
};

struct ParsedNotes {
  std::vector<std::shared_ptr<const ParsedNote>> notes;  // index: position in SourceSet::notes
};

// ---- link ---------------------------------------------------------------------------------------

enum class TargetKind : std::uint8_t { note, section, attachment, broken, unpublished };

struct ResolvedLink {
  TargetKind kind = TargetKind::broken;
  NoteId note = no_note;    // of a note
  std::uint32_t index = 0;  // of a section or an attachment, into LinkedSite
  std::string anchor;       // id in the target page, without '#'; empty: the page
};

struct Backlink {
  NoteId from = no_note;
  std::uint32_t link = 0;  // index into the note's links: label, sentence
};

// Where a note's title or alias stands in another note's prose and is no link.
struct Mention {
  NoteId from = no_note;
  std::uint32_t section = 0;  // index into that note's body.sections
  TextRange range;            // in that section's text
};

struct SiteCard {
  NoteId note = no_note;
  std::uint32_t card = 0;  // index into the note's cards
  std::string id;          // the key, made unique in the site
  std::string deck;        // never empty: the card's, the note's, else the note's section
};

// A published note with everything the site knows of it.
struct LinkedNote {
  std::shared_ptr<const ParsedNote> parsed;
  std::string title;
  // ` lang="ar" dir="rtl"` where it speaks another language than its site or runs the other way,
  // else "": of every element that names or quotes it.
  std::string tongue;
  std::string
      slug;  // page path without ".html": "databases/mvcc"; what `prerequisites` and users call it
  std::string output_path;        // "databases/mvcc.html"
  std::uint32_t section = 0;      // index into LinkedSite::sections
  std::vector<std::string> tags;  // front matter and inline, folded to one spelling, sorted, unique
  std::vector<ResolvedLink> links;  // parallel to parsed->body.links
  std::vector<Backlink>
      backlinks;                  // by note, then position; at most one a linking note and sentence
  std::vector<Mention> mentions;  // of this note, in notes that do not link to it: one a note
  std::vector<NoteId> prerequisites;
  std::vector<NoteId> unlocks;
  NoteId previous = no_note;  // in the section's reading order
  NoteId next = no_note;
  std::uint32_t first_card = 0;  // LinkedSite::cards[first_card, first_card + parsed->cards.size())
  std::uint32_t minutes = 1;     // reading time
  std::uint32_t image = no_index;  // the front matter's picture, into LinkedSite::attachments
};

// A folder of notes. Section 0 is the root of the site.
struct SiteSection {
  std::string path;  // "databases", "" for the root
  std::string title;
  std::string output_path;  // "databases/index.html"
  NoteId index = no_note;   // its index.md, when there is one
  std::uint32_t parent = 0;
  std::vector<std::uint32_t>
      children;  // in the order they are shown: `sections` of site.toml, `order`, then title
  std::vector<NoteId> notes;     // without the index note, in reading order: `order`, then title
  std::uint32_t note_count = 0;  // with all of the sections inside, without its own index note
  std::uint32_t card_count = 0;  // with those of the sections inside
};

struct SiteTag {
  std::string name;         // "transactions", "a/b"
  std::string output_path;  // "tags/transactions.html"
  std::vector<NoteId> notes;
};

struct SiteAttachment {
  std::string source_path;
  std::string output_path;  // only linked attachments are published
  std::uint64_t size = 0;
  std::uint32_t width = 0;  // of a picture, in pixels as it is shown; 0: not known
  std::uint32_t height = 0;
};

struct Redirect {
  std::string output_path;  // "old/name.html"
  NoteId to = no_note;
  std::uint32_t section = no_index;  // of a folder without an index note, into LinkedSite::sections
  std::string anchor;                // id in the page
};

// A note that was read again to keep private names out (site/private_names.h).
struct Redaction {
  std::shared_ptr<const ParsedNote>
      original;  // for links that know a heading by its old words; nothing of it is shown
  std::map<std::string, std::string, std::less<>> labels;  // what its links show instead
};

struct LinkedSite {
  std::vector<LinkedNote> notes;  // index: NoteId; published notes only
  std::vector<SiteSection> sections;
  std::vector<SiteTag> tags;  // by name
  std::vector<SiteAttachment> attachments;
  std::vector<SiteCard> cards;  // in note order
  std::vector<Redirect> redirects;
  std::map<NoteId, Redaction> redactions;
  std::size_t link_count = 0;
  std::size_t broken_count = 0;
  Strings strings;      // of the interface
  std::string tongue;   // ` lang="en" dir="ltr"`, of the site

  const LinkedNote& note(NoteId id) const { return notes[index_of(id)]; }
  // The section named beside a note's title: the one it stands in; of the note of a section itself,
  // the one around it. Null at the top of the site.
  const SiteSection* section_beside(NoteId id) const {
    std::uint32_t at = note(id).section;
    if (sections[at].index == id) at = sections[at].parent;
    return at == 0 ? nullptr : &sections[at];
  }
};

}  // namespace loci
