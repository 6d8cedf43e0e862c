// The log of reviews: what happened, one JSON object a line, only ever appended to.
//
// The state of every card is a fold over these events (study/schedule.h), so two devices merge by
// set union of the event ids, and nothing can be lost by merging. On disk:
// `.loci/reviews/<device>/<yyyy-mm>.jsonl`, one folder a device, so that no two machines ever write
// one file. The browser keeps the same lines (assets/lib/review).
//
//     {"v":1,"id":"01KB3M7Q…","dev":"lap1","t":1767605400123,"tz":60,"day":20458,"c":"c-7f3k2m9q","g":3,"ms":5230,"due":20467,"s":11.2345,"d":5.123}
//     {"v":1,"id":"01KB3M7R…","dev":"lap1","t":1767605460007,"tz":60,"day":20458,"e":"undo","ref":"01KB3M7Q…"}
//
// `t` is milliseconds since 1970, `tz` the offset from UTC in minutes, `day` the civil day of the
// review: it is stamped once and never derived again, so that a replay in another time zone gives
// the same intervals. `due` is a day number, or, for a step within the day, an instant in
// milliseconds (a number of at least 10^9 is an instant).
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "study/fsrs.h"

namespace loci {

// Due on a civil day (the whole of it) or at an instant.
struct Due {
  bool at_instant = false;
  std::int64_t value = 0;  // a day number, or milliseconds since 1970

  friend bool operator==(const Due&, const Due&) = default;
};

enum class EventKind : std::uint8_t {
  review,   // c, g, ms, due, s, d
  undo,     // ref: the event that shall not count (not an undo)
  suspend,  // c, on
  bury,     // c, until: the first day on which the card may be shown again
  alias,    // from, to: the card once known as `from` is the card `to`
  params,   // w, dr, model
  unknown,  // kept, not understood: another program's, or a later version's
};

// Views are into the EventLog that holds the event.
struct Event {
  EventKind kind = EventKind::unknown;
  Grade grade = Grade::again;
  bool on = true;
  int utc_offset_minutes = 0;
  std::int64_t t = 0;
  std::int64_t day = 0;
  std::int64_t until = 0;
  std::int64_t answer_ms = 0;
  std::optional<Due> due;
  double stability = 0;   // as the writer computed it, four places; 0: not stated
  double difficulty = 0;  // three places
  std::string_view id;
  std::string_view device;
  std::string_view card;  // of review, suspend and bury; `from` of an alias
  std::string_view ref;   // of undo; `to` of an alias
  std::string_view line;  // the whole line, unknown fields and all
};

// A line of a log that is not an event. It stays in the file; the rest of the file counts.
struct LogProblem {
  std::string path;
  std::uint32_t line = 0;
  std::string message;  // "not a JSON object (cut off?)"

  friend bool operator==(const LogProblem&, const LogProblem&) = default;
};

// Events of any number of files, each id once, in the order of (t, id).
//
// Two lines that share an id and say different things are a mistake of whoever wrote them. The one
// that comes first in the order of bytes counts and the other is reported, so that a merge is the
// same in any order even then.
class EventLog {
 public:
  EventLog() = default;
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;
  EventLog(EventLog&&) noexcept = default;
  EventLog& operator=(EventLog&&) noexcept = default;

  // Room for as many events as `bytes` of reviews have: memory is taken once.
  void expect(std::size_t bytes);

  // All lines of a file; `path` is what problems name.
  void add_text(const std::string& path, std::string text);

  // What add_text was given, in that order.
  struct Source {
    std::string path;
    std::string_view text;  // into this log
  };
  const std::vector<Source>& sources() const { return sources_; }

  // One event. Gives false when its id is known already; an error says what is wrong with the line.
  Result<bool> add_line(std::string line);

  // In the order of (t, id): the order in which they count, the same on every device.
  const std::vector<Event>& events() const;
  const std::vector<LogProblem>& problems() const { return problems_; }
  bool contains(std::string_view id) const;

  // The weights of a params event; empty when it has none.
  static std::vector<double> weights_of(const Event& event);

 private:
  enum class Kept : std::uint8_t { added, known, disputed };
  Kept keep(const Event& event);

  std::deque<std::string> texts_;  // what events view into; never changed once added
  std::vector<Source> sources_;
  mutable std::vector<Event> events_;
  mutable bool sorted_ = true;
  // Where the event with an id is: open addressing, because a log is read at every start and a node for each event took a
  // third of that. A slot holds the upper half of the id's hash and the position in events_ plus one; 0 is empty. Sorting
  // moves events: then the slots are made anew when they are next needed, which for a log that is only read is never.
  std::size_t slot_of(std::string_view id, std::uint64_t hash) const;
  void make_room(std::size_t count);
  void index_ids() const;

  mutable std::vector<std::uint64_t> slots_;
  mutable std::size_t indexed_ = 0;  // events in the slots: all or none
  std::vector<LogProblem> problems_;
};

// The log as one file: every line once, in the order in which they count. Equal sets of events give
// equal bytes.
std::string log_text(const EventLog& log);

// ---- writing an event ---------------------------------------------------------------------------

// What every event carries.
struct EventStamp {
  std::string id;  // make_ulid
  std::string device;
  Moment at;
  std::int64_t day = 0;  // review_day(at, rollover)
};

// 26 characters that sort by time: 48 bits of milliseconds, 80 bits of `randomness`.
std::string make_ulid(std::int64_t unix_ms, std::span<const std::byte, 10> randomness);

// Each gives one line without its line end.
std::string review_line(const EventStamp& stamp, std::string_view card, Grade grade,
                        std::int64_t answer_ms, Due due, const MemoryState& after);
std::string undo_line(const EventStamp& stamp, std::string_view ref);
std::string suspend_line(const EventStamp& stamp, std::string_view card, bool on);
std::string bury_line(const EventStamp& stamp, std::string_view card, std::int64_t until);
std::string alias_line(const EventStamp& stamp, std::string_view from, std::string_view to);
std::string params_line(const EventStamp& stamp, std::span<const double> weights,
                        double desired_retention);

// ---- the log on disk ----------------------------------------------------------------------------

// The files of a log: `<reviews>/*/*.jsonl`, and `<reviews>/*.jsonl`, because a log that somebody put
// straight into the folder counts too. By device, then name; hidden ones are none. A missing folder has none.
Result<std::vector<std::string>> log_files(const std::string& reviews);

// Reads log_files. A missing folder is an empty log; unreadable files are
// errors, damaged lines are problems. Problem paths begin with `reviews` as given.
Result<EventLog> read_event_log(const std::string& reviews);

// Adds the events of a file, of a folder as read_event_log reads it, or of a project (a folder that
// holds `.loci/reviews`). A path that is not there is an error of kind usage.
Status add_events_from(EventLog& log, const std::string& path);

// Events of elsewhere that `<reviews>` does not know, written as one new file
// `<reviews>/<device>/import-<hash>.jsonl`; no file that is there is changed, and none is written
// when all are known. Importing twice is importing once.
struct ImportedEvents {
  std::size_t added = 0;
  std::size_t known = 0;
  std::string path;  // of the new file; empty: nothing was new
};
Result<ImportedEvents> import_events(const std::string& reviews, std::string_view device,
                                     const EventLog& incoming);

// Appends `lines` (without line ends) to `<reviews>/<device>/<yyyy-mm>.jsonl`, the month being that
// of `at` where it was lived: one write under a lock, and on disk (fdatasync) when this returns. A
// tail without a line end, left by a crash, gets one first. After an error nothing may be shown as
// saved, and the file is as it was.
Status append_events(const std::string& reviews, std::string_view device, const Moment& at,
                     std::span<const std::string> lines);

// A device names a folder of the log: 1 to 64 small letters, digits and '-'.
bool is_device_name(std::string_view name);

// The name of this copy of the project, from `<loci>/device` ("." + "loci"), made once as
// "<host>-<four characters>".
Result<std::string> device_name(const std::string& loci_folder, std::string_view host,
                                std::span<const std::byte, 10> randomness);

}  // namespace loci
