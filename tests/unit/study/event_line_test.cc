#include "study/event_line.h"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <deque>
#include <random>
#include <string>

namespace loci {
namespace {

void check_same(const std::string& line) {
  std::deque<std::string> arena;
  const ScannedEvent fast = scan_event(line, arena);
  const ScannedEvent slow = scan_any_event(line, arena);
  INFO(line);
  REQUIRE(fast.length == slow.length);
  REQUIRE(fast.complaint == slow.complaint);
  if (!fast.complaint.empty()) return;
  const Event& a = fast.event;
  const Event& b = slow.event;
  CHECK(a.kind == b.kind);
  CHECK(a.grade == b.grade);
  CHECK(a.on == b.on);
  CHECK(a.utc_offset_minutes == b.utc_offset_minutes);
  CHECK(a.t == b.t);
  CHECK(a.day == b.day);
  CHECK(a.until == b.until);
  CHECK(a.answer_ms == b.answer_ms);
  CHECK(a.due == b.due);
  CHECK(a.stability == b.stability);
  CHECK(a.difficulty == b.difficulty);
  CHECK(a.id == b.id);
  CHECK(a.device == b.device);
  CHECK(a.card == b.card);
  CHECK(a.ref == b.ref);
  CHECK(a.line == b.line);
}

const std::string plain =
    R"({"v":1,"id":"01H6R5S0J03ZZVGXAF35PYY6PY","dev":"desk-a1b2","t":1690881000000,"tz":-60,"day":19570,"c":"h-pggxw37azfhbw/c2","g":3,"ms":3252,"due":19572,"s":12.3065,"d":2.111})";

TEST_CASE("the short way through a line of the log says what the long one says") {
  check_same(plain);
  check_same(plain + "\n" + plain);
  for (const char* number : {"0", "-1", "-0", "1.5", "1.", ".5", "1e3", "007", "1690881000000",
                             "999999999999999", "1234567890123456", "99999999999999999999",
                             "0.1234567890123456", "36500", "true", "\"3\"", "", " 5"}) {
    for (const char* key : {"t", "tz", "day", "g", "ms", "due", "s", "d"}) {
      std::string line = plain;
      const std::string member = "\"" + std::string(key) + "\":";
      const std::size_t at = line.find(member) + member.size();
      line.replace(at, line.find_first_of(",}", at) - at, number);
      check_same(line);
    }
  }
}

TEST_CASE("both ways agree on every line that a few bytes make of one") {
  std::mt19937 random(11);
  constexpr std::string_view bytes = "\"\\{}[],:.-+eE0123456789 \t\n\x01\x7f\xc3\xa9truefalsnvdgc";
  for (int i = 0; i < 20'000; ++i) {
    std::string line = plain;
    for (std::size_t edits = 1 + random() % 3; edits-- > 0;) {
      const std::size_t at = random() % line.size();
      const char byte = bytes[random() % bytes.size()];
      switch (random() % 3) {
        case 0:
          line[at] = byte;
          break;
        case 1:
          line.insert(at, 1, byte);
          break;
        default:
          line.erase(at, 1);
      }
    }
    check_same(line);
  }
}

}  // namespace
}  // namespace loci
