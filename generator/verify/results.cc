#include "verify/results.h"

#include <algorithm>

#include "base/text.h"

namespace loci {

namespace {

// Forgets the name: what an earlier answer said is not what this one says.
void put(Values& values, const std::string& name, std::optional<double> value) {
  if (value) {
    values.insert_or_assign(name, *value);
  } else {
    values.erase(name);
  }
}

// "(integer) 3" and "\"3\"" as 3, behind "2) " too.
std::optional<double> redis_figure(std::string_view line) {
  constexpr std::string_view label = "(integer) ";
  if (line.starts_with(label)) return figure_of(line.substr(label.size()));
  if (line.size() >= 2 && line.starts_with('"') && line.ends_with('"'))
    return figure_of(line.substr(1, line.size() - 2));
  return figure_of(line);
}

// "2) \"b\"" -> "\"b\""; nullopt: no item of a list.
std::optional<std::string_view> item_of(std::string_view line) {
  const std::string_view text = trim_left(line);
  std::size_t digits = 0;
  while (digits < text.size() && is_ascii_digit(text[digits])) ++digits;
  if (digits == 0 || !text.substr(digits).starts_with(") ")) return std::nullopt;
  return text.substr(digits + 2);
}

}  // namespace

std::optional<double> figure_of(std::string_view text) {
  const std::string_view whole = trim(text);
  const std::optional<PrintedNumber> number = read_printed_number(whole);
  if (!number || number->separator != 0) return std::nullopt;
  const std::string_view behind = whole.substr(number->length);
  const std::string_view unit = trim_left(behind);
  if (number->is_percentage) return unit.size() == 1 ? std::optional(number->value) : std::nullopt;
  const bool is_unit =
      unit.size() < behind.size() && std::all_of(unit.begin(), unit.end(), is_ascii_letter);
  return behind.empty() || is_unit ? std::optional(number->value) : std::nullopt;
}

void keep_rows(Values& values, const std::string& name, const std::vector<std::string>& columns,
               const std::vector<std::string>& rows) {
  if (columns.empty()) return;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::vector<std::string_view> cells = split(rows[row], '|');
    if (cells.size() != columns.size()) continue;
    for (std::size_t column = 0; column < columns.size(); ++column) {
      const std::string cell = name + "." + columns[column];
      const std::optional<double> value = figure_of(cells[column]);
      if (row == 0) put(values, cell, value);
      put(values, cell + "." + std::to_string(row + 1), value);
    }
  }
  const bool is_one_cell = rows.size() == 1 && columns.size() == 1;
  put(values, name, is_one_cell ? figure_of(rows.front()) : std::nullopt);
}

void keep_reply(Values& values, const std::string& name, std::size_t number,
                const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  const std::optional<double> whole =
      lines.size() == 1 && !item_of(lines.front()) ? redis_figure(lines.front()) : std::nullopt;
  const std::string reply = name + "." + std::to_string(number);
  put(values, reply, whole);
  put(values, name, whole);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (const std::optional<std::string_view> item = item_of(lines[i]))
      put(values, reply + "." + std::to_string(i + 1), redis_figure(*item));
  }
}

void keep_lines(Values& values, const std::string& name, const std::vector<std::string>& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i)
    put(values, name + "." + std::to_string(i + 1), figure_of(lines[i]));
  put(values, name, lines.empty() ? std::nullopt : figure_of(lines.back()));
}

}  // namespace loci
