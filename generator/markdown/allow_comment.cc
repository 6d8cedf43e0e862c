#include "markdown/allow_comment.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <utility>

#include "base/text.h"
#include "markdown/opaque.h"
#include "markdown/tree.h"

namespace loci {

namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::string_view mark = "loci:";
constexpr std::string_view html_open = "<!--";
constexpr std::string_view html_close = "-->";
constexpr std::string_view percent = "%%";

// Every note of a vault is looked through: colons are few, and found sixteen bytes at a time.
std::size_t find_mark(std::string_view text, std::size_t from) {
  constexpr std::string_view name = mark.substr(0, mark.size() - 1);
  for (std::size_t colon = text.find(':', from); colon != npos; colon = text.find(':', colon + 1)) {
    if (colon >= from + name.size() && text.substr(0, colon).ends_with(name))
      return colon - name.size();
  }
  return npos;
}

bool is_separator(char c) { return is_ascii_space(c) || c == ','; }

// A comment as it stands in the note: all of it, and what it says.
struct Comment {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t words_begin = 0;  // after "loci:"
  std::size_t words_end = 0;
};

class Finder {
 public:
  Finder(const Document::Parts& parts, Diagnostics& diagnostics)
      : parts_(parts), text_(parts.text), diagnostics_(diagnostics) {}

  std::vector<Allowance> run(std::size_t first) {
    for (std::size_t at = first; at != npos; at = find_mark(text_, at + mark.size())) {
      if (const std::optional<Comment> comment = comment_at(at)) read(*comment);
    }
    return std::move(allowances_);
  }

 private:
  // The comment whose "loci:" is at `at`; nullopt: it is not one.
  std::optional<Comment> comment_at(std::size_t at) {
    const std::string_view before = trim_right(text_.substr(0, at));
    Comment comment;
    comment.words_begin = at + mark.size();
    if (at < parts_.body_begin) {
      if (!before.ends_with('#')) return std::nullopt;
      comment.begin = before.size() - 1;
      if (comment.begin > 0 && !is_ascii_space(text_[comment.begin - 1])) return std::nullopt;
      comment.words_end = comment.end = std::min(text_.find('\n', at), text_.size());
      return comment;
    }
    const bool is_html = before.ends_with(html_open);
    if (!is_html && !before.ends_with(percent)) return std::nullopt;
    const std::string_view close = is_html ? html_close : percent;
    comment.begin = before.size() - (is_html ? html_open : percent).size();
    comment.words_end = text_.find(close, at);
    if (comment.words_end == npos || comment.begin < parts_.body_begin) return std::nullopt;
    comment.end = comment.words_end + close.size();
    // The pre-pass has hidden what is a comment and not code.
    const bool is_real = is_html ? is_html_comment(comment)
                                 : parts_.source.text[at - parts_.body_begin] == opaque::drop;
    return is_real ? std::optional(comment) : std::nullopt;
  }

  // Whether the parser took it for HTML, not for code.
  bool is_html_comment(const Comment& comment) {
    if (!has_looked_) look_for_html();
    const std::string_view written = text_.substr(comment.begin, comment.end - comment.begin);
    const std::vector<std::uint32_t>& starts = parts_.source.line_starts;
    const auto offset = static_cast<std::uint32_t>(comment.begin - parts_.body_begin);
    const auto line = std::upper_bound(starts.begin(), starts.end(), offset) - starts.begin();
    return std::any_of(html_.begin(), html_.end(), [&](const HtmlNode& node) {
      return node.first_line <= line && line <= node.last_line &&
             node.literal.find(written) != npos;
    });
  }

  struct HtmlNode {
    std::string literal;
    int first_line = 0;
    int last_line = 0;
  };

  void look_for_html() {
    has_looked_ = true;
    cmark_iter* walk = cmark_iter_new(parts_.tree.get());
    cmark_node* block = parts_.tree.get();
    for (cmark_event_type event = cmark_iter_next(walk); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(walk)) {
      if (event != CMARK_EVENT_ENTER) continue;
      cmark_node* node = cmark_iter_get_node(walk);
      const cmark_node_type type = cmark_node_get_type(node);
      if ((type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK) block = node;
      if (type != CMARK_NODE_HTML_BLOCK && type != CMARK_NODE_HTML_INLINE) continue;
      std::string literal = opaque::restored(literal_of(node));
      if (literal.find(mark) == std::string::npos) continue;
      // The parser gives a comment that ends on its first line the line before as its end.
      const int first = start_of(block).line;
      const auto lines = static_cast<int>(std::count(literal.begin(), literal.end(), '\n'));
      const int last = std::max(cmark_node_get_end_line(block), first + lines);
      html_.push_back({std::move(literal), first, last});
    }
    cmark_iter_free(walk);
  }

  void read(const Comment& comment) {
    std::size_t at = comment.words_begin;
    const auto next_word = [&]() -> Span {
      while (at < comment.words_end && is_separator(text_[at])) ++at;
      const auto begin = static_cast<std::uint32_t>(at);
      while (at < comment.words_end && !is_separator(text_[at])) ++at;
      return {begin, static_cast<std::uint32_t>(at)};
    };
    const auto word_of = [&](Span span) { return text_.substr(span.begin, span.end - span.begin); };

    constexpr std::array<std::string_view, 2> verbs = {"allow", "allow-file"};
    const Span verb = next_word();
    if (std::find(verbs.begin(), verbs.end(), word_of(verb)) == verbs.end()) {
      // "loci" is a word of its own; a misspelt verb is not.
      if (const auto meant = nearest_name(word_of(verb), verbs)) {
        report(verb,
               "a comment says 'loci: allow' or 'loci: allow-file', not '" +
                   std::string(word_of(verb)) + "'",
               {"did you mean '" + *meant + "'?"});
      }
      return;
    }
    const bool whole_note = word_of(verb) == "allow-file";
    const Span lines = whole_note ? Span{} : lines_of(comment);
    for (Span word = next_word(); word.begin < word.end; word = next_word()) {
      const std::optional<Code> code = find_code(word_of(word));
      if (code) {
        allowances_.push_back({*code, whole_note, lines});
        continue;
      }
      const std::optional<std::string> meant = nearest_code(word_of(word));
      report(word, "there is no code '" + std::string(word_of(word)) + "' to allow",
             {meant ? "did you mean '" + *meant + "'?"
                    : std::string("each message has its code in brackets, like [L201]")});
    }
  }

  void report(Span span, std::string message, std::vector<std::string> hints) {
    diagnostics_.report(Code::unknown_code, parts_.path, span, std::move(message),
                        std::move(hints));
  }

  // The comment's own line and, when nothing else stands on it, the next one that says something.
  Span lines_of(const Comment& comment) const {
    const std::size_t before = text_.rfind('\n', comment.begin);
    const std::size_t begin = before == npos || comment.begin == 0 ? 0 : before + 1;
    std::size_t end = std::min(text_.find('\n', comment.end), text_.size());
    const std::string_view head = text_.substr(begin, comment.begin - begin);
    const std::string_view tail = text_.substr(comment.end, end - comment.end);
    if (is_frame(head) && is_frame(tail)) {
      while (end < text_.size()) {
        const std::size_t line = end + 1;
        end = std::min(text_.find('\n', line), text_.size());
        if (!is_frame(text_.substr(line, end - line)) && !is_comment_line(line, end)) break;
      }
    }
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  // What may stand around a comment that is alone: quotation marks, list markers, blanks.
  static bool is_frame(std::string_view text) { return text.find_first_not_of(" \t>*+-") == npos; }

  // Another comment of this kind: several may stand above one line.
  bool is_comment_line(std::size_t begin, std::size_t end) const {
    std::string_view line = text_.substr(begin, end - begin);
    line.remove_prefix(std::min(line.find_first_not_of(" \t>*+-"), line.size()));
    for (const std::string_view open : {html_open, percent, std::string_view("#")}) {
      if (line.starts_with(open) && trim(line.substr(open.size())).starts_with(mark)) return true;
    }
    return false;
  }

  const Document::Parts& parts_;
  std::string_view text_;
  Diagnostics& diagnostics_;
  std::vector<Allowance> allowances_;
  std::vector<HtmlNode> html_;
  bool has_looked_ = false;
};

}  // namespace

std::vector<Allowance> read_allowances(const Document& document, Diagnostics& diagnostics) {
  const Document::Parts& parts = document.parts();
  const std::size_t first = find_mark(parts.text, 0);
  if (first == npos) return {};
  return Finder(parts, diagnostics).run(first);
}

std::string without_loci_comments(std::string_view html) {
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = html.find(html_open); at != npos; at = html.find(html_open, at + 1)) {
    if (at < copied || !trim(html.substr(at + html_open.size())).starts_with(mark)) continue;
    const std::size_t close = html.find(html_close, at + html_open.size());
    if (close == npos) break;
    out += html.substr(copied, at - copied);
    copied = close + html_close.size();
  }
  return out.append(html.substr(copied));
}

}  // namespace loci
