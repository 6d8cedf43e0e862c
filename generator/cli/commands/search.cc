#include "search/search_index.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/escape.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/note_texts.h"

namespace loci {

namespace {

// Where a found section stands in the notes.
struct Place {
  std::string path;  // of the source
  std::uint32_t line = 1;
};

class Places {
 public:
  Places(const SiteBuild& build, NoteTexts& texts) : texts_(texts) {
    for (const LinkedNote& note : build.site.notes) by_page_.emplace(note.output_path, &note);
  }

  Place find(const SearchEntry& entry) const {
    const std::string_view ref = entry.ref;
    const std::size_t hash = ref.find('#');
    const auto found = by_page_.find(ref.substr(0, hash));
    if (found == by_page_.end()) return {std::string(ref), 1};
    const ParsedNote& note = *found->second->parsed;
    Place place{note.path, 1};
    if (entry.kind == EntryKind::card) {
      place.line = line_of_card(*found->second, entry);
      return place;
    }
    if (hash == std::string_view::npos) return place;
    const auto heading =
        std::find_if(note.body.outline.begin(), note.body.outline.end(),
                     [id = ref.substr(hash + 1)](const Heading& h) { return h.id == id; });
    if (heading != note.body.outline.end()) {
      place.line = texts_.place(note.path, heading->span.begin).line;
    }
    return place;
  }

 private:
  // An entry's question is the card's own text.
  std::uint32_t line_of_card(const LinkedNote& note, const SearchEntry& entry) const {
    for (const Card& card : note.parsed->cards) {
      if (card.front_text.data() == entry.question.data())
        return texts_.place(note.parsed->path, card.span.begin).line;
    }
    return 1;
  }

  NoteTexts& texts_;
  std::unordered_map<std::string_view, const LinkedNote*> by_page_;
};

std::string marked_excerpt(const SearchHit& hit, bool colour) {
  if (!colour) return hit.excerpt;
  std::string text;
  std::size_t at = 0;
  for (const auto& [begin, end] : hit.marks) {
    if (begin < at || end > hit.excerpt.size()) continue;
    text += hit.excerpt.substr(at, begin - at);
    text += "\x1b[1;33m" + hit.excerpt.substr(begin, end - begin) + "\x1b[0m";
    at = end;
  }
  return text + hit.excerpt.substr(at);
}

std::string as_text(const std::vector<SearchHit>& hits, const SearchIndex& index,
                    const Places& places, bool colour) {
  std::string text;
  for (const SearchHit& hit : hits) {
    const SearchEntry& entry = index.entries()[hit.entry];
    const Place place = places.find(entry);
    const bool is_card = entry.kind == EntryKind::card;
    std::string title(is_card ? entry.question : entry.title);
    if (!entry.heading.empty()) title += " › " + std::string(entry.heading);
    title = replace_all(title, "\n", " ");
    text += colour ? "\x1b[1m" + title + "\x1b[0m" : title;
    if (is_card) text += " [card in " + std::string(entry.title) + "]";
    text += "\n  " + place.path + ":" + std::to_string(place.line) + "\n";
    if (!hit.excerpt.empty())
      text += "  " + replace_all(marked_excerpt(hit, colour), "\n", " ") + "\n";
  }
  return text;
}

std::string as_json(const std::vector<SearchHit>& hits, const SearchIndex& index,
                    const Places& places) {
  std::string text = "[";
  for (const SearchHit& hit : hits) {
    const SearchEntry& entry = index.entries()[hit.entry];
    const Place place = places.find(entry);
    constexpr std::array<std::string_view, 3> kinds = {"page", "section", "card"};
    text += &hit == hits.data() ? "\n  {\"kind\":" : ",\n  {\"kind\":";
    append_json(text, kinds[static_cast<std::size_t>(entry.kind)]);
    text += ",\"title\":";
    append_json(text, entry.title);
    if (entry.kind == EntryKind::card) {
      text += ",\"question\":";
      append_json(text, entry.question);
    }
    text += ",\"heading\":";
    append_json(text, entry.heading);
    text += ",\"page\":";
    append_json(text, entry.ref);
    text += ",\"path\":";
    append_json(text, place.path);
    text += ",\"line\":" + std::to_string(place.line) + ",\"score\":" + std::to_string(hit.score) +
            ",\"excerpt\":";
    append_json(text, hit.excerpt);
    text += '}';
  }
  return text + (hits.empty() ? "]\n" : "\n]\n");
}

// What was done about words that no note has.
std::string as_text(const std::vector<SpellingHint>& corrections) {
  std::string text;
  for (const SpellingHint& correction : corrections) {
    text += "no note has '" + correction.word + "'";
    if (!correction.instead.empty())
      text += ": this is for '" + join(correction.instead, "', '") + "'";
    text += '\n';
  }
  return text;
}

}  // namespace

ExitCode run_search(const Options& options, const Surroundings& surroundings) {
  Timings timings;
  const Result<BuiltProject> project =
      build_project(options, surroundings, Depth::indexed, timings);
  if (!project) return report(project.error(), surroundings);
  const SiteBuild& build = *project->build;

  std::vector<SearchHit> hits;
  {
    const auto timer = timings.start("search");
    hits = search(build.search, options.query, options.limit);
  }
  NoteTexts texts(build, *surroundings.files);
  const Places places(build, texts);
  if (options.json) {
    surroundings.out(as_json(hits, build.search, places));
  } else if (hits.empty()) {
    surroundings.out("nothing found for '" + options.query + "'\n");
  } else {
    surroundings.out(as_text(hits, build.search, places, surroundings.colour_out));
  }
  if (!options.quiet) surroundings.err(as_text(search_corrections(build.search, options.query)));
  report_timings(timings, options, surroundings);
  return ExitCode::fine;
}

}  // namespace loci
