// Where in a link's source its target and its fragment stand, for carets and repairs.
//
// A parsed note keeps the span of a whole link only; its parts are found again in the text when they are needed, which is
// for few links.
//
//     find_link_parts("[[b#Two|x]]")      target "b", fragment "Two"
//     find_link_parts("[x](<a b.md#c>)")  target "a b.md", fragment "c"; is_angled
#pragma once

#include <cstddef>
#include <string_view>

namespace loci {

struct LinkPart {
  std::size_t begin = 0;  // in the link's text
  std::size_t end = 0;

  std::string_view of(std::string_view link) const { return link.substr(begin, end - begin); }
};

struct LinkParts {
  LinkPart target;    // as written: "a%20b.md" is not decoded; empty for "[[#heading]]"
  LinkPart fragment;  // without its "#"; empty when there is none
  bool is_wikilink = false;
  bool is_angled = false;  // [x](<…>)
  bool is_known = false;   // false: the address stands elsewhere (a reference link) or in raw HTML
};

// `link`: the source of one link or image, "[[…]]", "![[…]]", "[…](…)" or "![…](…)".
LinkParts find_link_parts(std::string_view link);

}  // namespace loci
