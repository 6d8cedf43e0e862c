#include "search/search_index.h"

#include <algorithm>
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

  Place find(std::string_view ref) const {
    const std::size_t hash = ref.find('#');
    const auto found = by_page_.find(ref.substr(0, hash));
    if (found == by_page_.end()) return {std::string(ref), 1};
    const ParsedNote& note = *found->second->parsed;
    Place place{note.path, 1};
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
    const Place place = places.find(entry.ref);
    std::string title(entry.title);
    if (!entry.heading.empty()) title += " › " + std::string(entry.heading);
    text += colour ? "\x1b[1m" + title + "\x1b[0m" : title;
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
    const Place place = places.find(entry.ref);
    text += &hit == hits.data() ? "\n  {\"title\":" : ",\n  {\"title\":";
    append_json(text, entry.title);
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
  report_timings(timings, options, surroundings);
  return ExitCode::fine;
}

}  // namespace loci
