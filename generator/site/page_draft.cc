#include "site/page_draft.h"

#include <algorithm>
#include <utility>

#include "site/embed.h"
#include "site/fill.h"
#include "site/language.h"
#include "site/page_model.h"
#include "site/page_parts.h"
#include "site/plan.h"

namespace loci {
namespace {

// A list of thousands of notes is a megabyte to lay out and nothing to find one's way in: a longer one stands in folds.
constexpr std::size_t most_notes_in_sight = 200;
constexpr std::size_t notes_in_fold = 100;

}  // namespace

PageDraft::PageDraft(const Output& its_output, const SiteBuild& its_build,
                     const RenderOptions& options)
    : output(its_output),
      build(its_build),
      site(its_build.site),
      hrefs(hrefs_of(its_output, its_build.config)) {
  model["path"] = output.path;
  model["kind"] = kind_name(output.kind);
  model["description"] = "";
  model["image"] = "";
  model["build"] = Object().with("id", build.build_id).with("live", options.live);
  const bool has_address = output.kind != OutputKind::not_found &&
                           output.kind != OutputKind::redirect && output.kind != OutputKind::book;
  model["canonical"] = has_address ? absolute_url(build.config.base_url, output.path) : "";
  model["breadcrumbs"] = PageValue::array();
  set_needs({});
  const bool has_sidebar = output.kind != OutputKind::redirect && output.kind != OutputKind::hub &&
                           output.kind != OutputKind::diagram_frame &&
                           output.kind != OutputKind::book;
  model["sidebar_html"] = has_sidebar ? build.parts->sidebar_for(output, build) : "";
}

std::string PageDraft::book() const {
  const std::string path = book_path(site.sections[output.index]);
  const Output* found = build.plan.find(path);
  return found != nullptr && found->kind == OutputKind::book ? hrefs.to(path) : "";
}

void PageDraft::titled(const std::string& title) {
  model["title"] = title;
  const std::string& of_site = build.config.title;
  model["page_title"] = title == of_site || of_site.empty() ? title : title + " · " + of_site;
}

void PageDraft::titled_by(std::string_view english) {
  titled(std::string(site.strings.of(english)));
}

void PageDraft::set_needs(const PageNeeds& needs) {
  model["needs"] = Object().with("mathematics", needs.mathematics).with("diagrams", needs.diagrams);
}

void PageDraft::breadcrumbs_to(std::uint32_t last) {
  std::vector<std::uint32_t> chain;
  for (std::uint32_t index = last; index != 0; index = site.sections[index].parent)
    chain.push_back(index);
  PageValue list = PageValue::array();
  list.push_back(Object()
                     .with("title", site.sections[0].title)
                     .with("tongue_html", tongue_of(site.sections[0], site))
                     .with("href", hrefs.to(site.sections[0].output_path)));
  for (auto index = chain.rbegin(); index != chain.rend(); ++index) {
    const SiteSection& one = site.sections[*index];
    list.push_back(Object()
                       .with("title", one.title)
                       .with("tongue_html", tongue_of(one, site))
                       .with("href", hrefs.to(one.output_path)));
  }
  model["breadcrumbs"] = std::move(list);
}

void PageDraft::picture(const LinkedNote& note) {
  const std::string& written = note.parsed->meta.image;
  if (note.image != no_index) {
    model["image"] = absolute_url(build.config.base_url, site.attachments[note.image].output_path);
  } else if (written.starts_with("https://") || written.starts_with("http://")) {
    model["image"] = written;
  }
}

void PageDraft::body_of(const LinkedNote& note) {
  PageBody body = fill_page(note, site, hrefs);
  set_needs(body.needs);
  model["body_html"] = std::move(body.html);
}

void PageDraft::index_note(const SiteSection& own) {
  if (own.index == no_note) {
    for (const char* name : {"body_html", "body_lang", "body_dir"}) model[name] = "";
    model["backlinks"] = PageValue::array();
    no_mentions();
    return;
  }
  const LinkedNote& note = note_of(own.index);
  model["description"] = note.parsed->meta.description;
  picture(note);
  body_of(note);
  model["body_lang"] = language_tag(note.parsed->meta.language);
  model["body_dir"] = own_direction(note.parsed->meta, build.config);
  model["backlinks"] = backlinks(note);
  mentions(note);
}

PageValue PageDraft::note_list(const std::vector<NoteId>& ids) const {
  PageValue list = PageValue::array();
  const bool is_folded = ids.size() > most_notes_in_sight;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const LinkedNote& note = note_of(ids[i]);
    PageValue fold = "";
    if (is_folded && i % notes_in_fold == 0) {
      const std::size_t end = std::min(i + notes_in_fold, ids.size());
      fold = Object()
                 .with("from", site.strings.number(i + 1))
                 .with("to", site.strings.number(end))
                 .with("first", note.title)
                 .with("first_tongue_html", note.tongue)
                 .with("last", note_of(ids[end - 1]).title)
                 .with("last_tongue_html", note_of(ids[end - 1]).tongue);
    }
    list.push_back(Object()
                       .with("title", note.title)
                       .with("tongue_html", note.tongue)
                       .with("href", to(note))
                       .with("summary", summary_of(note, site))
                       .with("kind", note.parsed->meta.kind)
                       .with("level", note.parsed->meta.level)
                       .with("minutes", note.minutes)
                       .with("card_count", note.parsed->cards.size())
                       .with("slug", note.slug)
                       .with("tags", note.tags)
                       .with("fold", std::move(fold)));
  }
  return list;
}

std::vector<DatedNote> newest_notes(const LinkedSite& site, std::size_t most) {
  std::vector<DatedNote> dated;
  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    const FrontMatter& meta = site.notes[i].parsed->meta;
    const std::optional<Date>& date = meta.updated ? meta.updated : meta.date;
    if (date) dated.push_back({*date, NoteId{static_cast<std::uint32_t>(i)}});
  }
  const auto newer = [](const DatedNote& a, const DatedNote& b) {
    return a.date != b.date ? a.date > b.date : a.note < b.note;
  };
  const std::size_t count = std::min(dated.size(), most);
  std::partial_sort(dated.begin(), dated.begin() + static_cast<std::ptrdiff_t>(count), dated.end(),
                    newer);
  dated.resize(count);
  return dated;
}

}  // namespace loci
