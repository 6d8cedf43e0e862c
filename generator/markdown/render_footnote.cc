// Footnotes: "[^name]" with its "[^name]: text", and "^[text]" where it is referred to. They are numbered in the order of
// their first references and stand at the end of the note.
#include <algorithm>
#include <utility>

#include "base/escape.h"
#include "base/text.h"
#include "markdown/opaque.h"
#include "markdown/renderer.h"

namespace loci {

namespace {

// More links back than this help nobody.
constexpr std::uint32_t max_back_links = 100;

constexpr std::string_view paragraph_end = "</p>\n";

std::string suffix_of(std::uint32_t number, std::uint32_t count) {
  const std::string text = std::to_string(number);
  return count == 1 ? text : text + "-" + std::to_string(count);
}

// Whether a mark takes what is at `offset` of a text node.
bool is_hidden(const NodeMarks* marks, std::size_t offset) {
  if (marks == nullptr) return false;
  return std::any_of(marks->inside.begin(), marks->inside.end(), [&](const Mark& mark) {
    return mark.offset <= offset && offset - mark.offset < mark.skip;
  });
}

}  // namespace

// ---- references ------------------------------------------------------------------------------------------------------

void Renderer::footnote_reference(cmark_node* node) {
  const auto index = static_cast<std::size_t>(
      std::clamp<std::int64_t>(parse_integer(literal_of(node)).value_or(0), 0, 0xffffff));
  if (index == 0) return;
  if (footnote_numbers_.size() <= index) footnote_numbers_.resize(index + 1);
  if (footnote_numbers_[index] == 0) footnote_numbers_[index] = ++last_footnote_;
  if (no_links_ == 0 && !is_title_) put_reference(footnote_numbers_[index]);
}

// Ids carry the number, not the author's label: a label may hold anything, and "fn:" is in no heading's id.
void Renderer::put_reference(std::uint32_t number) {
  if (footnote_counts_.size() <= number) footnote_counts_.resize(std::size_t{number} + 1);
  const std::uint32_t count = ++footnote_counts_[number];
  const std::string shown = std::to_string(number);
  html_ += "<sup class=\"footnote-ref\"><a href=\"#fn:" + shown +
           "\" id=\"fnref:" + suffix_of(number, count) + "\" aria-label=\"" +
           escape_html(parts_.dialect.strings.with("Footnote {n}", {shown})) + "\">" + shown +
           "</a></sup>";
}

// ---- ^[text] ---------------------------------------------------------------------------------------------------------

// Behind the '^', which is taken back. What follows is written aside until the closing bracket.
bool Renderer::open_inline_footnote() {
  if (no_links_ > 0 || open_footnote_ || plain_html() || !html_.ends_with('^') ||
      !plain_->ends_with('^'))
    return false;
  html_.pop_back();
  plain_->pop_back();
  if (captured_ != nullptr && captured_->ends_with('^')) captured_->pop_back();
  OpenFootnote& open = open_footnote_.emplace();
  open.number = ++last_footnote_;
  open.html_begin = html_.size();
  open.hole_begin = body_.html.holes.size();
  open.plain = plain_;
  open.captured = captured_;
  open.leaf_begin = leaf_begin_;
  open.sentence_begin = sentence_begin_;
  open.pending = std::move(pending_);
  pending_.clear();
  footnote_text_.clear();
  plain_ = &footnote_text_;
  captured_ = nullptr;
  leaf_begin_ = sentence_begin_ = 0;
  open_span(OpenSpan::Kind::footnote, {});
  return true;
}

void Renderer::close_inline_footnote() {
  cut_sentences();
  const OpenFootnote open = std::move(*open_footnote_);
  open_footnote_.reset();
  InlineFootnote& footnote = inline_footnotes_.emplace_back();
  footnote.number = open.number;
  footnote.html.text = html_.substr(open.html_begin);
  const auto first = body_.html.holes.begin() + static_cast<std::ptrdiff_t>(open.hole_begin);
  footnote.html.holes.assign(first, body_.html.holes.end());
  for (Hole& hole : footnote.html.holes) hole.offset -= static_cast<std::uint32_t>(open.html_begin);
  html_.resize(open.html_begin);
  body_.html.holes.resize(open.hole_begin);
  plain_ = open.plain;
  captured_ = open.captured;
  leaf_begin_ = open.leaf_begin;
  sentence_begin_ = open.sentence_begin;
  pending_ = open.pending;
  if (plain_ != &scratch_) leaf_footnotes_ += " " + footnote_text_;
  if (!is_title_) put_reference(open.number);
}

// ---- at the end of the note ------------------------------------------------------------------------------------------

void Renderer::open_footnote(std::uint32_t number) {
  if (footnotes_++ == 0) {
    close_spans_of(frames_.size());
    new_line();
    body_.footnotes_begin = static_cast<std::uint32_t>(html_.size());
    html_ += "<section class=\"footnotes\" aria-label=\"";
    append_html(html_, say(english("Footnotes")));
    html_ += "\">\n<ol>\n";
  }
  html_ += "<li id=\"fn:" + std::to_string(number) + "\"";
  // One that only text without links refers to comes out of turn.
  if (number != footnotes_) html_ += " value=\"" + std::to_string(number) + "\"";
  html_ += ">\n";
}

bool Renderer::enter_footnote(cmark_node* node) {
  const std::size_t index = ++definitions_seen_;
  footnote_lines_.push_back(cmark_node_get_start_line(node));
  if (footnote_numbers_.size() <= index) footnote_numbers_.resize(index + 1);
  if (footnote_numbers_[index] == 0) footnote_numbers_[index] = ++last_footnote_;
  const std::uint32_t number = footnote_numbers_[index];
  put_inline_footnotes(number);
  open_footnote(number);
  push(Frame::Kind::footnote, node, "</li>\n").index = number;
  return true;
}

void Renderer::leave_footnote(const Frame& frame) {
  const bool in_paragraph = html_.ends_with(paragraph_end);
  if (in_paragraph) html_.resize(html_.size() - paragraph_end.size());
  put_back_links(frame.index);
  html_ += in_paragraph ? paragraph_end : "\n";
  html_ += frame.close;
}

void Renderer::put_back_links(std::uint32_t number) {
  const std::uint32_t count = number < footnote_counts_.size() ? footnote_counts_[number] : 0;
  for (std::uint32_t i = 1; i <= std::min(count, max_back_links); ++i) {
    html_ += " <a class=\"footnote-back\" href=\"#fnref:" + suffix_of(number, i) +
             "\" aria-label=\"" + escape_html(say(english("Back to the text"))) + "\">↩</a>";
  }
}

void Renderer::put_inline_footnotes(std::uint32_t below) {
  for (; inline_written_ < inline_footnotes_.size(); ++inline_written_) {
    InlineFootnote& footnote = inline_footnotes_[inline_written_];
    if (footnote.number >= below) return;
    open_footnote(footnote.number);
    html_ += "<p>";
    const auto begin = static_cast<std::uint32_t>(html_.size());
    for (const Hole& hole : footnote.html.holes)
      body_.html.holes.push_back({begin + hole.offset, hole.kind, hole.index});
    html_ += footnote.html.text;
    put_back_links(footnote.number);
    html_.append(paragraph_end).append("</li>\n");
    footnote.html = {};
  }
}

void Renderer::end_footnotes() {
  put_inline_footnotes(0xffffffff);
  if (footnotes_ > 0) html_ += "</ol>\n</section>\n";
  report_unused_footnotes();
}

// ---- what is wrong with them -----------------------------------------------------------------------------------------

// "[^name]" that stayed text: no line defines it. The pre-pass knows where those are that no backslash precedes. What a mark
// does not show is not the reader's: "==gap==[^2]" numbers a cloze.
void Renderer::report_undefined_footnotes(cmark_node* text, std::string_view literal) {
  const Prepared& source = parts_.source;
  if (!has_undefined_footnotes_) {
    std::vector<std::string> defined;
    for (const FootnoteLabel& label : source.footnote_definitions)
      defined.push_back(ascii_lower(label.in(source.text)));
    std::sort(defined.begin(), defined.end());
    has_undefined_footnotes_ =
        std::any_of(source.footnote_references.begin(), source.footnote_references.end(),
                    [&](const FootnoteLabel& label) {
                      return !std::binary_search(defined.begin(), defined.end(),
                                                 ascii_lower(label.in(source.text)));
                    });
  }
  if (!*has_undefined_footnotes_ || leaf_ == nullptr) return;
  cmark_node* const block =
      cmark_node_get_type(leaf_) == types_.table_cell ? cmark_node_parent(leaf_) : leaf_;
  const int line = start_of(block).line;
  const Span lines = parts_.line_span(line, cmark_node_get_end_line(block));
  const std::vector<FootnoteLabel>& references = source.footnote_references;
  const auto is_before = [](const FootnoteLabel& label, std::uint32_t offset) {
    return label.offset < offset;
  };
  const auto begin_of = [&](std::uint32_t offset) {
    return std::lower_bound(references.begin(), references.end(), offset - parts_.body_begin,
                            is_before);
  };
  auto next = begin_of(std::max(lines.begin, reported_until_));
  const auto end = begin_of(lines.end);
  for (std::size_t at = literal.find("[^"); at != std::string_view::npos && next < end;
       at = literal.find("[^", at + 2)) {
    const std::size_t close = literal.find(']', at);
    if (close == std::string_view::npos) return;
    const std::string_view name = literal.substr(at + 2, close - at - 2);
    // Those between are defined, so the one that is looked for is not far.
    const auto last = next + std::min<std::ptrdiff_t>(end - next, 64);
    const auto found = std::find_if(
        next, last, [&](const FootnoteLabel& label) { return label.in(source.text) == name; });
    if (found == last) continue;
    next = found + 1;
    if (is_hidden(static_cast<const NodeMarks*>(cmark_node_get_user_data(text)), at)) continue;
    const std::uint32_t begin = parts_.body_begin + found->offset;
    reported_until_ = begin + found->length;
    diagnostics_.report(
        Code::footnote_undefined, path(), {begin, reported_until_},
        "no line defines the footnote '" + shorten(name, 80) + "'",
        {"write '[^" + shorten(name, 80) + "]: ' and its text on a line of its own"});
  }
}

void Renderer::report_unused_footnotes() {
  const Prepared& source = parts_.source;
  if (source.footnote_definitions.empty()) return;
  std::sort(footnote_lines_.begin(), footnote_lines_.end());
  const auto line_of = [&](std::uint32_t offset) {
    const auto after =
        std::upper_bound(source.line_starts.begin(), source.line_starts.end(), offset);
    return static_cast<int>(after - source.line_starts.begin());
  };
  std::vector<const FootnoteLabel*> unused;
  std::vector<std::string> used;
  for (const FootnoteLabel& label : source.footnote_definitions) {
    if (std::binary_search(footnote_lines_.begin(), footnote_lines_.end(), line_of(label.offset))) {
      used.push_back(ascii_lower(label.in(source.text)));
    } else {
      unused.push_back(&label);
    }
  }
  if (unused.empty()) return;
  std::sort(used.begin(), used.end());
  // A line of code or of HTML defines nothing.
  std::vector<std::pair<int, int>> literal_lines;
  walk_blocks(parts_.tree.get(), [&](cmark_node* node) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK)
      literal_lines.emplace_back(cmark_node_get_start_line(node), cmark_node_get_end_line(node));
    return holds_blocks(type);
  });
  std::sort(literal_lines.begin(), literal_lines.end());
  for (const FootnoteLabel* label : unused) {
    const int line = line_of(label->offset);
    const auto after =
        std::upper_bound(literal_lines.begin(), literal_lines.end(), std::pair(line, 0x7fffffff));
    if (after != literal_lines.begin() && std::prev(after)->second >= line) continue;
    const std::string_view name = label->in(source.text);
    const bool twice = std::binary_search(used.begin(), used.end(), ascii_lower(name));
    const std::uint32_t begin = parts_.body_begin + label->offset;
    diagnostics_.report(Code::footnote_unused, path(), {begin, begin + label->length},
                        "the footnote '" + shorten(name, 80) +
                            (twice ? "' is defined before; this text is not shown"
                                   : "' is not shown: nothing refers to it"),
                        {});
  }
}

}  // namespace loci
