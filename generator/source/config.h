// site.toml as a value. A folder without one is a site too: all members have defaults.
//
// An unknown key or a wrong type is a configuration error with position and the nearest known name
// (exit code 2).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "source/diagnostic.h"
#include "source/file_system.h"
#include "source/severity.h"
#include "source/strings.h"

namespace loci {

enum class HtmlPolicy { escape, sanitize, trust };

struct MarkdownConfig {
  HtmlPolicy html = HtmlPolicy::sanitize;
  bool smart_punctuation = true;
  bool emoji = true;              // ":rocket:"
  bool hard_line_breaks = false;  // Obsidian's "strict line breaks" off
  bool highlight = true;          // colours in code blocks
};

// Which other programs' cards are read (`cards.compat`).
struct CardForms {
  bool osr = true;   // Obsidian's Spaced Repetition: "a::b", "?" lines, "==x==", under #flashcards
  bool anki = true;  // "{{c1::x}}"
  bool hashcards = true;  // "Q:", "A:", "C:"
  bool logseq = true;     // "#card" on a list item or a heading

  friend bool operator==(const CardForms&, const CardForms&) = default;
};

struct CardsConfig {
  double desired_retention = 0.9;  // 0.70 to 0.99
  int new_per_day = 10;
  int reviews_per_day = 0;  // 0: no limit
  int maximum_interval_days = 36500;
  int rollover_hour = 4;  // the civil day of a review starts at this hour
  CardForms compat{};
  std::vector<std::string> folders{};  // of notes that are in card scope, relative to the notes
};

struct SearchConfig {
  bool enabled = true;
  std::optional<bool> lunr_index;  // write lunr-index.json; nullopt ("auto"): see has_lunr_index
};

struct FeedConfig {
  bool enabled = true;
  int entries = 20;
};

// [redirects]: "old/path" = "new/note#heading". Both as written.
struct RedirectRule {
  std::string from;
  std::string to;
  Span from_span;  // in SiteConfig::text
  Span to_span;
};

struct PrintConfig {
  bool book = false;  // print.html: the base and each top section as one document
};

// A link of the site's head or foot: [navigation] and [social], "Title" = "where", in the order written.
struct SiteLink {
  std::string title;
  std::string target;  // an address, or the path of a note or a folder
  Span span;           // of the target, in SiteConfig::text
};

struct LookConfig {
  bool system_font = false;  // font = "system": no font is published
  std::string accent;        // "#0f5468" in light; empty: Loci's own
  std::string accent_dark;   // in dark; empty: made from `accent`
  std::string logo;          // path of a picture in the project; empty: none
  Span accent_span;          // of these in SiteConfig::text
  Span accent_dark_span;
  Span logo_span;
  std::string footer;        // a line of text
};

// [home]: what the home page shows below its title, in this order (home.html).
struct HomeConfig {
  std::vector<std::string> blocks = {"introduction", "start", "sections", "notes", "recent"};
};

struct LinksConfig {
  bool alias_pages = false;  // a page for every alias that is a name, which leads to its note
};

// [verify.NAME]: how `loci verify` runs the blocks of a language (verify/program.h). Of pg and redis, which it knows, only the
// server can be named. Each is a program and its arguments.
struct RunnerConfig {
  std::string name;
  std::vector<std::string> command;  // gets a block on its standard input
  std::vector<std::string> start;    // a server that runs meanwhile
  std::vector<std::string> ready;    // succeeds when the server can be asked
  std::vector<std::string> version;  // prints what it is, for the pages
  int limit = 30;                    // seconds that a block may take, and `start` to be ready
};

struct SiteConfig {
  std::string root;         // absolute path of the project; every other path is relative to it
  std::string config_path;  // "site.toml", or empty when there is none
  std::string text;         // of that file: some of its faults show only when the notes are known
  std::string title;        // default: the root folder's name
  std::string description;
  std::string base_url;  // "https://user.github.io/repo/" with a final slash, or empty: not known
  std::string language = "en";
  std::string author;
  std::string notes_dir = ".";        // `notes`
  std::string output_dir = "public";  // `output`
  std::vector<std::string>
      ignore;  // glob patterns, besides dotfiles, node_modules and the output folder
  std::vector<std::string> sections;  // order of the top-level folders; the rest follow by name
  std::string repository;  // address of the source repository, for "edit this page"; may be empty
  bool drafts = false;     // -D
  MarkdownConfig markdown;
  CardsConfig cards;
  SearchConfig search;
  FeedConfig feed;
  LinksConfig links;
  PrintConfig print;
  LookConfig look;
  HomeConfig home;
  std::vector<SiteLink> navigation;
  std::vector<SiteLink> social;
  std::vector<RedirectRule> redirects;
  std::vector<SeverityRule> check;              // [check]: by code, at most one each
  std::vector<std::string> extra_front_matter;  // [front_matter] extra
  std::vector<RunnerConfig> verify;             // [verify.*], at most one each
  Strings strings;  // of the interface, in `language`; not of the file: the theme has them
};

// Changes from the command line, applied after the file.
struct ConfigOverrides {
  std::optional<std::string> config_path, output_dir, base_url;
  std::optional<bool> drafts;
};

// The nearest folder at or above `start` that holds site.toml, else `start`. Both absolute.
std::string find_project_root(const std::string& start, FileSystem& files);

// Errors are of kind usage and carry "site.toml:3:1: ..." with the source line and a caret in the
// message.
Result<SiteConfig> load_config(const std::string& root, const ConfigOverrides& overrides,
                               FileSystem& files);

// "user.github.io/repo" -> "https://user.github.io/repo/"; "" stays. Errors are of kind usage.
Result<std::string> normal_base_url(std::string_view url);

// As load_config, from a text; `path` is what errors show.
Result<SiteConfig> parse_config(std::string_view path, std::string_view text);

}  // namespace loci
