#include "study/event_log.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>

#include "unit/temporary_folder.h"

namespace loci {
namespace {

constexpr std::array<std::byte, 10> some_bytes{
    std::byte{0x12}, std::byte{0x34}, std::byte{0x56}, std::byte{0x78}, std::byte{0x9a},
    std::byte{0xbc}, std::byte{0xde}, std::byte{0xf0}, std::byte{0x11}, std::byte{0xff}};

EventStamp stamp_of(std::string id) { return {std::move(id), "lap1", {1767605400123, 60}, 20458}; }

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void put(const std::string& path, std::string_view text) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::vector<std::string> ids_of(const EventLog& log) {
  std::vector<std::string> ids;
  for (const Event& event : log.events()) ids.emplace_back(event.id);
  return ids;
}

constexpr std::string_view review_a =
    R"({"v":1,"id":"A","dev":"lap1","t":100,"tz":60,"day":20458,"c":"c-1","g":3,"ms":5230,"due":20467,"s":11.2345,"d":5.123})";

}  // namespace

TEST_CASE("a review is one line in the documented order") {
  CHECK(
      review_line(stamp_of("01KB3M7Q"), "c-7f3k2m9q", Grade::good, 5230, Due{false, 20467},
                  {Phase::review, 0, 11.23454999, 5.12349999, 3, 0}) ==
      R"({"v":1,"id":"01KB3M7Q","dev":"lap1","t":1767605400123,"tz":60,"day":20458,"c":"c-7f3k2m9q","g":3,"ms":5230,"due":20467,"s":11.2345,"d":5.123})");
}

TEST_CASE("the other events are lines too") {
  CHECK(
      undo_line(stamp_of("B"), "A") ==
      R"({"v":1,"id":"B","dev":"lap1","t":1767605400123,"tz":60,"day":20458,"e":"undo","ref":"A"})");
  CHECK(
      suspend_line(stamp_of("B"), "c-1", true) ==
      R"({"v":1,"id":"B","dev":"lap1","t":1767605400123,"tz":60,"day":20458,"e":"suspend","c":"c-1","on":true})");
  CHECK(
      suspend_line(stamp_of("B"), "c-1", false) ==
      R"({"v":1,"id":"B","dev":"lap1","t":1767605400123,"tz":60,"day":20458,"e":"suspend","c":"c-1","on":false})");
  CHECK(
      bury_line(stamp_of("B"), "c-1", 20459) ==
      R"({"v":1,"id":"B","dev":"lap1","t":1767605400123,"tz":60,"day":20458,"e":"bury","c":"c-1","until":20459})");
  CHECK(
      alias_line(stamp_of("B"), "h-old", "c-new") ==
      R"({"v":1,"id":"B","dev":"lap1","t":1767605400123,"tz":60,"day":20458,"e":"alias","from":"h-old","to":"c-new"})");
  CHECK(
      params_line(stamp_of("B"), std::vector<double>{0.212, 1, 8.2956}, 0.9) ==
      R"({"v":1,"id":"B","dev":"lap1","t":1767605400123,"tz":60,"day":20458,"e":"params","w":[0.212,1,8.2956],"dr":0.9,"model":"fsrs6"})");
}

TEST_CASE("every written event is read back as it was") {
  EventLog log;
  const std::vector<std::string> lines{
      review_line(stamp_of("A"), "c-\"quoted\"\\", Grade::hard, 7, Due{true, 1767605460123},
                  {Phase::learning, 1, 2.5, 6, 1, 0}),
      undo_line(stamp_of("B"), "A"),
      suspend_line(stamp_of("C"), "c-1", false),
      bury_line(stamp_of("D"), "c-1", 20459),
      alias_line(stamp_of("E"), "h-old", "c-new"),
      params_line(stamp_of("F"), std::vector<double>{0.212, 1, 8.2956}, 0.9),
  };
  for (const std::string& line : lines) REQUIRE(log.add_line(line).value_or(false));
  const std::vector<Event>& events = log.events();
  REQUIRE(events.size() == 6);
  CHECK(events[0].kind == EventKind::review);
  CHECK(events[0].card == "c-\"quoted\"\\");
  CHECK(events[0].grade == Grade::hard);
  CHECK(events[0].answer_ms == 7);
  CHECK(events[0].due == Due{true, 1767605460123});
  CHECK(events[0].stability == 2.5);
  CHECK(events[0].difficulty == 6);
  CHECK(events[0].t == 1767605400123);
  CHECK(events[0].utc_offset_minutes == 60);
  CHECK(events[0].day == 20458);
  CHECK(events[0].device == "lap1");
  CHECK(events[0].line == lines[0]);
  CHECK(events[1].kind == EventKind::undo);
  CHECK(events[1].ref == "A");
  CHECK(events[2].kind == EventKind::suspend);
  CHECK_FALSE(events[2].on);
  CHECK(events[3].kind == EventKind::bury);
  CHECK(events[3].until == 20459);
  CHECK(events[4].kind == EventKind::alias);
  CHECK(events[4].card == "h-old");
  CHECK(events[4].ref == "c-new");
  CHECK(events[5].kind == EventKind::params);
  CHECK(EventLog::weights_of(events[5]) == std::vector<double>{0.212, 1, 8.2956});
}

TEST_CASE("ids sort by time and hold all eighty random bits") {
  CHECK(make_ulid(1469918176385, some_bytes) == "01ARYZ6S4128T5CY4TQKFF04FZ");
  CHECK(make_ulid(0, std::array<std::byte, 10>{}) == "00000000000000000000000000");
  CHECK(make_ulid(1000, some_bytes) < make_ulid(1001, std::array<std::byte, 10>{}));
}

TEST_CASE("damaged lines are named with file and line, and the rest counts") {
  EventLog log;
  const std::string text = std::string(review_a) + "\n" +
                           "{\"v\":1,\"id\":\"B\",\"t\":1\n"
                           "nonsense\n"
                           "\n"
                           "<<<<<<< HEAD\n"
                           "[1,2]\n"
                           "{\"id\":\"C\",\"t\":1,\"day\":1,\"c\":\"x\",\"g\":3}\n"
                           "{\"v\":1,\"t\":1,\"day\":1,\"c\":\"x\",\"g\":3}\n"
                           "{\"v\":1,\"id\":\"D\",\"t\":1,\"day\":1,\"c\":\"x\",\"g\":5}\n"
                           "{\"v\":1,\"id\":\"E\",\"t\":1,\"c\":\"x\",\"g\":3}\n"
                           "{\"v\":1,\"id\":\"F\",\"t\":1,\"day\":1,\"g\":3}\n"
                           "{\"v\":1,\"id\":\"G\",\"t\":1,\"e\":\"undo\"}\n" +
                           std::string(3, '\0') + "\n" +
                           R"({"v":1,"id":"H","t":5,"day":1,"c":"x","g":3,"due":2})";
  log.add_text("reviews/lap1/2026-01.jsonl", text);
  CHECK(ids_of(log) == std::vector<std::string>{"H", "A"});
  const std::string path = "reviews/lap1/2026-01.jsonl";
  CHECK(log.problems() ==
        std::vector<LogProblem>{
            {path, 2, "not a JSON object (cut off?)"},
            {path, 3, "not a JSON object (cut off?)"},
            {path, 5, "a merge marker: the lines of both sides count, delete this one"},
            {path, 6, "not a JSON object (cut off?)"},
            {path, 7, "no format version 'v'"},
            {path, 8, "no event id 'id'"},
            {path, 9, "the grade 'g' must be 1 to 4"},
            {path, 10, "no day 'day'"},
            {path, 11, "no card 'c'"},
            {path, 12, "it does not say what it refers to"},
            {path, 13, "not a JSON object (cut off?)"},
        });
}

TEST_CASE("an event glued to a torn one is found") {
  EventLog log;
  log.add_text("a.jsonl", "{\"v\":1,\"id\":\"T\",\"t\":1,\"d" + std::string(review_a) +
                              std::string(review_a).replace(13, 1, "B"));
  CHECK(ids_of(log) == std::vector<std::string>{"A", "B"});
  CHECK(log.problems() == std::vector<LogProblem>{{"a.jsonl", 1, "not a JSON object (cut off?)"}});
}

TEST_CASE("unknown events, fields and later formats are kept, word for word, and do not count") {
  EventLog log;
  const std::vector<std::string> lines{
      R"({"v":1,"id":"A","t":1,"e":"flag","colour":["red",{"deep":[1,2,{"x":null}]}],"c":"x"})",
      R"({"v":2,"id":"B","t":2,"day":1,"c":"x","g":3})",
      R"({"v":1,"id":"C","t":3,"day":1,"c":"x","g":3,"mood":"good"})",
  };
  for (const std::string& line : lines) REQUIRE(log.add_line(line).value_or(false));
  CHECK(log.events()[0].kind == EventKind::unknown);
  CHECK(log.events()[1].kind == EventKind::unknown);
  CHECK(log.events()[2].kind == EventKind::review);
  for (std::size_t i = 0; i < 3; ++i) CHECK(log.events()[i].line == lines[i]);
}

TEST_CASE("one line may be added once, and only one event of it") {
  EventLog log;
  CHECK(log.add_line(std::string(review_a)).value_or(false));
  CHECK_FALSE(log.add_line(std::string(review_a)).value_or(true));
  const Result<bool> two = log.add_line(std::string(review_a) + std::string(review_a));
  REQUIRE_FALSE(two);
  CHECK(two.error().message == "more than one JSON object");
  const Result<bool> none = log.add_line("{}");
  REQUIRE_FALSE(none);
  CHECK(none.error().message == "no format version 'v'");
  const Result<bool> deep = log.add_line("{\"v\":1,\"x\":" + std::string(100000, '[') + "}");
  REQUIRE_FALSE(deep);
  CHECK(deep.error().message == "not a JSON object (cut off?)");
}

TEST_CASE("numbers no day or instant can have are not taken") {
  EventLog log;
  const Result<bool> far =
      log.add_line(R"({"v":1,"id":"A","t":1,"day":9223372036854775807,"c":"x","g":3})");
  REQUIRE_FALSE(far);
  CHECK(far.error().message == "no day 'day'");
  REQUIRE(log.add_line(
      R"({"v":1,"id":"B","t":1e3,"tz":-99999999999999999,"day":2e4,"c":"x","g":3,"ms":1.5})"));
  CHECK(log.events()[0].t == 1000);
  CHECK(log.events()[0].day == 20000);
  CHECK(log.events()[0].utc_offset_minutes == 0);
  CHECK(log.events()[0].answer_ms == 0);
}

TEST_CASE("an event without a time has that of its id") {
  EventLog log;
  REQUIRE(log.add_line(R"({"v":1,"id":"01ARYZ6S4128T5CY4TQKFF04FZ","e":"undo","ref":"x"})"));
  CHECK(log.events()[0].t == 1469918176385);
}

TEST_CASE("merging is the same in any order and any number of times") {
  std::mt19937 random(7);
  std::vector<std::string> lines;
  for (int i = 0; i < 300; ++i) {
    lines.push_back("{\"v\":1,\"id\":\"" + std::to_string(i) + "\",\"t\":" +
                    std::to_string(random() % 50) + ",\"day\":1,\"c\":\"x\",\"g\":3}");
  }
  std::string expected;
  for (int round = 0; round < 20; ++round) {
    EventLog log;
    std::string first;
    std::string second;
    std::shuffle(lines.begin(), lines.end(), random);
    for (const std::string& line : lines) {
      const auto where = random() % 3;
      if (where != 0) first += line + "\n";
      if (where != 1) second += line + "\n";
    }
    log.add_text("1", first);
    log.add_text("2", second);
    log.add_text("1 again", first);
    std::string merged;
    for (const Event& event : log.events()) merged += std::string(event.line) + "\n";
    if (round == 0) expected = merged;
    CHECK(merged == expected);
  }
  CHECK(std::count(expected.begin(), expected.end(), '\n') == 300);
}

TEST_CASE("events are appended to the device's file of the month in which they were lived") {
  const test::TemporaryFolder folder;
  const std::string reviews = folder.path() + "/.loci/reviews";
  const Moment new_year{1767222000000, 60};  // 2025-12-31 23:00 UTC, 2026 where it was lived
  REQUIRE(append_events(reviews, "lap1", new_year, std::vector<std::string>{"{\"v\":1}"}));
  REQUIRE(append_events(reviews, "lap1", {1767222000000, 0},
                        std::vector<std::string>{"{\"v\":2}", "{\"v\":3}"}));
  REQUIRE(append_events(reviews, "lap1", new_year, std::vector<std::string>{"{\"v\":4}"}));
  CHECK(contents(reviews + "/lap1/2026-01.jsonl") == "{\"v\":1}\n{\"v\":4}\n");
  CHECK(contents(reviews + "/lap1/2025-12.jsonl") == "{\"v\":2}\n{\"v\":3}\n");
}

TEST_CASE("a torn tail gets its line end first and is left as it is") {
  const test::TemporaryFolder folder;
  put(folder.path() + "/lap1/2026-01.jsonl", "{\"v\":1,\"id");
  REQUIRE(append_events(folder.path(), "lap1", {1767605400123, 60},
                        std::vector<std::string>{std::string(review_a)}));
  CHECK(contents(folder.path() + "/lap1/2026-01.jsonl") ==
        "{\"v\":1,\"id\n" + std::string(review_a) + "\n");
}

TEST_CASE("a log is read from the folders of all devices") {
  const test::TemporaryFolder folder;
  put(folder.path() + "/tab/2026-01.jsonl", std::string(review_a).replace(13, 1, "B") + "\n");
  put(folder.path() + "/lap1/2026-01.jsonl", std::string(review_a) + "\nbroken\n");
  put(folder.path() + "/lap1/notes.txt", "not a log");
  put(folder.path() + "/exported.jsonl",
      std::string(review_a).replace(13, 1, "C") + "\n" + std::string(review_a) + "\n");
  const Result<EventLog> log = read_event_log(folder.path());
  REQUIRE(log);
  CHECK(ids_of(*log) == std::vector<std::string>{"A", "B", "C"});
  CHECK(log->problems() == std::vector<LogProblem>{{folder.path() + "/lap1/2026-01.jsonl", 2,
                                                    "not a JSON object (cut off?)"}});
}

TEST_CASE("a missing log is an empty one") {
  const test::TemporaryFolder folder;
  const Result<EventLog> log = read_event_log(folder.path() + "/none");
  REQUIRE(log);
  CHECK(log->events().empty());
}

TEST_CASE("a log that cannot be read or written says which and why") {
  const test::TemporaryFolder folder;
  put(folder.path() + "/file", "");
  const Result<EventLog> log = read_event_log(folder.path() + "/file");
  REQUIRE_FALSE(log);
  CHECK(log.error().message ==
        "cannot read the folder '" + folder.path() + "/file': not a directory");
  const Status status =
      append_events(folder.path() + "/file", "lap1", {}, std::vector<std::string>{"{}"});
  REQUIRE_FALSE(status);
  CHECK(status.error().message ==
        "cannot make the folder '" + folder.path() + "/file/lap1': not a directory");
  std::filesystem::create_directories(folder.path() + "/lap1/1970-01.jsonl");
  const Status taken = append_events(folder.path(), "lap1", {}, std::vector<std::string>{"{}"});
  REQUIRE_FALSE(taken);
  CHECK(taken.error().message ==
        "cannot open '" + folder.path() + "/lap1/1970-01.jsonl': is a directory");
  CHECK(taken.error().kind == ErrorKind::environment);
}

TEST_CASE("a disk that is full leaves no piece of an event behind") {
  const test::TemporaryFolder folder;
  const Moment at{1767605400123, 60};
  const std::string line = "{\"v\":1,\"id\":\"A\",\"e\":\"note\"}";
  REQUIRE(append_events(folder.path(), "lap1", at, std::vector{line}));
  const std::string path = folder / "lap1/2026-01.jsonl";
  const std::string before = contents(path);
  // A file that may not grow is cut off as on a full disk.
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  const rlimit low{before.size() + 10, limit.rlim_max};
  const auto handler = ::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &low);
  const Status saved = append_events(folder.path(), "lap1", at, std::vector{line});
  ::setrlimit(RLIMIT_FSIZE, &limit);
  ::signal(SIGXFSZ, handler);
  REQUIRE_FALSE(saved);
  CHECK(saved.error().message == "cannot append to '" + path + "': no space left on device");
  CHECK(contents(path) == before);
}

TEST_CASE("a full disk is an error, not a saved review") {
  if (::access("/dev/full", W_OK) != 0) SUCCEED("this system has no /dev/full");
  const test::TemporaryFolder folder;
  std::filesystem::create_directories(folder.path() + "/lap1");
  std::filesystem::create_symlink("/dev/full", folder.path() + "/lap1/1970-01.jsonl");
  const Status status = append_events(folder.path(), "lap1", {}, std::vector<std::string>{"{}"});
  REQUIRE_FALSE(status);
  CHECK(status.error().message ==
        "cannot append to '" + folder.path() + "/lap1/1970-01.jsonl': no space left on device");
}

TEST_CASE("writers at the same time lose nothing", "[race]") {
  const test::TemporaryFolder folder;
  const std::string reviews = folder.path() + "/reviews";
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&, writer] {
      for (int i = 0; i < 50; ++i) {
        const std::string id = std::to_string(writer) + "-" + std::to_string(i);
        const std::string line =
            "{\"v\":1,\"id\":\"" + id + "\",\"t\":1,\"day\":1,\"c\":\"x\",\"g\":3}";
        const Status status = append_events(reviews, "lap1", {}, std::vector<std::string>{line});
        if (!status) std::abort();
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  const Result<EventLog> log = read_event_log(reviews);
  REQUIRE(log);
  CHECK(log->events().size() == 200);
  CHECK(log->problems().empty());
}

TEST_CASE("a device gets its name once") {
  const test::TemporaryFolder folder;
  const Result<std::string> name =
      device_name(folder.path() + "/.loci", "My-Laptop.local", some_bytes);
  REQUIRE(name);
  CHECK(*name == "my-laptop-suwy");
  CHECK(contents(folder.path() + "/.loci/device") == "my-laptop-suwy\n");
  CHECK(device_name(folder.path() + "/.loci", "other", std::array<std::byte, 10>{}).value_or("") ==
        "my-laptop-suwy");
  CHECK(device_name(folder.path() + "/b", "", some_bytes).value_or("") == "device-suwy");
  put(folder.path() + "/bad/device", "../../etc\n");
  const Result<std::string> bad = device_name(folder.path() + "/bad", "x", some_bytes);
  REQUIRE_FALSE(bad);
  CHECK(bad.error().message == "'" + folder.path() + "/bad/device' holds no device name");
  CHECK(bad.error().hints ==
        std::vector<std::string>{
            "write one of small letters, digits and '-' into it, or delete it to get a new one"});
}

}  // namespace loci
