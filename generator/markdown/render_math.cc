// Mathematics: `$x$`, `$$x$$`, `` $`x`$ `` and ```` ```math ````, as MathML or, when it cannot be read, as its source.
#include <algorithm>

#include "base/escape.h"
#include "base/text.h"
#include "markdown/math.h"
#include "markdown/opaque.h"
#include "markdown/renderer.h"

namespace loci {

namespace {

// Formulas of one note that may be refused for what they cost before the rest of it is not tried.
constexpr std::uint32_t most_refused = 3;

constexpr std::string_view word_joiner = "\u2060";
constexpr std::string_view closing_punctuation = ".,;:!?)]-";

bool is_line_end(cmark_node* node) {
  const cmark_node_type type = cmark_node_get_type(node);
  return type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK;
}

}  // namespace

// `at` is at a "$" that the pre-pass found to open mathematics. The parser saw plain text, so the formula ends in this text or
// in one of those that follow it line by line. Returns where this text goes on.
std::size_t Renderer::mathematics(cmark_node* node, std::string_view literal, std::size_t at) {
  const char before = html_.empty() ? ' ' : html_.back();
  const bool display = at + 1 < literal.size() && literal[at + 1] == opaque::math;
  const std::size_t mark = display ? 2 : 1;
  std::string tex;
  cmark_node* last = node;
  std::string_view text = literal;
  std::size_t from = at + mark;
  std::size_t close = text.find(opaque::math, from);
  while (close == std::string_view::npos) {
    opaque::append_restored(tex, text.substr(from));
    cmark_node* next = cmark_node_next(last);
    while (next != nullptr && is_line_end(next)) {
      tex += '\n';
      next = cmark_node_next(next);
    }
    if (next == nullptr || cmark_node_get_type(next) != CMARK_NODE_TEXT) {
      put_escaped(literal.substr(at, mark));  // another block has cut it off
      return at + mark;
    }
    last = next;
    text = literal_of(last);
    from = 0;
    close = text.find(opaque::math);
  }
  opaque::append_restored(tex, text.substr(from, close - from));
  // GitHub's inline form protects the TeX by backticks.
  if (!display && tex.size() > 2 && tex.front() == '`' && tex.back() == '`')
    tex = tex.substr(1, tex.size() - 2);
  // In a table "\|" is how a "|" is written.
  if (leaf_ != nullptr && cmark_node_get_type(leaf_) == types_.table_cell)
    tex = replace_all(tex, "\\|", "|");

  std::string_view prepared = parts_.source.text;
  const std::size_t begin = std::min(prepared.find(opaque::math, math_from_), prepared.size());
  const std::size_t end = std::min(prepared.find(opaque::math, begin + mark), prepared.size());
  math_from_ = std::min(end + mark, prepared.size());
  // A line may end on either side of a formula; not before its comma, nor behind its bracket.
  if (!display && (before == '(' || before == '[')) html_ += word_joiner;
  formula(tex, display, false,
          {parts_.body_begin + static_cast<std::uint32_t>(begin),
           parts_.body_begin + static_cast<std::uint32_t>(math_from_)});
  const std::string_view behind = text.substr(std::min(close + mark, text.size()), 1);
  if (!display && !behind.empty() && closing_punctuation.find(behind) != std::string_view::npos)
    html_ += word_joiner;
  if (last == node) return close + mark;
  math_end_ = last;
  math_end_at_ = close + mark;
  return literal.size();
}

// A fence with the language "math".
void Renderer::math_block(cmark_node* node) {
  const std::string_view literal = literal_of(node);
  const std::string tex = literal.find(opaque::drop) == std::string_view::npos
                              ? opaque::restored(literal)
                              : code_of(node);
  const int first = cmark_node_get_start_line(node);
  begin_leaf(node);
  const std::string_view id = block_id_after(node);
  html_ += "<div";
  put_block_id(id);
  html_ += " class=\"math-block\"";
  put_formula_attributes();
  html_ += '>';
  formula(tex, true, true, parts_.line_span(first, cmark_node_get_end_line(node)));
  html_ += "</div>\n";
  leaf_ = nullptr;
}

void Renderer::put_formula_attributes() {
  html_ += " tabindex=\"0\" role=\"group\" aria-label=\"";
  append_html(html_, say(english("Formula")));
  html_ += '"';
}

// `boxed`: the element around a block formula is already there.
void Renderer::formula(std::string_view tex, bool display, bool boxed, Span span) {
  body_.needs.mathematics = true;
  std::shared_ptr<const Mathematics> result;
  if (math_refused_ < most_refused) {
    result = to_mathml({tex, math_preamble_, display});
    if (result->refused) ++math_refused_;
  }
  const bool shown = result && !result->html.empty();
  if (shown && defines_commands(tex)) {
    if (math_preamble_.size() + tex.size() < max_preamble_bytes) {
      math_preamble_ += tex;
      math_preamble_ += '\n';
    }
    if (result->html.ends_with("\"></math>")) return;  // there is nothing else in it
  }
  // The text keeps the TeX, and where it is read without markup, the marks around it.
  const std::string_view source = trim(tex);
  opaque::append_restored(*plain_, source);
  if (captured_ != nullptr) {
    *captured_ += display ? "$$" : "$";
    *captured_ += source;
    *captured_ += display ? "$$" : "$";
  }
  if (display && !boxed) {
    html_ += "<span class=\"math-block\"";
    if (no_links_ == 0 && leaf_ != nullptr && !in_title(leaf_)) put_formula_attributes();
    html_ += '>';
  }
  if (shown) {
    html_ += result->html;
  } else {
    const std::string error = result ? result->error
                                     : "it is not tried, because " + std::to_string(most_refused) +
                                           " formulas of this note take too much";
    if (result && result->offset != Mathematics::no_offset)
      span = place_in_formula(tex, result->offset, span);
    diagnostics_.report(Code::bad_mathematics, path(), span,
                        "the formula is shown as its source: " + error);
    html_ += "<code class=\"math-error\" title=\"";
    append_html(html_, error);
    html_ += "\">";
    append_html(html_, source);
    html_ += "</code>";
    html_ += display ? "<span class=\"math-reason\">" : "<span class=\"visually-hidden\">";
    html_ += ' ';
    append_html(html_,
                parts_.dialect.strings.with("(this formula cannot be shown: {why})", {error}));
    html_ += "</span>";
  }
  if (display && !boxed) html_ += "</span>";
}

// Where in the file an offset of the TeX is. Lines of a quotation or a list carry marks that the TeX does not have, so the line of
// TeX is looked for in its line of the source; a formula that cannot be found so is pointed at whole.
Span Renderer::place_in_formula(std::string_view tex, std::uint32_t offset, Span span) const {
  offset = std::min(offset, static_cast<std::uint32_t>(tex.size()));
  const std::size_t line = static_cast<std::size_t>(
      std::count(tex.begin(), tex.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
  const std::size_t tex_begin = offset == 0 ? 0 : tex.rfind('\n', offset - 1) + 1;
  const std::string_view tex_line =
      trim_left(tex.substr(tex_begin, std::min(tex.find('\n', tex_begin), tex.size()) - tex_begin));
  const std::size_t indent = static_cast<std::size_t>(tex_line.data() - tex.data()) - tex_begin;
  std::string_view whole = parts_.text.substr(span.begin, span.end - span.begin);
  if (offset == tex.size() && whole.ends_with('$'))  // where it ends, something is missing
    return {span.end - (whole.starts_with("$$") ? 2 : 1), span.end};
  // A fence has a line before the first of its TeX.
  const std::size_t first_line = whole.starts_with('$') ? 0 : 1;
  std::size_t at = 0;
  for (std::size_t i = 0; i < line + first_line; ++i) {
    const std::size_t newline = whole.find('\n', at);
    if (newline == std::string_view::npos) return span;
    at = newline + 1;
  }
  const std::size_t found =
      whole.substr(0, std::min(whole.find('\n', at), whole.size())).find(tex_line, at);
  if (found == std::string_view::npos || offset < tex_begin + indent) return span;
  const std::size_t begin = found + (offset - tex_begin - indent);
  if (begin > whole.size()) return span;
  // At least one character, and a command whole.
  std::size_t end = begin;
  if (end < whole.size() && whole[end] == '\\') {
    ++end;
    while (end < whole.size() && is_ascii_letter(whole[end])) ++end;
  }
  if (end == begin && end < whole.size()) {
    ++end;
    while (end < whole.size() && (static_cast<unsigned char>(whole[end]) & 0xC0U) == 0x80U) ++end;
  }
  return {span.begin + static_cast<std::uint32_t>(begin),
          span.begin + static_cast<std::uint32_t>(end)};
}

}  // namespace loci
