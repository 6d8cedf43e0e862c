#include "site/html_tags.h"

#include "base/text.h"

namespace loci {

constexpr std::size_t npos = std::string_view::npos;

Tag next_tag(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find('<', from); at != npos; at = text.find('<', at + 1)) {
    if (text.substr(at, 4) == "<!--") {
      at = text.find("-->", at);
      if (at == npos) return {};
      continue;
    }
    if (at + 1 >= text.size() || !(is_ascii_letter(text[at + 1]) || text[at + 1] == '/')) continue;
    const std::size_t end = find_tag_end(text, at + 1);
    return end == npos ? Tag{} : Tag{at, end + 1};
  }
  return {};
}

int heading_level(std::string_view tag) {
  const std::size_t name = tag.starts_with("</") ? 2 : 1;
  if (tag.size() < name + 3 || ascii_lower(tag[name]) != 'h' || tag[name + 1] < '1' ||
      tag[name + 1] > '6')
    return 0;
  const char after = tag[name + 2];
  return after == '>' || after == ' ' || after == '\n' || after == '\t' ? tag[name + 1] - '0' : 0;
}

bool names_ids(std::string_view attribute) {
  return attribute == "for" || attribute == "headers" || attribute == "aria-labelledby" ||
         attribute == "aria-describedby" || attribute == "aria-controls" ||
         attribute == "aria-details";
}

}  // namespace loci
