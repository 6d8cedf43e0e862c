#include "review/text.h"

#include <algorithm>
#include <ftxui/screen/string.hpp>

#include "base/text.h"
#include "review/terminal.h"

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
