// What an address or a wikilink says: where it leads, in words that site/link can look up. Nothing is looked up here.
//
//     classify_address("../b/my%20note.md#Two")     internal, target "../b/my note.md", fragment "Two"
//     classify_address("javascript:alert(1)")       unsafe
//     parse_wikilink("a/b#C|label")                 target "a/b", fragment "C", label "label"
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace loci {

enum class AddressKind : std::uint8_t {
  internal,  // a path or a "#heading": a Link
  external,  // http, https, mailto, tel, obsidian: plain HTML
  empty,
  unsafe,  // any other scheme, "//host", "\\host", control characters: loses its address
};

struct Address {
  AddressKind kind = AddressKind::empty;
  std::string target;    // of an internal address, percent-decoded
  std::string fragment;  // without '#', percent-decoded
};

Address classify_address(std::string_view url);

// The scheme before ':' when there is one, as written.
std::string_view scheme_of(std::string_view url);

struct WikiText {
  std::string_view target;
  std::string_view fragment;
  std::string_view label;
  std::string_view size;  // "300" or "300x200", of an embed
};

// `content`: what stands between the brackets. "\|" parts as "|" does, for tables. Views into `content`.
WikiText parse_wikilink(std::string_view content, bool embed);

// "300" or "300x200".
bool is_size(std::string_view text);

// "target#fragment", or the target alone: how LinkLabels calls it.
std::string written_name(std::string_view target, std::string_view fragment);

// What a reader sees when the author wrote no label, as far as the note alone can tell: "a/b > C".
std::string unlabelled(const WikiText& wiki);

// The source of a heading without what makes it one, when its markup changes how a link names it: of "## See [a](b)"
// "See [a](b)". Empty otherwise, which is nearly always.
std::string written_heading(std::string_view line, std::string_view text);

// An address made fit for an href, as cmark-gfm does it: what is encoded stays, what must be is, & is escaped.
void append_href(std::string& out, std::string_view url);

struct Sentence {
  std::string text;
  std::uint32_t mark_begin = 0;
  std::uint32_t mark_end = 0;
};

// The sentence of `text` around [begin, end), cut to about 300 bytes at blanks.
Sentence sentence_around(std::string_view text, std::size_t begin, std::size_t end);

}  // namespace loci
