// The page of a note.

#include <algorithm>
#include <utility>

#include "base/escape.h"
#include "base/text.h"
#include "site/fill.h"
#include "site/language.h"
#include "site/page_draft.h"

namespace loci {
namespace {

// Addresses from front matter become hrefs: a script must not.
std::string safe_address(const std::string& url) {
  const std::string low = ascii_lower(std::string_view(url).substr(0, 8));
  const bool is_safe =
      low.starts_with("http://") || low.starts_with("https://") || low.starts_with("mailto:");
  return is_safe ? url : std::string();
}

void dates(PageValue& target, const FrontMatter& meta, const Strings& strings) {
  target["date"] = meta.date ? strings.date(*meta.date) : "";
  target["date_iso"] = meta.date ? to_string(*meta.date) : "";
  target["updated"] = meta.updated ? strings.date(*meta.updated) : "";
  target["updated_iso"] = meta.updated ? to_string(*meta.updated) : "";
}

std::string edit_address(const LinkedNote& note, const SiteConfig& config) {
  const std::string base = edit_base(config.repository);
  return base.empty() ? base : base + percent_encode_path(note.parsed->path);
}

PageValue contents(const LinkedNote& note) {
  PageValue list = PageValue::array();
  for (const Heading& heading : note.parsed->body.outline) {
    if (heading.level != 2 && heading.level != 3) continue;
    list.push_back(Object()
                       .with("level", heading.level)
                       .with("text", heading.text)
                       .with("text_html", title_html(heading.text, note.tongue))
                       .with("id", heading.id)
                       .with("depth", heading.level - 2));
  }
  return list;
}

PageValue connections(const PageDraft& draft, const std::vector<NoteId>& ids) {
  PageValue list = PageValue::array();
  for (const NoteId id : ids) {
    list.push_back(Object()
                       .with("title", draft.note_of(id).title)
                       .with("tongue_html", draft.note_of(id).tongue)
                       .with("href", draft.to(draft.note_of(id)))
                       .with("summary", summary_of(draft.note_of(id), draft.site)));
  }
  return list;
}

PageValue neighbour(const PageDraft& draft, NoteId id) {
  if (id == no_note) return nullptr;
  return Object()
      .with("title", draft.note_of(id).title)
      .with("title_html", title_html(draft.note_of(id).title, draft.note_of(id).tongue))
      .with("href", draft.to(draft.note_of(id)));
}

// What a note is, as one says it: kinds are written like names, "case-study".
std::string in_words(std::string kind) {
  std::ranges::replace_if(
      kind, [](char c) { return c == '-' || c == '_'; }, ' ');
  return kind;
}

PageValue sources(const FrontMatter& meta) {
  PageValue list = PageValue::array();
  for (const SourceReference& source : meta.sources) {
    const std::string& title = source.title.empty() ? source.url : source.title;
    list.push_back(Object()
                       .with("title", title)
                       .with("url", safe_address(source.url))
                       .with("kind", source.kind)
                       .with("accessed", source.accessed));
  }
  return list;
}

}  // namespace

void connections_of(PageDraft& draft, NoteId id) {
  const LinkedNote& note = draft.note_of(id);
  draft.model["prerequisites"] = connections(draft, note.prerequisites);
  draft.model["unlocks"] = connections(draft, note.unlocks);
  draft.web_of(id);
  draft.model["sources"] = sources(note.parsed->meta);
}

void note_page(PageDraft& draft) {
  const LinkedNote& note = draft.site.notes[draft.output.index];
  const FrontMatter& meta = note.parsed->meta;
  const SiteSection& own = draft.site.sections[note.section];
  draft.titled(note.title);
  draft.model["description"] = summary_of(note, draft.site);
  draft.picture(note);
  draft.breadcrumbs_to(note.section);

  PageValue& head = draft.model["note"];
  head = Object()
             .with("title", note.title)
             .with("summary", meta.description)
             .with("kind", meta.kind)
             .with("kind_words", in_words(meta.kind))
             .with("level", meta.level)
             .with("minutes", note.minutes)
             .with("slug", note.slug)
             .with("section",
                   Object().with("title", own.title).with("href", draft.hrefs.to(own.output_path)))
             .with("edit", edit_address(note, draft.build.config))
             .with("classes", join(meta.css_classes, " "))
             .with("draft", meta.draft)
             .with("tongue_html", note.tongue)
             .with("lang", language_tag(meta.language))
             .with("dir", own_direction(meta, draft.build.config));
  dates(head, meta, draft.site.strings);

  draft.body_of(note);
  draft.model["toc"] = contents(note);
  PageValue tags = PageValue::array();
  for (const std::string& name : note.tags) {
    const auto by_name = [](const SiteTag& tag, const std::string& wanted) {
      return tag.name < wanted;
    };
    const SiteTag& tag =
        *std::lower_bound(draft.site.tags.begin(), draft.site.tags.end(), name, by_name);
    tags.push_back(Object().with("name", name).with("href", draft.hrefs.to(tag.output_path)));
  }
  draft.model["tags"] = std::move(tags);
  draft.model["backlinks"] = draft.backlinks(note);
  draft.mentions(note);
  connections_of(draft, NoteId{draft.output.index});
  draft.model["previous"] = neighbour(draft, note.previous);
  draft.model["next"] = neighbour(draft, note.next);
  const std::string review =
      draft.hrefs.to("review.html") + "?note=" + percent_encode_component(note.slug);
  draft.model["cards"] = Object()
                             .with("count", note.parsed->cards.size())
                             .with("deck", meta.deck)
                             .with("review", review);
}

}  // namespace loci
