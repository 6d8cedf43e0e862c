// The full screen of `loci review`, drawn with FTXUI: 80 by 24 is enough, more is used.

#include "review/terminal.h"

#include <algorithm>
#include <array>
#include <ftxui/component/component.hpp>
#include <ftxui/component/event.hpp>
#include <ftxui/component/screen_interactive.hpp>
#include <ftxui/dom/elements.hpp>
#include <ftxui/screen/terminal.hpp>

#include "base/text.h"
#include "review/math_text.h"
#include "review/text.h"
#include "review/typed_answer.h"

namespace loci {

namespace {

using ftxui::Element;
using ftxui::Elements;
using ftxui::Event;

// A key still held, or pressed a moment too late for the question, must not grade the answer.
constexpr std::int64_t guard_ms = 150;
// Terminals lower than this have no lines to give away.
constexpr int low_rows = 18;
// Lines longer than this are hard to read, however wide the terminal is.
constexpr int widest_text = 88;

// Nobody types more by hand, and a paste must not fill the memory.
constexpr std::size_t most_typed = 2000;

constexpr std::array<std::string_view, 4> grade_names{"Again", "Hard", "Good", "Easy"};

constexpr std::string_view help =
    "Space, Enter   show the answer, then Good\n"
    "1 2 3 4        Again, Hard (recalled, with effort), Good, Easy\n"
    "u              undo, as often as there is something to undo\n"
    "-  =           bury the card, the note: not again before tomorrow\n"
    "@  !           suspend the card, the note: not again until undone\n"
    "e  i           open the note; what is known of the card\n"
    "Up, Down       scroll a long card; j and k too\n"
    "?              this list\n"
    "q, Esc         end; every grade is saved already";

class ReviewScreen {
 public:
  ReviewScreen(const ReviewSetup& setup, ReviewSession& session, const ScreenOptions& options)
      : setup_(setup),
        session_(session),
        options_(options),
        screen_(ftxui::ScreenInteractive::Fullscreen()) {
    screen_.TrackMouse(false);  // the reader's mouse selects text
    ask();
  }

  Status run() {
    const auto component = ftxui::CatchEvent(ftxui::Renderer([this] { return draw(); }),
                                             [this](const Event& event) { return handle(event); });
    screen_.Loop(component);
    return std::move(outcome_);
  }

 private:
  enum class Show { question, answer, done };

  void ask() {
    session_.refresh();
    show_ = session_.current() == nullptr ? Show::done : Show::question;
    shown_at_ = setup_.clock().unix_ms;
    scroll_ = 0;
    typed_.clear();
    typing_ = show_ == Show::question && !session_.current()->expected.empty();
  }

  void reveal() {
    show_ = Show::answer;
    typing_ = false;
    revealed_at_ = setup_.clock().unix_ms;
    labels_ = session_.labels();
    notice_.clear();
    scroll_to_answer_ = true;
  }

  // ---- keys -------------------------------------------------------------------------------------

  bool handle(const Event& event) {
    if (event.is_mouse() || event.is_cursor_reporting()) return false;
    if (event == Event::Custom) return false;
    if (typing_ && over_.empty() && takes_typing(event)) return true;
    if (event == Event::ArrowDown || event == Event::Character('j')) return scroll_by(1);
    if (event == Event::ArrowUp || event == Event::Character('k')) return scroll_by(-1);
    if (event == Event::PageDown) return scroll_by(10);
    if (event == Event::PageUp) return scroll_by(-10);
    if (!over_.empty()) {
      over_.clear();
      scroll_ = 0;
      return true;
    }
    const bool go_on = event == Event::Return || event == Event::Character(' ');
    const std::string key = event.is_character() ? event.character() : std::string();
    if (key == "q" || event == Event::Escape || (show_ == Show::done && go_on)) {
      screen_.Exit();
    } else if (key == "?") {
      cover("Keys", std::string(help));
    } else if (key == "u") {
      undo();
    } else if (show_ == Show::done) {
      return false;
    } else if (key == "-") {
      leave(session_.bury(), "Buried until tomorrow.");
    } else if (key == "@") {
      leave(session_.suspend(), "Suspended.");
    } else if (key == "=") {
      leave(session_.bury_note(), "The note's cards are buried until tomorrow.");
    } else if (key == "!") {
      leave(session_.suspend_note(), "The note's cards are suspended.");
    } else if (key == "i") {
      cover("What is known of this card", known_text(session_, setup_));
    } else if (key == "e") {
      open_source();
    } else if (show_ == Show::question && go_on) {
      reveal();
    } else if (show_ == Show::answer && setup_.clock().unix_ms - revealed_at_ >= guard_ms) {
      if (go_on) grade(Grade::good);
      if (key.size() == 1 && key[0] >= '1' && key[0] <= '4')
        grade(static_cast<Grade>(key[0] - '0'));
    }
    return true;
  }

  // The keys of a card whose answer is to be typed: none of them grades or leaves it.
  bool takes_typing(const Event& event) {
    if (event == Event::Return) {
      reveal();
    } else if (event == Event::Escape) {
      typing_ = false;
      notice_ = "Not typing: Space shows the answer.";
    } else if (event == Event::Backspace) {
      while (!typed_.empty() && (static_cast<unsigned char>(typed_.back()) & 0xC0) == 0x80)
        typed_.pop_back();
      if (!typed_.empty()) typed_.pop_back();
    } else if (event.input() == "\x15") {  // Ctrl+U, as in a shell
      typed_.clear();
    } else if (event.is_character()) {
      if (typed_.size() < most_typed) typed_ += event.character();
    } else {
      return false;
    }
    return true;
  }

  bool scroll_by(int lines) {
    scroll_ = std::max(0, scroll_ + lines);
    return true;
  }

  void grade(Grade grade) {
    const std::size_t index = index_of(grade);
    const std::size_t leeches = session_.summary().leeches.size();
    Status graded = session_.grade(grade, setup_.clock().unix_ms - shown_at_);
    const bool leech = session_.summary().leeches.size() > leeches;
    leave(std::move(graded), std::string(grade_names[index]) + ": again in " + labels_[index] +
                                 (leech ? ". A leech: rewrite it?" : "."));
  }

  // After something was written, or could not be: then the session ends, because nothing may be
  // shown as saved.
  void leave(Status status, std::string notice) {
    if (!status) {
      outcome_ = std::move(status);
      screen_.Exit();
      return;
    }
    notice_ = std::move(notice);
    ask();
  }

  void undo() {
    if (!session_.can_undo()) {
      notice_ = "Nothing to undo.";
      return;
    }
    leave(session_.undo(), "Undone.");
  }

  void cover(std::string_view title, std::string text) {
    over_title_ = title;
    over_ = std::move(text);
    scroll_ = 0;
  }

  void open_source() {
    const ReviewCard& card = *session_.current();
    if (setup_.open_source) {
      screen_.WithRestoredIO([&] { setup_.open_source(card); })();
      notice_ = "Back from " + card.source + ".";
    } else {
      notice_ = card.source;
    }
  }

  // ---- drawing ----------------------------------------------------------------------------------

  Element tint(Element element, ftxui::Color colour) const {
    return options_.colour ? element | ftxui::color(colour) : element;
  }

  Element quiet(const std::string& text) const { return ftxui::text(text) | ftxui::dim; }

  Element draw() {
    if (!over_.empty())
      return page(over_title_, body_of(wrap(over_, text_width()), {}, 1),
                  quiet("any key goes back"));
    if (show_ == Show::done) return draw_end();
    const ReviewCard& card = *session_.current();
    const auto lines_of = [&](const std::string& text) {
      const std::string readable = with_readable_math(printable(text));
      return wrap(align_tables(readable, text_width()), text_width());
    };
    std::vector<std::string> answer;
    if (show_ == Show::answer && !typed_.empty()) {
      const TypedComparison compared = compare_typed(printable(typed_), printable(card.expected));
      for (const std::string& line : comparison_lines(compared, text_width()))
        for (std::string& piece : wrap(line, text_width())) answer.push_back(std::move(piece));
      answer.emplace_back();
    }
    if (show_ == Show::answer) {
      for (std::string& line : lines_of(answer_text(card))) answer.push_back(std::move(line));
    }
    Elements foot;
    if (!is_low()) {
      foot.push_back(quiet(printable(card.source)));
      foot.push_back(ftxui::text(""));
    }
    if (show_ == Show::answer) {
      for (Element& line : grades()) foot.push_back(std::move(line));
    } else if (typing_) {
      foot.push_back(
          ftxui::hbox({ftxui::text("Type the answer: ") | ftxui::bold, ftxui::text(end_of_typed()),
                       ftxui::text(" ") | ftxui::inverted}));
    } else {
      foot.push_back(ftxui::text("Space: show the answer") | ftxui::bold);
    }
    const int foot_lines = static_cast<int>(foot.size());
    return page(printable(card.deck), body_of(lines_of(card.front_text), answer, foot_lines),
                ftxui::vbox(std::move(foot)));
  }

  // As much of the end of what was typed as there is room for.
  std::string end_of_typed() const {
    const std::vector<std::string> glyphs = ftxui::Utf8ToGlyphs(printable(typed_));
    const auto room = static_cast<std::size_t>(std::max(4, ftxui::Terminal::Size().dimx - 24));
    std::string text;
    for (std::size_t i = glyphs.size() - std::min(room, glyphs.size()); i < glyphs.size(); ++i)
      text += glyphs[i];
    return text;
  }

  Element draw_end() {
    const std::string text =
        summary_text(session_.summary(), setup_.clock(), setup_.config.rollover_hour) +
        (session_.summary().reviewed() == 0 ? "" : "\nEvery grade is saved.");
    return page("Done for now", body_of(wrap(printable(text), text_width()), {}, 1),
                quiet("q or Enter ends, u undoes"));
  }

  // On one line where they fit, closer together where they hardly do, else on two.
  Elements grades() const {
    const std::array<ftxui::Color, 4> colours{ftxui::Color::Red, ftxui::Color::Yellow,
                                              ftxui::Color::Green, ftxui::Color::Cyan};
    int width = 0;
    for (std::size_t i = 0; i < 4; ++i)
      width += 3 + ftxui::string_width(std::string(grade_names[i]) + labels_[i]);
    const int room = ftxui::Terminal::Size().dimx - 3;
    const int gap = width + 3 * 4 <= room ? 4 : 2;
    const bool one_line = width + 3 * gap <= room;
    Elements lines;
    Elements parts;
    for (std::size_t i = 0; i < 4; ++i) {
      if (!parts.empty())
        parts.push_back(ftxui::text(std::string(static_cast<std::size_t>(gap), ' ')));
      parts.push_back(
          tint(ftxui::text(std::to_string(i + 1) + " " + std::string(grade_names[i])) | ftxui::bold,
               colours[i]));
      parts.push_back(ftxui::text(" " + labels_[i]));
      if (i == 3 || (i == 1 && !one_line)) {
        lines.push_back(ftxui::hbox(std::move(parts)));
        parts.clear();
      }
    }
    return lines;
  }

  static bool is_low() { return ftxui::Terminal::Size().dimy < low_rows; }

  // Question, rule, answer, scrolled so that something is always seen.
  Element body_of(const std::vector<std::string>& question, const std::vector<std::string>& answer,
                  int foot_lines) {
    Elements lines;
    const ReviewCard* card = session_.current();
    if (show_ != Show::done && over_.empty() && card != nullptr) {
      std::string above = printable(card->note_title);
      if (!card->context.empty()) above += " > " + with_readable_math(printable(card->context));
      std::vector<std::string> context = wrap(above, text_width());
      if (is_low() && context.size() > 1) context = {context[0] + " ..."};
      for (const std::string& line : context) lines.push_back(quiet(line));
      if (!is_low()) lines.push_back(ftxui::text(""));
    }
    const bool is_question = show_ != Show::done && over_.empty();
    for (const std::string& line : question) {
      lines.push_back(is_question ? ftxui::text(line) | ftxui::bold : ftxui::text(line));
    }
    const int rule = static_cast<int>(lines.size());
    if (show_ == Show::answer && over_.empty()) {
      if (!is_low()) lines.push_back(ftxui::text(""));
      lines.push_back(ftxui::text(std::string(12, '-')) | ftxui::dim);
      if (!is_low()) lines.push_back(ftxui::text(""));
      for (const std::string& line : answer) lines.push_back(ftxui::text(line));
    }
    const int frame = is_low() ? 2 : 4;  // head and keys, and their rules
    const int room = std::max(3, ftxui::Terminal::Size().dimy - frame - foot_lines);
    const int most = std::max(0, static_cast<int>(lines.size()) - room);
    if (scroll_to_answer_) scroll_ = rule;  // as much of the answer as fits
    scroll_to_answer_ = false;
    scroll_ = std::min(scroll_, most);
    const bool more_below = scroll_ < most;
    Elements shown(lines.begin() + scroll_,
                   lines.begin() + std::min<std::ptrdiff_t>(scroll_ + room, std::ssize(lines)));
    if (more_below) shown.back() = quiet("... Down shows more");
    if (scroll_ > 0) shown.front() = quiet("... Up shows what is above");
    return ftxui::vbox(std::move(shown));
  }

  std::size_t text_width() const {
    return static_cast<std::size_t>(std::clamp(ftxui::Terminal::Size().dimx - 4, 16, widest_text));
  }

  Element page(const std::string& title, Element body, Element foot) const {
    Elements head{tint(ftxui::text("Loci review") | ftxui::bold, ftxui::Color::Cyan),
                  ftxui::text("  " + title), ftxui::filler(),
                  ftxui::text(counts_text(session_.counts()))};
    // The longest list of keys that leaves room for what was just done.
    const int width = ftxui::Terminal::Size().dimx - 3;
    std::string keys;
    constexpr std::array<std::string_view, 3> lists{
        "u undo  - bury  @ suspend  e note  ? keys  q end", "u undo  - bury  ? keys  q end",
        "? keys  q end"};
    constexpr std::array<std::string_view, 3> typing_lists{
        "Enter compares  Ctrl+U clears  Esc: keys instead of typing",
        "Enter compares  Esc stops typing", "Enter compares"};
    for (const std::string_view list : typing_ ? typing_lists : lists) {
      keys = list;
      const int notice = ftxui::string_width(notice_);
      if (ftxui::string_width(keys) + (notice > 0 ? notice + 2 : 0) <= width) break;
    }
    Element top = ftxui::hbox(
        {ftxui::text(" "), ftxui::hbox(std::move(head)) | ftxui::flex, ftxui::text(" ")});
    Element middle = ftxui::hbox({ftxui::text("  "), std::move(body) | ftxui::flex}) | ftxui::flex;
    Element below = ftxui::hbox({ftxui::text("  "), std::move(foot) | ftxui::flex});
    Element last =
        ftxui::hbox({ftxui::text(" "), quiet(keys), ftxui::filler(), ftxui::text(notice_ + " ")});
    if (is_low()) return ftxui::vbox({top, middle, below, last});
    return ftxui::vbox({top, ftxui::separator(), middle, below, ftxui::separator(), last});
  }

  const ReviewSetup& setup_;
  ReviewSession& session_;
  const ScreenOptions options_;
  ftxui::ScreenInteractive screen_;
  Status outcome_ = Done{};
  Show show_ = Show::question;
  std::string over_;  // instead of the card; empty: nothing
  std::string over_title_;
  std::int64_t shown_at_ = 0;
  std::int64_t revealed_at_ = 0;
  int scroll_ = 0;
  bool scroll_to_answer_ = false;
  bool typing_ = false;  // keys are letters of the answer
  std::string typed_;
  std::array<std::string, 4> labels_;
  std::string notice_;
};

}  // namespace

Result<SessionSummary> review_in_terminal(const ReviewSetup& setup, const ScreenOptions& options) {
  Result<ReviewSession> session = ReviewSession::start(setup);
  if (!session) return std::move(session).error();
  Status ended = ReviewScreen(setup, *session, options).run();
  if (!ended) return std::move(ended).error();
  return session->summary();
}

}  // namespace loci
