#include "cli/table.h"

#include <algorithm>

#include "base/escape.h"
#include "base/text.h"
#include "base/unicode.h"

namespace loci {

Cell text_cell(std::string_view text) { return {std::string(text), false}; }
Cell number_cell(std::uint64_t number) { return {std::to_string(number), true}; }

std::string one_line(std::string_view text) {
  return shorten(replace_all(trim(text), "\n", " "), 100);
}

std::string as_text(const Rows& table) {
  std::vector<std::size_t> widths(table.columns.size(), 0);
  for (const std::vector<Cell>& row : table.rows) {
    for (std::size_t i = 0; i < std::min(row.size(), table.shown); ++i)
      widths[i] = std::max(widths[i], display_width(row[i].text));
  }
  std::string text;
  for (const std::vector<Cell>& row : table.rows) {
    std::string line;
    for (std::size_t i = 0; i < std::min(row.size(), table.shown); ++i) {
      const std::string padding(widths[i] - display_width(row[i].text), ' ');
      if (i > 0) line += "  ";
      line += row[i].is_number ? padding + row[i].text : row[i].text + padding;
    }
    text.append(trim_right(line)).append("\n");
  }
  return text;
}

std::string as_json(const Rows& table) {
  std::string text = "[";
  for (const std::vector<Cell>& row : table.rows) {
    text += &row == table.rows.data() ? "\n  {" : ",\n  {";
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) text += ',';
      append_json(text, table.columns[i]);
      text += ':';
      if (row[i].is_number)
        text += row[i].text;
      else
        append_json(text, row[i].text);
    }
    text += '}';
  }
  return text + (table.rows.empty() ? "]\n" : "\n]\n");
}

std::string place_text(NoteTexts& texts, const std::string& path, Span span) {
  const LineCol at = texts.place(path, span.begin);
  return path + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

}  // namespace loci
