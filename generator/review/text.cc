#include "review/text.h"

#include <algorithm>
#include <cmath>
#include <ftxui/screen/string.hpp>

#include "base/text.h"
#include "review/terminal.h"
#include "study/mastery.h"

namespace loci {

std::string printable(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
    if (byte == '\t') {
      clean += "    ";
    } else if (byte == 0xC2 && next >= 0x80 &&
               next < 0xA0) {  // U+0080 to U+009F: control characters too
      clean += "\xEF\xBF\xBD";
      ++i;
    } else if ((byte < 0x20 && byte != '\n') || byte == 0x7F) {
      clean += "\xEF\xBF\xBD";
    } else {
      clean += text[i];
    }
  }
  return clean;
}

namespace {

// One line without a line end, in at most `width` cells a piece.
void wrap_line(const std::string& line, std::size_t width, std::vector<std::string>& out) {
  const std::vector<std::string> glyphs =
      ftxui::Utf8ToGlyphs(line);  // one entry a cell; wide ones have an empty second
  std::size_t indent = 0;
  while (indent < glyphs.size() && glyphs[indent] == " ") ++indent;
  if (indent * 2 > width) indent = 0;
  std::size_t begin = 0;
  bool first = true;
  while (true) {
    const std::size_t room = first ? width : width - indent;
    std::size_t end = std::min(begin + room, glyphs.size());
    if (end < glyphs.size()) {
      std::size_t blank = end;
      while (blank > begin && glyphs[blank] != " ") --blank;
      const bool only_indent = first && blank < indent;
      if (blank > begin && !only_indent) {
        end = blank;
      } else if (glyphs[end].empty() && end > begin + 1) {
        --end;  // not between the halves of a wide character
      }
    }
    std::string piece = first ? std::string() : std::string(indent, ' ');
    for (std::size_t i = begin; i < end; ++i) piece += glyphs[i];
    while (!piece.empty() && piece.back() == ' ') piece.pop_back();
    out.push_back(std::move(piece));
    while (end < glyphs.size() && glyphs[end] == " ") ++end;
    if (end >= glyphs.size()) return;
    begin = end;
    first = false;
  }
}

}  // namespace

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  for (const std::string_view line : split(trim_right(text), '\n')) {
    wrap_line(std::string(line), std::max<std::size_t>(width, 8), lines);
  }
  return lines;
}

namespace {

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  constexpr std::string_view bar = " | ";
  for (std::size_t at = 0; (at = line.find(bar)) != std::string_view::npos;) {
    cells.push_back(line.substr(0, at));
    line.remove_prefix(at + bar.size());
  }
  cells.push_back(line);
  return cells;
}

std::size_t cells_wide(std::string_view text) {
  return static_cast<std::size_t>(std::max(0, ftxui::string_width(std::string(text))));
}

// Rows of equally many cells as columns, with a rule below the first; nothing when they are too
// wide to stand side by side.
std::string table_text(const std::vector<std::vector<std::string_view>>& rows, std::size_t width) {
  std::vector<std::size_t> widths(rows[0].size(), 0);
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], cells_wide(trim(row[i])));
  }
  std::size_t total = 3 * (widths.size() - 1);
  for (const std::size_t each : widths) total += each;
  if (total > width) return {};
  std::string text;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::string line;
    std::string rule;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const std::string_view cell = trim(rows[r][i]);
      if (i > 0) line += " | ";
      if (i > 0) rule += "-+-";
      line.append(cell).append(widths[i] - cells_wide(cell), ' ');
      rule.append(widths[i], '-');
    }
    text.append(trim_right(line)).append("\n");
    if (r == 0) text.append(rule).append("\n");
  }
  return text;
}

}  // namespace

// A table of a card reads "a | b" row by row; code and prose seldom have two such lines in a row.
std::string align_tables(std::string_view text, std::size_t width) {
  const std::vector<std::string_view> lines = split(text, '\n');
  std::string out;
  for (std::size_t i = 0; i < lines.size();) {
    std::vector<std::vector<std::string_view>> rows;
    std::size_t end = i;
    for (; end < lines.size(); ++end) {
      std::vector<std::string_view> cells = cells_of(lines[end]);
      if (cells.size() < 2 || (!rows.empty() && cells.size() != rows[0].size())) break;
      rows.push_back(std::move(cells));
    }
    const std::string table = rows.size() > 1 ? table_text(rows, width) : std::string();
    if (table.empty()) {
      const std::size_t stop = std::max(end, i + 1);
      for (; i < stop; ++i) out.append(lines[i]).append("\n");
    } else {
      out += table;
      i = end;
    }
  }
  if (!out.empty()) out.pop_back();
  return out;
}

std::string answer_text(const ReviewCard& card) {
  // "c-7f3k2m9q/c2" is the second gap of a text.
  const std::size_t slash = card.id.rfind('/');
  const bool is_gap = slash != std::string::npos && slash + 2 < card.id.size() &&
                      card.id[slash + 1] == 'c' && is_ascii_digit(card.id[slash + 2]);
  const std::string_view front = card.front_text;
  const std::string_view back = card.back_text;
  if (!is_gap) return card.back_text;
  const std::size_t least = std::min(front.size(), back.size());
  std::size_t same = 0;
  while (same < least && front[same] == back[same]) ++same;
  std::size_t tail = 0;
  while (tail < least - same && front[front.size() - 1 - tail] == back[back.size() - 1 - tail])
    ++tail;
  const auto is_inner = [&](std::size_t at) {  // within a character
    return at < back.size() && (static_cast<unsigned char>(back[at]) & 0xC0) == 0x80;
  };
  while (same > 0 && is_inner(same)) --same;
  while (tail > 0 && is_inner(back.size() - tail)) --tail;
  // The gap of the question is "[…]"; anything else is a text that differs otherwise.
  const std::string_view gap = front.substr(same, front.size() - tail - same);
  if (!gap.starts_with('[') || !gap.ends_with(']')) return card.back_text;
  return std::string(back.substr(0, same)) + "[" +
         std::string(back.substr(same, back.size() - tail - same)) + "]" +
         std::string(back.substr(back.size() - tail));
}

std::string when_text(const Due& due, const Moment& now, int rollover_hour) {
  if (due.at_instant) {
    const std::int64_t minutes =
        std::max<std::int64_t>(1, (due.value - now.unix_ms + 59'999) / 60'000);
    if (minutes < 60) return "in " + std::to_string(minutes) + " min";
    return "in " + std::to_string((minutes + 30) / 60) + " h";
  }
  const std::int64_t days = due.value - review_day(now, rollover_hour);
  if (days <= 0) return "today";
  if (days == 1) return "tomorrow";
  return "in " + std::to_string(days) + " days (" + to_long_string(date_from_days(due.value)) + ")";
}

std::string known_text(const ReviewSession& session, const ReviewSetup& setup) {
  const CardState* state = session.current_state();
  if (state == nullptr || !state->reviewed()) return "A new card: never answered.";
  const std::int64_t day = review_day(setup.clock(), setup.config.rollover_hour);
  const auto tenths = [](double value) {
    const auto whole = static_cast<std::int64_t>(std::floor(value * 10 + 0.5));
    return std::to_string(whole / 10) + "." + std::to_string(whole % 10);
  };
  const auto number = [](std::int64_t count, const char* one, const char* more) {
    return std::to_string(count) + (count == 1 ? one : more);
  };
  const auto percent =
      static_cast<int>(std::floor(recall_on(session.schedule(), *state, day) * 100 + 0.5));
  return "Recall now " + std::to_string(percent) + "%, stability " +
         tenths(state->memory.stability) + " days, difficulty " + tenths(state->memory.difficulty) +
         " of 10.\nAnswered " + number(state->memory.reps, " time", " times") + ", forgotten " +
         number(state->memory.lapses, " time", " times") + ", last " +
         number(Schedule::elapsed_days(*state, day), " day ago", " days ago") + ".";
}

std::string counts_text(const QueueCounts& counts) {
  std::vector<std::string> parts;
  if (counts.due > 0) parts.push_back(std::to_string(counts.due) + " due");
  if (counts.fresh > 0) parts.push_back(std::to_string(counts.fresh) + " new");
  if (counts.learning > 0) parts.push_back(std::to_string(counts.learning) + " in learning");
  return parts.empty() ? "nothing" : join(parts, ", ");
}

std::string summary_text(const SessionSummary& summary, const Moment& now, int rollover_hour) {
  std::string text;
  const int reviewed = summary.reviewed();
  if (reviewed == 0) {
    text = "No card reviewed.\n";
  } else {
    const std::int64_t minutes = (summary.answer_ms + 30'000) / 60'000;
    text = counted(static_cast<std::uint64_t>(reviewed), "review") + " in " +
           (minutes == 0 ? "less than a minute" : std::to_string(minutes) + " min") + ": " +
           std::to_string(summary.grades[0]) + " again, " + std::to_string(summary.grades[1]) +
           " hard, " + std::to_string(summary.grades[2]) + " good, " +
           std::to_string(summary.grades[3]) + " easy";
    if (summary.introduced > 0) {
      text += "; " + counted(static_cast<std::uint64_t>(summary.introduced), "new card");
    }
    text += ".\n";
  }
  for (const std::string& source : summary.leeches)
    text += source + " is forgotten again and again: rewrite it, split it or suspend it.\n";
  if (summary.out_of_time) text += "The time is up.\n";
  text += "Left for today: " + counts_text(summary.left) + ".\n";
  if (summary.next) text += "Next card: " + when_text(*summary.next, now, rollover_hour) + ".\n";
  if (!summary.problems.empty()) {
    const std::size_t count = summary.problems.size();
    text += counted(count, "line") + " of the review log " + (count == 1 ? "is" : "are") +
            " damaged and " + (count == 1 ? "does" : "do") + " not count.\n";
  }
  if (summary.disagreements > 0) {
    text += counted(summary.disagreements, "review") +
            " of the log state another memory than the replay gives: another program or version "
            "wrote them.\n";
  }
  return text;
}

}  // namespace loci
