// Merging logs is a set union: random devices that write, tear, exchange and import end with equal bytes. A failure names
// its seed.
#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "study/event_log.h"
#include "study/queue.h"
#include "study/schedule.h"

namespace loci {
namespace {

constexpr std::size_t devices = 3;

std::string merged(std::initializer_list<std::string_view> texts) {
  EventLog log;
  for (const std::string_view text : texts) log.add_text("log", std::string(text));
  return log_text(log);
}

// One event of any kind; times collide often, because that is where an order may go wrong.
std::string random_event(std::mt19937& random, std::size_t device, int number) {
  const auto pick = [&](unsigned n) { return static_cast<int>(random() % n); };
  const std::string id = "D" + std::to_string(device) + "-" + std::to_string(number);
  const std::string name = "dev" + std::to_string(device);
  const EventStamp stamp{id, name, {1767605400000 + pick(5) * 60'000, 60}, 20458 + pick(3)};
  const std::string card = "c-" + std::to_string(pick(4));
  const std::string ref = "D" + std::to_string(pick(devices)) + "-" + std::to_string(pick(8));
  switch (pick(9)) {
    case 0:
      return undo_line(stamp, ref);
    case 1:
      return suspend_line(stamp, card, pick(2) == 0);
    case 2:
      return bury_line(stamp, card, stamp.day + 1);
    case 3:
      return alias_line(stamp, card, "c-" + std::to_string(pick(4)));
    case 4:
      return params_line(stamp, default_fsrs_weights, 0.9);
    case 5:
      return R"({"v":1,"id":")" + id + R"(","t":)" + std::to_string(stamp.at.unix_ms) +
             R"(,"e":"flag","colour":["red",{"deep":null}],"c":"ü"})";
    default:
      return review_line(stamp, card, static_cast<Grade>(1 + pick(4)), 1000,
                         {false, stamp.day + 1 + pick(9)}, {});
  }
}

std::string state_of(const std::string& text) {
  EventLog log;
  log.add_text("log", text);
  const Schedule schedule(log.events(), FsrsParameters{});
  std::string state;
  for (const std::string& card : schedule.cards()) {
    const CardState* found = schedule.find(card);
    if (found == nullptr) continue;
    state += card + " " + std::to_string(found->memory.reps) + " " +
             std::to_string(found->memory.stability) + " " + std::to_string(found->due.value) +
             (found->suspended ? " suspended" : "") + "\n";
  }
  return state;
}

}  // namespace

TEST_CASE("10,000 random merges of three devices end in equal bytes") {
  constexpr int rounds = 625;
  constexpr int merges_a_round = 16;
  int merges = 0;
  for (unsigned seed = 0; seed < rounds; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    std::array<std::string, devices> logs;
    std::map<std::string, std::string> written;  // every whole event ever written
    std::array<int, devices> numbers{};
    for (int done = 0; done < merges_a_round - 4;) {
      const std::size_t here = random() % devices;
      if (random() % 2 == 0) {
        std::string line = random_event(random, here, numbers[here]++);
        if (random() % 12 ==
            0) {  // a crash: the line is torn, and the next one gets a line end first
          logs[here] += line.substr(0, 5 + random() % (line.size() - 6)) + "\n";
        } else {
          logs[here] += line + "\n";
          written.emplace(line.substr(13, line.find('"', 13) - 13), line);
        }
        continue;
      }
      const std::size_t there = random() % devices;
      logs[here] = merged({logs[here], logs[there]});
      ++done;
      ++merges;
    }
    // Everything reaches everybody, in an order of chance.
    std::array<std::size_t, devices> order{0, 1, 2};
    std::shuffle(order.begin(), order.end(), random);
    const auto [a, b, c] = order;
    const std::string left = merged({merged({logs[a], logs[b]}), logs[c]});
    const std::string right = merged({logs[c], merged({logs[b], logs[a]})});
    merges += 4;
    bool fine = left == right;                       // commutative, associative
    fine = fine && merged({left, left}) == left;     // idempotent
    fine = fine && merged({left, logs[b]}) == left;  // absorbs what it has
    fine = fine && std::count(left.begin(), left.end(), '\n') == std::ssize(written);
    for (const auto& [id, line] : written)
      fine = fine && left.find(line + "\n") != std::string::npos;
    fine = fine && state_of(left) == state_of(logs[a] + logs[b] + logs[c]);
    REQUIRE(fine);
  }
  CHECK(merges == 10'000);
}

TEST_CASE("two lines with one id: the same one counts in any order, and both are named") {
  const std::string one = R"({"v":1,"id":"A","t":5,"day":1,"c":"x","g":1})";
  const std::string two = R"({"v":1,"id":"A","t":3,"day":1,"c":"x","g":4})";
  const std::string other = R"({"v":1,"id":"B","t":4,"day":1,"c":"x","g":2})";
  const std::string expected = two + "\n" + other + "\n";
  CHECK(merged({one, two, other}) == expected);
  CHECK(merged({two, other, one}) == expected);
  CHECK(merged({other, one, one, two}) == expected);
  EventLog log;
  log.add_text("a.jsonl", one + "\n" + other + "\n" + one + "\n" + two + "\n");
  CHECK(log.problems() == std::vector<LogProblem>{
                              {"a.jsonl", 4, "another event has this id and says something else"}});
}

}  // namespace loci
