#include "markdown/source_map.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "base/unicode.h"

namespace loci {

namespace {

constexpr std::size_t npos = std::string_view::npos;

bool is_ascii_punctuation(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
         (c >= '{' && c <= '~');
}

// What may stand between two nodes' texts without being in either: delimiters of emphasis and the like, blanks.
bool is_between(char c) { return c == '*' || c == '_' || c == '~' || c == ' ' || c == '\t'; }

bool is_delimiter_row(std::string_view line) {
  return line.find('-') != npos && line.find_first_not_of("|:- \t>") == npos;
}

}  // namespace

SourceMap::SourceMap(const Document::Parts& parts, cmark_node* leaf, std::size_t quotes,
                     std::size_t cell)
    : source_(parts.source.text),
      line_starts_(parts.source.line_starts),
      body_begin_(parts.body_begin),
      quotes_(quotes) {
  places_.reserve(8);
  const std::size_t begin = leaf_begin(leaf, cell);
  places_.push_back({leaf, begin, begin});
  walk(leaf);
}

std::size_t SourceMap::leaf_begin(cmark_node* leaf, std::size_t cell) const {
  const cmark_node_type type = cmark_node_get_type(leaf);
  if (type == extension_types().table_cell) return cell_begin(leaf, cell);
  const BlockStart start = start_of(leaf);
  const auto line = static_cast<std::size_t>(start.line);
  const auto column = static_cast<std::size_t>(start.column);
  if (line > line_starts_.size()) return source_.size();
  std::size_t at = std::min(line_starts_[line - 1] + column - 1, source_.size());
  if (type == CMARK_NODE_HEADING) {
    while (byte(at) == '#') ++at;
    while (byte(at) == ' ' || byte(at) == '\t') ++at;
    return at;
  }
  return after_definitions(at);
}

std::size_t SourceMap::cell_begin(cmark_node* cell_node, std::size_t cell) const {
  cmark_node* row = cmark_node_parent(cell_node);
  auto line = static_cast<std::size_t>(std::max(cmark_node_get_start_line(row), 1));
  const auto line_text = [&](std::size_t number) {
    if (number == 0 || number > line_starts_.size()) return std::string_view();
    const std::size_t begin = line_starts_[number - 1];
    return source_.substr(begin, source_.find('\n', begin) - begin);
  };
  // A paragraph right above a table: the header row is the line above the delimiter row.
  if (cmark_gfm_extensions_get_table_row_is_header(row) != 0) {
    while (line < line_starts_.size() && !is_delimiter_row(line_text(line + 1))) ++line;
  }
  if (line > line_starts_.size()) return source_.size();
  std::size_t at = line_starts_[line - 1];
  for (std::size_t quotes = 0;; ++at) {
    if (byte(at) == '>' && quotes < quotes_) {
      ++quotes;
    } else if (byte(at) != ' ' && byte(at) != '\t') {
      break;
    }
  }
  // The table may stand behind a list marker: its first column says where it begins.
  const auto table_column = static_cast<std::size_t>(std::max(cmark_node_get_start_column(row), 1));
  at = std::max(at,
                std::min<std::size_t>(line_starts_[line - 1] + table_column - 1, source_.size()));
  if (byte(at) == '|') ++at;
  for (std::size_t passed = 0; passed < cell && at < source_.size() && source_[at] != '\n'; ++at) {
    if (source_[at] == '\\' && byte(at + 1) == '|') {
      ++at;
    } else if (source_[at] == '|') {
      ++passed;
    }
  }
  while (byte(at) == ' ' || byte(at) == '\t') ++at;
  return at;
}

// A paragraph begins with its link reference definitions, which cmark-gfm takes out without moving its start.
std::size_t SourceMap::after_definitions(std::size_t at) const {
  for (;;) {
    if (byte(at) != '[' || byte(at + 1) == '^') return at;
    std::size_t p = at + 1;
    while (p < source_.size() && source_[p] != ']' && source_[p] != '[')
      p += source_[p] == '\\' ? 2 : 1;
    if (byte(p) != ']' || byte(p + 1) != ':') return at;
    p += 2;
    const auto blanks = [&](std::size_t from) {
      while (byte(from) == ' ' || byte(from) == '\t') ++from;
      return from;
    };
    p = blanks(p);
    if (byte(p) == '\n') p = after_newline(p);
    if (byte(p) == '<') {
      while (p < source_.size() && source_[p] != '>' && source_[p] != '\n')
        p += source_[p] == '\\' ? 2 : 1;
      if (byte(p) != '>') return at;
      ++p;
    } else {
      const std::size_t begin = p;
      while (p < source_.size() && !is_ascii_space(source_[p])) ++p;
      if (p == begin) return at;
    }
    const std::size_t destination_end = p;
    const auto title_end = [&](std::size_t from) -> std::size_t {
      const char open = byte(from);
      if (open != '"' && open != '\'' && open != '(') return npos;
      const char close = open == '(' ? ')' : open;
      std::size_t q = from + 1;
      while (q < source_.size() && source_[q] != close) {
        if (source_[q] == '\n' && byte(after_newline(q)) == '\n') return npos;
        q += source_[q] == '\\' ? 2 : 1;
      }
      if (q >= source_.size()) return npos;
      q = blanks(q + 1);
      return q >= source_.size() || source_[q] == '\n' ? q : npos;
    };
    p = blanks(p);
    if (byte(p) == '\n') {
      const std::size_t titled = title_end(after_newline(p));
      if (titled != npos) p = titled;
    } else if (p < source_.size()) {
      const std::size_t titled = p > destination_end ? title_end(p) : npos;
      if (titled == npos) return at;
      p = titled;
    }
    if (p >= source_.size()) return at;
    at = after_newline(p);
  }
}

void SourceMap::walk(cmark_node* leaf) {
  std::size_t at = places_.front().begin;
  cmark_node* node = cmark_node_first_child(leaf);
  std::vector<std::size_t> open_links;  // indices into places_
  while (node != nullptr && node != leaf) {
    at = enter(node, at);
    const cmark_node_type type = cmark_node_get_type(node);
    const bool link = type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE;
    if (link) open_links.push_back(places_.size() - 1);
    if (cmark_node* child = cmark_node_first_child(node)) {
      node = child;
      continue;
    }
    while (node != leaf) {
      const cmark_node_type left = cmark_node_get_type(node);
      if (left == CMARK_NODE_LINK || left == CMARK_NODE_IMAGE) {
        Place& place = places_[open_links.back()];
        open_links.pop_back();
        if (byte(place.begin) == '<') {
          at = skip_to('>', at) + 1;
        } else if (byte(place.begin) == '[' || byte(place.begin) == '!') {
          at = leave_link(at);
        }
        place.end = std::min(at, source_.size());
      }
      if (cmark_node* next = cmark_node_next(node)) {
        node = next;
        break;
      }
      node = cmark_node_parent(node);
    }
  }
}

// `at`: the end of what came before. Returns where the node's own text ends, or, for a container, where its children begin.
std::size_t SourceMap::enter(cmark_node* node, std::size_t at) {
  switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT: {
      const std::string_view literal = literal_of(node);
      std::size_t begin = at;
      if (!literal.empty()) {
        while (begin < source_.size() && is_between(source_[begin]) &&
               source_[begin] != literal.front())
          ++begin;
      }
      places_.push_back({node, begin, begin});
      // The text of a bare address is its source, entities and all.
      const bool bare =
          cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_LINK && is_at(at, literal);
      const std::size_t end = bare ? at + literal.size() : after_text(begin, literal, true);
      places_.back().end = end;
      return end;
    }
    case CMARK_NODE_CODE:
      return after_code(at);
    case CMARK_NODE_HTML_INLINE: {
      const std::size_t begin = skip_to('<', at);
      return after_raw(begin, literal_of(node));
    }
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK: {
      const std::size_t newline = source_.find('\n', at);
      return newline == npos ? source_.size() : after_newline(newline);
    }
    case CMARK_NODE_FOOTNOTE_REFERENCE:
      return std::min(skip_to(']', skip_to('[', at)) + 1, source_.size());
    case CMARK_NODE_LINK: {
      std::size_t begin = at;
      while (begin < source_.size() && is_between(source_[begin])) ++begin;
      // "www.a.b" and "http://a.b" without brackets begin with their own text.
      cmark_node* child = cmark_node_first_child(node);
      const bool bare = byte(begin) != '[' && byte(begin) != '<' && child != nullptr &&
                        !literal_of(child).empty() && byte(begin) == literal_of(child).front();
      if (!bare && byte(begin) != '[' && byte(begin) != '<') begin = skip_to('[', begin);
      places_.push_back({node, begin, begin});
      return bare ? begin : begin + 1;
    }
    case CMARK_NODE_IMAGE: {
      std::size_t begin = skip_to('!', at);
      while (begin < source_.size() && byte(begin + 1) != '[') begin = skip_to('!', begin + 1);
      places_.push_back({node, begin, begin});
      return begin + 2;
    }
    default:
      return at;
  }
}

// From somewhere before the ']' that closes a label to the end of "(address "title")", "[label]" or nothing.
std::size_t SourceMap::leave_link(std::size_t at) const {
  std::size_t p = skip_to(']', at);
  if (p >= source_.size()) return source_.size();
  ++p;
  if (byte(p) == '[') return std::min(skip_to(']', p) + 1, source_.size());
  if (byte(p) != '(') return p;
  const std::size_t label_end = p;
  const auto blanks = [&](std::size_t from) {
    while (is_ascii_space(byte(from))) from = byte(from) == '\n' ? after_newline(from) : from + 1;
    return from;
  };
  p = blanks(p + 1);
  if (byte(p) == '<') {
    while (p < source_.size() && source_[p] != '>' && source_[p] != '\n')
      p += source_[p] == '\\' ? 2 : 1;
    if (byte(p) != '>') return label_end;
    ++p;
  } else {
    for (std::size_t depth = 0; p < source_.size() && !is_ascii_space(source_[p]); ++p) {
      if (source_[p] == '\\' && is_ascii_punctuation(byte(p + 1))) {
        ++p;
      } else if (source_[p] == '(') {
        ++depth;
      } else if (source_[p] == ')' && depth-- == 0) {
        break;
      }
    }
  }
  p = blanks(p);
  const char open = byte(p);
  if (open == '"' || open == '\'' || open == '(') {
    const char close = open == '(' ? ')' : open;
    for (++p; p < source_.size() && source_[p] != close; ++p) {
      if (source_[p] == '\\') ++p;
    }
    p = blanks(p + 1);
  }
  return byte(p) == ')' ? p + 1 : label_end;  // a shortcut reference with a parenthesis behind it
}

std::size_t SourceMap::skip_to(char wanted, std::size_t at) const {
  while (at < source_.size() && source_[at] != wanted) ++at;
  return at;
}

std::size_t SourceMap::after_code(std::size_t at) const {
  std::size_t open = skip_to('`', at);
  std::size_t p = open;
  while (byte(p) == '`') ++p;
  const std::size_t length = p - open;
  while (p < source_.size()) {
    p = skip_to('`', p);
    const std::size_t run = p;
    while (byte(p) == '`') ++p;
    if (p - run == length) return p;
  }
  return source_.size();
}

// The content of the line after the newline at `at`: behind the marks of the block quotes and the indentation.
std::size_t SourceMap::after_newline(std::size_t at) const {
  std::size_t p = std::min(at + 1, source_.size());
  std::size_t quotes = 0;
  while (p < source_.size()) {
    if (source_[p] == '>' && quotes < quotes_) {
      ++quotes;
    } else if (source_[p] != ' ' && source_[p] != '\t') {
      break;
    }
    ++p;
  }
  return p;
}

// Raw HTML is its source but for what a block quote puts at the head of each line.
std::size_t SourceMap::after_raw(std::size_t at, std::string_view literal) const {
  while (!literal.empty() && at < source_.size()) {
    const std::size_t line = std::min(literal.find('\n'), literal.size());
    at += line;
    if (line == literal.size()) break;
    literal.remove_prefix(line + 1);
    // cmark-gfm has taken off indentation too.
    const std::size_t newline = source_.find('\n', std::min(at, source_.size()));
    at = newline == npos ? source_.size() : after_newline(newline);
    while (literal.starts_with(' ') || literal.starts_with('\t')) literal.remove_prefix(1);
  }
  return std::min(at, source_.size());
}

std::size_t SourceMap::after_text(std::size_t at, std::string_view literal, bool at_start) const {
  // Mostly the two are the same; then nothing needs to be walked.
  if (is_at(at, literal) && literal.find_first_of("&\\\n") == npos) return at + literal.size();
  std::size_t i = 0;
  std::size_t lost = 0;  // bytes of source that matched nothing, in a row
  while (i < literal.size() && at < source_.size()) {
    const char want = literal[i];
    const char have = source_[at];
    if (have == '\\' && byte(at + 1) == want && is_ascii_punctuation(want)) {
      at += 2;
      ++i;
      lost = 0;
    } else if (have == '&') {
      std::size_t used = 0;
      at = after_entity(at, literal.substr(i), used);
      i += used;
      lost = 0;
    } else if (have == want) {
      if (have == '\n') {
        at = after_newline(at);
        do ++i;
        while (i < literal.size() &&
               (literal[i] == ' ' || literal[i] == '\t' || literal[i] == '>'));
      } else {
        ++at;
        ++i;
      }
      lost = 0;
    } else if (is_between(have) || have == '\n' || have == '\\') {
      at = have == '\n' ? after_newline(at) : at + 1;
    } else if (at_start && i == 0 && lost < 256) {
      ++at;  // the start was off: look for it a little way on
      ++lost;
    } else {
      ++at;
      ++i;
    }
  }
  return at;
}

// An entity is one or two characters in the literal. `used`: how many bytes of the literal it took.
std::size_t SourceMap::after_entity(std::size_t at, std::string_view literal,
                                    std::size_t& used) const {
  used = 1;
  std::size_t end = at + 1;
  while (end < source_.size() && end - at < 34 &&
         (is_ascii_letter(source_[end]) || is_ascii_digit(source_[end]) || source_[end] == '#'))
    ++end;
  if (byte(end) != ';' || end == at + 1) return literal.starts_with('&') ? at + 1 : at;
  const std::string_view entity = source_.substr(at, end + 1 - at);
  if (entity != "&amp;" && literal.starts_with(entity)) return at + 1;  // not an entity that exists
  // The decoded text ends where the literal goes on as the source does.
  const char next = byte(end + 1);
  std::size_t first = 0;
  if (!literal.empty()) next_code_point(literal, first);
  used = first;
  if (used < literal.size() && next != '\n' && next != '\\' && next != '&' && !is_between(next) &&
      literal[used] != next) {
    std::size_t second = used;
    next_code_point(literal, second);
    if (second < literal.size() && literal[second] == next) used = second;
  }
  return end + 1;
}

SourceMap::Place* SourceMap::place_of(cmark_node* node) {
  for (std::size_t i = next_place_; i < places_.size(); ++i) {
    if (places_[i].node == node) {
      next_place_ = i;
      return &places_[i];
    }
  }
  for (std::size_t i = 0; i < next_place_; ++i) {
    if (places_[i].node == node) return &places_[i];
  }
  return nullptr;
}

Span SourceMap::link_span(cmark_node* link) {
  const Place* place = place_of(link);
  if (place == nullptr || place->begin >= source_.size()) place = &places_.front();
  return {body_begin_ + static_cast<std::uint32_t>(std::min(place->begin, source_.size())),
          body_begin_ + static_cast<std::uint32_t>(std::min(place->end, source_.size()))};
}

std::uint32_t SourceMap::offset_in(cmark_node* text, std::size_t literal_offset) {
  if (walked_node_ != text || literal_offset < walked_literal_) {
    const Place* place = place_of(text);
    if (place == nullptr) place = &places_.front();
    walked_node_ = text;
    walked_text_ = literal_of(text);
    walked_literal_ = 0;
    walked_source_ = place->begin;
  }
  const std::string_view literal = walked_text_;
  literal_offset = std::min(literal_offset, literal.size());
  walked_source_ =
      after_text(walked_source_, literal.substr(walked_literal_, literal_offset - walked_literal_),
                 walked_literal_ == 0);
  walked_literal_ = literal_offset;
  // What stands between two texts belongs to neither: step to the byte that begins the rest.
  std::size_t at = walked_source_;
  if (literal_offset < literal.size()) {
    while (at < source_.size() && is_between(source_[at]) && source_[at] != literal[literal_offset])
      ++at;
    walked_source_ = at;
  }
  return body_begin_ + static_cast<std::uint32_t>(std::min(at, source_.size()));
}

}  // namespace loci
