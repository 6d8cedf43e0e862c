// A kept fold that goes on with what was added to the log: it must give what folding the whole log gives, or nothing.
#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>

#include "study/schedule_cache.h"
#include "unit/study/described_schedule.h"
#include "unit/temporary_folder.h"

namespace loci {
namespace {

namespace fs = std::filesystem;

// Later than any file of the test: their times never prove anything the wrong way.
constexpr std::int64_t stored_at = 1'900'000'000'000;
constexpr std::int64_t first_t = 1'760'000'000'000;
constexpr std::int64_t day_ms = 86'400'000;

class RandomLog {
 public:
  explicit RandomLog(unsigned seed) : random_(seed) {}

  std::size_t any(std::size_t below) { return random_() % below; }
  bool once_in(std::size_t times) { return any(times) == 0; }

  EventStamp stamp(std::int64_t t) {
    std::array<std::byte, 10> bytes{};
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(random_() & 0xFF);
    const Moment at{t, static_cast<int>(any(3)) * 60};
    return {make_ulid(t, bytes), "lap", at, t / day_ms};
  }
  std::string card() { return "h-" + std::to_string(any(12)) + (once_in(5) ? "/r" : ""); }

  // The line of an event that is later than all before.
  std::string next_line(bool only_adds = false) {
    t_ += static_cast<std::int64_t>(any(once_in(6) ? 3 * day_ms : 90'000));
    t_ += 1;
    const EventStamp at = stamp(t_);
    std::string line = review_line(at, card(), static_cast<Grade>(1 + any(4)), 4000,
                                   Due{false, at.day + 1 + static_cast<int>(any(9))}, {});
    const std::size_t kind = any(only_adds ? 18 : 24);
    if (kind == 0) line = suspend_line(at, card(), once_in(2));
    if (kind == 1) line = bury_line(at, card(), at.day + 1);
    if (kind == 2) line = "{\"v\":1,\"id\":\"" + at.id + "\",\"e\":\"seen\",\"c\":\"h-1\"}";
    if (kind == 3) line = "{\"v\":2,\"id\":\"" + at.id + "\",\"c\":\"h-2\",\"g\":9}";
    if (kind >= 18 && kind < 21 && !ids_.empty()) {
      const std::size_t back = std::min(ids_.size(), 1 + any(once_in(3) ? 40 : 3));
      line = undo_line(at, ids_[ids_.size() - back]);
    }
    if (kind == 21) line = alias_line(at, card(), card());
    if (kind == 22 && once_in(3)) line = params_line(at, default_fsrs_weights, 0.9);
    // Of an event that comes later, or never.
    if (kind == 23 && once_in(4)) line = undo_line(at, foretold_ = stamp(t_ + 5000).id);
    ids_.push_back(at.id);
    return line;
  }
  std::string foretold() const { return foretold_; }
  std::int64_t now() const { return t_; }

 private:
  std::mt19937 random_;
  std::int64_t t_ = first_t;
  std::vector<std::string> ids_;
  std::string foretold_;
};

class Folder {
 public:
  std::string reviews() const { return root_ / ".loci/reviews"; }
  void append(const std::string& name, std::string_view text) {
    const std::string path = reviews() + "/" + name;
    fs::create_directories(fs::path(path).parent_path());
    std::ofstream(path, std::ios::binary | std::ios::app) << text;
  }
  std::string bytes_of(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(reviews() + "/" + name, std::ios::binary).rdbuf();
    return text.str();
  }
  void put(const std::string& name, std::string_view text) {
    std::ofstream(reviews() + "/" + name, std::ios::binary) << text;
  }

  // A weight of the default parameters is not what tests of a fold are about.
  Schedule folded(const EventLog& log) const { return Schedule(log.events(), fsrs_parameters({})); }
  void store() {
    const Result<EventLog> log = read_event_log(reviews());
    REQUIRE(log);
    REQUIRE(cache().store(*log, folded(*log), 7, stored_at));
  }
  std::optional<KnownSchedule> load() { return cache().load(fsrs_parameters({})); }
  ScheduleCache cache() { return ScheduleCache(root_.path(), {}, *files_, "p1"); }

 private:
  test::TemporaryFolder root_;
  std::unique_ptr<FileSystem> files_ = disk_file_system();
};

// What may happen to a log between two sittings, most of it harmless.
void add_something(RandomLog& events, Folder& folder) {
  const std::array<std::string, 4> names{"desk/2025-10.jsonl", "desk/2025-11.jsonl",
                                         "phone/2025-10.jsonl", "tablet/2025-11.jsonl"};
  const std::string& name = names[events.any(names.size())];
  switch (events.any(24)) {
    case 0: {  // a clock that is behind, once with an id of another clock
      EventStamp late = events.stamp(events.now() - 4 * day_ms);
      if (events.once_in(2)) late.id = events.stamp(events.now() + 1).id;
      folder.append(
          name, review_line(late, events.card(), Grade::good, 1000, Due{false, 20'500}, {}) + "\n");
      break;
    }
    case 1:  // cut off by a crash, and what was written behind it
      folder.append(name, "{\"v\":1,\"id\":\"01K");
      if (events.once_in(2)) folder.append(name, "\n" + events.next_line() + "\n");
      break;
    case 2:
      folder.append(name, "garbage\n");
      break;
    case 3: {  // a line that is there already, in another file or in the same
      const std::string text = folder.bytes_of("desk/2025-10.jsonl");
      folder.append(name, text.substr(0, text.find('\n') + 1));
      break;
    }
    case 4: {  // the same id, something else
      std::string text = folder.bytes_of("desk/2025-10.jsonl");
      text.resize(text.find('\n') + 1);
      if (const std::size_t at = text.find("\"t\":1"); at != std::string::npos) text[at + 4] = '2';
      folder.append(name, text);
      break;
    }
    case 5: {  // other bytes than were there, and longer
      std::string text = folder.bytes_of("desk/2025-10.jsonl");
      if (const std::size_t at = text.find("\"g\":"); at != std::string::npos) text[at + 4] = '2';
      folder.put("desk/2025-10.jsonl", text + events.next_line() + "\n");
      break;
    }
    case 6:
      folder.append(name, events.next_line());
      break;  // without an end
    case 7:   // an event that was undone before it came
      if (!events.foretold().empty()) {
        EventStamp at = events.stamp(events.now() + 1);
        at.id = events.foretold();
        folder.append(name, suspend_line(at, events.card(), true) + "\n");
      }
      break;
    default:
      folder.append(name, events.next_line(events.once_in(2)) + "\n");
      break;
  }
}

TEST_CASE("a kept fold goes on as the fold of the whole log") {
  int gone_on = 0;
  int tried = 0;
  for (unsigned seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    RandomLog events(seed);
    Folder folder;
    const std::size_t before = 1 + events.any(60);
    for (std::size_t i = 0; i < before; ++i)
      folder.append(events.once_in(3) ? "phone/2025-10.jsonl" : "desk/2025-10.jsonl",
                    events.next_line() + (i + 1 == before && events.once_in(9) ? "" : "\n"));
    folder.append("desk/2025-10.jsonl", "");
    folder.store();
    const std::size_t more = 1 + events.any(6);
    for (std::size_t i = 0; i < more; ++i) {
      add_something(events, folder);
      ++tried;
      const std::optional<KnownSchedule> kept = folder.load();
      if (!kept) continue;
      ++gone_on;
      const Result<EventLog> log = read_event_log(folder.reviews());
      REQUIRE(log);
      CHECK(test::described(kept->schedule, first_t / day_ms, 400) ==
            test::described(folder.folded(*log), first_t / day_ms, 400));
      CHECK(kept->schedule.disagreements().size() == folder.folded(*log).disagreements().size());
      CHECK(kept->newest_t == log->events().back().t);
      CHECK(log->problems().empty());
      CHECK(kept->cards == 7);
    }
  }
  // Half of what may happen asks for the whole log, and goes on asking for it.
  CAPTURE(tried);
  CHECK(gone_on > tried / 5);
}

TEST_CASE("reviews that were added since are folded behind what is kept") {
  RandomLog events(1);
  Folder folder;
  for (int i = 0; i < 50; ++i) folder.append("desk/2025-10.jsonl", events.next_line(true) + "\n");
  folder.store();
  REQUIRE(folder.load());
  CHECK(folder.load()->cards_since.empty());
  const std::int64_t t = events.now() + 60'000;
  const EventStamp first = events.stamp(t);
  const EventStamp second = events.stamp(t + 1);
  const EventStamp undo = events.stamp(t + 2);
  const auto reviewed = [](const EventStamp& at, std::string_view card) {
    return review_line(at, card, Grade::good, 900, Due{false, at.day + 4}, {}) + "\n";
  };
  folder.append("desk/2025-10.jsonl", reviewed(first, "h-fresh"));
  folder.append("phone/2025-11.jsonl", reviewed(second, "h-3") + undo_line(undo, second.id) + "\n");
  const std::optional<KnownSchedule> kept = folder.load();
  REQUIRE(kept);
  CHECK(kept->cards_since == std::vector<std::string>{"h-3", "h-fresh"});
  CHECK(kept->newest_t == undo.at.unix_ms);
  REQUIRE(kept->schedule.find("h-fresh") != nullptr);
  CHECK(kept->schedule.find("h-fresh")->due == Due{false, first.day + 4});

  // What was folded is looked at again by an undo of it: only the whole log says what the state was.
  const std::string text = folder.bytes_of("desk/2025-10.jsonl");
  const std::string id = text.substr(text.find("\"id\":\"") + 6, 26);
  folder.append("desk/2025-10.jsonl", undo_line(events.stamp(t + 3), id) + "\n");
  CHECK_FALSE(folder.load());
}

}  // namespace
}  // namespace loci
