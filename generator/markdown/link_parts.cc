#include "markdown/link_parts.h"

#include <algorithm>

#include "base/text.h"
#include "markdown/links.h"

namespace loci {

namespace {

constexpr std::size_t npos = std::string_view::npos;

LinkPart part_of(std::string_view part, std::string_view link) {
  if (part.empty()) return {};
  const auto begin = static_cast<std::size_t>(part.data() - link.data());
  return {begin, begin + part.size()};
}

// The ']' that closes the '[' at `at`; brackets nest, code spans hide them.
std::size_t label_end(std::string_view link, std::size_t at) {
  std::size_t depth = 0;
  for (; at < link.size(); ++at) {
    switch (link[at]) {
      case '\\':
        ++at;
        break;
      case '`': {
        const std::size_t ticks = std::min(link.find_first_not_of('`', at), link.size()) - at;
        const std::size_t close = link.find(link.substr(at, ticks), at + ticks);
        at = (close == npos ? at : close) + ticks - 1;
        break;
      }
      case '[':
        ++depth;
        break;
      case ']':
        if (--depth == 0) return at;
        break;
      default:
        break;
    }
  }
  return npos;
}

LinkParts markdown_parts(std::string_view link) {
  LinkParts parts;
  const std::size_t label = label_end(link, link.find('['));
  if (label == npos || label + 1 >= link.size() || link[label + 1] != '(') return parts;
  std::size_t begin = label + 2;
  while (begin < link.size() && is_ascii_space(link[begin])) ++begin;
  std::size_t end = begin;
  if (begin < link.size() && link[begin] == '<') {
    parts.is_angled = true;
    end = ++begin;
    while (end < link.size() && link[end] != '>') end += link[end] == '\\' ? 2 : 1;
  } else {
    std::size_t depth = 0;
    for (; end < link.size() && !is_ascii_space(link[end]); ++end) {
      if (link[end] == '\\') {
        ++end;
      } else if (link[end] == '(') {
        ++depth;
      } else if (link[end] == ')' && depth-- == 0) {
        break;
      }
    }
  }
  if (end >= link.size()) return parts;
  parts.is_known = true;
  const std::string_view address = link.substr(begin, end - begin);
  const std::size_t hash = address.find('#');
  parts.target = part_of(address.substr(0, hash), link);
  if (hash != npos) parts.fragment = part_of(address.substr(hash + 1), link);
  return parts;
}

}  // namespace

LinkParts find_link_parts(std::string_view link) {
  const bool embed = link.starts_with('!');
  const std::string_view rest = link.substr(embed ? 1 : 0);
  if (!rest.starts_with("[[") || !rest.ends_with("]]") || rest.size() < 4)
    return rest.starts_with('[') ? markdown_parts(link) : LinkParts{};
  const WikiText wiki = parse_wikilink(rest.substr(2, rest.size() - 4), embed);
  LinkParts parts;
  parts.is_wikilink = true;
  parts.is_known = true;
  parts.target = part_of(wiki.target, link);
  parts.fragment = part_of(wiki.fragment, link);
  return parts;
}

}  // namespace loci
