#include "markdown/links.h"

#include <algorithm>
#include <array>

#include "base/escape.h"
#include "base/text.h"
#include "base/unicode.h"

namespace loci {

namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t max_sentence = 300;

constexpr std::array<std::string_view, 5> allowed_schemes = {"http", "https", "mailto", "tel",
                                                             "obsidian"};

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

bool is_slash(char c) { return c == '/' || c == '\\'; }

constexpr std::array<bool, 256> make_href_safe() {
  std::array<bool, 256> table{};
  for (std::size_t c = '0'; c <= '9'; ++c) table[c] = true;
  for (std::size_t c = 'a'; c <= 'z'; ++c) table[c] = true;
  for (std::size_t c = 'A'; c <= 'Z'; ++c) table[c] = true;
  for (const char c : std::string_view("-_.+!*(),%#@?=;:/$~"))
    table[static_cast<unsigned char>(c)] = true;
  return table;
}
constexpr std::array<bool, 256> href_safe = make_href_safe();

// A full stop ends a sentence when a blank and something other than a small letter follow, and the word before it is
// longer than one letter ("e. g.", initials).
bool ends_sentence(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c != '.' && c != '!' && c != '?') return false;
  if (at + 1 >= text.size() || text[at + 1] != ' ') return false;
  std::size_t next = at + 1;
  while (next < text.size() && text[next] == ' ') ++next;
  if (next < text.size() && text[next] >= 'a' && text[next] <= 'z') return false;
  if (c == '.') {
    std::size_t begin = at;
    while (begin > 0 && text[begin - 1] != ' ' && text[begin - 1] != '.') --begin;
    if (at - begin <= 1) return false;
  }
  return true;
}

std::size_t to_character(std::string_view text, std::size_t at) {
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  return at;
}

}  // namespace

std::string_view scheme_of(std::string_view url) {
  if (url.empty() || !is_ascii_letter(url.front())) return {};
  for (std::size_t i = 1; i < url.size(); ++i) {
    const char c = url[i];
    if (c == ':') return url.substr(0, i);
    if (!is_ascii_letter(c) && !is_ascii_digit(c) && c != '+' && c != '.' && c != '-') return {};
  }
  return {};
}

Address classify_address(std::string_view url) {
  if (url.empty()) return {};
  if (has_control(url)) return {AddressKind::unsafe, {}, {}};
  const std::string_view scheme = scheme_of(url);
  if (!scheme.empty()) {
    const bool allowed = std::any_of(
        allowed_schemes.begin(), allowed_schemes.end(),
        [&](std::string_view known) { return equal_ignoring_ascii_case(known, scheme); });
    return {allowed ? AddressKind::external : AddressKind::unsafe, {}, {}};
  }
  // Browsers drop blanks before a scheme; a path does not begin with one.
  if (url.front() == ' ' || url.front() == '\\' || url.front() == ':' ||
      (url.size() > 1 && is_slash(url[0]) && is_slash(url[1])))
    return {AddressKind::unsafe, {}, {}};
  const std::size_t hash = url.find('#');
  Address address{AddressKind::internal, percent_decode(url.substr(0, hash)), {}};
  if (hash != npos) address.fragment = percent_decode(url.substr(hash + 1));
  if (has_control(address.target) || has_control(address.fragment) ||
      !is_valid_utf8(address.target) || !is_valid_utf8(address.fragment))
    return {AddressKind::unsafe, {}, {}};
  return address;
}

bool is_size(std::string_view text) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t begin = at;
    while (at < text.size() && is_ascii_digit(text[at])) ++at;
    return at - begin >= 1 && at - begin <= 5;
  };
  if (!digits()) return false;
  if (at == text.size()) return true;
  if (text[at++] != 'x') return false;
  return digits() && at == text.size();
}

WikiText parse_wikilink(std::string_view content, bool embed) {
  const auto part_at_bar = [](std::string_view text, std::size_t bar) {
    std::string_view head = text.substr(0, bar);
    if (head.ends_with('\\')) head.remove_suffix(1);
    return trim(head);
  };
  WikiText wiki;
  const std::size_t bar = content.find('|');
  std::string_view where = bar == npos ? trim(content) : part_at_bar(content, bar);
  if (bar != npos) wiki.label = trim(content.substr(bar + 1));
  if (embed && !wiki.label.empty()) {
    const std::size_t last = wiki.label.rfind('|');
    const std::string_view tail = last == npos ? wiki.label : trim(wiki.label.substr(last + 1));
    if (is_size(tail)) {
      wiki.size = tail;
      wiki.label = last == npos ? std::string_view() : part_at_bar(wiki.label, last);
    }
  }
  const std::size_t hash = where.find('#');
  wiki.target = trim(where.substr(0, hash));
  if (hash != npos) {
    where.remove_prefix(hash);
    while (where.starts_with('#')) where.remove_prefix(1);
    wiki.fragment = trim(where);
  }
  return wiki;
}

std::string written_name(std::string_view target, std::string_view fragment) {
  std::string name(target);
  if (!fragment.empty()) name.append("#").append(fragment);
  return name;
}

std::string unlabelled(const WikiText& wiki) {
  // Of "folder/note" the name: no reader of a sentence wants the folder.
  std::string text(wiki.target.substr(wiki.target.rfind('/') + 1));
  if (!wiki.fragment.empty()) {
    if (!text.empty()) text += " > ";
    text += replace_all(wiki.fragment, "#", " > ");
  }
  return text;
}

std::string written_heading(std::string_view line, std::string_view text) {
  if (line.find_first_of("_[<\\$&%") == std::string_view::npos) return {};
  const std::size_t begin = line.find_first_not_of("> \t-+*0123456789.)");
  if (begin != std::string_view::npos && line[begin] == '#') line.remove_prefix(begin);
  while (line.starts_with('#') || line.starts_with('>')) line.remove_prefix(1);
  line = trim(line);
  if (const std::size_t id = line.rfind("{#"); id != std::string_view::npos && line.ends_with('}'))
    line = trim_right(line.substr(0, id));
  const std::size_t end = line.find_last_not_of('#');
  if (end != std::string_view::npos && end + 1 < line.size() && line[end] == ' ')
    line = trim_right(line.substr(0, end));
  return line == text ? std::string() : std::string(line);
}

void append_href(std::string& out, std::string_view url) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::size_t copied = 0;
  for (std::size_t i = 0; i < url.size(); ++i) {
    const auto byte = static_cast<unsigned char>(url[i]);
    if (href_safe[byte]) continue;
    out.append(url, copied, i - copied);
    copied = i + 1;
    if (byte == '&') {
      out += "&amp;";
    } else if (byte == '\'') {
      out += "&#x27;";
    } else {
      out += '%';
      out += hex[byte >> 4];
      out += hex[byte & 15];
    }
  }
  out.append(url, copied, url.size() - copied);
}

Sentence sentence_around(std::string_view text, std::size_t begin, std::size_t end) {
  std::size_t first = begin;
  const std::size_t lowest = begin > max_sentence ? begin - max_sentence : 0;
  while (first > lowest &&
         !(first >= 2 && text[first - 1] == ' ' && ends_sentence(text, first - 2)))
    --first;
  std::size_t last = end;
  const std::size_t highest = std::min(text.size(), end + max_sentence);
  while (last < highest && !ends_sentence(text, last)) ++last;
  if (last < text.size() && last < highest) ++last;
  // Too long: what is far from the mark goes, first behind it.
  bool cut_before = first == lowest && lowest > 0;
  bool cut_after = last == highest && highest < text.size();
  const std::size_t mark = std::min(end - begin, max_sentence);
  const std::size_t room = (max_sentence - mark) / 2;
  if (last - first > max_sentence) {
    const std::size_t before = begin - first;
    const std::size_t after = last - end;
    const std::size_t keep_before =
        std::min(before, std::max(room, max_sentence - mark - std::min(after, room)));
    const std::size_t keep_after =
        std::min(after, max_sentence - mark - std::min(keep_before, max_sentence - mark));
    if (keep_before < before) {
      first = begin - keep_before;
      const std::size_t blank = text.substr(first, begin - first).find(' ');
      if (blank != npos) first += blank + 1;
      cut_before = true;
    }
    if (keep_after < after) {
      last = end + keep_after;
      const std::size_t blank = text.substr(end, last - end).rfind(' ');
      if (blank != npos) last = end + blank;
      cut_after = true;
    }
  }
  first = std::min(to_character(text, first), begin);
  last = std::max(to_character(text, last), end);
  while (first < begin && text[first] == ' ') ++first;
  while (last > end && text[last - 1] == ' ') --last;
  Sentence sentence;
  if (cut_before) sentence.text = "… ";
  const std::size_t shift = sentence.text.size();
  sentence.text += text.substr(first, last - first);
  if (cut_after) sentence.text += " …";
  sentence.mark_begin = static_cast<std::uint32_t>(shift + begin - first);
  sentence.mark_end = static_cast<std::uint32_t>(shift + end - first);
  return sentence;
}

}  // namespace loci
