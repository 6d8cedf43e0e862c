#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>

#include "base/path.h"
#include "base/text.h"
#include "cards/event_log.h"
#include "cli/card_choice.h"
#include "cli/commands.h"
#include "cli/keep_histories.h"
#include "cli/note_texts.h"
#include "review/terminal.h"

extern char** environ;

namespace loci {

namespace {

std::vector<ReviewCard> cards_of(const SiteBuild& build, NoteTexts& texts, const Options& options) {
  std::vector<ReviewCard> cards;
  for (const SiteCard* chosen : chosen_cards(build.site, options)) {
    const SiteCard& card = *chosen;
    const LinkedNote& note = build.site.note(card.note);
    const Card& written = note.parsed->cards[card.card];
    const std::uint32_t line = texts.place(note.parsed->path, written.span.begin).line;
    cards.push_back({card.id, card.deck, written.front_text, written.back_text, written.context,
                     note.title, note.parsed->path + ":" + std::to_string(line),
                     static_cast<std::uint32_t>(index_of(card.note))});
  }
  return cards;
}

// Opens the reader's editor at a card and waits for it: "vim", "code --wait" with "+12" and the
// file, which nearly all editors understand.
void open_in_editor(const std::string& editor, const std::string& root, const ReviewCard& card) {
  const std::size_t colon = card.source.rfind(':');
  std::vector<std::string> words;
  for (const std::string_view word : split(editor, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  words.push_back("+" + card.source.substr(colon + 1));
  words.push_back(join_path(root, card.source.substr(0, colon)));
  std::vector<char*> raw;
  for (std::string& word : words) raw.push_back(word.data());
  raw.push_back(nullptr);
  pid_t child = 0;
  if (::posix_spawnp(&child, raw[0], nullptr, nullptr, raw.data(), environ) != 0) return;
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
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
    return report(no_such_cards(build.site, options), surroundings);
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
  setup.new_cards = options.new_cards;
  setup.time_budget_ms = std::int64_t{options.minutes} * 60'000;
  if (!surroundings.editor.empty()) {
    setup.open_source = [&editor = surroundings.editor, &root = project->config.root](
                            const ReviewCard& card) { open_in_editor(editor, root, card); };
  }

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
  if (const Result<std::size_t> moved = keep_histories(build, surroundings); !moved)
    return report(moved.error(), surroundings);
  // A script at the other end of a pipe waits for the question.
  const auto say = [&surroundings](std::string_view text) {
    surroundings.out(text);
    surroundings.flush();
  };
  const Result<SessionSummary> summary =
      options.by_lines || !surroundings.interactive
          ? review_by_lines(setup, surroundings.read_line, say)
          : review_in_terminal(setup, {.colour = surroundings.colour_out});
  if (!summary) return report(summary.error(), surroundings);
  // What was reviewed for the first time is known from now on, should its question change.
  if (const Result<std::size_t> moved = keep_histories(build, surroundings); !moved)
    return report(moved.error(), surroundings);

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
