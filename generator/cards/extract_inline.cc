// "front :: back" and "front ::: back" (both ways), in a line of a paragraph or a list item of a note in scope:
//
//     - Index seek :: touches only matching leaf pages ^c-7f3k2m9q
//       - what stands below the item belongs to its back
//
// Blanks around the colons tell a separator from C++, Dataview and times. Under the tag #flashcards "a::b" counts too, as in
// Obsidian's Spaced Repetition, unless it looks like code.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "cards/extractor.h"
#include "markdown/opaque.h"
#include "markdown/source_map.h"

namespace loci {

namespace {

constexpr std::size_t npos = std::string_view::npos;

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Whether places of a text stand between an opening and the closing that follows it, as "{{c1::" and "}}" or the
// brackets of an inline footnote. Asked for rising places, so that a text is gone through once.
class Enclosure {
 public:
  Enclosure(std::string_view text, std::string_view opening, std::string_view closing)
      : text_(text), opening_(opening), closing_(closing), next_(text.find(opening)) {}

  bool holds(std::size_t at) {
    for (; next_ != npos && next_ <= at; next_ = text_.find(opening_, next_ + 1)) open_ = next_;
    if (open_ == npos) return false;
    if (!looked_ || (close_ != npos && close_ < open_)) close_ = text_.find(closing_, open_);
    looked_ = true;
    return close_ == npos || close_ > at;
  }

 private:
  std::string_view text_, opening_, closing_;
  std::size_t next_;          // the first opening behind the places asked for
  std::size_t open_ = npos;   // the last one before them
  std::size_t close_ = npos;  // the first closing at or after `open_`
  bool looked_ = false;       // for it
};

// Roots of names that stand before "::" in programs.
constexpr std::array<std::string_view, 22> scopes = {
    "std",    "boost", "absl",   "crate",   "self",  "super", "core",  "alloc",
    "detail", "this",  "parent", "static",  "qt",    "eigen", "tokio", "serde",
    "chrono", "fs",    "ranges", "testing", "folly", "fmt"};

}  // namespace

// The cards of one paragraph. `common`: what a callout says for all. True when there is any.
bool Extractor::inline_cards(cmark_node* paragraph, const Draft& common, bool tight_allowed) {
  std::vector<Line> lines = lines_of_paragraph(paragraph);
  if (is_callout_paragraph(paragraph) && !lines.empty() && lines[0].break_before == nullptr)
    lines.erase(lines.begin());  // its title
  std::vector<std::pair<Line, Separator>> found;
  std::optional<SourceMap> map;
  for (const Line& line : lines) {
    if (std::optional<Separator> separator = separator_in(paragraph, line, tight_allowed, map))
      found.emplace_back(line, *separator);
  }
  if (found.empty()) return false;

  cmark_node* parent = cmark_node_parent(paragraph);
  const bool in_item = is_type(parent, CMARK_NODE_ITEM);
  const std::string above = in_item ? items_above(parent) : std::string();
  // One card that begins its item has all of the item for its back.
  const bool whole_item = in_item && cmark_node_first_child(parent) == paragraph &&
                          found.size() == 1 && found[0].first.first == lines[0].first;
  for (const auto& [line, separator] : found) {
    Draft draft = common;
    draft.shape = DraftShape::flow;
    draft.both = draft.both || separator.both;
    draft.context = common.context;
    if (!above.empty()) draft.context += (draft.context.empty() ? "" : " > ") + above;
    const int number = cmark_node_get_start_line(line.first);
    draft.span = whole_item ? lines_of(parent) : parts_.line_span(number, number);
    draft.pin = pin_of(last_text(line.last));
    draft.pin_at = line_end(number);
    cmark_node* pin_text = draft.pin.empty() || line.last == cmark_node_last_child(paragraph)
                               ? nullptr  // the end of a paragraph is the renderer's
                               : line.last;
    if (draft.pin.empty() && whole_item) {
      cmark_node* last = cmark_node_last_child(parent);
      if (is_type(last, CMARK_NODE_PARAGRAPH)) draft.pin = pin_of(last_text(last));
    }
    if (separator.second) {
      diagnostics_.report(Code::card_second_separator, std::string(path_), draft.span,
                          "the line has two separators: the first one parts the card, what "
                          "follows is its answer",
                          {"write '\\::' for colons that are text"});
    }
    const std::uint32_t card = add(std::move(draft));
    parts_.marks_of(line.first).before.push_back({0, 0, MarkKind::front_begin, card});
    parts_.marks_of(separator.node)
        .inside.push_back({static_cast<std::uint32_t>(separator.offset),
                           static_cast<std::uint32_t>(separator.length),
                           separator.both ? MarkKind::separator_both : MarkKind::separator, card});
    if (is_type(pin_text, CMARK_NODE_TEXT)) {
      const std::string_view literal = literal_of(pin_text);
      const std::size_t hat = trim_right(literal.substr(0, literal.rfind('^'))).size();
      parts_.marks_of(pin_text).inside.push_back({static_cast<std::uint32_t>(hat),
                                                  static_cast<std::uint32_t>(literal.size() - hat),
                                                  MarkKind::skip, card});
    }
    cmark_node* end = whole_item ? cmark_node_last_child(parent) : line.last;
    parts_.marks_of(end).after.push_back({0, 0, MarkKind::back_end, card});
  }
  return true;
}

// The first paragraph of a callout, whose first line is its title.
bool Extractor::is_callout_paragraph(cmark_node* paragraph) const {
  cmark_node* parent = cmark_node_parent(paragraph);
  return is_type(parent, CMARK_NODE_BLOCK_QUOTE) && cmark_node_first_child(parent) == paragraph &&
         is_type(cmark_node_first_child(paragraph), CMARK_NODE_TEXT) &&
         parse_callout(literal_of(cmark_node_first_child(paragraph))).has_value();
}

// The first separator of the line that stands in plain text and has something on both sides.
std::optional<Separator> Extractor::separator_in(cmark_node* paragraph, const Line& line,
                                                 bool tight_allowed,
                                                 std::optional<SourceMap>& map) {
  const std::string footnote_open(1, opaque::hide('[')), footnote_close(1, opaque::hide(']'));
  std::optional<Separator> found;
  for (cmark_node* node = line.first; node != nullptr; node = cmark_node_next(node)) {
    if (is_type(node, CMARK_NODE_TEXT)) {
      const std::string_view text = literal_of(node);
      Enclosure cloze(text, "{{", "}}"), footnote(text, footnote_open, footnote_close);
      for (std::size_t at = text.find("::"); at != npos;) {
        std::size_t end = at;
        while (end < text.size() && text[end] == ':') ++end;
        const std::size_t colons = end - at;
        const bool spaced =
            at > 0 && is_blank(text[at - 1]) && end < text.size() && is_blank(text[end]);
        const std::size_t next = text.find("::", end);
        bool fits = (colons == 2 || colons == 3) && !cloze.holds(at) && !footnote.holds(at);
        std::size_t begin = at;
        std::size_t stop = end;
        while (begin > 0 && is_blank(text[begin - 1])) --begin;
        while (stop < text.size() && is_blank(text[stop])) ++stop;
        if (!spaced && fits) {
          fits = tight_allowed && begin == at && stop == end && begin > 0 && stop < text.size() &&
                 next == npos;  // else a name of three parts
          if (fits) {
            std::size_t left = begin;
            std::size_t right = stop;
            while (left > 0 && !is_blank(text[left - 1])) --left;
            while (right < text.size() && !is_blank(text[right])) ++right;
            fits = !is_code_name(text.substr(left, right - left));
          }
        }
        const bool has_front = begin > 0 || node != line.first;
        const bool has_back = stop < text.size() || node != line.last;
        if (fits && has_front && has_back && !is_escaped(paragraph, node, at, map)) {
          if (found) {
            found->second = found->second || spaced;
          } else {
            found = Separator{node, begin, stop - begin, colons == 3, false};
          }
        }
        at = next;
      }
    }
    if (node == line.last) break;
  }
  return found;
}

// "std::vector", "Foo::bar()", "a::b" in a note whose code has it: what is joined with no blank may be the name of something.
bool Extractor::is_code_name(std::string_view joint) {
  const std::size_t colons = joint.find("::");
  const std::string_view left = joint.substr(0, colons);
  const std::size_t after = std::min(joint.find_first_not_of(':', colons), joint.size());
  // Addresses of hosts and names: "2001:db8::1", "arn:aws:s3:::bucket".
  if (left.find(':') != npos || joint.find(':', after) != npos) return true;
  if (joint.find_first_of("(){}<>;=&*_/\\@#$|") != npos) return true;
  if (std::find(scopes.begin(), scopes.end(), ascii_lower(left)) != scopes.end()) return true;
  // "HashMap", "unwrapOr": capitals inside a word.
  for (std::size_t i = 1; i < joint.size(); ++i) {
    const bool inner_capital =
        joint[i] >= 'A' && joint[i] <= 'Z' && joint[i - 1] >= 'a' && joint[i - 1] <= 'z';
    if (inner_capital) return true;
  }
  // In code, the same letters stand elsewhere in the note between backticks or in a fence.
  const std::string_view text = parts_.source.text;
  const std::string name = std::string(left) + "::";
  std::size_t count = 0;
  bool quoted = false;
  for (std::size_t at = text.find(name); at != npos; at = text.find(name, at + 1)) {
    ++count;
    quoted = quoted || (at > 0 && text[at - 1] == '`');
  }
  return quoted || count > 1;
}

// "\::": the tree has lost the backslash, the source has it.
bool Extractor::is_escaped(cmark_node* paragraph, cmark_node* node, std::size_t at,
                           std::optional<SourceMap>& map) {
  if (!parts_.source.has_escapes) return false;
  if (!map) {
    std::size_t quotes = 0;
    for (cmark_node* parent = cmark_node_parent(paragraph); parent != nullptr;
         parent = cmark_node_parent(parent))
      quotes += cmark_node_get_type(parent) == CMARK_NODE_BLOCK_QUOTE ? 1 : 0;
    map.emplace(parts_, paragraph, quotes, 0);
  }
  const std::size_t offset = map->offset_in(node, at);
  return offset < parts_.text.size() && parts_.text[offset] == '\\';
}

// What the items say that this one stands below, outermost first: "Isolation > Read committed".
std::string Extractor::items_above(cmark_node* item) const {
  std::vector<std::string> above;
  for (cmark_node* node = cmark_node_parent(cmark_node_parent(item));
       is_type(node, CMARK_NODE_ITEM); node = cmark_node_parent(cmark_node_parent(node))) {
    cmark_node* paragraph = cmark_node_first_child(node);
    if (!is_type(paragraph, CMARK_NODE_PARAGRAPH)) continue;
    const std::vector<Line> lines = lines_of_paragraph(paragraph);
    if (lines.empty()) continue;
    std::string text = plain_text(lines[0].first, lines[0].last);
    if (const std::string pin = pin_of(text); !pin.empty()) text.resize(text.rfind('^'));
    const std::size_t colons = text.find(" ::");
    if (colons != npos) text.resize(colons);
    if (!trim(text).empty()) above.emplace_back(trim(text));
  }
  std::reverse(above.begin(), above.end());
  return join(std::vector<std::string_view>(above.begin(), above.end()), " > ");
}

}  // namespace loci
