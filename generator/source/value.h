// A tree of values with their places: what YAML and TOML have in common. Front matter and site.toml
// are read from it.
//
// The trees are small (front matter is at most 64 KiB) and at most 16 deep, so recursion over them
// is safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "source/source_file.h"

namespace loci {

struct Member;

struct Value {
  enum class Kind : std::uint8_t { null, boolean, number, text, date, list, table };

  Kind kind = Kind::null;
  bool boolean = false;
  double number = 0;
  // Of every scalar: as written for numbers, "2026-11-21…" for dates, unquoted for text.
  std::string text;
  Span span;
  std::vector<Value> items;     // of a list
  std::vector<Member> members;  // of a table, in source order

  const Member* find(std::string_view key) const;
  bool is_scalar() const { return kind != Kind::list && kind != Kind::table; }
};

struct Member {
  std::string key;
  Span key_span;
  Value value;
};

// What a message calls it: "text", "a number", "true or false", "a date", "a list", "a table",
// "nothing".
std::string_view kind_name(Value::Kind kind);

struct SyntaxError {
  Span span;
  std::string message;
  std::vector<std::string> hints;
};

// `root` is a table, or null when the text is empty; what stood before an error is kept.
struct ParsedValue {
  Value root;
  std::vector<SyntaxError> errors;
};

constexpr int max_value_depth = 16;

// `offset` is added to every position. Neither throws. No anchors, aliases or tags in YAML: a few
// lines of them can expand to gigabytes, and front matter has no use for them.
ParsedValue parse_yaml(std::string_view text, std::uint32_t offset);
ParsedValue parse_toml(std::string_view text, std::uint32_t offset);

}  // namespace loci
