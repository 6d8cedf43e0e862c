// `loci review`: cards without a browser. Three faces of one session (review/session.h).
//
//     review_in_terminal   full screen, keys as in Anki, for a person at a terminal
//     review_by_lines      question, answer and grade line by line, for scripts and tests
//     due_cards_json       what is due, for other programs; reviews nothing
//
// The event of a grade is on disk before the next card is shown, and the screen is given back on
// any way out.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "review/session.h"

namespace loci {

struct ScreenOptions {
  bool colour = true;  // false: NO_COLOR; everything is also said in words
};

// Needs a terminal on standard input and output. SIGINT and SIGTERM end it like `q`.
Result<SessionSummary> review_in_terminal(const ReviewSetup& setup, const ScreenOptions& options);

// Reads with `read_line` (false: end of input) and writes whole lines with `write`. A line is "" or
// "show" to see the answer, then 1 to 4; u undo, - bury, @ suspend, ? help, q quit. Of a card whose answer is to be typed any
// other line is the answer.
Result<SessionSummary> review_by_lines(const ReviewSetup& setup,
                                       const std::function<bool(std::string&)>& read_line,
                                       const std::function<void(std::string_view)>& write);

// {"counts":{…},"next":…,"cards":[{"id":…,"state":"review","due":…,…}]} in the order of a session.
Result<std::string> due_cards_json(const ReviewSetup& setup);

// "12 cards in 3 min: 1 again, 0 hard, 10 good, 1 easy. 4 new." and what is left, for the end of a
// session.
std::string summary_text(const SessionSummary& summary, const Moment& now, int rollover_hour);

}  // namespace loci
