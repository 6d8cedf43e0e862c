// The bytes of text: what is escaped, what was hidden from the parser, smart punctuation, tags and highlights.
//
// One loop over each text node; ordinary stretches are copied whole. The author's plain characters go to the plain text,
// their typographic forms to the HTML only.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/unicode.h"
#include "markdown/emoji.h"
#include "markdown/opaque.h"
#include "markdown/renderer.h"

namespace loci {

namespace {

enum Class : std::uint8_t { ordinary, escape, stand_in, quote, dash, dot, hash, equals, colon };

constexpr std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t i = 0; i < 0x20; ++i) {
    if (opaque::is_stand_in(static_cast<char>(i))) table[i] = stand_in;
  }
  table['<'] = table['>'] = table['&'] = escape;
  table['"'] = table['\''] = quote;
  table['-'] = dash;
  table['.'] = dot;
  table['#'] = hash;
  table['='] = equals;
  table[':'] = colon;
  return table;
}
constexpr std::array<std::uint8_t, 256> classes = make_classes();

// In text and in attributes between double quotes; ' needs no escape in either.
constexpr std::string_view entity(char c) {
  switch (c) {
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '&':
      return "&amp;";
    case '"':
      return "&quot;";
    default:
      return {};
  }
}

bool is_blank(char c) { return c == '\0' || c == ' ' || c == '\n' || c == '\t'; }

// After these a quotation mark opens.
bool opens_after(std::string_view before) {
  if (before.empty()) return true;
  const char c = before.back();
  if (is_blank(c) || c == '(' || c == '[' || c == '{' || c == '-' || c == '/' || c == '"' ||
      c == '\'')
    return true;
  // An em or en dash, an opening quotation mark, a no-break space.
  return before.ends_with("\u2014") || before.ends_with("\u2013") || before.ends_with("\u201C") ||
         before.ends_with("\u2018") || before.ends_with("\u00A0");
}

bool is_tag_character(char32_t point) {
  return point == '-' || point == '_' || point == '/' || is_word_character(point) ||
         point >= 0x1F000 || point == 0x200D || point == 0xFE0F;
}

}  // namespace

void append_html_text(std::string& out, std::string_view text) {
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::uint8_t kind = classes[static_cast<unsigned char>(text[at])];
    if (kind != escape && text[at] != '"' && kind != stand_in) continue;
    out.append(text, copied, at - copied);
    copied = at + 1;
    char c = text[at];
    if (kind == stand_in) {
      c = opaque::restored_table[static_cast<unsigned char>(c)];
      if (c == 0) continue;
      if (c == opaque::foreign) {
        out += opaque::replacement;
        continue;
      }
    }
    const std::string_view name = entity(c);
    if (name.empty()) {
      out += c;
    } else {
      out += name;
    }
  }
  out.append(text, copied, text.size() - copied);
}

void Renderer::put_escaped(std::string_view text) {
  append_html_text(html_, text);
  opaque::append_restored(*plain_, text);
  if (captured_ != nullptr) opaque::append_restored(*captured_, text);
}

// What the plain text gained since `from` is prose, unless it stands in a link, in a heading or in raw
// HTML that shows code. Stretches that touch are one; a new block never touches the one before it, for the blank between
// them is nobody's.
void Renderer::note_prose(std::size_t from) {
  if (plain_->size() <= from || no_links_ > 0) return;
  Section& section = body_.sections.back();
  if (plain_ != &section.text) return;
  for (const OpenSpan& span : spans_) {
    if (span.name == "code" || span.name == "pre" || span.name == "kbd" || span.name == "samp" ||
        span.name == "var")
      return;
  }
  const auto end = static_cast<std::uint32_t>(plain_->size());
  if (!section.prose.empty() && section.prose.back().end == from) {
    section.prose.back().end = end;
  } else {
    section.prose.push_back({static_cast<std::uint32_t>(from), end});
  }
}

// The next `length` bytes of the plain text are those of the literal; remembers where they stand in the file, as far as
// they are the same there. Only when trace_plain asked for it.
void Renderer::trace(cmark_node* node, std::size_t literal_offset, std::size_t length) {
  if (no_links_ > 0 || plain_ != &body_.sections.back().text) return;
  const std::string_view literal = literal_of(node);
  std::vector<PlainPlace>& places = *parts_.places_of_plain;
  const auto section = static_cast<std::uint32_t>(body_.sections.size() - 1);
  const auto plain = static_cast<std::uint32_t>(plain_->size());
  for (std::uint32_t done = 0; done < length;) {
    const std::uint32_t source = source_map().offset_in(node, literal_offset + done);
    std::uint32_t same = 0;
    while (done + same < length && source + same < parts_.text.size() &&
           parts_.text[source + same] == literal[literal_offset + done + same])
      ++same;
    PlainPlace* last = places.empty() ? nullptr : &places.back();
    const std::uint32_t begin = plain + done;
    if (last != nullptr && same > 0 && last->section == section && last->plain.end == begin &&
        last->source + (last->plain.end - last->plain.begin) == source) {
      last->plain.end += same;
    } else if (same > 0) {
      const bool in_table = cmark_node_get_type(leaf_) == types_.table_cell;
      places.push_back({section, {begin, begin + same}, source, in_table});
    }
    done += std::max<std::uint32_t>(same, 1);
  }
}

void Renderer::text(cmark_node* node) {
  const std::string_view literal = literal_of(node);
  if (verbatim_) {
    put_escaped(literal);
    return;
  }
  std::size_t end = without_block_id(node, literal);
  if (!parts_.source.footnote_references.empty() && !plain_html())
    report_undefined_footnotes(node, literal);
  if (node == heading_id_node_) end = std::min(end, heading_keep_);
  std::size_t at = 0;
  if (node == math_end_) {
    at = math_end_at_;
    math_end_ = nullptr;
  }
  if (!callouts_.empty() && leaf_ != nullptr && html_.size() == callouts_.back().title_begin &&
      in_title(leaf_) && cmark_node_first_child(leaf_) == node && cmark_node_parent(node) == leaf_)
    at = std::min(callouts_.back().callout.length, end);
  if (const void* data = cmark_node_get_user_data(node)) {
    for (const Mark& mark : static_cast<const NodeMarks*>(data)->inside) {
      const std::size_t stop = std::min<std::size_t>(mark.offset, end);
      if (stop > at) at = text_range(node, literal, at, stop);
      apply(mark);
      at = std::max(at, std::min<std::size_t>(mark.offset + mark.skip, end));
    }
  }
  if (at < end) text_range(node, literal, at, end);
}

// Returns where it stopped: behind `end` when a formula begins before it and ends behind it.
std::size_t Renderer::text_range(cmark_node* node, std::string_view literal, std::size_t begin,
                                 std::size_t end) {
  const bool smart = parts_.config.smart_punctuation && !plain_html();
  const bool traced = parts_.places_of_plain != nullptr;
  std::size_t copied = begin;
  std::size_t at = begin;
  std::size_t prose = plain_->size();
  const auto flush = [&] {
    if (at <= copied) return;
    if (traced) trace(node, copied, at - copied);
    put(literal.substr(copied, at - copied));
  };
  const auto put_one = [&] {
    if (traced) trace(node, at, 1);
    put_escaped(literal.substr(at, 1));
  };
  while (at < end) {
    const char c = literal[at];
    const std::uint8_t kind = classes[static_cast<unsigned char>(c)];
    if (kind == ordinary) {
      ++at;
      continue;
    }
    std::size_t next = at;
    switch (kind) {
      case stand_in: {
        flush();
        const bool brackets =
            (c == opaque::wiki_open && at + 1 < end && literal[at + 1] == opaque::wiki_open) ||
            (c == opaque::embed_open && at + 2 < end && literal[at + 1] == opaque::wiki_open);
        if (c == opaque::math || brackets) {
          note_prose(prose);
          next = brackets ? wikilink(node, literal, at, end) : mathematics(node, literal, at);
          prose = plain_->size();
        } else {
          next = at + 1;
          const bool opens = c == opaque::hide('[') && at > begin && literal[at - 1] == '^';
          const bool closes = c == opaque::hide(']') && open_footnote_;
          if (!(opens && open_inline_footnote()) &&
              !(closes && close_span(OpenSpan::Kind::footnote)))
            put_escaped(literal.substr(at, 1));
        }
        break;
      }
      case escape:
        flush();
        put_one();
        next = at + 1;
        break;
      case hash:
        if (vault() && no_links_ == 0) {
          flush();
          copied = at;
          note_prose(prose);
          next = tag(node, literal, at, end);
          prose = plain_->size();
        }
        break;
      case equals:
        if (vault() && at + 1 < end && literal[at + 1] == '=') {
          flush();
          copied = at;
          next = highlight(node, literal, at, end);
        }
        break;
      case colon:
        if (at + 1 < end && literal[at + 1] > ' ' && parts_.config.emoji && vault() &&
            !plain_html()) {
          const ShortCode code =
              short_code_at(literal.substr(0, end), at, at > copied ? literal[at - 1] : before());
          if (code.length == 0 || is_escaped(node, at)) break;
          flush();
          emoji(code.emoji, literal.substr(at, code.length));
          next = at + code.length;
        }
        break;
      default:
        if (c == '"' || smart) {
          flush();
          copied = at;
          if (smart) next = punctuation(node, literal, at, end);
          if (next == at && c == '"') {
            put_one();
            next = at + 1;
          }
        }
        break;
    }
    if (next == at) {
      ++at;  // nothing special here after all; it stays in the stretch that is copied
    } else {
      at = copied = next;
    }
  }
  flush();
  note_prose(prose);
  return at;
}

// "..." "--" "---" and quotation marks. Returns `at` when the character stays as it is.
std::size_t Renderer::punctuation(cmark_node* node, std::string_view literal, std::size_t at,
                                  std::size_t end) {
  const auto replace = [&](std::string_view typographic, std::size_t length) {
    if (parts_.places_of_plain != nullptr) trace(node, at, length);
    html_ += typographic;
    put_plain(literal.substr(at, length));
    return at + length;
  };
  const char c = literal[at];
  if (is_escaped(node, at)) return replace(c == '"' ? "&quot;" : literal.substr(at, 1), 1);
  if (c == '.') {
    std::size_t run = at;
    while (run < end && literal[run] == '.') ++run;
    if (run - at == 3) return replace("…", 3);
    return run - at < 2 ? at : replace(literal.substr(at, run - at), run - at);
  }
  if (c == '-') {
    std::size_t run = at;
    while (run < end && literal[run] == '-') ++run;
    if (run - at == 2) return replace("–", 2);
    if (run - at == 3) return replace("—", 3);
    return run - at < 2 ? at : replace(literal.substr(at, run - at), run - at);
  }
  const std::string_view written =
      std::string_view(*plain_).substr(std::min(leaf_begin_, plain_->size()));
  char after = at + 1 < literal.size() ? literal[at + 1] : '\0';
  if (after == '\0') {  // emphasis, code or a link may follow without a blank
    cmark_node* next = cmark_node_next(node);
    if (next != nullptr && cmark_node_get_type(next) != CMARK_NODE_SOFTBREAK &&
        cmark_node_get_type(next) != CMARK_NODE_LINEBREAK)
      after = 'x';
  }
  if (c == '"') return replace(opens_after(written) && !is_blank(after) ? "“" : "”", 1);
  if (c != '\'') return at;
  // Before a digit it stands for what is left out: '90s.
  return replace(opens_after(written) && !is_blank(after) && !is_ascii_digit(after) ? "‘" : "’", 1);
}

// The picture in the page and in the text; the name in a heading's id, as GitHub has it.
void Renderer::emoji(std::string_view picture, std::string_view code) {
  if (plain_ == &scratch_) heading_codes_.push_back({scratch_.size(), picture.size(), code});
  put(picture);
}

// Whether the author wrote a backslash before this character; the tree has lost it. Few notes hold one.
bool Renderer::is_escaped(cmark_node* node, std::size_t at) {
  if (!parts_.source.has_escapes) return false;
  const std::uint32_t begin = source_map().offset_in(node, at);
  return begin < parts_.text.size() && parts_.text[begin] == '\\';
}

// "#a/b" after a blank, with at least one character that is no digit.
std::size_t Renderer::tag(cmark_node* node, std::string_view literal, std::size_t at,
                          std::size_t end) {
  if (!is_blank(before())) return at;
  std::size_t stop = at + 1;
  bool has_letter = false;
  while (stop < end) {
    std::size_t next = stop;
    const char32_t point = next_code_point(literal, next);
    if (!is_tag_character(point)) break;
    has_letter = has_letter || !(point < 0x80 && is_ascii_digit(static_cast<char>(point)));
    stop = next;
  }
  while (stop > at + 1 && literal[stop - 1] == '/') --stop;
  if (!has_letter || stop == at + 1) return at;
  const std::string_view name = literal.substr(at + 1, stop - at - 1);
  SourceMap& map = source_map();
  const std::uint32_t begin = map.offset_in(node, at);
  if (begin < parts_.text.size() && parts_.text[begin] == '\\') return at;  // "\#no"
  body_.tags.push_back({std::string(name), {begin, begin + static_cast<std::uint32_t>(stop - at)}});
  html_ += "<span class=\"tag\">";
  put(literal.substr(at, stop - at));
  html_ += "</span>";
  return stop;
}

// "==x==": opened when the same parent has a closing mark further on.
std::size_t Renderer::highlight(cmark_node* node, std::string_view literal, std::size_t at,
                                std::size_t end) {
  cmark_node* parent = cmark_node_parent(node);
  std::size_t run = at;
  while (run < end && literal[run] == '=') ++run;
  const auto as_text = [&] {
    put(literal.substr(at, run - at));
    return run;
  };
  if (run - at != 2) return as_text();
  if (is_escaped(node, at)) return as_text();
  if (in_mark_) {
    const bool closes =
        !is_blank(at > 0 ? literal[at - 1] : before()) && close_span(OpenSpan::Kind::highlight);
    return closes ? run : as_text();
  }
  const bool may_open =
      run < literal.size() ? !is_blank(literal[run]) : cmark_node_next(node) != nullptr;
  if (!may_open || no_mark_parent_ == parent) return as_text();
  std::string_view rest = literal.substr(std::min(run, literal.size()));
  for (cmark_node* sibling = node; sibling != nullptr;) {
    for (std::size_t found = rest.find("=="); found != std::string_view::npos;
         found = rest.find("==", found + 2)) {
      if ((found > 0 && is_blank(rest[found - 1])) || (found == 0 && sibling == node)) continue;
      open_span(OpenSpan::Kind::highlight, "<mark>");
      return run;
    }
    sibling = cmark_node_next(sibling);
    while (sibling != nullptr && cmark_node_get_type(sibling) != CMARK_NODE_TEXT) {
      const bool title_ends = cmark_node_get_type(sibling) == CMARK_NODE_SOFTBREAK &&
                              parent == leaf_ && (in_title(leaf_) || answering_ != Answering::none);
      sibling = title_ends ? nullptr : cmark_node_next(sibling);
    }
    if (sibling != nullptr) rest = literal_of(sibling);
  }
  no_mark_parent_ = parent;
  return as_text();
}

}  // namespace loci
