// The tags of our own HTML, for those who show a finished text somewhere else: an embed in another
// note, a note in a book. Ids and what names them get a prefix there, headings another level.
//
//     for (Tag tag = next_tag(html, 0); tag.begin != std::string_view::npos;
//          tag = next_tag(html, tag.end)) ...
#pragma once

#include <cstddef>
#include <string_view>

namespace loci {

// From '<' to behind '>'.
struct Tag {
  std::size_t begin = std::string_view::npos;
  std::size_t end = std::string_view::npos;
};

// The next tag at or after `from`. Comments are no tags; they come from raw HTML only.
Tag next_tag(std::string_view text, std::size_t from);

// "<h3 …>" or "</h3>": 3; anything else 0.
int heading_level(std::string_view tag);

// Calls use(name, begin, end) with the place of each attribute's value in the tag.
template <class Use>
void each_attribute(std::string_view tag, const Use& use) {
  const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\t'; };
  std::size_t at = 1;
  while (at < tag.size() && !is_space(tag[at]) && tag[at] != '>') ++at;
  while (at < tag.size()) {
    while (at < tag.size() && (is_space(tag[at]) || tag[at] == '/')) ++at;
    const std::size_t name = at;
    while (at < tag.size() && !is_space(tag[at]) && tag[at] != '=' && tag[at] != '>') ++at;
    const std::string_view key = tag.substr(name, at - name);
    if (at >= tag.size() || tag[at] == '>') return;
    if (tag[at] != '=') continue;
    ++at;
    const char quote = at < tag.size() ? tag[at] : '\0';
    std::size_t end = at;
    if (quote == '"' || quote == '\'') {
      end = std::min(tag.find(quote, ++at), tag.size());
    } else {
      while (end < tag.size() && !is_space(tag[end]) && tag[end] != '>') ++end;
    }
    use(key, at, end);
    at = end + 1;
  }
}

// Attributes whose value is one or more ids.
bool names_ids(std::string_view attribute);

}  // namespace loci
