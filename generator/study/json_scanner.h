// Reads JSON from left to right, a value at a time, and keeps nothing: for the lines of a log, of which there are hundreds of
// thousands. Every function gives false at the first byte that is wrong. Internal to study/event_line.
//
//     JsonScanner scanner(line, arena);
//     scanner.accept('{') && scanner.string(key) && scanner.accept(':') && scanner.value(value);
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace loci {

enum class JsonKind { text, number, yes, no, other };

struct JsonValue {
  JsonKind kind = JsonKind::other;
  std::string_view text;  // of a string: what it says
  double number = 0;
  std::int64_t whole = 0;
  bool is_whole = false;  // a whole number that the browser can hold exactly too; else `whole` is 0
};

class JsonScanner {
 public:
  // Strings with escapes are decoded into `arena`; the others are views of `text`.
  JsonScanner(std::string_view text, std::deque<std::string>& arena) : text_(text), arena_(arena) {}

  std::size_t at() const { return at_; }

  bool accept(char c);
  bool string(std::string_view& out);
  // Objects and lists are stepped over.
  bool value(JsonValue& out, std::size_t depth = 0);

 private:
  void skip_blanks();
  bool word(std::string_view expected);
  bool number(JsonValue& out);
  bool container(std::size_t depth);
  bool decode(std::string_view& text);

  std::string_view text_;
  std::deque<std::string>& arena_;
  std::size_t at_ = 0;
};

}  // namespace loci
