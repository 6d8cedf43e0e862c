#include "site/single_leaf.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/escape.h"
#include "base/path.h"
#include "base/text.h"
#include "site/html_tags.h"
#include "site/url.h"

namespace loci {
namespace {

// "https:", "data:", or "//": an address that is complete by itself.
bool is_complete(std::string_view address) {
  if (address.starts_with("//")) return true;
  const std::size_t colon = address.find(':');
  return colon != std::string_view::npos && colon > 0 &&
         address.substr(0, colon).find_first_of("/?#") == std::string_view::npos;
}

std::string tag_name(std::string_view tag) {
  std::size_t at = tag.starts_with("</") ? 2 : 1;
  const std::size_t begin = at;
  while (at < tag.size() && tag[at] != ' ' && tag[at] != '>' && tag[at] != '/' && tag[at] != '\n' &&
         tag[at] != '\t')
    ++at;
  return ascii_lower(tag.substr(begin, at - begin));
}

std::optional<std::string_view> attribute(std::string_view tag, std::string_view name) {
  std::optional<std::string_view> found;
  each_attribute(tag, [&](std::string_view key, std::size_t begin, std::size_t end) {
    if (key == name && !found) found = tag.substr(begin, end - begin);
  });
  return found;
}

// Attributes that name a script which is loaded when it is wanted.
bool names_script(std::string_view name) {
  constexpr std::array<std::string_view, 4> names = {"data-script", "data-statistics",
                                                     "data-search", "data-preview"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

class Rewriter {
 public:
  Rewriter(const std::string& page, LeafIds ids, const SinglePlaces& places)
      : page_(page), ids_(ids), places_(places) {}

  SingleLeaf rewrite(std::string_view text) {
    leaf_.html.reserve(text.size() + text.size() / 8);
    std::size_t copied = 0;
    for (Tag place = next_tag(text, 0); place.begin != std::string_view::npos;
         place = next_tag(text, place.end)) {
      const std::string_view tag = text.substr(place.begin, place.end - place.begin);
      if (tag.find('=') == std::string_view::npos) continue;
      leaf_.html.append(text, copied, place.begin - copied);
      copied = place.end;
      const std::string name = tag_name(tag);
      if (name == "script" || name == "iframe") {
        if (const auto source = attribute(tag, "src"); source && name == "script")
          leaf_.scripts.push_back(path_in_site(page_, *source));
        // Behind its end tag. One without an end ends the page, in a browser too.
        const std::size_t end = text.find("</" + name, place.end);
        place.end = end == std::string_view::npos ? text.size() : text.find('>', end) + 1;
        copied = place.end;
        if (place.end == 0) break;
        if (copied < text.size() && text[copied] == '\n') ++copied;
        continue;
      }
      append_tag(tag, name);
    }
    leaf_.html.append(text, std::min(copied, text.size()));
    return std::move(leaf_);
  }

 private:
  void append_tag(std::string_view tag, std::string_view name) {
    std::string& out = leaf_.html;
    const std::size_t start = out.size();
    std::size_t copied = 0;
    bool is_left_out = false;
    const auto replace = [&](std::size_t begin, std::size_t end, std::string_view value) {
      out.append(tag, copied, begin - copied).append(value);
      copied = end;
    };
    // With the name in front: ` action="search.html"`.
    const auto drop = [&](std::string_view key, std::size_t begin, std::size_t end) {
      const bool is_quoted = tag[begin - 1] == '"' || tag[begin - 1] == '\'';
      replace(begin - key.size() - (is_quoted ? 3 : 2), end + (is_quoted ? 1 : 0), "");
    };
    each_attribute(tag, [&](std::string_view key, std::size_t begin, std::size_t end) {
      const std::string_view value = tag.substr(begin, end - begin);
      if (key == "id" || names_ids(key)) {
        if (ids_ == LeafIds::as_are) return;
        std::string ids;
        for (const std::string_view one : split(value, ' '))
          ids.append(ids.empty() ? "" : " ").append(escape_html(page_)).append("#").append(one);
        replace(begin, end, ids);
      } else if (key == "href" || key == "xlink:href") {
        if (value.starts_with('#') && ids_ == LeafIds::as_are) return;
        replace(begin, end, single_address(page_, value, places_));
        const std::string path = path_in_site(page_, value);
        if (!path.empty() && !path.ends_with(".html")) leaf_.links.push_back(path);
      } else if (key == "src" || key == "poster") {
        if (is_complete(value)) {
          leaf_.has_outside_pictures |= value.starts_with("http") || value.starts_with("//");
          return;
        }
        const std::string path = path_in_site(page_, value);
        const std::string data = places_.data_of(path);
        is_left_out |= data.empty() && key == "src";
        if (data.empty()) return drop(key, begin, end);
        // Cards show the picture again: scripts find it by its name.
        const bool is_named = name == "img" && key == "src" && tag[begin - 1] == '"';
        replace(begin, end, is_named ? data + "\" data-file=\"" + escape_html(path) : data);
      } else if (names_script(key)) {
        const std::string path = path_in_site(page_, value);
        replace(begin, end, escape_html(path));
        leaf_.loads.push_back(path);
      } else if (key == "action" && name == "form") {
        drop(key, begin, end);
      }
    });
    out.append(tag, copied);
    if (!is_left_out || name == "video" || name == "audio") return;
    // A picture or a source without an address would not be HTML.
    out.resize(start);
    if (name == "img")
      out.append("<span class=\"left-out\">[")
          .append(attribute(tag, "alt").value_or(""))
          .append("]</span>");
  }

  const std::string& page_;
  const LeafIds ids_;
  const SinglePlaces& places_;
  SingleLeaf leaf_;
};

}  // namespace

std::string path_in_site(std::string_view page, std::string_view href) {
  if (is_complete(href)) return {};
  const std::string path = percent_decode(href.substr(0, href.find_first_of("?#")));
  if (path.empty()) return std::string(page);
  std::string whole = path.starts_with('/') ? normal_path(path.substr(1))
                                            : normal_path(join_path(parent_path(page), path));
  if (path.ends_with('/') || whole.empty()) whole = join_path(whole, "index.html");
  return whole;
}

std::string single_address(std::string_view page, std::string_view href,
                           const SinglePlaces& places) {
  if (is_complete(href)) return std::string(href);
  const std::string path = path_in_site(page, href);
  const std::size_t rest = std::min(href.find_first_of("?#"), href.size());
  if (!places.has(path) && !places.base_url.empty())
    return escape_html(absolute_url(places.base_url, path)) + std::string(href.substr(rest));
  return "#" + percent_encode_path(path) + std::string(href.substr(rest));
}

SingleLeaf make_single_leaf(std::string_view html, const std::string& page, LeafIds ids,
                            const SinglePlaces& places) {
  return Rewriter(page, ids, places).rewrite(html);
}

}  // namespace loci
