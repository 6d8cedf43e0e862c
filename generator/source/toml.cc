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

// Dotted keys and headers make a table a part, by recursion inside the library: a line of 60,000
// dots must not reach it.
std::optional<std::size_t> too_many_parts(std::string_view text) {
  constexpr int most = 4 * max_value_depth;
  int dots = 0;
  char quote = '\0';
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n') {
      dots = 0;
      quote = '\0';
    } else if (quote != '\0') {
      if (c == '\\' && quote == '"')
        ++at;
      else if (c == quote)
        quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '.') {
      if (++dots > most) return at;
    } else if (c == '#' || c == '=' || c == ',') {
      dots = 0;
      if (c == '#') at = std::min(text.find('\n', at), text.size()) - 1;
    }
  }
  return std::nullopt;
}

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
  if (const std::optional<std::size_t> at = too_many_parts(text)) {
    const auto begin = offset + static_cast<std::uint32_t>(*at);
    parsed.errors.push_back(
        {{begin, begin + 1}, "nested more than " + std::to_string(max_value_depth) + " deep", {}});
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
