// Cards and results as lines of plain text, for the screen and for the line mode.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "review/session.h"
#include "study/event_log.h"

namespace loci {

// Safe to send to a terminal: tabs are four blanks, and no control character is left. A note must
// not be able to move the cursor, rename the window or answer for the reader.
std::string printable(std::string_view text);

// `text` in lines of at most `width` cells, broken at blanks where there are any; line ends and
// leading blanks stay (code, lists, tables), and the rest of an indented line keeps its indent.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

// Tables as columns, where `width` cells are enough for them; all other lines as they are.
std::string align_tables(std::string_view text, std::size_t width);

// What is shown for an answer: of a gap, the whole text with what was asked in brackets.
std::string answer_text(const ReviewCard& card);

// "in 5 min", "in 3 h", "tomorrow", "in 12 days (3 December 2026)"
std::string when_text(const Due& due, const Moment& now, int rollover_hour);

// What is known of the session's current card, in two lines; in the page `i` shows the same.
std::string known_text(const ReviewSession& session, const ReviewSetup& setup);

// "12 due, 5 new, 2 in learning"; only what there is, "nothing" when there is none.
std::string counts_text(const QueueCounts& counts);

}  // namespace loci
