// TOML to a tree of values. The one place that sees toml++.

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/date.h"
#include "base/text.h"
#include "source/value.h"

// Compiled in, whatever the package says: its shared library is built with exceptions, and one file
// is all that uses it.
#undef TOML_HEADER_ONLY
#undef TOML_SHARED_LIB
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_MAX_NESTED_VALUES 32
// Its parser asserts what wrong input can make false, and reports the same mistake a line later:
// with the assertions a debug build would end, and a release build of Clang would assume them.
#define TOML_ASSERT(expression) static_assert(true)
#include <toml++/impl/preprocessor.h>
#undef TOML_ASSERT_ASSUME
#define TOML_ASSERT_ASSUME(expression) static_assert(true)
#include <toml++/toml.h>

namespace loci {

namespace {

// toml++ counts lines and columns (code points) from 1.
class Positions {
 public:
  Positions(std::string_view text, std::uint32_t offset) : text_(text), offset_(offset) {
    for (std::size_t at = 0; at != std::string_view::npos; at = text.find('\n', at)) {
      if (!line_begins_.empty()) ++at;
      line_begins_.push_back(at);
    }
  }

  std::uint32_t offset_of(const toml::source_position& position) const {
    if (position.line == 0 || position.line > line_begins_.size())
      return offset_ + static_cast<std::uint32_t>(text_.size());
    std::size_t at = line_begins_[position.line - 1];
    for (toml::source_index column = 1;
         column < position.column && at < text_.size() && text_[at] != '\n'; ++column) {
      do ++at;
      while (at < text_.size() && (static_cast<unsigned char>(text_[at]) & 0xC0) == 0x80);
    }
    return offset_ + static_cast<std::uint32_t>(at);
  }

  Span span_of(const toml::source_region& region) const {
    const std::uint32_t begin = offset_of(region.begin);
    return {begin, std::max(begin, offset_of(region.end))};
  }

  std::string text_of(const toml::source_region& region) const {
    const Span span = span_of(region);
    return std::string(trim(text_.substr(span.begin - offset_, span.end - span.begin)));
  }

 private:
  std::string_view text_;  // the caller's
  std::uint32_t offset_;
  std::vector<std::size_t> line_begins_;
};

std::string date_text(const toml::date& date) {
  return to_string(Date{date.year, date.month, date.day});
}

class TomlReader {
 public:
  explicit TomlReader(const Positions& positions) : positions_(positions) {}

  Value read(const toml::node& node, int depth) {
    Value value;
    value.span = positions_.span_of(node.source());
    switch (node.type()) {
      case toml::node_type::table:
        read_table(*node.as_table(), value, depth);
        break;
      case toml::node_type::array:
        value.kind = Value::Kind::list;
        if (too_deep(value, depth)) break;
        for (const toml::node& item : *node.as_array())
          value.items.push_back(read(item, depth + 1));
        break;
      case toml::node_type::string:
        value.kind = Value::Kind::text;
        value.text = node.as_string()->get();
        break;
      case toml::node_type::integer:
        value.kind = Value::Kind::number;
        value.number = static_cast<double>(node.as_integer()->get());
        value.text = std::to_string(node.as_integer()->get());
        break;
      case toml::node_type::floating_point:
        value.number = node.as_floating_point()->get();
        value.text = positions_.text_of(node.source());
        value.kind = std::isfinite(value.number) ? Value::Kind::number : Value::Kind::text;
        break;
      case toml::node_type::boolean:
        value.kind = Value::Kind::boolean;
        value.boolean = node.as_boolean()->get();
        value.text = value.boolean ? "true" : "false";
        break;
      case toml::node_type::date:
        value.kind = Value::Kind::date;
        value.text = date_text(node.as_date()->get());
        break;
      case toml::node_type::date_time:
        value.kind = Value::Kind::date;
        value.text = date_text(node.as_date_time()->get().date);
        break;
      default:
        value.kind = Value::Kind::text;
        value.text = positions_.text_of(node.source());
    }
    return value;
  }

  std::vector<SyntaxError> take_errors() { return std::move(errors_); }

 private:
  bool too_deep(const Value& value, int depth) {
    if (depth < max_value_depth) return false;
    errors_.push_back(
        {value.span, "nested more than " + std::to_string(max_value_depth) + " deep", {}});
    return true;
  }

  void read_table(const toml::table& table, Value& value, int depth) {
    value.kind = Value::Kind::table;
    if (too_deep(value, depth)) return;
    for (auto&& [key, node] : table) {
      value.members.push_back(
          {std::string(key.str()), positions_.span_of(key.source()), read(node, depth + 1)});
    }
    // toml++ keeps its members by name; messages come in the order of the file.
    std::sort(value.members.begin(), value.members.end(),
              [](const Member& a, const Member& b) { return a.key_span.begin < b.key_span.begin; });
  }

  const Positions& positions_;
  std::vector<SyntaxError> errors_;
};

// What must not reach the library: it makes a table of each part of a dotted key by recursion, so a
// line of 60,000 dots would end the stack; and outside texts and comments it stumbles over
// characters that are not ASCII, which are an error anyway.
class Guard {
 public:
  explicit Guard(std::string_view text) : text_(text) {}

  // The first thing that is refused: its offsets in the text, and why.
  std::optional<SyntaxError> find() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        if (!skip_text(c)) return std::nullopt;  // not closed: the library says so
        continue;
      }
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
        continue;
      }
      if (static_cast<unsigned char>(c) >= 0x80) return not_ascii();
      if (c == '\n' || c == '=' || c == ',') dots_ = 0;
      if (c == '.' && ++dots_ > most_dots) {
        return SyntaxError{span(at_, at_ + 1),
                           "nested more than " + std::to_string(max_value_depth) + " deep",
                           {}};
      }
      ++at_;
    }
    return std::nullopt;
  }

 private:
  static constexpr int most_dots = 4 * max_value_depth;

  static Span span(std::size_t begin, std::size_t end) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  SyntaxError not_ascii() const {
    std::size_t end = at_;
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) >= 0x80)) ++end;
    return {
        span(at_, end),
        "'" + std::string(text_.substr(at_, end - at_)) + "' may stand in quotes and comments only",
        {"text and keys with such letters need quotes: \"like this\""}};
  }

  // Moves behind a text that begins here. False: it is not closed.
  bool skip_text(char quote) {
    const std::string three(3, quote);
    const bool several_lines = text_.substr(at_, 3) == three;
    at_ += several_lines ? 3 : 1;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\' && quote == '"') {
        at_ += 2;
      } else if (several_lines && text_.substr(at_, 3) == three) {
        at_ += 3;
        // up to two more belong to the text
        while (at_ < text_.size() && text_[at_] == quote) ++at_;
        return true;
      } else if (!several_lines && (c == quote || c == '\n')) {
        ++at_;
        return c == quote;
      } else {
        ++at_;
      }
    }
    return false;
  }

  std::string_view text_;  // the caller's
  std::size_t at_ = 0;
  int dots_ = 0;
};

// The library says what it was parsing; the place says that already. These are the mistakes people
// make, in their words.
SyntaxError in_our_words(Span span, std::string_view message) {
  if (message.starts_with("Error while parsing ")) {
    if (const std::size_t colon = message.find(": "); colon != std::string_view::npos)
      message.remove_prefix(colon + 2);
  }
  while (message.ends_with('.')) message.remove_suffix(1);
  if (message.empty()) return {span, "this is not TOML", {}};
  if (message.find("control characters") != std::string_view::npos)
    return {span, "the closing quote is missing", {}};
  if (message.find("TOML_MAX_NESTED_VALUES") != std::string_view::npos) {
    return {span, "nested more than " + std::to_string(max_value_depth) + " deep", {}};
  }
  std::vector<std::string> hints;
  if (message.starts_with("expected 'true'") || message.starts_with("expected 'false'") ||
      message.starts_with("could not determine value type")) {
    hints.push_back("text needs quotes: \"like this\"");
  } else if (message == "expected '=', saw ':'") {
    hints.push_back("TOML is written 'key = value'");
  }
  return {span, ascii_lower(message.substr(0, 1)) + std::string(message.substr(1)),
          std::move(hints)};
}

}  // namespace

ParsedValue parse_toml(std::string_view text, std::uint32_t offset) {
  ParsedValue parsed;
  if (std::optional<SyntaxError> refused = Guard(text).find()) {
    refused->span = {refused->span.begin + offset, refused->span.end + offset};
    parsed.errors.push_back(*std::move(refused));
    return parsed;
  }
  const Positions positions(text, offset);
  const toml::parse_result result = toml::parse(text);
  if (!result) {
    parsed.errors.push_back(
        in_our_words(positions.span_of(result.error().source()), result.error().description()));
    return parsed;
  }
  TomlReader reader(positions);
  parsed.root = reader.read(result.table(), 0);
  parsed.root.span = {offset, offset + static_cast<std::uint32_t>(text.size())};
  parsed.errors = reader.take_errors();
  return parsed;
}

}  // namespace loci
