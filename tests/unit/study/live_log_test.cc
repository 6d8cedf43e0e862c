#include "study/live_log.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "unit/temporary_folder.h"

namespace loci {
namespace {

namespace fs = std::filesystem;

std::string event(int number) {
  return "{\"v\":1,\"id\":\"e" + std::to_string(number) +
         "\",\"dev\":\"a\",\"t\":" + std::to_string(1'700'000'000'000 + number) +
         ",\"tz\":0,\"day\":19675,\"c\":\"h-a\",\"g\":3}";
}

TEST_CASE("a log that is followed is the log that is read anew, whatever happens to its files") {
  const test::TemporaryFolder temporary;
  const std::string& folder = temporary.path();
  LiveLog live(folder + "/reviews");
  const auto same = [&] {
    const Result<EventLog> anew = read_event_log(folder + "/reviews");
    REQUIRE(anew);
    const Result<const EventLog*> followed = live.read();
    REQUIRE(followed);
    CHECK(log_text(**followed) == log_text(*anew));
    return (*followed)->events().size();
  };
  const auto append = [&](const std::string& path, const std::string& text) {
    fs::create_directories(fs::path(folder + "/reviews/" + path).parent_path());
    std::ofstream(folder + "/reviews/" + path, std::ios::binary | std::ios::app) << text;
  };
  CHECK(same() == 0);
  append("a/2026-01.jsonl", event(1) + "\n" + event(2) + "\n");
  CHECK(same() == 2);
  CHECK(same() == 2);
  append("a/2026-01.jsonl", event(3) + "\n");
  append("b/2026-01.jsonl", event(4) + "\n");
  CHECK(same() == 4);
  // A line that comes in two halves.
  append("b/2026-01.jsonl", event(5).substr(0, 30));
  CHECK(same() == 4);
  append("b/2026-01.jsonl", event(5).substr(30));
  CHECK(same() == 5);
  append("b/2026-01.jsonl", "\n" + event(6) + "\n");
  CHECK(same() == 6);
  append("loose.jsonl", event(7) + "\n");
  append("a/notes.txt", event(8) + "\n");
  append(".hidden/x.jsonl", event(8) + "\n");
  CHECK(same() == 7);
  // What should not happen to a log, and does.
  std::ofstream(folder + "/reviews/a/2026-01.jsonl", std::ios::binary) << event(9) << "\n";
  CHECK(same() == 5);
  fs::remove(folder + "/reviews/b/2026-01.jsonl");
  CHECK(same() == 2);
  fs::remove_all(folder);
  CHECK(same() == 0);
}

}  // namespace
}  // namespace loci
