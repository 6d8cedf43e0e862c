// The notes as a web: what a note is related to, its map, the map of all, the learning path.

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/escape.h"
#include "base/text.h"
#include "site/connections.h"
#include "site/fill.h"
#include "site/language.h"
#include "site/local_graph.h"
#include "site/page_draft.h"

namespace loci {
namespace {

// With more notes than this the map's list names sections, and the notes that most links lead to.
constexpr std::size_t most_listed = 600;
constexpr std::size_t most_hubs = 30;
// Of the learning path on its page: of one stage, of all together, and of the stages themselves.
constexpr std::size_t most_in_stage = 200, most_on_path = 1200, most_stages = 100;
constexpr std::size_t most_first_steps = 3;
// Stages are folded from the one on with which so many notes would lie open.
constexpr std::size_t most_open = 12;
constexpr std::size_t most_sections = 6;  // of a stage, by name

PageValue titles(const PageDraft& draft, const std::vector<NoteId>& ids) {
  PageValue list = PageValue::array();
  for (const NoteId id : ids) list.push_back(title_in_sentence(draft.note_of(id)));
  return list;
}

PageValue related_notes(const PageDraft& draft, NoteId id) {
  const Connections& web = *draft.build.connections;
  PageValue list = PageValue::array();
  for (const RelatedNote& one : web.related[index_of(id)]) {
    const LinkedNote& note = draft.note_of(one.note);
    PageValue tags = PageValue::array(), words = PageValue::array();
    for (const std::uint32_t tag : one.tags) tags.push_back(draft.site.tags[tag].name);
    for (const std::uint32_t word : one.words) words.push_back(web.words[word]);
    list.push_back(Object()
                       .with("title", note.title)
                       .with("tongue_html", note.tongue)
                       .with("href", draft.to(note))
                       .with("both_lead_to", titles(draft, one.both_lead_to))
                       .with("lead_to_both", titles(draft, one.lead_to_both))
                       .with("tags", std::move(tags))
                       .with("words", std::move(words)));
  }
  return list;
}

std::size_t link_count(const LinkGraph& graph, NoteId id) {
  return graph.to(id).size() + graph.from(id).size();
}

PageValue listed_note(const PageDraft& draft, NoteId id) {
  const LinkedNote& note = draft.note_of(id);
  return Object()
      .with("title", note.title)
      .with("tongue_html", note.tongue)
      .with("href", draft.to(note))
      .with("links", link_count(draft.build.connections->graph, id));
}

// Every section with notes of its own, in the site's order.
PageValue listed_sections(const PageDraft& draft, bool with_notes) {
  PageValue list = PageValue::array();
  std::vector<std::uint32_t> open{0};
  while (!open.empty()) {
    const SiteSection& section = draft.site.sections[open.back()];
    const std::uint32_t index = open.back();
    open.pop_back();
    open.insert(open.end(), section.children.rbegin(), section.children.rend());
    std::vector<NoteId> notes = section.notes;
    if (section.index != no_note) notes.insert(notes.begin(), section.index);
    if (notes.empty()) continue;
    PageValue items = PageValue::array();
    if (with_notes) {
      for (const NoteId id : notes) items.push_back(listed_note(draft, id));
    }
    list.push_back(
        Object()
            .with("title", section.title)
            .with("tongue_html", tongue_of(section, draft.site))
            .with("title_html", title_html(section.title, tongue_of(section, draft.site)))
            .with("href", draft.hrefs.to(section.output_path))
            .with("hue", hue_of(index, draft.site))
            .with("count", notes.size())
            .with("notes", std::move(items)));
  }
  return list;
}

PageValue hubs(const PageDraft& draft) {
  const LinkGraph& graph = draft.build.connections->graph;
  std::vector<std::uint32_t> order(draft.site.notes.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto more = [&](std::uint32_t a, std::uint32_t b) {
    const std::size_t one = graph.from(NoteId{a}).size(), two = graph.from(NoteId{b}).size();
    return one != two ? one > two : a < b;
  };
  const std::size_t count = std::min(order.size(), most_hubs);
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                    more);
  PageValue list = PageValue::array();
  for (std::size_t i = 0; i < count; ++i) list.push_back(listed_note(draft, NoteId{order[i]}));
  return list;
}

PageValue path_note(const PageDraft& draft, NoteId id) {
  const LinkedNote& note = draft.note_of(id);
  PageValue item = Object()
                       .with("title", note.title)
                       .with("tongue_html", note.tongue)
                       .with("href", draft.to(note))
                       .with("summary", summary_of(note, draft.site))
                       .with("level", note.parsed->meta.level)
                       .with("minutes", note.minutes)
                       .with("card_count", note.parsed->cards.size())
                       .with("slug", note.slug)
                       .with("requires", titles(draft, note.prerequisites));
  draft.name_section_of(id, item);
  return item;
}

// "Concepts 5": the sections of a stage in their order; of many the first, and "…".
PageValue sections_of(const PageDraft& draft, const std::vector<NoteId>& ids) {
  std::vector<std::pair<std::uint32_t, std::size_t>> counts;
  bool has_more = false;
  for (const NoteId id : ids) {
    const std::uint32_t section = draft.note_of(id).section;
    const auto known = std::find_if(counts.begin(), counts.end(),
                                    [&](const auto& one) { return one.first == section; });
    if (known != counts.end()) {
      ++known->second;
    } else if (counts.size() < most_sections) {
      counts.emplace_back(section, 1);
    } else {
      has_more = true;
    }
  }
  PageValue list = PageValue::array();
  if (counts.size() == 1 && counts.front().first == 0) return list;  // nothing but the site itself
  for (const auto& [section, count] : counts) {
    list.push_back(draft.site.sections[section].title + ' ' + draft.site.strings.number(count));
  }
  if (has_more) list.push_back("…");
  return list;
}

}  // namespace

void PageDraft::web_of(NoteId id) {
  model["related"] = related_notes(*this, id);
  LocalGraph map = draw_local_graph(id, site, build.connections->graph, hrefs);
  model["map_html"] = std::move(map.html);
  model["map_more"] = map.others;
  model["map_data"] = build.connections->map_file;
}

void PageDraft::first_steps() {
  PageValue list = PageValue::array();
  const LearningPath& path = build.connections->path;
  if (!path.empty()) {
    const std::vector<NoteId>& stage = path.stages.front();
    for (std::size_t i = 0; i < stage.size() && i < most_first_steps; ++i)
      list.push_back(path_note(*this, stage[i]));
  }
  model["first_steps"] = std::move(list);
  model["path_data"] = build.connections->path_file;
}

void graph_page(PageDraft& draft) {
  draft.titled_by(english("Map"));
  const LinkGraph& graph = draft.build.connections->graph;
  const bool lists_notes = draft.site.notes.size() <= most_listed;
  draft.model["map_data"] = draft.build.connections->map_file;
  draft.model["counts"] =
      Object()
          .with("notes", draft.site.notes.size())
          .with("notes_text", draft.site.strings.number(draft.site.notes.size()))
          .with("links", graph.link_count())
          .with("links_text", draft.site.strings.number(graph.link_count()));
  draft.model["map_sections"] = listed_sections(draft, lists_notes);
  draft.model["hubs"] = lists_notes ? PageValue::array() : hubs(draft);
}

void learn_page(PageDraft& draft) {
  draft.titled_by(english("Learning path"));
  draft.first_steps();
  const LearningPath& path = draft.build.connections->path;
  PageValue stages = PageValue::array();
  const std::size_t count = std::min(path.stages.size(), most_stages);
  const std::size_t most = std::min(most_in_stage, most_on_path / std::max<std::size_t>(count, 1));
  std::size_t listed = 0;
  for (std::size_t s = 0; s < count; ++s) {
    const std::vector<NoteId>& ids = path.stages[s];
    listed += ids.size();
    PageValue notes = PageValue::array();
    std::size_t minutes = 0;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      minutes += draft.note_of(ids[i]).minutes;
      if (i < most) notes.push_back(path_note(draft, ids[i]));
    }
    stages.push_back(Object()
                         .with("number", s + 1)
                         .with("count", ids.size())
                         .with("minutes", minutes)
                         .with("open", s == 0 || listed <= most_open)
                         .with("sections", sections_of(draft, ids))
                         .with("more", ids.size() - std::min(ids.size(), most))
                         .with("notes", std::move(notes)));
  }
  draft.model["stages"] = std::move(stages);
  draft.model["more_stages"] = path.stages.size() - count;
  draft.model["beside"] = path.beside;
}

}  // namespace loci
