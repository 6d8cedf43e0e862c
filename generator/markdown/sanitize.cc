#include "markdown/sanitize.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "base/unicode.h"

namespace loci {

namespace {

constexpr std::size_t npos = std::string_view::npos;

// All lists are sorted for the binary search.
constexpr std::array<std::string_view, 63> kept_elements = {
    "a",      "abbr",   "b",          "bdi",     "bdo", "blockquote", "caption", "center", "cite",
    "code",   "col",    "colgroup",   "dd",      "del", "details",    "dfn",     "div",    "dl",
    "dt",     "em",     "figcaption", "figure",  "h1",  "h2",         "h3",      "h4",     "h5",
    "h6",     "i",      "ins",        "kbd",     "li",  "mark",       "ol",      "p",      "pre",
    "q",      "rp",     "rt",         "ruby",    "s",   "samp",       "section", "small",  "span",
    "strike", "strong", "sub",        "summary", "sup", "table",      "tbody",   "td",     "tfoot",
    "th",     "thead",  "time",       "tr",      "tt",  "u",          "ul",      "var",    "wbr",
};
static_assert(std::is_sorted(kept_elements.begin(), kept_elements.end()));

constexpr std::array<std::string_view, 5> void_elements = {"br", "col", "hr", "img", "wbr"};
static_assert(std::is_sorted(void_elements.begin(), void_elements.end()));

constexpr std::array<std::string_view, 18> removed_whole = {
    "applet", "audio",   "canvas",   "embed",    "frameset", "iframe",
    "math",   "noembed", "noframes", "noscript", "object",   "plaintext",
    "script", "style",   "svg",      "template", "title",    "video",
};
static_assert(std::is_sorted(removed_whole.begin(), removed_whole.end()));

constexpr std::array<std::pair<std::string_view, std::string_view>, 20> kept_attributes = {{
    {"*", "dir"},        {"*", "id"},         {"*", "lang"},        {"*", "title"},
    {"a", "href"},       {"a", "name"},       {"col", "span"},      {"colgroup", "span"},
    {"del", "datetime"}, {"details", "open"}, {"img", "alt"},       {"img", "height"},
    {"img", "src"},      {"img", "width"},    {"li", "value"},      {"ol", "reversed"},
    {"ol", "start"},     {"ol", "type"},      {"time", "datetime"}, {"td", ""},
}};

bool is_name_character(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || c == '-' || c == '_' || c == ':' || c == '.';
}

template <std::size_t size>
bool is_in(const std::array<std::string_view, size>& list, std::string_view name) {
  return std::binary_search(list.begin(), list.end(), name);
}

}  // namespace

ElementRule element_rule(std::string_view name) {
  if (is_in(void_elements, name)) return ElementRule::kept_void;
  if (is_in(kept_elements, name)) return ElementRule::kept;
  if (is_in(removed_whole, name)) return ElementRule::removed_whole;
  return ElementRule::removed;
}

bool is_attribute_kept(std::string_view element, std::string_view attribute) {
  if ((element == "td" || element == "th") && (attribute == "colspan" || attribute == "rowspan" ||
                                               attribute == "align" || attribute == "scope"))
    return true;
  return std::any_of(kept_attributes.begin(), kept_attributes.end(), [&](const auto& kept) {
    return kept.second == attribute && (kept.first == "*" || kept.first == element);
  });
}

std::string decode_references(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> named = {{
      {"amp", "&"},
      {"lt", "<"},
      {"gt", ">"},
      {"quot", "\""},
      {"apos", "'"},
      {"colon", ":"},
      {"Tab", "\t"},
      {"NewLine", "\n"},
      {"nbsp", "\xC2\xA0"},
  }};
  std::string out;
  out.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] != '&') {
      out += text[at++];
      continue;
    }
    std::size_t end = at + 1;
    if (end < text.size() && text[end] == '#') {
      ++end;
      const bool hex = end < text.size() && (text[end] == 'x' || text[end] == 'X');
      if (hex) ++end;
      std::uint32_t value = 0;
      const std::size_t digits = end;
      for (; end < text.size(); ++end) {
        const char c = ascii_lower(text[end]);
        if (is_ascii_digit(c)) {
          value = value * (hex ? 16 : 10) + static_cast<std::uint32_t>(c - '0');
        } else if (hex && c >= 'a' && c <= 'f') {
          value = value * 16 + static_cast<std::uint32_t>(c - 'a' + 10);
        } else {
          break;
        }
        value = std::min<std::uint32_t>(value, 0x110000);
      }
      if (end > digits) {
        append_utf8(out, value == 0 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)
                             ? U'\uFFFD'
                             : static_cast<char32_t>(value));
        if (end < text.size() && text[end] == ';') ++end;
        at = end;
        continue;
      }
    } else {
      bool found = false;
      for (const auto& [name, value] : named) {
        if (text.compare(at + 1, name.size(), name) == 0 && text.size() > at + 1 + name.size() &&
            text[at + 1 + name.size()] == ';') {
          out += value;
          at += name.size() + 2;
          found = true;
          break;
        }
      }
      if (found) continue;
    }
    out += text[at++];
  }
  return out;
}

bool HtmlScanner::next(HtmlToken& token) {
  token.attributes.clear();
  token.name.clear();
  if (at_ >= html_.size()) return false;
  const std::size_t begin = at_;
  if (html_[at_] == '<') {
    if (html_.compare(at_, 4, "<!--") == 0) {
      const std::size_t end = html_.find("-->", at_ + 4);
      at_ = end == npos ? html_.size() : end + 3;
      token.kind = HtmlToken::Kind::hidden;
      token.raw = html_.substr(begin, at_ - begin);
      return true;
    }
    if (at_ + 1 < html_.size() && (html_[at_ + 1] == '!' || html_[at_ + 1] == '?')) {
      const std::size_t end = html_.find('>', at_ + 2);
      at_ = end == npos ? html_.size() : end + 1;
      token.kind = HtmlToken::Kind::hidden;
      token.raw = html_.substr(begin, at_ - begin);
      return true;
    }
    if (tag(token)) {
      token.raw = html_.substr(begin, at_ - begin);
      return true;
    }
    at_ = begin + 1;  // a '<' that opens nothing
  }
  const std::size_t end = html_.find('<', at_);
  at_ = end == npos ? html_.size() : end;
  token.kind = HtmlToken::Kind::text;
  token.raw = html_.substr(begin, at_ - begin);
  return true;
}

bool HtmlScanner::tag(HtmlToken& token) {
  std::size_t at = at_ + 1;
  token.kind = HtmlToken::Kind::open;
  if (at < html_.size() && html_[at] == '/') {
    token.kind = HtmlToken::Kind::close;
    ++at;
  }
  if (at >= html_.size() || !is_ascii_letter(html_[at])) return false;
  const std::size_t name = at;
  while (at < html_.size() && is_name_character(html_[at])) ++at;
  token.name = ascii_lower(html_.substr(name, at - name));
  for (;;) {
    while (at < html_.size() && (is_ascii_space(html_[at]) || html_[at] == '/')) ++at;
    if (at >= html_.size()) return false;
    if (html_[at] == '>') {
      at_ = at + 1;
      return true;
    }
    const std::size_t key = at;
    while (at < html_.size() && !is_ascii_space(html_[at]) && html_[at] != '/' &&
           html_[at] != '>' && html_[at] != '=')
      ++at;
    if (at == key) ++at;  // a stray '='
    HtmlAttribute attribute{ascii_lower(html_.substr(key, at - key)), {}};
    std::size_t after = at;
    while (after < html_.size() && is_ascii_space(html_[after])) ++after;
    if (after < html_.size() && html_[after] == '=') {
      at = after + 1;
      while (at < html_.size() && is_ascii_space(html_[at])) ++at;
      if (at >= html_.size()) return false;
      std::string_view value;
      if (html_[at] == '"' || html_[at] == '\'') {
        const std::size_t end = html_.find(html_[at], at + 1);
        if (end == npos) return false;
        value = html_.substr(at + 1, end - at - 1);
        at = end + 1;
      } else {
        const std::size_t begin = at;
        while (at < html_.size() && !is_ascii_space(html_[at]) && html_[at] != '>') ++at;
        value = html_.substr(begin, at - begin);
      }
      attribute.value = decode_references(value);
    }
    if (token.attributes.size() < 64) token.attributes.push_back(std::move(attribute));
  }
}

void HtmlScanner::skip_past_close(std::string_view name) {
  while (at_ < html_.size()) {
    const std::size_t open = html_.find("</", at_);
    if (open == npos) break;
    at_ = open + 2;
    if (equal_ignoring_ascii_case(html_.substr(at_, name.size()), name)) {
      const std::size_t end = html_.find('>', at_);
      at_ = end == npos ? html_.size() : end + 1;
      return;
    }
  }
  at_ = html_.size();
}

}  // namespace loci
