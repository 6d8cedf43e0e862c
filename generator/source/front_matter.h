// The block at the head of a note: YAML between "---" lines or TOML between "+++" lines, at most 64
// KiB.
//
// Values keep their spans, so that a wrong date is reported where it stands. YAML anchors, aliases
// and tags are refused (a nine-line file can expand to gigabytes). Keys follow what Obsidian, Hugo,
// Zola, Quartz, Starlight and Jekyll users know; the table of names is front_matter_keys.cc. A
// date in the file's name ("2026-11-21-name.md") is the note's date when the block has none.
//
//     ParsedFrontMatter parsed = parse_front_matter("notes/a.md", text, {}, diagnostics);
//     parsed.meta.title; text.substr(parsed.body_begin);
//
// What cannot be understood never publishes a note: a `draft` that is neither true nor false counts
// as true, and a block with a mistake in it is looked through for a line that says so.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
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
  std::vector<Spanned> tags;     // without '#', nested with '/'; those of the folder: span {0, 0}
  std::vector<Spanned> aliases;  // a value with '/' is a path, else a name
  std::vector<Spanned> prerequisites;  // `prerequisites`, `requires`, `prereq`: link targets
  std::optional<Date> date;            // `date`, `created`, else of the file's name
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
  std::string direction;  // "rtl", "ltr"; empty: as its language runs
  std::vector<SourceReference> sources;
};

// What the index note of a folder says for every note in it and below it, under `cascade`. A note's
// own front matter comes first, then the nearest folder; tags and cssclasses are added to.
struct FrontMatterDefaults {
  std::vector<std::string> tags;
  std::vector<std::string> css_classes;
  std::optional<bool> draft;
  std::optional<bool> publish;
  std::optional<bool> in_search;
  std::optional<bool> cards;
  std::string deck;
  std::string kind;
  std::string level;
  std::string language;
  std::string direction;  // "rtl", "ltr"; empty: as its language runs

  friend bool operator==(const FrontMatterDefaults&, const FrontMatterDefaults&) = default;
};

// `inner` where it says something, `outer` else.
FrontMatterDefaults combine_defaults(const FrontMatterDefaults& outer,
                                     const FrontMatterDefaults& inner);

struct FrontMatterOptions {
  std::span<const std::string>
      extra_keys{};  // a site's own ([front_matter] extra): never "unknown"
  const FrontMatterDefaults* defaults = nullptr;  // of the folders around the note; null: none
  bool is_index = false;                          // `cascade` is for the index note of a folder
};

struct ParsedFrontMatter {
  FrontMatter meta;
  std::uint32_t body_begin = 0;  // offset of the first byte after the block
};

ParsedFrontMatter parse_front_matter(std::string_view path, std::string_view text,
                                     const FrontMatterOptions& options, Diagnostics& diagnostics);

// What `cascade` says in the front matter of an index note; nullopt: nothing. What is wrong with it
// is said when the note itself is parsed.
std::optional<FrontMatterDefaults> read_cascade(std::string_view text);

}  // namespace loci
