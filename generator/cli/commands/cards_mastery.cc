// `loci cards mastery`: how well the cards of each note, each folder and the site are remembered now.
#include <nlohmann/json.hpp>

#include "cli/commands/cards_actions.h"
#include "cli/study.h"
#include "cli/table.h"
#include "study/mastery.h"

namespace loci {

namespace {

using nlohmann::ordered_json;

template <class T>
ordered_json or_null(const std::optional<T>& value) {
  return value ? ordered_json(*value) : ordered_json(nullptr);
}

void append_json(ordered_json& entry, const Mastery& mastery) {
  entry["cards"] = mastery.cards;
  entry["new"] = mastery.fresh;
  entry["suspended"] = mastery.suspended;
  entry["known"] = mastery.known;
  entry["at_risk"] = mastery.at_risk;
  entry["due"] = mastery.due;
  entry["mean_recall"] = or_null(mastery.mean_recall());
  entry["share_at_risk"] = or_null(mastery.share_at_risk());
  entry["next_due"] = nullptr;
  if (mastery.next_due_day) {
    entry["next_due"] = {{"day", *mastery.next_due_day},
                         {"date", to_string(date_from_days(*mastery.next_due_day))}};
  }
}

// "today", "tomorrow", "2026-12-03"
std::string due_text(const std::optional<std::int64_t>& due, std::int64_t today) {
  if (!due) return "-";
  if (*due <= today) return "today";
  if (*due == today + 1) return "tomorrow";
  return to_string(date_from_days(*due));
}

Cell right(std::string text) { return {std::move(text), true}; }

void add_row(Rows& table, std::string_view name, const Mastery& mastery, std::int64_t today) {
  table.rows.push_back({text_cell(name), number_cell(mastery.cards), number_cell(mastery.fresh),
                        right(percent_text(mastery.mean_recall())),
                        right(percent_text(mastery.share_at_risk())), number_cell(mastery.due),
                        text_cell(due_text(mastery.next_due_day, today))});
}

std::string mastery_json(const Study& study, const std::vector<Mastery>& notes,
                         const std::vector<FolderMastery>& folders) {
  ordered_json out;
  out["day"] = study.day;
  out["date"] = to_string(date_from_days(study.day));
  out["desired_retention"] = study.config.cards.desired_retention;
  append_json(out["site"], folders.front().mastery);
  out["folders"] = ordered_json::array();
  for (std::size_t i = 1; i < folders.size(); ++i) {
    ordered_json entry{{"folder", folders[i].folder}};
    append_json(entry, folders[i].mastery);
    out["folders"].push_back(std::move(entry));
  }
  out["notes"] = ordered_json::array();
  for (std::size_t i = 0; i < notes.size(); ++i) {
    ordered_json entry{{"note", study.notes[i]->slug},
                       {"path", study.notes[i]->parsed->path},
                       {"title", study.notes[i]->title}};
    append_json(entry, notes[i]);
    out["notes"].push_back(std::move(entry));
  }
  return out.dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

ExitCode run_cards_mastery(const Options& options, const Surroundings& surroundings) {
  const Result<std::unique_ptr<Study>> opened = open_study(options, surroundings);
  if (!opened) return report(opened.error(), surroundings);
  const Study& study = **opened;
  const std::vector<Mastery> notes =
      mastery_of_notes(study.cards, study.notes.size(), *study.schedule, study.day,
                       study.config.cards.desired_retention);
  std::vector<std::string> slugs;
  for (const LinkedNote* note : study.notes) slugs.push_back(note->slug);
  const std::vector<FolderMastery> folders = mastery_of_folders(slugs, notes);
  if (options.json) {
    surroundings.out(mastery_json(study, notes, folders));
    return ExitCode::fine;
  }
  if (study.cards.empty()) {
    surroundings.out("there are no cards yet\n");
    return ExitCode::fine;
  }
  Rows table{{"note", "cards", "new", "recall", "at risk", "due", "next"}, {}};
  table.rows.push_back({text_cell("note"), right("cards"), right("new"), right("recall"),
                        right("at risk"), right("due"), text_cell("next")});
  for (std::size_t i = 0; i < notes.size(); ++i) add_row(table, slugs[i], notes[i], study.day);
  for (std::size_t i = 1; i < folders.size(); ++i)
    add_row(table, folders[i].folder + "/", folders[i].mastery, study.day);
  add_row(table, "all", folders.front().mastery, study.day);
  surroundings.out(as_text(table));
  return ExitCode::fine;
}

}  // namespace loci
