// The faces of `loci review` that need no terminal: question and answer line by line, and a listing
// for programs.

#include <array>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "review/math_text.h"
#include "review/terminal.h"
#include "review/text.h"
#include "review/typed_answer.h"

namespace loci {

namespace {

constexpr std::string_view help =
    "Enter shows the answer; then 1 again, 2 hard, 3 good, 4 easy; Enter is good.\n"
    "u undo, - bury until tomorrow, @ suspend; = and ! the whole note; q quit.\n";

constexpr std::string_view typing_help =
    "Any other line is your answer, and one that begins with \\ always is.\n";

std::string grades_line(const ReviewSession& session) {
  const std::array<std::string, 4> labels = session.labels();
  return "1 again " + labels[0] + "   2 hard " + labels[1] + "   3 good " + labels[2] +
         "   4 easy " + labels[3] + "\n";
}

std::string question_text(const ReviewSession& session) {
  const ReviewCard& card = *session.current();
  std::string text = "\n[" + counts_text(session.counts()) + "] " + printable(card.note_title);
  if (!card.context.empty()) text += " > " + printable(card.context);
  return text + "\n" + printable(card.source) +
         "\nQ: " + with_readable_math(printable(card.front_text)) + "\n" +
         (card.expected.empty() ? "" : "Type the answer.\n");
}

bool is_command(std::string_view line) {
  constexpr std::string_view commands = "u-@=!?q";
  return line.empty() || line == "show" ||
         (line.size() == 1 && commands.find(line[0]) != std::string_view::npos);
}

// The last lines of a comparison are read by themselves: no terminal is known to be wide or narrow.
std::string compared_text(std::string_view typed, const ReviewCard& card) {
  const TypedComparison compared = compare_typed(printable(typed), printable(card.expected));
  std::string text;
  for (const std::string& line : comparison_lines(compared, 80)) text += line + "\n";
  return text;
}

enum class Answer { shown, left, again };

// What a command common to both halves of a card did; `again`: nothing, ask once more.
Result<Answer> common_command(ReviewSession& session, std::string_view command,
                              const std::function<void(std::string_view)>& write) {
  if (command == "u") {
    if (!session.can_undo()) {
      write("Nothing to undo.\n");
      return Answer::again;
    }
    if (Status undone = session.undo(); !undone) return std::move(undone).error();
    write("Undone.\n");
    return Answer::left;
  }
  if (command == "-") {
    if (Status buried = session.bury(); !buried) return std::move(buried).error();
    write("Buried until tomorrow.\n");
    return Answer::left;
  }
  if (command == "@") {
    if (Status suspended = session.suspend(); !suspended) return std::move(suspended).error();
    write("Suspended.\n");
    return Answer::left;
  }
  if (command == "=") {
    if (Status buried = session.bury_note(); !buried) return std::move(buried).error();
    write("The cards of the note are buried until tomorrow.\n");
    return Answer::left;
  }
  if (command == "!") {
    if (Status suspended = session.suspend_note(); !suspended) return std::move(suspended).error();
    write("The cards of the note are suspended.\n");
    return Answer::left;
  }
  write(help);
  if (!session.current()->expected.empty()) write(typing_help);
  return Answer::again;
}

const char* phase_name(const CardState* state) {
  switch (state == nullptr ? Phase::fresh : state->memory.phase) {
    case Phase::learning:
      return "learning";
    case Phase::relearning:
      return "relearning";
    case Phase::review:
      return "review";
    case Phase::fresh:
      break;
  }
  return "new";
}

nlohmann::ordered_json due_json(const std::optional<Due>& due) {
  if (!due) return nullptr;
  if (due->at_instant) return {{"at_ms", due->value}};
  return {{"day", due->value}, {"date", to_string(date_from_days(due->value))}};
}

}  // namespace

Result<SessionSummary> review_by_lines(const ReviewSetup& setup,
                                       const std::function<bool(std::string&)>& read_line,
                                       const std::function<void(std::string_view)>& write) {
  Result<ReviewSession> started = ReviewSession::start(setup);
  if (!started) return std::move(started).error();
  ReviewSession& session = *started;
  std::string line;
  while (session.current() != nullptr) {
    write(question_text(session));
    const std::int64_t shown_at = setup.clock().unix_ms;
    bool answered = false;
    while (true) {
      if (!read_line(line)) return session.summary();
      const std::string_view command = trim(line);
      if (command == "q") return session.summary();
      const bool typed = !answered && !session.current()->expected.empty() && !is_command(command);
      if (typed) {
        const bool quoted = command.starts_with('\\');
        write(compared_text(command.substr(quoted ? 1 : 0), *session.current()));
      }
      if (!answered && (typed || command.empty() || command == "show")) {
        write("A: " + with_readable_math(printable(answer_text(*session.current()))) + "\n" +
              grades_line(session));
        answered = true;
        continue;
      }
      if (answered &&
          (command.empty() || (command.size() == 1 && command[0] >= '1' && command[0] <= '4'))) {
        const auto grade = command.empty() ? Grade::good : static_cast<Grade>(command[0] - '0');
        if (Status graded = session.grade(grade, setup.clock().unix_ms - shown_at); !graded) {
          return std::move(graded).error();
        }
        break;
      }
      Result<Answer> answer = common_command(session, command, write);
      if (!answer) return std::move(answer).error();
      if (*answer == Answer::left) break;
    }
  }
  return session.summary();
}

Result<std::string> due_cards_json(const ReviewSetup& setup) {
  Result<ReviewSession> started = ReviewSession::start(setup);
  if (!started) return std::move(started).error();
  const ReviewSession& session = *started;
  const Schedule& schedule = session.schedule();
  const std::int64_t day = review_day(setup.clock(), setup.config.rollover_hour);
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const std::uint32_t index : session.order()) {
    const ReviewCard& card = setup.cards[index];
    const CardState* state = schedule.find(card.id);
    const MemoryState memory = state != nullptr ? state->memory : MemoryState{};
    const int elapsed = state != nullptr ? Schedule::elapsed_days(*state, day) : 0;
    const std::array<Outcome, 4> outcomes = session.choices_of(index);
    nlohmann::ordered_json entry{
        {"id", card.id}, {"deck", card.deck}, {"note", card.note_title}, {"source", card.source}};
    entry["state"] = phase_name(state);
    if (memory.phase != Phase::fresh) {
      entry["due"] = due_json(state->due);
      entry["stability"] = memory.stability;
      entry["difficulty"] = memory.difficulty;
      entry["retrievability"] = schedule.fsrs().retrievability(elapsed, memory.stability);
      entry["reviews"] = memory.reps;
      entry["lapses"] = memory.lapses;
    }
    entry["context"] = card.context;
    entry["front"] = card.front_text;
    entry["back"] = card.back_text;
    if (!card.expected.empty()) entry["typed"] = card.expected;
    entry["intervals"] = {{"again", interval_label(outcomes[0])},
                          {"hard", interval_label(outcomes[1])},
                          {"good", interval_label(outcomes[2])},
                          {"easy", interval_label(outcomes[3])}};
    list.push_back(std::move(entry));
  }
  const QueueCounts counts = session.counts();
  nlohmann::ordered_json all;
  all["counts"] = {{"due", counts.due}, {"new", counts.fresh}, {"learning", counts.learning}};
  all["next"] = due_json(session.next_due());
  all["cards"] = std::move(list);
  return all.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace loci
