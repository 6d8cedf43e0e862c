// The pages that list notes: the home page, sections, tags.

#include <algorithm>
#include <utility>

#include "base/escape.h"
#include "base/text.h"
#include "base/unicode.h"
#include "site/fill.h"
#include "site/language.h"
#include "site/page_draft.h"

namespace loci {
namespace {

constexpr std::size_t most_recent = 8;
constexpr std::size_t most_first_notes = 4;

PageValue recent(const PageDraft& draft) {
  PageValue list = PageValue::array();
  for (const DatedNote& dated : newest_notes(draft.site, most_recent)) {
    const LinkedNote& note = draft.note_of(dated.note);
    list.push_back(Object()
                       .with("title", note.title)
                       .with("tongue_html", note.tongue)
                       .with("href", draft.to(note))
                       .with("date", draft.site.strings.date(dated.date))
                       .with("date_iso", to_string(dated.date)));
    draft.name_section_of(dated.note, list.back());
  }
  return list;
}

}  // namespace

void section_page(PageDraft& draft) {
  const SiteSection& own = draft.site.sections[draft.output.index];
  draft.titled(own.title);
  draft.breadcrumbs_to(own.parent);
  const std::string review =
      draft.hrefs.to("review.html") + "?deck=" + percent_encode_component(own.path);
  draft.model["section"] = Object()
                               .with("title", own.title)
                               .with("tongue_html", tongue_of(own, draft.site))
                               .with("path", own.path)
                               .with("note_count", own.note_count)
                               .with("card_count", own.card_count)
                               .with("review", review);
  draft.index_note(own);
  if (own.index != no_note) {
    connections_of(draft, own.index);
    draft.model["note"] = Object().with("slug", draft.note_of(own.index).slug);
  } else {
    for (const char* name : {"prerequisites", "unlocks", "related", "sources"})
      draft.model[name] = PageValue::array();
    draft.model["map_html"] = "";
    draft.model["map_more"] = 0;
  }
  draft.model["print"] = draft.book();
  draft.model["notes"] = draft.note_list(own.notes);
  PageValue subsections = PageValue::array();
  for (const std::uint32_t child : own.children) {
    const SiteSection& one = draft.site.sections[child];
    subsections.push_back(
        Object()
            .with("title", one.title)
            .with("tongue_html", tongue_of(one, draft.site))
            .with("href", draft.hrefs.to(one.output_path))
            .with("path", one.path)
            .with("summary",
                  one.index == no_note ? "" : summary_of(draft.note_of(one.index), draft.site))
            .with("note_count", one.note_count)
            .with("card_count", one.card_count));
  }
  draft.model["subsections"] = std::move(subsections);
}

void home_page(PageDraft& draft) {
  const SiteSection& root = draft.site.sections[0];
  draft.titled(root.title);
  draft.index_note(root);
  draft.model["print"] = draft.book();
  if (!draft.build.config.description.empty())
    draft.model["description"] = draft.build.config.description;
  if (root.index == no_note) draft.model["backlinks"] = PageValue::array();
  draft.model["notes"] = draft.note_list(root.notes);

  PageValue sections = PageValue::array();
  for (const std::uint32_t child : root.children) {
    const SiteSection& one = draft.site.sections[child];
    PageValue first = PageValue::array();
    for (std::size_t i = 0; i < one.notes.size() && i < most_first_notes; ++i) {
      first.push_back(Object()
                          .with("title", draft.note_of(one.notes[i]).title)
                          .with("tongue_html", draft.note_of(one.notes[i]).tongue)
                          .with("href", draft.to(draft.note_of(one.notes[i]))));
    }
    sections.push_back(Object()
                           .with("title", one.title)
                           .with("tongue_html", tongue_of(one, draft.site))
                           .with("href", draft.hrefs.to(one.output_path))
                           .with("current", false)
                           .with("path", one.path)
                           .with("summary", one.index == no_note
                                                ? ""
                                                : summary_of(draft.note_of(one.index), draft.site))
                           .with("note_count", one.note_count)
                           .with("card_count", one.card_count)
                           .with("first", std::move(first)));
  }
  draft.model["sections"] = std::move(sections);
  draft.first_steps();
  draft.model["recent"] = recent(draft);
  const std::vector<std::string>& blocks = draft.build.config.home.blocks;
  draft.model["blocks"] = blocks;
  const bool has_tags = std::find(blocks.begin(), blocks.end(), "tags") != blocks.end();
  draft.model["tags"] = has_tags ? tag_tree(draft, "") : PageValue::array();
  std::uint64_t words = 0;
  for (const LinkedNote& note : draft.site.notes) words += note.parsed->body.words;
  draft.model["counts"] =
      Object()
          .with("notes", draft.site.notes.size())
          .with("links", draft.site.link_count)
          .with("cards", draft.site.cards.size())
          .with("words", words)
          .with("notes_text", draft.site.strings.number(draft.site.notes.size()))
          .with("links_text", draft.site.strings.number(draft.site.link_count))
          .with("cards_text", draft.site.strings.number(draft.site.cards.size()));
}

void tag_page(PageDraft& draft) {
  const SiteTag& tag = draft.site.tags[draft.output.index];
  draft.titled("#" + tag.name);
  draft.breadcrumbs_to(0);
  draft.model["breadcrumbs"].push_back(Object()
                                           .with("title", draft.site.strings.of(english("Tags")))
                                           .with("tongue_html", "")
                                           .with("href", draft.hrefs.to("tags/index.html")));
  draft.model["tag"] = Object().with("name", tag.name).with("count", tag.notes.size());
  draft.model["tags"] = tag_tree(draft, tag.name);
  // They come from all sections: by title they can be found.
  std::vector<std::pair<std::string, NoteId>> by_title;
  for (const NoteId id : tag.notes) by_title.emplace_back(list_order(draft.note_of(id).title), id);
  std::sort(by_title.begin(), by_title.end());
  std::vector<NoteId> notes;
  for (const auto& [title, id] : by_title) notes.push_back(id);
  draft.model["notes"] = draft.note_list(notes);
}

void redirect_page(PageDraft& draft) {
  const Redirect& redirect = draft.site.redirects[draft.output.index];
  const bool is_note = redirect.to != no_note;
  const SiteSection* section = is_note ? nullptr : &draft.site.sections[redirect.section];
  const std::string& path = is_note ? draft.note_of(redirect.to).output_path : section->output_path;
  const std::string& title = is_note ? draft.note_of(redirect.to).title : section->title;
  draft.titled(title);
  draft.model["canonical"] = absolute_url(draft.build.config.base_url, path);
  draft.model["target"] = draft.hrefs.to(path, redirect.anchor);
  draft.model["target_title"] = is_note ? title_in_sentence(draft.note_of(redirect.to)) : title;
}

}  // namespace loci
