// A table of texts and numbers that a command prints: as aligned columns, or as JSON objects with the columns' names.
//
//     Rows table{{"tag", "notes"}, {}};
//     table.rows.push_back({text_cell("sql"), number_cell(3)});
//     surroundings.out(options.json ? as_json(table) : as_text(table));
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/note_texts.h"

namespace loci {

struct Cell {
  std::string text;        // with is_number: a number as JSON writes it, or "null", "true", "false"
  bool is_number = false;  // as text: right-aligned; as JSON: without quotes
};

struct Rows {
  std::vector<std::string_view> columns;
  std::vector<std::vector<Cell>> rows;
  std::size_t shown = 99;  // as text: the first of the columns; the others are for JSON
};

Cell text_cell(std::string_view text);
Cell number_cell(std::uint64_t number);

std::string as_text(const Rows& table);
std::string as_json(const Rows& table);

// A card's question, a title: one line of at most 100 columns, whatever was written.
std::string one_line(std::string_view text);

// "notes/a.md:3:1"
std::string place_text(NoteTexts& texts, const std::string& path, Span span);

}  // namespace loci
