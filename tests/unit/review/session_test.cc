#include "review/session.h"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "review/terminal.h"
#include "review/text.h"
#include "unit/temporary_folder.h"

namespace loci {
namespace {

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t ten_o_clock = 1795255200000;  // 2026-11-21 10:00 UTC

// A session's surroundings: a folder, a clock that the test moves, and bytes that count up.
class Desk {
 public:
  Desk() {
    setup.reviews = folder_ / "reviews";
    setup.device = "lap1";
    setup.clock = [this] { return Moment{now, 0}; };
    setup.random = [this](std::span<std::byte> bytes) {
      for (std::byte& byte : bytes) byte = std::byte{0};
      bytes.back() = std::byte{++counter_};
    };
  }

  void card(std::string id, std::uint32_t note) {
    ReviewCard made;
    made.front_text = "Question " + id + "?";
    made.back_text = "Answer " + id + ".";
    made.id = std::move(id);
    made.deck = "concepts";
    made.note_title = "Note " + std::to_string(note);
    made.source = "notes/n" + std::to_string(note) + ".md:3";
    made.note = note;
    setup.cards.push_back(std::move(made));
  }

  ReviewSession start() {
    Result<ReviewSession> session = ReviewSession::start(setup);
    REQUIRE(session);
    return std::move(*session);
  }

  std::vector<std::string> lines() const {
    const Result<EventLog> log = read_event_log(setup.reviews);
    REQUIRE(log);
    std::vector<std::string> all;
    for (const Event& event : log->events()) all.emplace_back(event.line);
    return all;
  }

  ReviewSetup setup;
  std::int64_t now = ten_o_clock;

 private:
  test::TemporaryFolder folder_;
  unsigned char counter_ = 0;
};

std::string id_of(const ReviewSession& session) {
  return session.current() == nullptr ? "" : session.current()->id;
}

}  // namespace

TEST_CASE("a grade is on disk, with the due date its button showed, before the next card comes") {
  Desk desk;
  desk.card("c-1", 0);
  desk.card("c-2", 0);
  ReviewSession session = desk.start();
  CHECK(id_of(session) == "c-1");
  CHECK(session.labels() == std::array<std::string, 4>{"1m", "6m", "10m", "7d"});
  REQUIRE(session.grade(Grade::easy, 90'000));
  CHECK(
      desk.lines() ==
      std::vector<std::string>{
          R"({"v":1,"id":"01M7YRRT800000000000000001","dev":"lap1","t":1795255200000,"tz":0,"day":20778,"c":"c-1","g":4,"ms":60000,"due":20785,"s":8.2956,"d":1})"});
  CHECK(id_of(session) == "c-2");
  CHECK(session.counts() == QueueCounts{0, 1, 0});
}

// Twin of the same test in tests/browser-unit/review/session.test.ts.
TEST_CASE("a card that says how surely it is to be remembered has buttons of its own") {
  std::vector<int> easy;
  for (const int retention : {0, 95, 80, 70}) {
    Desk desk;
    desk.card("c-1", 0);
    desk.setup.cards[0].retention = retention;
    easy.push_back(desk.start().choices()[3].interval_days);
  }
  CHECK(easy == std::vector{7, 3, 27, 75});
}

TEST_CASE("a sitting that begins with a kept schedule ends like one that reads the log") {
  std::array<std::vector<std::string>, 2> written;
  for (const bool known : {false, true}) {
    Desk desk;
    for (const char* id : {"c-1", "c-2", "c-3"}) desk.card(id, 0);
    {
      ReviewSession before = desk.start();
      REQUIRE(before.grade(Grade::easy, 1000));
      desk.now += minute;
    }
    if (known) {
      desk.setup.open = [&desk]() -> Result<SittingStart> {
        const Result<EventLog> log = read_event_log(desk.setup.reviews);
        REQUIRE(log);
        return SittingStart{
            std::nullopt,
            KnownSchedule{Schedule(log->events(), fsrs_parameters({})), log->events().back().t, 0}};
      };
    }
    ReviewSession session = desk.start();
    REQUIRE(session.grade(Grade::again, 1000));
    desk.now += minute;
    REQUIRE(session.grade(Grade::good, 1000));
    desk.now += minute;
    CHECK(session.can_undo());
    for (int i = 0; i < 3; ++i) REQUIRE(session.undo());  // the last one is of the sitting before
    CHECK_FALSE(session.can_undo());
    CHECK(id_of(session) == "c-1");
    REQUIRE(session.grade(Grade::hard, 1000));
    written[known ? 1 : 0] = desk.lines();
  }
  CHECK(written[0] == written[1]);
}

TEST_CASE("steps come back when their minute has come, and early when nothing else is left") {
  Desk desk;
  for (int i = 0; i < 3; ++i) desk.card("c-" + std::to_string(i), static_cast<std::uint32_t>(i));
  ReviewSession session = desk.start();
  REQUIRE(session.grade(Grade::again, 0));  // c-0, again in a minute
  CHECK(id_of(session) == "c-1");
  desk.now += 2 * minute;
  REQUIRE(session.grade(Grade::good, 0));  // c-1, in ten minutes
  CHECK(id_of(session) == "c-0");
  desk.now += 1;
  REQUIRE(session.grade(Grade::good, 0));
  CHECK(id_of(session) == "c-2");
  REQUIRE(session.grade(Grade::easy, 0));
  CHECK(id_of(session) == "c-1");  // eight minutes early
  REQUIRE(session.grade(Grade::good, 0));
  CHECK(id_of(session) == "c-0");
  REQUIRE(session.grade(Grade::good, 0));
  CHECK(session.current() == nullptr);
  REQUIRE(session.next_due());
  CHECK_FALSE(session.next_due()->at_instant);
  CHECK(session.summary().grades == std::array<int, 4>{1, 0, 4, 1});
  CHECK(session.summary().introduced == 3);
}

TEST_CASE("undo goes back through the whole sitting, and the log keeps everything") {
  Desk desk;
  desk.card("c-1", 0);
  desk.card("c-2", 1);
  ReviewSession session = desk.start();
  REQUIRE(session.grade(Grade::easy, 0));
  REQUIRE(session.bury());
  CHECK(session.current() == nullptr);
  REQUIRE(session.undo());
  CHECK(id_of(session) == "c-2");
  CHECK(session.counts() == QueueCounts{0, 1, 0});
  REQUIRE(session.undo());
  CHECK(id_of(session) == "c-1");
  CHECK(session.counts() == QueueCounts{0, 2, 0});
  CHECK(session.current_state() == nullptr);
  CHECK_FALSE(session.can_undo());
  REQUIRE(session.undo());
  CHECK(desk.lines().size() == 4);
  CHECK(session.summary().reviewed() == 0);
  CHECK(id_of(desk.start()) == "c-1");
}

TEST_CASE("a suspended card stays away, a buried one until tomorrow") {
  Desk desk;
  desk.card("c-1", 0);
  desk.card("c-2", 1);
  {
    ReviewSession session = desk.start();
    REQUIRE(session.suspend());
    REQUIRE(session.bury());
    CHECK(session.next_due() == Due{false, 20779});
  }
  CHECK(desk.start().current() == nullptr);
  desk.now += 24 * 60 * minute;
  ReviewSession session = desk.start();
  CHECK(id_of(session) == "c-2");
  CHECK(session.counts() == QueueCounts{0, 1, 0});
}

TEST_CASE("cards put away leave room for other new ones") {
  Desk desk;
  desk.setup.config.new_per_day = 1;
  desk.card("c-1", 0);
  desk.card("c-2", 1);
  desk.card("c-3", 2);
  ReviewSession session = desk.start();
  REQUIRE(session.bury());
  CHECK(id_of(session) == "c-2");
  REQUIRE(session.grade(Grade::easy, 0));
  CHECK(session.current() == nullptr);
  CHECK(session.next_due() == Due{false, 20779});
}

TEST_CASE("cards that come back take the room of other new ones again") {
  Desk desk;
  desk.setup.config.new_per_day = 2;
  for (int i = 1; i <= 5; ++i) desk.card("c-" + std::to_string(i), static_cast<std::uint32_t>(i));
  ReviewSession session = desk.start();
  REQUIRE(session.bury());
  REQUIRE(session.suspend());
  CHECK(id_of(session) == "c-3");
  CHECK(session.counts() == QueueCounts{0, 2, 0});
  REQUIRE(session.undo());
  CHECK(id_of(session) == "c-2");
  CHECK(session.counts() == QueueCounts{0, 2, 0});
  REQUIRE(session.undo());
  CHECK(id_of(session) == "c-1");
  CHECK(session.counts() == QueueCounts{0, 2, 0});
  REQUIRE(session.grade(Grade::easy, 0));
  CHECK(id_of(session) == "c-2");
}

TEST_CASE("a new day within a sitting brings its own cards") {
  Desk desk;
  desk.setup.config.new_per_day = 1;
  desk.card("c-1", 0);
  desk.card("c-2", 1);
  ReviewSession session = desk.start();
  REQUIRE(session.grade(Grade::easy, 0));
  CHECK(session.current() == nullptr);
  desk.now += 18 * 60 * minute;  // 04:00
  session.refresh();
  CHECK(id_of(session) == "c-2");
}

TEST_CASE("when the log cannot be written the card stays and the error says so") {
  Desk desk;
  desk.card("c-1", 0);
  ReviewSession session = desk.start();
  std::filesystem::create_directories(desk.setup.reviews + "/lap1/2026-11.jsonl");
  const Status status = session.grade(Grade::good, 0);
  REQUIRE_FALSE(status);
  CHECK(status.error().message == "the review is not saved: cannot open '" + desk.setup.reviews +
                                      "/lap1/2026-11.jsonl': is a directory");
  CHECK(id_of(session) == "c-1");
  CHECK(session.summary().reviewed() == 0);
}

TEST_CASE("line by line: an answer is typed and compared") {
  Desk desk;
  desk.card("c-1", 0);
  desk.card("c-2", 1);
  desk.setup.cards[0].expected = "Paris";
  desk.setup.cards[1].expected = "u";
  std::vector<std::string> input{"?", "Patis", "4", "\\u", "4"};
  std::size_t at = 0;
  std::string output;
  REQUIRE(review_by_lines(
      desk.setup,
      [&](std::string& line) {
        if (at == input.size()) return false;
        line = input[at++];
        desk.now += 1000;
        return true;
      },
      [&](std::string_view text) { output += text; }));
  CHECK(output ==
        "\n[2 new] Note 0\nnotes/n0.md:3\nQ: Question c-1?\nType the answer.\n"
        "Enter shows the answer; then 1 again, 2 hard, 3 good, 4 easy; Enter is good.\n"
        "u undo, - bury until tomorrow, @ suspend; = and ! the whole note; q quit.\n"
        "Any other line is your answer, and one that begins with \\ always is.\n"
        "Not quite: 1 character wrong, 1 missing.\nYou typed  Patis\n             ^\n"
        "Answer     Paris\n             ^\n"
        "A: Answer c-1.\n1 again 1m   2 hard 6m   3 good 10m   4 easy 7d\n"
        "\n[1 new] Note 1\nnotes/n1.md:3\nQ: Question c-2?\nType the answer.\n"
        "Exactly right.\n"
        "A: Answer c-2.\n1 again 1m   2 hard 6m   3 good 10m   4 easy 9d\n");
}

TEST_CASE("line by line: question, answer, grade, summary") {
  Desk desk;
  desk.card("c-1", 0);
  desk.card("c-2", 1);
  desk.setup.cards[0].context = "Top > Sub";
  std::vector<std::string> input{"3", "", "3", "show", "x", "u", "", "4", "q"};
  std::size_t at = 0;
  std::string output;
  const Result<SessionSummary> summary = review_by_lines(
      desk.setup,
      [&](std::string& line) {
        if (at == input.size()) return false;
        line = input[at++];
        desk.now += 1000;
        return true;
      },
      [&](std::string_view text) { output += text; });
  REQUIRE(summary);
  CHECK(output ==
        "\n[2 new] Note 0 > Top > Sub\nnotes/n0.md:3\nQ: Question c-1?\n"
        "Enter shows the answer; then 1 again, 2 hard, 3 good, 4 easy; Enter is good.\n"
        "u undo, - bury until tomorrow, @ suspend; = and ! the whole note; q quit.\n"
        "A: Answer c-1.\n1 again 1m   2 hard 6m   3 good 10m   4 easy 7d\n"
        "\n[1 new, 1 in learning] Note 1\nnotes/n1.md:3\nQ: Question c-2?\n"
        "A: Answer c-2.\n1 again 1m   2 hard 6m   3 good 10m   4 easy 9d\n"
        "Enter shows the answer; then 1 again, 2 hard, 3 good, 4 easy; Enter is good.\n"
        "u undo, - bury until tomorrow, @ suspend; = and ! the whole note; q quit.\n"
        "Undone.\n"
        "\n[2 new] Note 0 > Top > Sub\nnotes/n0.md:3\nQ: Question c-1?\n"
        "A: Answer c-1.\n1 again 1m   2 hard 6m   3 good 10m   4 easy 7d\n"
        "\n[1 new] Note 1\nnotes/n1.md:3\nQ: Question c-2?\n");
  CHECK(summary_text(*summary, {desk.now, 0}, 4) ==
        "1 review in less than a minute: 0 again, 0 hard, 0 good, 1 easy; 1 new card.\nLeft for "
        "today: 1 new.\n");
}

TEST_CASE("the listing for programs tells what is due and what each grade would do") {
  Desk desk;
  desk.card("c-1", 0);
  desk.card("c-2", 1);
  REQUIRE(desk.start().grade(Grade::easy, 0));
  desk.now += 12 * 24 * 60 * minute;
  const Result<std::string> text = due_cards_json(desk.setup);
  REQUIRE(text);
  CHECK(nlohmann::json::parse(*text) == nlohmann::json::parse(R"({
    "counts": {"due": 1, "new": 1, "learning": 0}, "next": null,
    "cards": [
      {"id": "c-1", "deck": "concepts", "note": "Note 0", "source": "notes/n0.md:3", "state": "review",
       "due": {"day": 20785, "date": "2026-11-28"}, "stability": 8.2956, "difficulty": 1.0,
       "retrievability": 0.87270549, "reviews": 1, "lapses": 0, "context": "", "front": "Question c-1?",
       "back": "Answer c-1.", "intervals": {"again": "10m", "hard": "1.1mo", "good": "1.7mo", "easy": "2.8mo"}},
      {"id": "c-2", "deck": "concepts", "note": "Note 1", "source": "notes/n1.md:3", "state": "new", "context": "",
       "front": "Question c-2?", "back": "Answer c-2.",
       "intervals": {"again": "1m", "hard": "6m", "good": "10m", "easy": "9d"}}
    ]})"));
}

TEST_CASE("the summary says what was done, what is left, and what was wrong with the log") {
  SessionSummary summary;
  summary.grades = {1, 0, 10, 1};
  summary.introduced = 4;
  summary.answer_ms = 200'000;
  summary.left = {3, 2, 1};
  summary.problems = {{".loci/reviews/a/2026-11.jsonl", 7, "no day 'day'"}};
  summary.disagreements = 2;
  CHECK(summary_text(summary, {ten_o_clock, 0}, 4) ==
        "12 reviews in 3 min: 1 again, 0 hard, 10 good, 1 easy; 4 new cards.\n"
        "Left for today: 3 due, 2 new, 1 in learning.\n"
        "1 line of the review log is damaged and does not count.\n"
        "2 reviews of the log state another memory than the replay gives: another program or "
        "version wrote them.\n");
  SessionSummary nothing;
  nothing.next = Due{false, 20780};
  CHECK(summary_text(nothing, {ten_o_clock, 0}, 4) ==
        "No card reviewed.\nLeft for today: nothing.\nNext card: in 2 days (23 November 2026).\n");
}

TEST_CASE("when a card is due is told in words") {
  const Moment now{ten_o_clock, 0};
  CHECK(when_text({true, ten_o_clock - 5}, now, 4) == "in 1 min");
  CHECK(when_text({true, ten_o_clock + 10 * minute}, now, 4) == "in 10 min");
  CHECK(when_text({true, ten_o_clock + 190 * minute}, now, 4) == "in 3 h");
  CHECK(when_text({false, 20778}, now, 4) == "today");
  CHECK(when_text({false, 20779}, now, 4) == "tomorrow");
  CHECK(when_text({false, 20790}, now, 4) == "in 12 days (3 December 2026)");
}

TEST_CASE("no control character of a note reaches the terminal") {
  CHECK(printable("a\tb\n\x1b[2J\x7f\r\xc2\x9b"
                  "31mé") == "a    b\n�[2J���31mé");
}

TEST_CASE("text is wrapped at blanks, keeps its lines and the indent of code") {
  CHECK(wrap("one two three", 8) == std::vector<std::string>{"one two", "three"});
  CHECK(wrap("- a\n\n    indented text\n\n", 12) ==
        std::vector<std::string>{"- a", "", "    indented", "    text"});
  CHECK(wrap("abcdefghijklm", 8) == std::vector<std::string>{"abcdefgh", "ijklm"});
  CHECK(wrap("日本語見出し全角", 9) == std::vector<std::string>{"日本語見", "出し全角"});
  CHECK(wrap("", 8) == std::vector<std::string>{""});
}

}  // namespace loci
