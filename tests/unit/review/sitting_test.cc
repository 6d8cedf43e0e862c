// What a sitting has beyond one card after the other: whole notes, undo into the past, its own limits, leeches; and how
// cards read on a screen.
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>

#include "review/session.h"
#include "review/terminal.h"
#include "review/text.h"
#include "unit/temporary_folder.h"

namespace loci {
namespace {

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t day_ms = 86'400'000;

class Desk {
 public:
  Desk() {
    setup.reviews = folder_ / "reviews";
    setup.device = "lap1";
    setup.clock = [this] { return Moment{now, 0}; };
    setup.random = [this](std::span<std::byte> bytes) {
      for (std::byte& byte : bytes) byte = std::byte{0};
      ++counter_;
      bytes[8] = static_cast<std::byte>(counter_ / 256);
      bytes[9] = static_cast<std::byte>(counter_ % 256);
    };
    for (int i = 0; i < 6; ++i) {
      ReviewCard card;
      card.id = "c-" + std::to_string(i);
      card.source = "notes/n.md:" + std::to_string(i + 1);
      card.note = static_cast<std::uint32_t>(i / 2);
      setup.cards.push_back(card);
    }
  }
  ReviewSession start() {
    Result<ReviewSession> session = ReviewSession::start(setup);
    REQUIRE(session);
    return std::move(*session);
  }
  std::size_t events() const {
    const Result<EventLog> log = read_event_log(setup.reviews);
    return log ? log->events().size() : 0;
  }

  ReviewSetup setup;
  std::int64_t now = 1795255200000;  // 2026-11-21 10:00 UTC

 private:
  test::TemporaryFolder folder_;
  int counter_ = 0;
};

std::string current(const ReviewSession& session) {
  return session.current() == nullptr ? "" : session.current()->id;
}

}  // namespace

TEST_CASE("a whole note is buried or suspended with one write, and comes back with one undo") {
  Desk desk;
  ReviewSession session = desk.start();
  CHECK(current(session) == "c-0");
  CHECK(session.counts() == QueueCounts{0, 6, 0});
  REQUIRE(session.bury_note());
  CHECK(desk.events() == 2);
  CHECK(session.counts() == QueueCounts{0, 4, 0});
  CHECK(session.schedule().find("c-1")->hidden_on(20778));
  const std::string next = current(session);
  REQUIRE(session.suspend_note());
  CHECK(session.counts() == QueueCounts{0, 2, 0});
  REQUIRE(session.undo());
  CHECK(current(session) == next);
  CHECK(session.counts() == QueueCounts{0, 4, 0});
  REQUIRE(session.undo());
  CHECK(current(session) == "c-0");
  CHECK(session.counts() == QueueCounts{0, 6, 0});
  CHECK(desk.events() == 8);
  CHECK_FALSE(session.can_undo());
}

TEST_CASE("undo goes back into earlier sittings of this device, and not into another's") {
  Desk desk;
  {
    ReviewSession yesterday = desk.start();
    for (int i = 0; i < 3; ++i) REQUIRE(yesterday.grade(Grade::easy, 1000));
    desk.now += minute;
    REQUIRE(yesterday.suspend());
  }
  desk.now += day_ms;
  ReviewSession today = desk.start();
  CHECK(today.counts() == QueueCounts{0, 2, 0});
  REQUIRE(today.can_undo());
  REQUIRE(today.undo());
  CHECK(today.counts() == QueueCounts{0, 3, 0});
  for (int i = 0; i < 3; ++i) REQUIRE(today.undo());
  CHECK(today.counts() == QueueCounts{0, 6, 0});
  CHECK_FALSE(today.can_undo());
  CHECK(today.summary().reviewed() == 0);
  REQUIRE(today.undo());  // does nothing
  CHECK(desk.events() == 8);

  REQUIRE(today.grade(Grade::easy, 1000));
  desk.setup.device = "other";
  desk.now += minute;
  CHECK_FALSE(desk.start().can_undo());
}

TEST_CASE("a sitting has its own number of new cards, on top of today's") {
  Desk desk;
  desk.setup.config.new_per_day = 1;
  desk.setup.new_cards = 2;
  ReviewSession session = desk.start();
  CHECK(session.counts() == QueueCounts{0, 2, 0});
  REQUIRE(session.grade(Grade::easy, 1000));
  REQUIRE(session.grade(Grade::easy, 1000));
  CHECK(current(session) == "");
  CHECK(desk.start().counts() == QueueCounts{0, 2, 0});
  desk.setup.new_cards = 0;
  CHECK(desk.start().counts() == QueueCounts{0, 0, 0});
  desk.setup.new_cards.reset();
  CHECK(desk.start().counts() == QueueCounts{0, 0, 0});
}

TEST_CASE("after the time is up no further card comes, and the last one may be undone") {
  Desk desk;
  desk.setup.time_budget_ms = 5 * minute;
  ReviewSession session = desk.start();
  desk.now += 4 * minute;
  REQUIRE(session.grade(Grade::easy, 1000));
  CHECK(current(session) != "");
  CHECK_FALSE(session.summary().out_of_time);
  desk.now += minute;
  REQUIRE(session.grade(Grade::easy, 1000));
  CHECK(current(session) == "");
  const SessionSummary summary = session.summary();
  CHECK(summary.out_of_time);
  CHECK(summary_text(summary, desk.setup.clock(), 4) ==
        "2 reviews in less than a minute: 0 again, 0 hard, 0 good, 2 easy; 2 new cards.\n"
        "The time is up.\n"
        "Left for today: 4 new.\n");
  REQUIRE(session.undo());
  CHECK(current(session) != "");
}

TEST_CASE("a card forgotten eight times is named, and again after four more") {
  CHECK_FALSE(is_leech_now(7));
  CHECK(is_leech_now(8));
  CHECK_FALSE(is_leech_now(10));
  CHECK(is_leech_now(12));
  Desk desk;
  desk.setup.cards.resize(1);
  std::size_t named = 0;
  for (int lapse = 0; lapse <= 8; ++lapse) {
    ReviewSession session = desk.start();
    REQUIRE(session.grade(lapse == 0 ? Grade::easy : Grade::again, 1000));
    while (current(session) != "") {
      desk.now += 11 * minute;
      REQUIRE(session.grade(Grade::good, 1000));
    }
    named += session.summary().leeches.size();
    if (lapse == 8) {
      CHECK(summary_text(session.summary(), desk.setup.clock(), 4)
                .find("notes/n.md:1 is forgotten again and again: rewrite it, split it or suspend "
                      "it.\n") != std::string::npos);
    }
    desk.now += 60 * day_ms;
  }
  CHECK(named == 1);
}

TEST_CASE("tables of a card stand in columns where they fit") {
  const std::string table = "Level | Dirty\nRead committed | yes\nZürich 读 | no";
  CHECK(align_tables(table, 40) ==
        "Level          | Dirty\n"
        "---------------+------\n"
        "Read committed | yes\n"
        "Zürich 读      | no");
  CHECK(align_tables(table, 20) == table);
  CHECK(align_tables("a | b\n\nx | y | z", 40) == "a | b\n\nx | y | z");
  CHECK(align_tables("cat a | sort\nplain", 40) == "cat a | sort\nplain");
  CHECK(align_tables("", 40) == "");
}

TEST_CASE("the answer of a gap has what was asked in brackets") {
  const auto shown = [](std::string id, std::string front, std::string back) {
    ReviewCard card;
    card.id = std::move(id);
    card.front_text = std::move(front);
    card.back_text = std::move(back);
    return answer_text(card);
  };
  CHECK(shown("h-a/c1", "It keeps [how many] of a row.", "It keeps several versions of a row.") ==
        "It keeps [several versions] of a row.");
  CHECK(shown("h-a/c2", "[…]", "écrire") == "[écrire]");
  CHECK(shown("h-a/c12", "a […] é", "a è é") == "a [è] é");
  CHECK(shown("h-a", "Q […]?", "Q a?") == "Q a?");
  CHECK(shown("h-a/r", "Q […]?", "Q a?") == "Q a?");
  CHECK(shown("h-a/c1", "Something else", "Answer") == "Answer");
}

}  // namespace loci
