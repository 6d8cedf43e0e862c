#include "markdown/anchors.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/unicode.h"

namespace loci {

namespace {

// Sorted. The page's own ids first met in templates/ and assets/, then names by which scripts reach the browser's objects:
// an element with such an id would stand in their place (DOM clobbering).
constexpr std::array<std::string_view, 35> reserved = {
    "__definegetter__",
    "__definesetter__",
    "__lookupgetter__",
    "__lookupsetter__",
    "__proto__",
    "attributes",
    "backlinks",
    "body",
    "children",
    "constructor",
    "contents",
    "cookie",
    "document",
    "forms",
    "hasownproperty",
    "head",
    "history",
    "innerhtml",
    "location",
    "loci",
    "main",
    "navigator",
    "outerhtml",
    "parent",
    "prototype",
    "review",
    "search",
    "self",
    "sidebar",
    "toc",
    "top",
    "tostring",
    "url",
    "valueof",
    "window",
};
static_assert(std::is_sorted(reserved.begin(), reserved.end()));

}  // namespace

bool is_reserved_anchor(std::string_view id) {
  return std::binary_search(reserved.begin(), reserved.end(), ascii_lower(id));
}

std::string Anchors::unique(std::string id) {
  const auto [first, is_new] = used_.try_emplace(id, 0);
  if (is_new) return id;
  for (;;) {
    std::string numbered = id + "-" + std::to_string(++first->second);
    if (used_.try_emplace(numbered, 0).second) return numbered;
  }
}

std::string Anchors::heading(std::string_view text) {
  std::string id = heading_id(text);
  if (id.empty()) id = "section";
  if (is_reserved_anchor(id)) id.insert(0, "s-");
  return unique(std::move(id));
}

std::string Anchors::written(std::string_view id) {
  std::string kept;
  for (const char c : id) {
    if (is_ascii_letter(c) || is_ascii_digit(c) || c == '-' || c == '_' || c == '.' || c == ':' ||
        static_cast<unsigned char>(c) >= 0x80)
      kept += c;
  }
  if (kept.empty()) return kept;
  if (is_reserved_anchor(kept)) kept.insert(0, "s-");
  return unique(std::move(kept));
}

}  // namespace loci
