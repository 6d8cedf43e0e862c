// Ids of headings and of raw HTML in one page: unique, and none that the page or the browser already gives a meaning.
//
//     anchors.heading("Set up")  "set-up";  again  "set-up-1";  anchors.heading("__proto__")  "s-__proto__"
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace loci {

class Anchors {
 public:
  // GitHub's rule for the text of a heading.
  std::string heading(std::string_view text);

  // An id as written in raw HTML; empty when nothing usable is left.
  std::string written(std::string_view id);

 private:
  std::string unique(std::string id);

  std::unordered_map<std::string, std::uint32_t> used_;
};

// True for ids that the page's own elements have or that name properties scripts look up.
bool is_reserved_anchor(std::string_view id);

}  // namespace loci
