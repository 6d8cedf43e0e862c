// One sitting of reviews: which card is next, what a grade does, and that it is on disk before the
// next card is shown.
//
// Knows nothing of a screen: review/terminal draws it, tests drive it. The browser's twin is
// assets/lib/review/session.ts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "source/config.h"
#include "study/event_log.h"
#include "study/queue.h"
#include "study/schedule.h"
#include "study/schedule_cache.h"

namespace loci {

// A card as text.
struct ReviewCard {
  std::string id;  // unique in the site
  std::string deck;
  std::string front_text;
  std::string back_text;
  std::string context;  // headings above it; may be empty
  std::string note_title;
  std::string source;      // "notes/databases/mvcc.md:12"
  std::uint32_t note = 0;  // equal for the cards of one note
  int retention = 0;       // desired, in hundredths (`dr=0.95`); 0: the site's
  std::string expected{};  // what is to be typed; empty: nothing is
};

// What a session begins with: the log, its fold, or both.
struct SittingStart {
  std::optional<EventLog> log;
  std::optional<KnownSchedule> known;
};

// What a session is given by the process around it.
struct ReviewSetup {
  std::vector<ReviewCard>
      cards;  // already narrowed to the decks and notes asked for, in reading order
  CardsConfig config;
  std::string reviews;                         // the folder ".loci/reviews" of the project
  std::string device;                          // device_name()
  std::function<Result<SittingStart>()> open;  // once; empty: `reviews` is read
  std::function<Moment()> clock;
  std::function<void(std::span<std::byte>)> random;  // fills with random bytes
  std::function<void(const ReviewCard&)>
      open_source;                  // `e`; may be empty: then the key shows the path only
  std::optional<int> new_cards;     // so many new ones in this sitting, whatever the day's limit
  std::int64_t time_budget_ms = 0;  // after so long no further card is shown; 0: no limit
};

// A card forgotten this often is a leech, and is named again each time half as many are added:
// better rewritten, split or suspended than answered on.
constexpr std::uint32_t leech_lapses = 8;
bool is_leech_now(std::uint32_t lapses);

struct SessionSummary {
  std::array<int, 4> grades{};  // again, hard, good, easy
  int introduced = 0;           // new cards among them
  std::int64_t answer_ms = 0;   // time spent
  QueueCounts left;
  std::optional<Due> next;           // when nothing is left: when the next card is due
  std::vector<LogProblem> problems;  // damaged lines met when the log was read
  std::size_t disagreements = 0;     // events whose stated memory is not what the replay gives
  std::vector<std::string> leeches;  // sources of the cards that became one in this sitting
  bool out_of_time = false;          // the time budget is spent

  int reviewed() const { return grades[0] + grades[1] + grades[2] + grades[3]; }
};

class ReviewSession {
 public:
  // Reads the log. `setup` must outlive the session.
  static Result<ReviewSession> start(const ReviewSetup& setup);

  // nullptr: nothing is due now. A step whose minute comes within the next twenty is shown early,
  // when nothing else is.
  const ReviewCard* current() const;
  const CardState* current_state() const;  // nullptr: new
  // What the four grades would do to the current card at this moment.
  std::array<Outcome, 4> choices() const;
  std::array<Outcome, 4> choices_of(std::uint32_t card) const;  // an index into the setup's
  std::array<std::string, 4> labels() const;                    // "10m", "1d", "4d", "9d"

  // Each writes its event and moves on. After an error nothing has changed.
  Status grade(Grade grade, std::int64_t answer_ms);
  Status bury();          // until tomorrow
  Status suspend();       // until it is taken back
  Status bury_note();     // all cards of the note
  Status suspend_note();  // all cards of the note
  // The last thing done; after those of this sitting, the ones that this device did before, as far
  // as the log goes back. Does nothing when there is none.
  Status undo();
  bool can_undo() const;

  // Looks again at the clock: steps whose minute has come, a new day.
  void refresh();

  QueueCounts counts() const { return queue_.counts; }
  // What is for today, as indices into the setup's cards: steps whose minute has come or comes,
  // then the rest.
  std::vector<std::uint32_t> order() const;
  std::optional<Due> next_due() const { return queue_.next; }
  const Schedule& schedule() const { return *schedule_; }
  SessionSummary summary() const;

 private:
  ReviewSession(const ReviewSetup& setup, SittingStart start);

  struct DoneThing {
    std::vector<std::string> event_ids;
    std::uint32_t card = 0;
    std::optional<Grade> grade;  // empty: buried or suspended
    bool introduced = false;
    bool leech = false;
    std::int64_t answer_ms = 0;
  };

  EventStamp stamp(const Moment& now) const;
  Status write(const Moment& now, std::vector<std::string> lines);
  // Buries or suspends the current card, or all of its note that are not away already.
  Status put_away(bool whole_note,
                  const std::function<std::string(const EventStamp&, std::string_view)>& line_of);
  std::optional<DoneThing> last_done() const;
  bool time_is_up(const Moment& now) const;
  const EventLog* full_log() const;
  Status fold();
  void rebuild(const Moment& now);
  void choose(const Moment& now);
  void leave_queue(std::uint32_t card);
  void join_learning(std::uint32_t card);
  void move_on(std::uint32_t card, const Moment& now);
  bool is_new(std::uint32_t card) const;
  void count();

  const ReviewSetup* setup_;
  CardsConfig config_;  // the setup's, with the sitting's own limit of new cards
  std::int64_t started_at_ = 0;
  std::vector<QueueCard> queue_cards_;
  // Read when it is needed first: to undo, and for events that are not the last in order.
  mutable std::optional<EventLog> log_;
  std::int64_t newest_t_ = INT64_MIN;  // of all events
  std::optional<Schedule> schedule_;
  // As built at the start of the day; a card leaves when it is graded. The order is not made anew
  // after each card, or the new cards, which are mixed in evenly, would for ever be further down.
  Queue queue_;
  std::int64_t day_ = 0;
  std::optional<std::uint32_t> current_;
  std::uint32_t last_note_ = 0xffffffff;
  std::vector<DoneThing> done_;  // in this sitting
  SessionSummary summary_;
};

// "10m", "3h", "4d", "2.1mo", "1.3y": short enough for a button.
std::string interval_label(const Outcome& outcome);

}  // namespace loci
