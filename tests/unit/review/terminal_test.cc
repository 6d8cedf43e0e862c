// The full screen on a pseudo-terminal of 80 by 24: what is drawn, what the keys do, and that the screen is given back.
#include "review/terminal.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "study/event_log.h"
#include "unit/temporary_folder.h"

namespace loci {
namespace {

std::int64_t now_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

ReviewSetup setup_in(const std::string& folder) {
  ReviewSetup setup;
  for (int i = 0; i < 2; ++i) {
    ReviewCard card;
    card.id = "c-" + std::to_string(i);
    card.deck = "concepts";
    card.front_text = "Question " + std::to_string(i) + "?";
    card.back_text = "Answer " + std::to_string(i) + ".";
    card.note_title = "Caching";
    card.source = "notes/caching.md:3";
    card.note = static_cast<std::uint32_t>(i);
    setup.cards.push_back(card);
  }
  setup.reviews = folder + "/reviews";
  setup.device = "lap1";
  setup.clock = [] { return Moment{now_ms(), 0}; };
  setup.random = [](std::span<std::byte> bytes) {
    std::random_device device;
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(device() & 255);
  };
  return setup;
}

// A review running in a child process, seen through the terminal's other end.
class Screen {
 public:
  // `expected`: what the cards ask to be typed.
  explicit Screen(bool colour, const std::string& expected = {}) {
    winsize size{};
    size.ws_row = 24;
    size.ws_col = 80;
    child_ = ::forkpty(&terminal_, nullptr, nullptr, &size);
    if (child_ == 0) {
      ::setenv("TERM", "xterm-256color", 1);
      ReviewSetup setup = setup_in(folder_.path());
      for (ReviewCard& card : setup.cards) card.expected = expected;
      const Result<SessionSummary> summary = review_in_terminal(setup, {colour});
      ::_exit(summary ? summary->reviewed() : 99);
    }
  }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;
  ~Screen() {
    ::kill(child_, SIGKILL);
    ::close(terminal_);
  }

  // Reads until `text` has been drawn since the last call; false after ten seconds.
  bool shows(std::string_view text) {
    const std::int64_t until = now_ms() + 10'000;
    while (now_ms() < until) {
      if (const std::size_t at = seen_.find(text, from_); at != std::string::npos) {
        from_ = at + text.size();
        return true;
      }
      read_some();
    }
    return false;
  }

  void press(std::string_view keys) {
    ::usleep(200'000);  // longer than the guard after an answer is shown
    if (::write(terminal_, keys.data(), keys.size()) < 0) std::abort();
  }

  void send(int signal) { ::kill(child_, signal); }

  // The child's exit status: the number of reviews.
  int ends() {
    const std::int64_t until = now_ms() + 10'000;
    int status = 0;
    while (now_ms() < until) {
      read_some();
      if (::waitpid(child_, &status, WNOHANG) == child_) {
        read_some();
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
      }
    }
    return -1;
  }

  bool echoes() const {
    termios settings{};
    return ::tcgetattr(terminal_, &settings) == 0 && (settings.c_lflag & ECHO) != 0 &&
           (settings.c_lflag & ICANON) != 0;
  }

  const std::string& seen() const { return seen_; }
  std::size_t saved_events() const {
    const Result<EventLog> log = read_event_log(folder_ / "reviews");
    return log ? log->events().size() : 0;
  }

 private:
  void read_some() {
    pollfd ready{terminal_, POLLIN, 0};
    if (::poll(&ready, 1, 20) <= 0) return;
    char buffer[4096];
    const ssize_t count = ::read(terminal_, buffer, sizeof buffer);
    if (count > 0) seen_.append(buffer, static_cast<std::size_t>(count));
  }

  test::TemporaryFolder folder_;
  int terminal_ = -1;
  pid_t child_ = -1;
  std::string seen_;
  std::size_t from_ = 0;
};

constexpr std::string_view leave_screen = "\x1b[?1049l";

}  // namespace

TEST_CASE("a card is asked, answered, graded and saved on the screen") {
  Screen screen(true);
  REQUIRE(screen.shows("Question 0?"));
  CHECK(screen.shows("Space: show the answer"));
  screen.press(" ");
  REQUIRE(screen.shows("Answer 0."));
  CHECK(screen.shows("Again"));
  CHECK(screen.saved_events() == 0);
  screen.press("4");
  REQUIRE(screen.shows("Question 1?"));
  CHECK(screen.saved_events() == 1);
  screen.press("u");
  REQUIRE(screen.shows("Question 0?"));
  CHECK(screen.shows("Undone."));
  CHECK(screen.saved_events() == 2);
  screen.press("i");
  REQUIRE(screen.shows("A new card: never answered."));
  screen.press("x");
  screen.press("?");
  REQUIRE(screen.shows("scroll a long card"));
  screen.press("x");
  screen.press(" ");
  REQUIRE(screen.shows("Answer 0."));
  screen.press("\r");
  REQUIRE(screen.shows("Question 1?"));
  screen.press("q");
  CHECK(screen.ends() == 1);
  CHECK(screen.seen().find(leave_screen) != std::string::npos);
  CHECK(screen.echoes());
}

TEST_CASE("where an answer is typed keys are letters until Enter") {
  Screen screen(true, "Answer 0.");
  REQUIRE(screen.shows("Type the answer:"));
  screen.press("q?u4x");
  REQUIRE(screen.shows("q?u4x"));
  CHECK(screen.saved_events() == 0);
  screen.press(
      "\x15"
      "Answet 0");
  REQUIRE(screen.shows("Answet 0"));
  screen.press("\r");
  REQUIRE(screen.shows("Not quite: 1 character wrong, 2 missing."));
  REQUIRE(screen.shows("Answer     Answer 0."));
  screen.press("4");
  REQUIRE(screen.shows("Question 1?"));
  CHECK(screen.saved_events() == 1);
  screen.press("\x1b");
  REQUIRE(screen.shows("Not typing"));
  screen.press("q");
  CHECK(screen.ends() == 1);
}

TEST_CASE("without colour the screen has none") {
  Screen screen(false);
  REQUIRE(screen.shows("Question 0?"));
  screen.press(" ");
  REQUIRE(screen.shows("Easy"));
  screen.press("q");
  CHECK(screen.ends() == 0);
  for (const std::string_view colour :
       {"\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[36m", "\x1b[38;"}) {
    CHECK(screen.seen().find(colour) == std::string::npos);
  }
}

TEST_CASE("a signal ends the review and gives the screen back") {
  for (const int signal : {SIGINT, SIGTERM}) {
    Screen screen(true);
    REQUIRE(screen.shows("Question 0?"));
    CHECK_FALSE(screen.echoes());
    screen.send(signal);
    CHECK(screen.ends() == 0);
    CHECK(screen.seen().find(leave_screen) != std::string::npos);
    CHECK(screen.echoes());
  }
}

}  // namespace loci
