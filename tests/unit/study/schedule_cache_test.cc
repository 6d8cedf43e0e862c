#include "study/schedule_cache.h"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "unit/study/described_schedule.h"
#include "unit/temporary_folder.h"

namespace loci {
namespace {

namespace fs = std::filesystem;

class Log {
 public:
  // Some hundred events of all kinds on two devices.
  void fill() {
    std::mt19937 random(7);
    for (int i = 0; i < 400; ++i) {
      const std::int64_t day = 20'000 + i / 4;
      const Moment at{day * 86'400'000 + i * 1000, 60};
      std::array<std::byte, 10> bytes{};
      for (std::byte& byte : bytes) byte = static_cast<std::byte>(random() & 0xFF);
      const std::string device = i % 3 == 0 ? "phone" : "desk";
      const EventStamp stamp{make_ulid(at.unix_ms, bytes), device, at, day};
      const std::string card = "h-" + std::to_string(random() % 40);
      std::string line = review_line(stamp, card, static_cast<Grade>(1 + random() % 4), 4000,
                                     Due{false, day + 3}, MemoryState{});
      if (i % 37 == 36) line = suspend_line(stamp, card, i % 2 == 0);
      if (i % 41 == 40) line = bury_line(stamp, card, day + 1);
      if (i % 97 == 96) line = alias_line(stamp, card, "h-new" + std::to_string(i));
      if (i % 53 == 52) line = undo_line(stamp, last_);
      if (i == 200) line = params_line(stamp, default_fsrs_weights, 0.9);
      last_ = stamp.id;
      REQUIRE(append_events(reviews(), device, at, std::vector{line}));
    }
    settle();
  }
  void settle() {
    now_ms_ = std::chrono::duration_cast<std::chrono::milliseconds>(
                  std::chrono::system_clock::now().time_since_epoch())
                  .count() +
              60'000;
  }

  std::string reviews() const { return root_ / ".loci/reviews"; }
  std::string kept() const { return root_ / ".loci/cache/schedule"; }
  std::string a_file() const { return reviews() + "/desk/2024-10.jsonl"; }

  Schedule folded(const CardsConfig& config = {}) const {
    const Result<EventLog> log = read_event_log(reviews());
    REQUIRE(log);
    return Schedule(log->events(), fsrs_parameters(config));
  }
  void store() const {
    const Result<EventLog> log = read_event_log(reviews());
    REQUIRE(log);
    const Schedule schedule(log->events(), fsrs_parameters({}));
    REQUIRE(cache().store(*log, schedule, 42, now_ms_));
  }
  std::optional<KnownSchedule> load(const CardsConfig& config = {}) const {
    return cache(config).load(fsrs_parameters(config));
  }
  ScheduleCache cache(const CardsConfig& config = {}) const {
    return ScheduleCache(root_.path(), config, *files_, "p1");
  }

 private:
  test::TemporaryFolder root_;
  std::string last_;
  std::unique_ptr<FileSystem> files_ = disk_file_system();
  std::int64_t now_ms_ = 0;
};

std::string contents(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void put(const std::string& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string packed(const Schedule& schedule) {
  std::string bytes;
  PackedWriter writer(bytes);
  schedule.pack(writer);
  return bytes;
}

TEST_CASE("a kept schedule is the fold of its log") {
  Log log;
  log.fill();
  CHECK_FALSE(log.load());
  log.store();
  const std::optional<KnownSchedule> known = log.load();
  REQUIRE(known);
  CHECK(test::described(known->schedule, 19'999, 111) ==
        test::described(log.folded(), 19'999, 111));
  CHECK(known->cards == 42);
  CHECK(known->newest_t == read_event_log(log.reviews())->events().back().t);
}

TEST_CASE("a kept schedule does not outlive the bytes of its log") {
  Log log;
  log.fill();
  log.store();
  REQUIRE(log.load());
  SECTION("one more event, of an earlier day") {
    const EventStamp stamp{
        make_ulid(1, std::array<std::byte, 10>{}), "desk", {1'700'000'000'000, 0}, 19'675};
    REQUIRE(append_events(log.reviews(), "desk", stamp.at,
                          std::vector{suspend_line(stamp, "h-1", true)}));
  }
  SECTION("a file less") { fs::remove(log.reviews() + "/phone/2024-10.jsonl"); }
  SECTION("one more event behind other bytes than were there") {
    std::string text = contents(log.a_file());
    text[text.find("\"g\":") + 4] ^= 7;
    put(log.a_file(), text + "{\"v\":1,\"id\":\"Z\",\"t\":1800000000000,\"e\":\"note\"}\n");
  }
  SECTION("an edit of the same length, with the times of before") {
    const auto time = fs::last_write_time(log.a_file());
    std::string text = contents(log.a_file());
    text[text.find("\"g\":") + 4] ^= 7;
    put(log.a_file(), text);
    fs::last_write_time(log.a_file(), time);
  }
  CHECK_FALSE(log.load());
}

TEST_CASE("a kept schedule is for its settings") {
  Log log;
  log.fill();
  log.store();
  CardsConfig other;
  other.desired_retention = 0.8;
  CHECK_FALSE(log.load(other));
}

TEST_CASE("a log that was written a moment ago is compared byte by byte") {
  Log log;
  log.fill();
  fs::last_write_time(log.a_file(), fs::file_time_type::clock::now());
  log.store();
  CHECK(log.load());
  const std::string text = contents(log.a_file());
  put(log.a_file(), text);
  CHECK(log.load());
  put(log.a_file(), std::string(text.size(), ' '));
  CHECK_FALSE(log.load());
}

TEST_CASE("a damaged schedule is none, and one of a damaged log is not kept") {
  Log log;
  log.fill();
  log.store();
  const std::string whole = contents(log.kept());
  for (std::size_t at = 0; at < whole.size(); at += 11) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x41);
    put(log.kept(), damaged);
    CHECK_FALSE(log.load());
    put(log.kept(), whole.substr(0, at));
    CHECK_FALSE(log.load());
  }
  fs::remove(log.kept());
  std::ofstream(log.a_file(), std::ios::app | std::ios::binary) << "{\"v\":1,\n";
  log.store();
  CHECK_FALSE(log.load());
  CHECK_FALSE(fs::exists(log.kept()));
}

TEST_CASE("bytes that are no schedule are told without a checksum too") {
  Log log;
  log.fill();
  const std::string whole = packed(log.folded());
  for (std::size_t at = 0; at < whole.size(); at += 13) {
    PackedReader reader(std::string_view(whole).substr(0, at));
    const std::optional<Schedule> schedule = Schedule::unpack(reader, fsrs_parameters({}));
    CHECK((!schedule || !reader.is_whole()));
  }
}

}  // namespace
}  // namespace loci
