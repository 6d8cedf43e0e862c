#include <algorithm>
#include <array>
#include <cstddef>

#include "base/path.h"
#include "base/text.h"
#include "cards/event_log.h"
#include "cli/commands.h"
#include "cli/note_texts.h"
#include "review/terminal.h"

namespace loci {

namespace {

// "databases" takes "databases" and "databases/sql", not "databases2".
bool deck_matches(std::string_view deck, std::string_view wanted) {
  return wanted.empty() || is_inside(deck, wanted);
}

// A note is named as people name it: its path, with or without ".md" and the notes folder, or its
// page's.
bool note_matches(const LinkedNote& note, std::string_view wanted) {
  if (wanted.empty()) return true;
  if (wanted.ends_with(".md")) wanted.remove_suffix(3);
  std::string_view path = note.parsed->path;
  if (path.ends_with(".md")) path.remove_suffix(3);
  return note.slug == wanted || path == wanted;
}

std::vector<ReviewCard> cards_of(const SiteBuild& build, NoteTexts& texts, const Options& options) {
  std::vector<ReviewCard> cards;
  for (const SiteCard& card : build.site.cards) {
    const LinkedNote& note = build.site.note(card.note);
    if (!deck_matches(card.deck, options.deck) || !note_matches(note, options.note)) continue;
    const Card& written = note.parsed->cards[card.card];
    const std::uint32_t line = texts.place(note.parsed->path, written.span.begin).line;
    cards.push_back({card.id, card.deck, written.front_text, written.back_text, written.context,
                     note.title, note.parsed->path + ":" + std::to_string(line),
                     static_cast<std::uint32_t>(index_of(card.note))});
  }
  return cards;
}

Error no_cards(const SiteBuild& build, const Options& options) {
  std::vector<std::string> decks;
  for (const SiteCard& card : build.site.cards) {
    if (std::find(decks.begin(), decks.end(), card.deck) == decks.end()) decks.push_back(card.deck);
  }
  if (!options.deck.empty()) {
    const std::optional<std::string> meant = nearest_name(options.deck, decks);
    return Error{"there are no cards in the deck '" + options.deck + "'",
                 {meant ? "did you mean '" + *meant + "'?" : "the decks are " + join(decks, ", ")},
                 ErrorKind::usage};
  }
  std::vector<std::string> notes;
  for (const LinkedNote& note : build.site.notes) {
    if (!note.parsed->cards.empty()) notes.push_back(note.slug);
  }
  const std::optional<std::string> meant = nearest_name(options.note, notes);
  return Error{
      "there are no cards in a note '" + options.note + "'",
      {meant ? "did you mean '" + *meant + "'?" : "'loci list cards' shows where the cards are"},
      ErrorKind::usage};
}

}  // namespace

ExitCode run_review(const Options& options, const Surroundings& surroundings) {
  Timings timings;
  const Result<BuiltProject> project = build_project(options, surroundings, Depth::linked, timings);
  if (!project) return report(project.error(), surroundings);
  report_timings(timings, options, surroundings);
  const SiteBuild& build = *project->build;

  ReviewSetup setup;
  NoteTexts texts(build, *surroundings.files);
  setup.cards = cards_of(build, texts, options);
  if (setup.cards.empty() && (!options.deck.empty() || !options.note.empty())) {
    return report(no_cards(build, options), surroundings);
  }
  if (setup.cards.empty() && !options.json) {
    surroundings.out(
        "there are no cards yet: '> [!card] Question?' and '> Answer.' below it make one\n");
    return ExitCode::fine;
  }
  const std::string folder = join_path(project->config.root, ".loci");
  setup.config = project->config.cards;
  setup.reviews = join_path(folder, "reviews");
  setup.clock = surroundings.now;
  setup.random = surroundings.random;

  if (options.json) {
    const Result<std::string> due = due_cards_json(setup);
    if (!due) return report(due.error(), surroundings);
    surroundings.out(*due);
    if (!due->ends_with('\n')) surroundings.out("\n");
    return ExitCode::fine;
  }

  // Only a sitting writes: asking what is due leaves the project as it was.
  std::array<std::byte, 10> randomness{};
  surroundings.random(randomness);
  const Result<std::string> device = device_name(folder, surroundings.host_name, randomness);
  if (!device) return report(device.error(), surroundings);
  setup.device = *device;
  const Result<SessionSummary> summary =
      options.by_lines || !surroundings.interactive
          ? review_by_lines(setup, surroundings.read_line, surroundings.out)
          : review_in_terminal(setup, {.colour = surroundings.colour_out});
  if (!summary) return report(summary.error(), surroundings);

  for (const LogProblem& problem : summary->problems) {
    surroundings.err(problem.path + ":" + std::to_string(problem.line) +
                     ": warning: " + problem.message + "\n");
  }
  if (!options.quiet) {
    std::string text =
        summary_text(*summary, surroundings.now(), project->config.cards.rollover_hour);
    if (!text.ends_with('\n')) text += '\n';
    surroundings.out(text);
  }
  return ExitCode::fine;
}

}  // namespace loci
