#include <utility>

#include "base/escape.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/note_texts.h"
#include "site/suggest_links.h"

namespace loci {

namespace {

void append_place(std::string& json, const std::string& path, const std::string& target,
                  const SourceFile& file, const MentionPlace& place) {
  const LineCol at = line_col(file.text, place.offset);
  json += json.empty() ? "\n  {\"path\":" : ",\n  {\"path\":";
  append_json(json, path);
  json += ",\"line\":" + std::to_string(at.line) + ",\"column\":" + std::to_string(at.column);
  json += ",\"text\":";
  append_json(json, place.text);
  json += ",\"target\":";
  append_json(json, target);
  json += ",\"link\":";
  append_json(json, place.edit->replacement);
  json += '}';
}

}  // namespace

ExitCode run_link(const Options& options, const Surroundings& surroundings) {
  Timings timings;
  const Result<BuiltProject> project = build_project(options, surroundings, Depth::linked, timings);
  if (!project) return report(project.error(), surroundings);
  const SiteBuild& build = *project->build;
  const LinkSuggester suggester(build.site, build.config);
  const NoteTexts texts(build, *surroundings.files);
  std::string json;
  std::size_t links = 0;
  std::size_t notes = 0;
  for (const NoteId id : suggester.notes()) {
    const std::string& path = build.site.note(id).parsed->path;
    const Result<NoteTexts::NoteFile> file = texts.read(path);
    if (!file) return report(file.error(), surroundings);
    std::vector<MentionPlace> places = suggester.places(id, file->source);
    std::erase_if(places, [](const MentionPlace& place) { return !place.edit; });
    std::vector<TextEdit> edits;
    for (const MentionPlace& place : places) edits.push_back(*place.edit);
    // Bytes that are not what was read stay as they are.
    const std::optional<std::string> changed =
        edits.empty() ? std::nullopt : apply_edits_to_bytes(file->bytes, file->source.text, edits);
    if (!changed) continue;
    if (options.json) {
      for (const MentionPlace& place : places)
        append_place(json, path, build.site.note(place.to).parsed->path, file->source, place);
    }
    links += edits.size();
    ++notes;
    if (options.write) {
      if (Status written = surroundings.files->write(file->absolute, *changed); !written)
        return report(written.error(), surroundings);
      if (!options.quiet && !options.json)
        surroundings.out(path + ": " + counted(edits.size(), "link") + "\n");
    } else if (!options.json) {
      surroundings.out(unified_diff(path, file->bytes, *changed));
    }
  }
  if (options.json) surroundings.out("[" + json + (json.empty() ? "]\n" : "\n]\n"));
  if (!options.quiet) {
    surroundings.err(links == 0 ? std::string("no note names another one without a link\n")
                                : counted(links, "link") + " in " + counted(notes, "note") + "\n");
  }
  report_timings(timings, options, surroundings);
  return ExitCode::fine;
}

}  // namespace loci
