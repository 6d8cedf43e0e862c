#include "site/language.h"

#include <algorithm>
#include <array>

#include "base/escape.h"
#include "base/text.h"

namespace loci {

std::string language_tag(std::string_view text) {
  bool first = true;
  for (const std::string_view part : split(text, '-')) {
    const bool fits =
        !part.empty() && part.size() <= (first ? 3U : 8U) && (!first || part.size() >= 2) &&
        std::all_of(part.begin(), part.end(),
                    [&](char c) { return is_ascii_letter(c) || (!first && is_ascii_digit(c)); });
    if (!fits) return {};
    first = false;
  }
  return std::string(text);
}

std::string_view direction_of(std::string_view language) {
  // Of the scripts that run from right to left; a language of two scripts counts by the usual one.
  constexpr std::array<std::string_view, 13> codes = {"ar",  "arc", "ckb", "dv", "fa", "he", "iw",
                                                      "nqo", "ps",  "sd",  "ug", "ur", "yi"};
  const std::string whole = ascii_lower(language);
  if (whole.find("-latn") != std::string::npos || whole.find("-cyrl") != std::string::npos)
    return "";
  const std::string_view first = std::string_view(whole).substr(0, whole.find('-'));
  const bool is_rtl = std::find(codes.begin(), codes.end(), first) != codes.end() ||
                      whole.find("-arab") != std::string::npos ||
                      whole.find("-hebr") != std::string::npos;
  return is_rtl ? "rtl" : "";
}

std::string_view own_direction(const FrontMatter& meta, const SiteConfig& config) {
  const std::string_view of_site = direction_of(config.language);
  if (!meta.direction.empty())
    return meta.direction == (of_site.empty() ? "ltr" : of_site) ? std::string_view()
                                                                 : meta.direction;
  if (language_tag(meta.language).empty()) return "";
  const std::string_view own = direction_of(meta.language);
  if (own == of_site) return "";
  return own.empty() ? "ltr" : own;
}

std::string tongue_of(const FrontMatter& meta, const SiteConfig& config) {
  std::string attributes;
  const std::string tag = language_tag(meta.language);
  if (!tag.empty() && tag != config.language) attributes = " lang=\"" + tag + "\"";
  const std::string_view direction = own_direction(meta, config);
  if (!direction.empty()) attributes.append(" dir=\"").append(direction).append("\"");
  return attributes;
}

std::string tongue_of_site(const SiteConfig& config) {
  const std::string_view direction = direction_of(config.language);
  return " lang=\"" + language_tag(config.language) + "\" dir=\"" +
         std::string(direction.empty() ? "ltr" : direction) + "\"";
}

std::string_view value_in_tongue(std::string_view tongue, std::string_view name) {
  const std::string begin = " " + std::string(name) + "=\"";
  const std::size_t at = tongue.find(begin);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = tongue.substr(at + begin.size());
  return rest.substr(0, rest.find('"'));
}

std::string tongue_inside(const LinkedNote& outer, const LinkedNote& note, const LinkedSite& site) {
  if (outer.tongue == note.tongue) return {};
  std::string attributes;
  for (const std::string_view name : {"lang", "dir"}) {
    std::string_view value = value_in_tongue(note.tongue, name);
    if (value.empty() && !value_in_tongue(outer.tongue, name).empty())
      value = value_in_tongue(site.tongue, name);
    if (!value.empty())
      attributes.append(" ").append(name).append("=\"").append(value).append("\"");
  }
  return attributes;
}

std::string_view tongue_of(const SiteSection& section, const LinkedSite& site) {
  return section.index == no_note ? std::string_view() : site.note(section.index).tongue;
}

std::string title_html(std::string_view title, std::string_view tongue) {
  std::string html;
  if (!tongue.empty()) html.append("<bdi").append(tongue).append(">");
  append_html(html, title);
  return tongue.empty() ? html : html + "</bdi>";
}

std::string title_in_sentence(const LinkedNote& note) {
  const bool runs_otherwise = note.tongue.find(" dir=") != std::string::npos;
  return runs_otherwise ? "\u2068" + note.title + "\u2069" : note.title;
}

}  // namespace loci
