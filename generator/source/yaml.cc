// YAML to a tree of values, event by event: no document is built inside libfyaml, nothing is
// resolved or expanded.

#include <libfyaml.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "base/text.h"
#include "source/plain_yaml.h"
#include "source/value.h"

namespace loci {

namespace {

struct DiagDeleter {
  void operator()(fy_diag* diag) const { fy_diag_destroy(diag); }
};
struct ParserDeleter {
  void operator()(fy_parser* parser) const { fy_parser_destroy(parser); }
};
struct EventDeleter {
  fy_parser* parser;
  void operator()(fy_event* event) const { fy_parser_event_free(parser, event); }
};

// A list or table that is still open. A table waits for a key, then for that key's value.
struct Open {
  Value value;
  std::optional<Member> pending;
};

struct Explained {
  std::string message;
  std::vector<std::string> hints;
};

// The library speaks of scalars and block mappings; these are the mistakes people make, in their
// words.
Explained in_our_words(std::string_view message) {
  while (message.ends_with('.')) message.remove_suffix(1);
  if (message == "invalid nested block mapping on the same line") {
    return {"a value with ': ' in it needs quotes", {"write the value as 'first: second'"}};
  }
  if (message == "invalid multiline plain key") {
    return {"expected 'key: value' on each line, indented like the lines around it", {}};
  }
  if (message.starts_with("plain scalar cannot start with ")) {
    return {"a value that begins with " + std::string(message.substr(31)) + " needs quotes", {}};
  }
  if (message.empty()) return {"this is not YAML", {}};
  return {ascii_lower(message.substr(0, 1)) + std::string(message.substr(1)), {}};
}

// What must not reach the library: it takes time by the square of a run of blanks and of a line of
// '%', half a minute for 64 KiB, and no front matter has use for either.
std::optional<SyntaxError> refused(std::string_view text, std::uint32_t offset) {
  constexpr std::size_t most_blanks = 256;
  std::size_t blanks = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto place = static_cast<std::uint32_t>(offset + at);
    if (text[at] == '%' && (at == 0 || text[at - 1] == '\n')) {
      return SyntaxError{{place, place + 1}, "a line must not begin with '%'", {}};
    }
    blanks = is_ascii_space(text[at]) ? blanks + 1 : 0;
    if (blanks > most_blanks) {
      return SyntaxError{
          {place, place + 1}, "more than " + std::to_string(most_blanks) + " blanks in a row", {}};
    }
  }
  return std::nullopt;
}

// The library does not read an item without a value in a list that is not indented below its key ("tags:\n- \n"), which is
// YAML and what Obsidian leaves behind when the last tag is taken away. Such items get a "~" in a copy of the text.
struct Completed {
  std::string text;
  std::vector<std::size_t> added;  // where in `text` each " ~" stands
};
constexpr std::string_view no_value = " ~";

Completed with_empty_items_filled(std::string_view text) {
  Completed completed;
  completed.text.reserve(text.size() + 64);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    const std::size_t dash = line.find_first_not_of(' ');
    const bool is_bare = trim(line) == "-";
    completed.text += is_bare ? line.substr(0, dash + 1) : line;
    if (is_bare) {
      // What is indented below the dash is the item's value.
      std::size_t next = end;
      while (next < text.size() && (text[next] == '\n' || text[next] == '\r')) ++next;
      const std::size_t indent = std::min(text.find_first_not_of(' ', next), text.size()) - next;
      if (next >= text.size() || indent <= dash) {
        completed.added.push_back(completed.text.size());
        completed.text += no_value;
      }
      completed.text += line.substr(dash + 1);
    }
    if (end < text.size()) completed.text += '\n';
    at = end + 1;
  }
  return completed;
}

class YamlReader {
 public:
  YamlReader(std::string_view text, std::uint32_t offset, const std::vector<std::size_t>& added)
      : text_(text), offset_(offset), added_(added) {}

  ParsedValue read() {
    read_events();
    while (!open_.empty()) close(Span{});  // after an error: keep what was complete
    if (result_.errors.empty() && result_.root.kind != Value::Kind::table &&
        result_.root.kind != Value::Kind::null) {
      result_.errors.push_back({result_.root.span, "expected lines of 'key: value' here", {}});
    }
    if (result_.root.kind != Value::Kind::table) result_.root = Value{};
    return std::move(result_);
  }

 private:
  void read_events() {
    fy_diag_cfg diag_cfg{};
    fy_diag_cfg_default(&diag_cfg);
    diag_cfg.fp = nullptr;
    diag_cfg.output_fn = [](fy_diag*, void*, const char*, size_t) {};
    const std::unique_ptr<fy_diag, DiagDeleter> diag(fy_diag_create(&diag_cfg));
    if (!diag) return fail({}, "not enough memory for the front matter");
    fy_diag_set_collect_errors(diag.get(), true);

    fy_parse_cfg parse_cfg{};
    parse_cfg.search_path = "";
    parse_cfg.flags =
        static_cast<fy_parse_cfg_flags>(FYPCF_QUIET | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE);
    parse_cfg.diag = diag.get();
    const std::unique_ptr<fy_parser, ParserDeleter> parser(fy_parser_create(&parse_cfg));
    if (!parser || fy_parser_set_string(parser.get(), text_.data(), text_.size()) != 0) {
      return fail({}, "not enough memory for the front matter");
    }
    while (true) {
      const std::unique_ptr<fy_event, EventDeleter> event(fy_parser_parse(parser.get()),
                                                          EventDeleter{parser.get()});
      if (!event) break;
      if (!take(*event)) return;
      if (event->type == FYET_DOCUMENT_END) return;
    }
    if (fy_parser_get_stream_error(parser.get())) take_library_error(diag.get());
  }

  // False: stop.
  bool take(const fy_event& event) {
    switch (event.type) {
      case FYET_MAPPING_START:
        return refuse(event.mapping_start.anchor, event.mapping_start.tag) &&
               open(Value::Kind::table, event.mapping_start.mapping_start);
      case FYET_SEQUENCE_START:
        return refuse(event.sequence_start.anchor, event.sequence_start.tag) &&
               open(Value::Kind::list, event.sequence_start.sequence_start);
      case FYET_MAPPING_END:
        close(span_of(event.mapping_end.mapping_end));
        return true;
      case FYET_SEQUENCE_END:
        close(span_of(event.sequence_end.sequence_end));
        return true;
      case FYET_SCALAR:
        return refuse(event.scalar.anchor, event.scalar.tag) && add_scalar(event.scalar.value);
      case FYET_ALIAS:
        fail(span_of(event.alias.anchor), "aliases ('*name') are not allowed here",
             {"write the value out"});
        return false;
      default:
        return true;
    }
  }

  bool refuse(fy_token* anchor, fy_token* tag) {
    if (anchor != nullptr)
      fail(span_of(anchor), "anchors ('&name') are not allowed here", {"write the value out"});
    else if (tag != nullptr)
      fail(span_of(tag), "tags ('!name') are not allowed here", {"put the value in quotes"});
    return anchor == nullptr && tag == nullptr;
  }

  bool open(Value::Kind kind, fy_token* token) {
    const Span span = span_of(token);
    if (!open_.empty() && expects_key()) {
      fail(span, "a key must be text", {"put the value in quotes"});
      return false;
    }
    if (static_cast<int>(open_.size()) >= max_value_depth) {
      fail(span, "nested more than " + std::to_string(max_value_depth) + " deep");
      return false;
    }
    Open opened;
    opened.value.kind = kind;
    opened.value.span = span;
    open_.push_back(std::move(opened));
    return true;
  }

  void close(Span end) {
    Open closed = std::move(open_.back());
    open_.pop_back();
    closed.pending.reset();  // a key whose value an error cut off
    Value& value = closed.value;
    // Block lists and tables have no bracket of their own: they reach from their first to their
    // last part.
    if (!value.members.empty()) {
      value.span.begin = std::min(value.span.begin == 0 ? UINT32_MAX : value.span.begin,
                                  value.members.front().key_span.begin);
      value.span.end = std::max(end.end, value.members.back().value.span.end);
    } else if (!value.items.empty()) {
      value.span.begin = std::min(value.span.begin == 0 ? UINT32_MAX : value.span.begin,
                                  value.items.front().span.begin);
      value.span.end = std::max(end.end, value.items.back().span.end);
    } else {
      value.span.end = std::max(value.span.end, end.end);
    }
    add(std::move(value));
  }

  bool add_scalar(fy_token* token) {
    Value value;
    value.kind = Value::Kind::text;
    value.span = span_of(token);
    size_t size = 0;
    if (const char* text = token ? fy_token_get_text(token, &size) : nullptr)
      value.text.assign(text, size);
    const bool plain = token == nullptr || fy_token_scalar_style(token) == FYSS_PLAIN;
    if (!open_.empty() && expects_key()) {
      open_.back().pending = Member{std::move(value.text), value.span, {}};
      open_.back().pending->value.span = value.span;
      return true;
    }
    if (plain) resolve_plain_scalar(value);
    add(std::move(value));
    return true;
  }

  bool expects_key() const {
    return open_.back().value.kind == Value::Kind::table && !open_.back().pending.has_value();
  }

  void add(Value value) {
    if (open_.empty()) {
      result_.root = std::move(value);
      return;
    }
    Open& parent = open_.back();
    if (parent.value.kind == Value::Kind::list) {
      parent.value.items.push_back(std::move(value));
    } else if (parent.pending) {
      // A key without a value has its own place, so that a message has something to point at.
      if (value.kind == Value::Kind::null && value.span.end <= value.span.begin)
        value.span = parent.pending->key_span;
      parent.pending->value = std::move(value);
      add_member(parent.value, *std::move(parent.pending));
      parent.pending.reset();
    }
  }

  void add_member(Value& table, Member member) {
    if (table.find(member.key) != nullptr) {
      fail(member.key_span, "the key '" + member.key + "' is here for the second time",
           {"the first one counts: remove one"});
      return;
    }
    table.members.push_back(std::move(member));
  }

  Span span_of(fy_token* token) const {
    const fy_mark* begin = token ? fy_token_start_mark(token) : nullptr;
    const fy_mark* end = token ? fy_token_end_mark(token) : nullptr;
    if (begin == nullptr) return {offset_, offset_};
    const std::uint32_t at = in_source(begin->input_pos);
    const std::uint32_t last = end ? in_source(end->input_pos) : at;
    return {offset_ + at, offset_ + std::max(at, last)};
  }

  // A place in the author's text, which lacks what was added to ours.
  std::uint32_t in_source(std::size_t at) const {
    std::size_t before = 0;
    for (const std::size_t place : added_) {
      if (place >= at) break;
      before += std::min(no_value.size(), at - place);
    }
    return static_cast<std::uint32_t>(at - before);
  }

  void take_library_error(fy_diag* diag) {
    void* position = nullptr;
    const fy_diag_error* error = fy_diag_errors_iterate(diag, &position);
    if (error == nullptr) return fail({offset_, offset_}, "this is not YAML");
    // Lines and columns count from 1, columns in code points.
    std::size_t at = 0;
    for (int line = 1; line < error->line; ++line) {
      const std::size_t end = text_.find('\n', at);
      if (end == std::string_view::npos) break;
      at = end + 1;
    }
    const std::size_t line_end = std::min(text_.find('\n', at), text_.size());
    for (int column = 1; column < error->column && at < line_end; ++column) {
      do ++at;
      while (at < line_end && (static_cast<unsigned char>(text_[at]) & 0xC0) == 0x80);
    }
    auto [message, hints] = in_our_words(error->msg ? trim(error->msg) : std::string_view());
    if (line_has_tab_indent(at)) hints = {"indent with spaces: YAML does not allow tabs"};
    const std::uint32_t begin = in_source(at);
    fail({offset_ + begin, offset_ + begin + (at < line_end ? 1u : 0u)}, std::move(message),
         std::move(hints));
  }

  // Whether the line of `at` or the next one is indented with a tab.
  bool line_has_tab_indent(std::size_t at) const {
    const std::size_t begin = at == 0 ? std::string_view::npos : text_.rfind('\n', at - 1);
    std::string_view lines = text_.substr(begin == std::string_view::npos ? 0 : begin + 1);
    for (int line = 0; line < 2 && !lines.empty(); ++line) {
      const std::size_t indent = lines.find_first_not_of(" \t");
      if (lines.substr(0, indent).find('\t') != std::string_view::npos) return true;
      const std::size_t end = lines.find('\n');
      lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    }
    return false;
  }

  void fail(Span span, std::string message, std::vector<std::string> hints = {}) {
    result_.errors.push_back({span, std::move(message), std::move(hints)});
  }

  std::string_view text_;  // the caller's
  std::uint32_t offset_;
  const std::vector<std::size_t>& added_;  // the caller's: places in text_
  std::vector<Open> open_;
  ParsedValue result_;
};

}  // namespace

ParsedValue parse_yaml(std::string_view text, std::uint32_t offset) {
  if (std::optional<SyntaxError> error = refused(text, offset)) return {{}, {*std::move(error)}};
  if (std::optional<Value> plain = read_plain_yaml(text, offset)) return {*std::move(plain), {}};
  return parse_yaml_by_library(text, offset);
}

ParsedValue parse_yaml_by_library(std::string_view text, std::uint32_t offset) {
  const std::vector<std::size_t> nothing;
  ParsedValue parsed = YamlReader(text, offset, nothing).read();
  if (parsed.errors.empty()) return parsed;
  const Completed completed = with_empty_items_filled(text);
  if (completed.added.empty()) return parsed;
  return YamlReader(completed.text, offset, completed.added).read();
}

}  // namespace loci
