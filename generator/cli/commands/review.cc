#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <unordered_set>

#include "base/hash.h"
#include "base/path.h"
#include "base/text.h"
#include "cli/card_choice.h"
#include "cli/commands.h"
#include "cli/keep_histories.h"
#include "cli/open_cards.h"
#include "cli/project.h"
#include "review/terminal.h"
#include "source/card_id.h"
#include "study/event_log.h"

extern char** environ;

namespace loci {

namespace {

std::vector<ReviewCard> cards_of(const CardList& list, const Options& options) {
  std::vector<ReviewCard> cards;
  cards.reserve(list.cards.size());
  for (const ListedCard& card : list.cards) {
    const ListedNote& note = list.notes[card.note];
    if (!is_chosen(card.deck, note.slug, note.path, options)) continue;
    cards.push_back({card.id, card.deck, card.front_text, card.back_text, card.context, note.title,
                     note.path + ":" + std::to_string(card.line), card.note, card.retention,
                     card.expected});
  }
  return cards;
}

// A fingerprint of what histories are matched with: while the cards are the same and the log too, every history has its card
// still.
std::uint64_t fingerprint(const CardList& list) {
  StreamHash hash;
  for (const ListedNote& note : list.notes) hash.append_part(note.slug);
  for (const ListedCard& card : list.cards) {
    hash.append(std::string_view(reinterpret_cast<const char*>(&card.note), sizeof card.note));
    for (const std::string* text : {&card.id, &card.content, &card.front_text, &card.answer})
      hash.append_part(*text);
  }
  return hash.value();
}

// Whether events of these cards, sorted, leave every history with its card: no card but the site's is among them. A "seen"
// event names what all directions and gaps of a card share.
bool are_of(const CardList& list, const std::vector<std::string>& cards) {
  if (cards.empty()) return true;
  std::unordered_set<std::string_view> left(cards.begin(), cards.end());
  for (const ListedCard& card : list.cards) {
    left.erase(card.id);
    left.erase(card_group(card.id));
  }
  return left.empty();
}

// The log folded, and kept for the next sitting, unless something cannot be written: then the next one takes longer.
KnownSchedule fold(const EventLog& log, const CardsConfig& config, const ScheduleCache& cache,
                   std::uint64_t cards, std::int64_t now_ms) {
  KnownSchedule known{Schedule(log.events(), fsrs_parameters(config)), INT64_MIN, cards};
  if (!log.events().empty()) known.newest_t = log.events().back().t;
  static_cast<void>(cache.store(log, known.schedule, cards, now_ms));
  return known;
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
  const Result<OpenedCards> opened = open_cards(options, surroundings, timings);
  if (!opened) return report(opened.error(), surroundings);
  report_timings(timings, options, surroundings);
  const SiteConfig& config = opened->config;
  const CardList& list = opened->list;

  ReviewSetup setup;
  setup.cards = cards_of(list, options);
  if (setup.cards.empty() && (!options.deck.empty() || !options.note.empty())) {
    return report(no_such_cards(list, options), surroundings);
  }
  if (setup.cards.empty() && !options.json) {
    surroundings.out(
        "there are no cards yet: '> [!card] Question?' and '> Answer.' below it make one\n");
    return ExitCode::fine;
  }
  const std::string folder = join_path(config.root, ".loci");
  setup.config = config.cards;
  setup.reviews = join_path(folder, "reviews");
  const std::uint64_t cards = fingerprint(list);
  const ScheduleCache schedules(config.root, config.cards, *surroundings.files,
                                surroundings.program);
  setup.open = [&]() -> Result<SittingStart> {
    std::optional<KnownSchedule> known = schedules.load(fsrs_parameters(config.cards));
    if (known && (options.json || (known->cards == cards && are_of(list, known->cards_since))))
      return SittingStart{std::nullopt, std::move(known)};
    const std::int64_t now_ms = surroundings.now().unix_ms;
    Result<EventLog> log = read_event_log(setup.reviews);
    if (!log) return std::move(log).error().with_context("cannot read the reviews");
    // Only a sitting writes into the log: asking what is due leaves it as it was.
    if (!options.json) {
      const std::size_t before = log->events().size();
      if (Status kept = keep_histories(list, *log, config, surroundings); !kept)
        return std::move(kept).error();
      if (log->events().size() == before) {
        known = fold(*log, config.cards, schedules, cards, now_ms);
        return SittingStart{*std::move(log), std::move(known)};
      }
    }
    return SittingStart{*std::move(log), std::nullopt};
  };
  setup.clock = surroundings.now;
  setup.random = surroundings.random;
  setup.new_cards = options.new_cards;
  setup.time_budget_ms = std::int64_t{options.minutes} * 60'000;
  if (!surroundings.editor.empty()) {
    setup.open_source = [&editor = surroundings.editor, &root = config.root](
                            const ReviewCard& card) { open_in_editor(editor, root, card); };
  }

  if (options.json) {
    const Result<std::string> due = due_cards_json(setup);
    if (!due) return report(due.error(), surroundings);
    surroundings.out(*due);
    if (!due->ends_with('\n')) surroundings.out("\n");
    return ExitCode::fine;
  }

  std::array<std::byte, 10> randomness{};
  surroundings.random(randomness);
  const Result<std::string> device = device_name(folder, surroundings.host_name, randomness);
  if (!device) return report(device.error(), surroundings);
  setup.device = *device;
  // A script at the other end of a pipe waits for the question.
  const auto say = [&surroundings](std::string_view text) {
    surroundings.out(text);
    surroundings.flush();
  };
  const Result<SessionSummary> summary =
      options.by_lines || !surroundings.full_screen
          ? review_by_lines(setup, surroundings.read_line, say)
          : review_in_terminal(setup, {.colour = surroundings.colour_out});
  if (!summary) return report(summary.error(), surroundings);
  // What was reviewed for the first time is known from now on, should its question change.
  const std::int64_t end_ms = surroundings.now().unix_ms;
  Result<EventLog> log = read_event_log(setup.reviews);
  if (!log) return report(log.error(), surroundings);
  const std::size_t before = log->events().size();
  if (const Status kept = keep_histories(list, *log, config, surroundings); !kept)
    return report(kept.error(), surroundings);
  if (log->events().size() != before) log = read_event_log(setup.reviews);
  if (log) static_cast<void>(fold(*log, config.cards, schedules, cards, end_ms));

  for (const LogProblem& problem : summary->problems) {
    surroundings.err(problem.path + ":" + std::to_string(problem.line) +
                     ": warning: " + problem.message + "\n");
  }
  if (!options.quiet) {
    std::string text = summary_text(*summary, surroundings.now(), config.cards.rollover_hour);
    if (!text.ends_with('\n')) text += '\n';
    surroundings.out(text);
  }
  return ExitCode::fine;
}

}  // namespace loci
