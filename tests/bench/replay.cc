// How long a log of reviews takes to read and to fold: build/release/loci_replay FOLDER [runs]
//
// FOLDER is a `.loci/reviews`. Prints the least CPU time of the runs, in milliseconds: of reading
// the files and scanning their lines, and of the fold to the state of every card; then of the start
// of a sitting with 10,000 cards, from the files to the first card and what its buttons say; and of
// the mastery of 2,000 notes with three cards each and their folders.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "review/session.h"
#include "study/event_log.h"
#include "study/mastery.h"
#include "study/schedule.h"

namespace {

double cpu_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return std::fprintf(stderr, "usage: loci_replay FOLDER [runs]\n"), 2;
  const int runs = count > 2 ? std::atoi(arguments[2]) : 7;
  double read = 1e9;
  double fold = 1e9;
  double both = 1e9;
  std::size_t events = 0;
  std::size_t cards = 0;
  for (int i = 0; i < runs; ++i) {
    const double begin = cpu_ms();
    const loci::Result<loci::EventLog> log = loci::read_event_log(arguments[1]);
    if (!log) return std::fprintf(stderr, "%s\n", log.error().message.c_str()), 3;
    events = log->events().size();
    const double middle = cpu_ms();
    const loci::Schedule schedule(log->events(), loci::FsrsParameters{});
    cards = schedule.cards().size();
    const double end = cpu_ms();
    read = std::min(read, middle - begin);
    fold = std::min(fold, end - middle);
    both = std::min(both, end - begin);
  }
  std::printf("%zu events of %zu cards: read and scan %.1f ms, fold %.1f ms, together %.1f ms\n",
              events, cards, read, fold, both);

  loci::ReviewSetup setup;
  setup.reviews = arguments[1];
  setup.device = "bench";
  setup.clock = [] { return loci::Moment{1795255200000, 0}; };
  setup.random = [](std::span<std::byte>) {};
  const loci::Result<loci::EventLog> log = loci::read_event_log(arguments[1]);
  const loci::Schedule schedule(log->events(), loci::FsrsParameters{});
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    loci::ReviewCard card;
    card.id = i < schedule.cards().size() ? schedule.cards()[i] : "c-new" + std::to_string(i);
    card.note = i / 3;
    setup.cards.push_back(std::move(card));
  }
  double first = 1e9;
  for (int i = 0; i < runs; ++i) {
    const double begin = cpu_ms();
    const loci::Result<loci::ReviewSession> session = loci::ReviewSession::start(setup);
    if (!session || session->current() == nullptr || session->labels()[2].empty()) return 3;
    first = std::min(first, cpu_ms() - begin);
  }
  std::printf("a sitting with %zu cards, to its first card: %.1f ms\n", setup.cards.size(), first);

  constexpr std::size_t notes = 2'000;
  std::vector<loci::QueueCard> asked;
  std::vector<std::string> slugs;
  for (std::uint32_t note = 0; note < notes; ++note) {
    slugs.push_back("folder-" + std::to_string(note % 40) + "/note-" + std::to_string(note));
    for (std::uint32_t k = 0; k < 3; ++k) {
      loci::QueueCard card;
      card.id = setup.cards[note * 3 + k].id;
      card.note = note;
      asked.push_back(card);
    }
  }
  double mastery = 1e9;
  std::size_t folders = 0;
  for (int i = 0; i < runs; ++i) {
    const double begin = cpu_ms();
    const std::vector<loci::Mastery> of_notes =
        loci::mastery_of_notes(asked, notes, schedule, 20'700, 0.9);
    folders = loci::mastery_of_folders(slugs, of_notes).size();
    mastery = std::min(mastery, cpu_ms() - begin);
  }
  std::printf("mastery of %zu notes with %zu cards and %zu folders: %.2f ms\n", notes, asked.size(),
              folders, mastery);
  return 0;
}
