// `loci cards export`: the cards as a package for Anki, as CSV or as JSON.
#include <nlohmann/json.hpp>

#include "base/path.h"
#include "base/text.h"
#include "cli/card_choice.h"
#include "cli/commands/cards_actions.h"
#include "cli/note_texts.h"
#include "cli/table.h"
#include "export/anki_deck.h"

namespace loci {

namespace {

// RFC 4180: quoted where it must be, lines end with CR LF.
std::string csv_of(const Rows& table) {
  std::string out;
  const auto add = [&out](std::string_view text, bool first) {
    if (!first) out += ',';
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
      out += text;
    } else {
      out += '"' + replace_all(text, "\"", "\"\"") + '"';
    }
  };
  for (std::size_t i = 0; i < table.columns.size(); ++i) add(table.columns[i], i == 0);
  out += "\r\n";
  for (const std::vector<Cell>& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) add(row[i].text, i == 0);
    out += "\r\n";
  }
  return out;
}

Rows rows_of(const LinkedSite& site, const std::vector<const SiteCard*>& cards, NoteTexts& texts) {
  Rows table{{"id", "deck", "kind", "question", "answer", "context", "tags", "source"}, {}};
  for (const SiteCard* card : cards) {
    const LinkedNote& note = site.note(card->note);
    const Card& written = note.parsed->cards[card->card];
    table.rows.push_back({text_cell(card->id), text_cell(card->deck),
                          text_cell(written.kind == CardKind::cloze ? "cloze" : "basic"),
                          text_cell(written.front_text), text_cell(written.back_text),
                          text_cell(written.context), text_cell(join(note.tags, " ")),
                          text_cell(place_text(texts, note.parsed->path, written.span))});
  }
  return table;
}

// `.loci/anki.json`: when the content of each note last changed, so that a second export changes nothing else.
AnkiStamps read_stamps(const std::string& path, FileSystem& files) {
  AnkiStamps stamps;
  const Result<std::string> text = files.read(path);
  if (!text) return stamps;
  const auto object = nlohmann::json::parse(*text, nullptr, false);
  if (!object.is_object()) return stamps;
  for (const auto& [id, stamp] : object.items()) {
    if (stamp.is_array() && stamp.size() == 2 && stamp[0].is_string() &&
        stamp[1].is_number_integer())
      stamps[id] = {stamp[0].get<std::string>(), stamp[1].get<std::int64_t>()};
  }
  return stamps;
}

std::string stamps_text(const AnkiStamps& stamps) {
  std::string text = "{";
  for (const auto& [id, stamp] : stamps) {
    text += text.size() == 1 ? "\n" : ",\n";
    text += nlohmann::json(id).dump() + ": [\"" + stamp.content + "\", " +
            std::to_string(stamp.modified) + "]";
  }
  return text + "\n}\n";
}

Status export_anki(const BuiltProject& project, const std::vector<const SiteCard*>& cards,
                   const Options& options, const Surroundings& surroundings) {
  const std::string folder = join_path(project.config.root, ".loci");
  const std::string stamps_path = join_path(folder, "anki.json");
  const Result<EventLog> log = read_event_log(join_path(folder, "reviews"));
  if (!log) return log.error();
  const AnkiStamps before = read_stamps(stamps_path, *surroundings.files);
  AnkiStamps stamps = before;
  AnkiRequest request;
  request.cards = cards;
  request.events = log->events();
  request.now = surroundings.now().unix_ms / 1000;
  request.today = review_day(surroundings.now(), project.config.cards.rollover_hour);
  request.read = [&](const std::string& path) {
    return surroundings.files->read(join_path(project.config.root, path));
  };
  const AnkiDeck deck = make_anki_deck(*project.build, request, stamps);
  const Result<std::string> package = make_anki_package(deck);
  if (!package) return package.error();
  const std::string path = join_path(surroundings.working_folder, options.anki);
  if (Status written = surroundings.files->write(path, *package); !written) return written;
  if (stamps != before) {
    if (Status written = surroundings.files->write(stamps_path, stamps_text(stamps)); !written)
      return written;
  }
  if (!options.quiet) {
    std::size_t reviews = 0;
    for (const AnkiNote& note : deck.notes) {
      for (const AnkiCard& card : note.cards) reviews += card.reviews.size();
    }
    surroundings.err(std::to_string(cards.size()) + " cards, " + std::to_string(reviews) +
                     " reviews, " + std::to_string(deck.media.size()) + " media files in " +
                     options.anki + "\n");
  }
  return Done{};
}

}  // namespace

ExitCode run_cards_export(const Options& options, const Surroundings& surroundings) {
  Timings timings;
  const Result<BuiltProject> project = build_project(options, surroundings, Depth::linked, timings);
  if (!project) return report(project.error(), surroundings);
  report_timings(timings, options, surroundings);
  const LinkedSite& site = project->build->site;
  const std::vector<const SiteCard*> cards = chosen_cards(site, options);
  if (cards.empty() && (!options.deck.empty() || !options.note.empty()))
    return report(no_such_cards(site, options), surroundings);
  if (!options.anki.empty()) {
    if (Status done = export_anki(*project, cards, options, surroundings); !done)
      return report(done.error(), surroundings);
    return ExitCode::fine;
  }
  NoteTexts texts(*project->build, *surroundings.files);
  const Rows table = rows_of(site, cards, texts);
  const std::string text = options.csv ? csv_of(table) : as_json(table);
  if (options.output.empty() || options.output == "-") {
    surroundings.out(text);
    return ExitCode::fine;
  }
  const std::string path = join_path(surroundings.working_folder, options.output);
  if (Status done = surroundings.files->write(path, text); !done)
    return report(done.error(), surroundings);
  return ExitCode::fine;
}

}  // namespace loci
