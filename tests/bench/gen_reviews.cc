// A log of reviews as a reader would have made it: build/release/loci_gen_reviews FOLDER COUNT < ids
//
// FOLDER is a `.loci/reviews`; the ids of the cards come on standard input, one a line. Three devices in turn, cards begun
// evenly over 1,200 days up to NOW, each seen again on the day the scheduler named; nine in ten are recalled. Due dates,
// stability and difficulty are what the scheduler gives, so that a replay agrees. The same bytes for the same ids and count.
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <queue>
#include <string>
#include <tuple>
#include <vector>

#include "study/event_log.h"
#include "study/fsrs.h"

namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t last_day = 20'770;  // 12 November 2026
constexpr std::int64_t days = 1'200;

std::uint64_t next_random(std::uint64_t& state) {  // xorshift64
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return std::fprintf(stderr, "usage: loci_gen_reviews FOLDER COUNT < ids\n"), 2;
  std::vector<std::string> ids;
  for (std::string line; std::getline(std::cin, line);) ids.push_back(line);
  if (ids.empty()) return std::fprintf(stderr, "no ids on standard input\n"), 2;
  const auto wanted = static_cast<std::size_t>(std::atol(arguments[2]));
  constexpr std::array<const char*, 3> devices{"desk-a1b2", "laptop-c3d4", "phone-e5f6"};

  const loci::Fsrs fsrs{loci::FsrsParameters{}};
  std::vector<loci::MemoryState> memory(ids.size());
  std::vector<std::int64_t> seen(ids.size());
  using Turn = std::tuple<std::int64_t, std::size_t>;  // when, in milliseconds; which card
  std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns;
  // One card in nine has never been seen.
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i % 9 == 8) continue;
    const std::int64_t day = last_day - days + static_cast<std::int64_t>(i * 7919 % days);
    turns.emplace(day * day_ms + 9 * 3'600'000 + static_cast<std::int64_t>(i) * 1000, i);
  }

  std::uint64_t random = 0x9e3779b97f4a7c15;
  std::map<std::string, std::string> files;
  std::size_t written = 0;
  while (written < wanted && !turns.empty()) {
    const auto [t, card] = turns.top();
    turns.pop();
    const std::int64_t day = t / day_ms;
    loci::MemoryState& state = memory[card];
    const int elapsed = state.reps == 0 ? 0 : static_cast<int>(day - seen[card]);
    const std::uint64_t chance = next_random(random) % 100;
    const loci::Grade grade = chance < 10   ? loci::Grade::again
                              : chance < 18 ? loci::Grade::hard
                              : chance < 92 ? loci::Grade::good
                                            : loci::Grade::easy;
    const loci::Outcome outcome =
        fsrs.next(state, elapsed, grade, loci::fuzz_seed(ids[card], state.reps + 1));
    const bool days_away = outcome.interval_days > 0;
    const loci::Due due{
        !days_away, days_away ? day + outcome.interval_days : t + outcome.delay_minutes * 60'000};
    std::array<std::byte, 10> bytes{};
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(next_random(random) & 0xFF);
    const char* device = devices[next_random(random) % devices.size()];
    const loci::Moment at{t, 0};
    const std::string month =
        loci::to_string(loci::date_from_days(t / day_ms)).substr(0, 7) + ".jsonl";
    files[std::string(device) + "/" + month] +=
        loci::review_line({loci::make_ulid(t, bytes), device, at, day}, ids[card], grade,
                          2000 + static_cast<std::int64_t>(next_random(random) % 9000), due,
                          outcome.memory) +
        "\n";
    ++written;
    state = outcome.memory;
    seen[card] = day;
    const std::int64_t then = days_away ? t + outcome.interval_days * day_ms : due.value;
    if (then < last_day * day_ms) turns.emplace(then, card);
  }
  for (const auto& [path, text] : files) {
    const std::filesystem::path file = std::filesystem::path(arguments[1]) / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }
  std::printf("%zu reviews in %zu files\n", written, files.size());
  return 0;
}
