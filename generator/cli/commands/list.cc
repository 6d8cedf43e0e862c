#include <algorithm>

#include "base/path.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/note_texts.h"
#include "cli/table.h"
#include "site/loose_ends.h"
#include "site/suggest_links.h"

namespace loci {

namespace {

Rows list_notes(const SiteBuild& build, bool orphans_only) {
  Rows table{{"path", "title", "links", "backlinks", "cards"}, {}};
  for (const LinkedNote& note : build.site.notes) {
    if (orphans_only && !is_orphan(build.site, note)) continue;
    table.rows.push_back({text_cell(note.parsed->path), text_cell(one_line(note.title)),
                          number_cell(note.links.size()), number_cell(note.backlinks.size()),
                          number_cell(note.parsed->cards.size())});
  }
  return table;
}

bool is_about_broken_link(Code code) {
  switch (code) {
    case Code::broken_link:
    case Code::broken_heading:
    case Code::broken_embed:
    case Code::broken_prerequisite:
    case Code::broken_block:
    case Code::broken_attachment:
    case Code::external_link_syntax:
      return true;
    default:
      return false;
  }
}

// "note#heading" of the link that a message points into; what it points at when it is none of a body.
std::string target_at(const SiteBuild& build, const Diagnostic& diagnostic) {
  const auto by_path = [](const LinkedNote& note, const std::string& path) {
    return note.parsed->path < path;
  };
  const auto note =
      std::lower_bound(build.site.notes.begin(), build.site.notes.end(), diagnostic.path, by_path);
  if (note != build.site.notes.end() && note->parsed->path == diagnostic.path) {
    for (const Link& link : note->parsed->body.links) {
      if (link.span.begin <= diagnostic.span.begin && diagnostic.span.end <= link.span.end)
        return link.target + (link.fragment.empty() ? "" : "#" + link.fragment);
    }
  }
  const std::string_view text = build.text_of(diagnostic.path);
  const std::size_t begin = std::min<std::size_t>(diagnostic.span.begin, text.size());
  return std::string(text.substr(begin, diagnostic.span.end - begin));
}

Rows list_broken(const SiteBuild& build, NoteTexts& texts) {
  Rows table{{"place", "code", "target", "message", "path", "line", "column"}, {}, 3};
  for (const Diagnostic& diagnostic : build.diagnostics) {
    if (!is_about_broken_link(diagnostic.code)) continue;
    const LineCol at = texts.place(diagnostic.path, diagnostic.span.begin);
    table.rows.push_back({text_cell(place_text(texts, diagnostic.path, diagnostic.span)),
                          text_cell(code_id(diagnostic.code)),
                          text_cell(one_line(target_at(build, diagnostic))),
                          text_cell(diagnostic.message), text_cell(diagnostic.path),
                          number_cell(at.line), number_cell(at.column)});
  }
  return table;
}

Rows list_drafts(const SiteBuild& build) {
  Rows table{{"path", "title"}, {}};
  for (const auto& note : build.parsed.notes) {
    if (!note->meta.draft) continue;
    std::string title = note->meta.title.empty() ? note->body.first_heading : note->meta.title;
    if (title.empty()) title = file_stem(note->path);
    table.rows.push_back({text_cell(note->path), text_cell(one_line(title))});
  }
  return table;
}

Rows list_cards(const SiteBuild& build, NoteTexts& texts) {
  Rows table{{"id", "deck", "place", "question"}, {}};
  for (const SiteCard& card : build.site.cards) {
    const ParsedNote& note = *build.site.note(card.note).parsed;
    const Card& written = note.cards[card.card];
    table.rows.push_back({text_cell(card.id), text_cell(card.deck),
                          text_cell(place_text(texts, note.path, written.span)),
                          text_cell(one_line(written.front_text))});
  }
  return table;
}

Rows list_tags(const SiteBuild& build) {
  Rows table{{"tag", "notes"}, {}};
  for (const SiteTag& tag : build.site.tags) {
    table.rows.push_back({text_cell(tag.name), number_cell(tag.notes.size())});
  }
  return table;
}

Rows list_mentions(const SiteBuild& build, NoteTexts& texts) {
  Rows table{{"place", "text", "target"}, {}};
  const LinkSuggester suggester(build.site, build.config);
  for (const NoteId id : suggester.notes()) {
    const std::string& path = build.site.note(id).parsed->path;
    const Result<NoteTexts::NoteFile> file = texts.read(path);
    if (!file) continue;
    for (const MentionPlace& mention : suggester.places(id, file->source)) {
      const LineCol at = line_col(file->source.text, mention.offset);
      table.rows.push_back(
          {text_cell(path + ":" + std::to_string(at.line) + ":" + std::to_string(at.column)),
           text_cell(one_line(mention.text)), text_cell(build.site.note(mention.to).parsed->path)});
    }
  }
  return table;
}

Rows list(const SiteBuild& build, NoteTexts& texts, Listing listing) {
  switch (listing) {
    case Listing::notes:
      return list_notes(build, false);
    case Listing::orphans:
      return list_notes(build, true);
    case Listing::broken:
      return list_broken(build, texts);
    case Listing::drafts:
      return list_drafts(build);
    case Listing::cards:
      return list_cards(build, texts);
    case Listing::tags:
      return list_tags(build);
    case Listing::mentions:
      return list_mentions(build, texts);
  }
  return {};
}

}  // namespace

ExitCode run_list(const Options& options, const Surroundings& surroundings) {
  Timings timings;
  const Result<BuiltProject> project = build_project(options, surroundings, Depth::linked, timings);
  if (!project) return report(project.error(), surroundings);
  NoteTexts texts(*project->build, *surroundings.files);
  const Rows table = list(*project->build, texts, options.listing);
  surroundings.out(options.json ? as_json(table) : as_text(table));
  report_timings(timings, options, surroundings);
  return ExitCode::fine;
}

}  // namespace loci
