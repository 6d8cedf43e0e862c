// The block at the head of a note: YAML between "---" lines or TOML between "+++" lines, at most 64
// KiB.
//
// Values keep their spans, so that a wrong date is reported where it stands. YAML anchors, aliases
// and tags are refused (a nine-line file can expand to gigabytes). Keys follow what Obsidian, Hugo,
// Zola and Quartz users know; the table of names is in front_matter.cc.
//
//     ParsedFrontMatter parsed = parse_front_matter("notes/a.md", text, {}, diagnostics);
//     parsed.meta.title; text.substr(parsed.body_begin);
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "source/diagnostic.h"
#include "source/source_file.h"

namespace loci {

struct Spanned {
  std::string value;
  Span span;

  friend bool operator==(const Spanned&, const Spanned&) = default;
};

struct SourceReference {  // an entry of `sources`
  std::string title;
  std::string url;
  std::string kind;      // docs, paper, rfc, book, article; may be empty
  std::string accessed;  // as written
};

struct FrontMatter {
  std::string title;             // empty: the first H1, else the file name, decides (site/link)
  std::string description;       // `description`, `summary`
  std::vector<Spanned> tags;     // without '#', nested with '/'
  std::vector<Spanned> aliases;  // a value with '/' is a path, else a name
  std::vector<Spanned> prerequisites;  // `prerequisites`, `requires`, `prereq`: link targets
  std::optional<Date> date;            // `date`, `created`
  std::optional<Date> updated;         // `updated`, `modified`, `lastmod`
  bool draft = false;                  // `draft: true` or `publish: false`
  std::string slug;                    // last part of the page's path
  std::string permalink;               // whole path of the page
  std::optional<double> order;         // `order`, `weight`, `nav_order`
  std::string image;                   // `image`, `cover`
  std::vector<std::string> css_classes;
  bool in_search = true;  // `search: false`
  std::string deck;
  std::optional<bool>
      cards;         // `cards: true` opens the note for inline cards, `false` closes it for all
  std::string kind;  // free: concept, component, case-study, ...
  std::string level;
  std::string language;
  std::vector<SourceReference> sources;
};

struct ParsedFrontMatter {
  FrontMatter meta;
  std::uint32_t body_begin = 0;  // offset of the first byte after the block
};

// `extra_keys`: keys a site declares as its own ([front_matter] extra): never "unknown".
ParsedFrontMatter parse_front_matter(std::string_view path, std::string_view text,
                                     const std::vector<std::string>& extra_keys,
                                     Diagnostics& diagnostics);

}  // namespace loci
