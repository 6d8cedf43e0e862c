#include "source/plain_yaml.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace loci {
namespace {

enum : std::uint8_t { in_key = 1, in_plain = 2, in_flow = 4, in_quotes = 8, begins_plain = 16 };

constexpr std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> classes{};
  for (unsigned c = 0x20; c < 0x7F; ++c) classes[c] = in_quotes;
  classes['"'] = classes['\\'] = 0;
  for (const char c : std::string_view("/.()_-+'=;$ "))
    classes[static_cast<unsigned char>(c)] |= in_plain | in_flow;
  classes[','] |= in_plain;
  for (const char* range : {"09", "AZ", "az"}) {
    for (char c = range[0]; c <= range[1]; ++c)
      classes[static_cast<unsigned char>(c)] |= in_key | in_plain | in_flow | begins_plain;
  }
  classes['_'] |= in_key;
  classes['-'] |= in_key;
  return classes;
}
constexpr std::array<std::uint8_t, 256> classes = make_classes();

bool is(char c, std::uint8_t set) { return (classes[static_cast<unsigned char>(c)] & set) != 0; }

class Reader {
 public:
  Reader(std::string_view text, std::uint32_t offset) : text_(text), offset_(offset) {}

  // False: this is for the library.
  bool read(Value& table) {
    table.kind = Value::Kind::table;
    while (at_ < text_.size()) {
      if (text_[at_] == '\n') {
        ++at_;
        continue;
      }
      Member member;
      if (!read_key(member) || table.find(member.key) != nullptr) return false;
      if (!read_value(member)) return false;
      table.members.push_back(std::move(member));
    }
    if (table.members.empty()) return false;
    table.span = {table.members.front().key_span.begin, place(text_.size())};
    return true;
  }

 private:
  std::uint32_t place(std::size_t at) const { return offset_ + static_cast<std::uint32_t>(at); }
  Span span(std::size_t begin, std::size_t end) const { return {place(begin), place(end)}; }
  bool at_line_end() const { return at_ == text_.size() || text_[at_] == '\n'; }
  bool is_at(std::string_view expected) const {
    return text_.substr(at_, expected.size()) == expected;
  }

  // Up to and with its colon, which a blank or the line's end must follow.
  bool read_key(Member& member) {
    const std::size_t begin = at_;
    if (!is(text_[at_], begins_plain)) return false;
    while (at_ < text_.size() && is(text_[at_], in_key)) ++at_;
    constexpr std::size_t longest_key = 128;  // YAML's own limit is 1024
    if (at_ - begin > longest_key) return false;
    member.key = text_.substr(begin, at_ - begin);
    member.key_span = span(begin, at_);
    if (at_ == text_.size() || text_[at_++] != ':') return false;
    if (at_line_end()) return true;
    return text_[at_++] == ' ';
  }

  bool read_value(Member& member) {
    Value& value = member.value;
    if (at_line_end()) {
      const std::size_t line_end = at_;
      if (at_ < text_.size()) ++at_;
      const std::size_t indent = text_.find_first_not_of(' ', at_);
      const std::size_t line = at_;
      at_ = indent == std::string_view::npos ? text_.size() : indent;
      if (is_at("- ")) return read_items(value, at_ - line);
      // A value on the next line, or no value, which is at the key.
      if (at_ != line || is_at("-")) return false;
      at_ = line_end;
      value.span = member.key_span;
      return true;
    }
    if (text_[at_] == '[') return read_flow(value) && at_line_end();
    return read_scalar(value, in_plain) && at_line_end() && !goes_on();
  }

  // A next line that begins with a blank may belong to the scalar.
  bool goes_on() const {
    const std::size_t next = text_.find_first_not_of('\n', at_);
    return next != std::string_view::npos && (text_[next] == ' ' || text_[next] == '\t');
  }

  bool read_scalar(Value& value, std::uint8_t set) {
    const bool is_quoted = text_[at_] == '"';
    if (is_quoted) ++at_;
    const std::size_t begin = at_;
    if (!is_quoted && !is(text_[at_], begins_plain)) return false;
    while (at_ < text_.size() && is(text_[at_], is_quoted ? std::uint8_t{in_quotes} : set)) ++at_;
    value.kind = Value::Kind::text;
    value.text = text_.substr(begin, at_ - begin);
    value.span = span(begin, at_);
    if (is_quoted) return at_ < text_.size() && text_[at_++] == '"';
    if (value.text.back() == ' ') return false;
    resolve_plain_scalar(value);
    return true;
  }

  // "[a, b]", with at most one blank beside a part.
  bool read_flow(Value& list) {
    const std::size_t begin = at_++;
    list.kind = Value::Kind::list;
    if (is_at(" ")) ++at_;
    if (!is_at("]")) {
      for (;;) {
        if (at_ == text_.size()) return false;
        if (!read_scalar(list.items.emplace_back(), in_flow)) return false;
        if (!is_at(",")) break;
        ++at_;
        if (is_at(" ")) ++at_;
      }
    }
    if (!is_at("]")) return false;
    list.span = span(begin, ++at_);
    return true;
  }

  // Lines of "- item", all with as many blanks before them. The list ends where the next line begins.
  bool read_items(Value& list, std::size_t indent) {
    list.kind = Value::Kind::list;
    const std::size_t begin = at_;
    for (;;) {
      at_ += 2;
      if (at_line_end() || !read_scalar(list.items.emplace_back(), in_plain) || !at_line_end())
        return false;
      const std::size_t next = std::min(text_.find_first_not_of('\n', at_), text_.size());
      const std::size_t first = std::min(text_.find_first_not_of(' ', next), text_.size());
      at_ = first;
      if (first - next == indent && is_at("- ")) continue;
      if (first != next || is_at("-")) return false;
      // To the library one that is not indented ends where it is seen to have ended: behind the next key.
      std::size_t end = next;
      while (indent == 0 && end < text_.size() && is(text_[end], in_key)) ++end;
      list.span = span(begin, end);
      return true;
    }
  }

  std::string_view text_;
  std::uint32_t offset_;
  std::size_t at_ = 0;
};

}  // namespace

void resolve_plain_scalar(Value& value) {
  const std::string& text = value.text;
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") {
    value.kind = Value::Kind::null;
  } else if (text == "true" || text == "True" || text == "TRUE") {
    value.kind = Value::Kind::boolean;
    value.boolean = true;
  } else if (text == "false" || text == "False" || text == "FALSE") {
    value.kind = Value::Kind::boolean;
  } else if (const std::optional<double> number =
                 parse_number(text[0] == '+' ? std::string_view(text).substr(1) : text)) {
    value.kind = Value::Kind::number;
    value.number = *number;
  }
}

std::optional<Value> read_plain_yaml(std::string_view text, std::uint32_t offset) {
  Value table;
  if (!Reader(text, offset).read(table)) return std::nullopt;
  return table;
}

}  // namespace loci
