// The model of one page while it is made: what every page has, and the pieces that several kinds of
// page share. What one kind alone has is in page_note.cc, page_lists.cc and page_finding.cc, which
// fill a draft member by member:
//
//     PageDraft draft(output, build, options);
//     draft.titled("Tags");
//     draft.breadcrumbs_to(0);
//     draft.model["tags"] = ...;
//
// templates/README.md documents the names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "site/output_plan.h"
#include "site/pipeline.h"
#include "site/render.h"
#include "site/stages.h"
#include "site/url.h"
#include "theme/page_value.h"

namespace loci {

class PageDraft {
 public:
  // Begins with what every page has.
  PageDraft(const Output& output, const SiteBuild& build, const RenderOptions& options);

  PageValue model = PageValue::object();

  const Output& output;
  const SiteBuild& build;
  const LinkedSite& site;
  const Hrefs hrefs;  // as this page sees the site

  const LinkedNote& note_of(NoteId id) const { return site.note(id); }
  std::string to(const LinkedNote& note) const { return hrefs.to(note.output_path); }

  // What stands beside the title of a note: `section` and its `section_tongue_html`, "" at the top.
  void name_section_of(NoteId id, PageValue& item) const;

  // Of a page of a section: where the section is as one document; "" when it is not.
  std::string book() const;
  void titled(const std::string& title);
  // As titled, by a text of the interface.
  void titled_by(std::string_view english);
  void set_needs(const PageNeeds& needs);
  // From the home page down to the section `last`, which is in it.
  void breadcrumbs_to(std::uint32_t last);
  void picture(const LinkedNote& note);
  void body_of(const LinkedNote& note);
  // The index note of a section or of the home page is the text of that page.
  void index_note(const SiteSection& own);

  // What leads here (page_connections.cc).
  PageValue backlinks(const LinkedNote& note) const;
  void mentions(const LinkedNote& note);
  void no_mentions();

  // The web around a note, and where to begin (page_web.cc).
  void web_of(NoteId id);
  void first_steps();

  // Of more notes than one scrolls through, each hundredth opens a fold.
  PageValue note_list(const std::vector<NoteId>& ids) const;
};

// A note that says when it was written or changed; the later of the two.
struct DatedNote {
  Date date;
  NoteId note = no_note;
};
// The newest first, at most `most` of them.
std::vector<DatedNote> newest_notes(const LinkedSite& site, std::size_t most);

// The tags below `below` ("": all) as rows of a tree: [ { name, label, depth, href, count } ].
PageValue tag_tree(const PageDraft& draft, std::string_view below);

// What stands below a note's text besides what leads to it, on its page and on that of the section
// whose index note it is: what it builds on and unlocks, related notes and why, its map, its sources.
void connections_of(PageDraft& draft, NoteId id);

// One function a kind of page.
void note_page(PageDraft& draft);
void section_page(PageDraft& draft);
void home_page(PageDraft& draft);
void tag_page(PageDraft& draft);
void tag_list_page(PageDraft& draft);
void contents_page(PageDraft& draft);  // the whole tree
void changes_page(PageDraft& draft);   // the newest notes
void book_page(PageDraft& draft);      // a section, or all, for paper
void glossary_page(PageDraft& draft);  // titles and aliases from A to Z
void graph_page(PageDraft& draft);
void learn_page(PageDraft& draft);
void redirect_page(PageDraft& draft);

}  // namespace loci
