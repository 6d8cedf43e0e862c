// The steps of linking, for link.cc and their tests. Each fills its own members of the site and
// reads those before it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "site/name_table.h"
#include "site/stages.h"
#include "source/config.h"
#include "source/diagnostic.h"

namespace loci {

// The names links may use. Drafts have a table of their own: a link to one is known, and shown as
// plain text.
struct LinkNames {
  NameTable
      published;  // notes by NoteId, attachments by their place in SourceSet, folders by section
  NameTable drafts;
  bool has_drafts = false;
  std::string prefix;  // notes_prefix

  std::string_view in_vault(std::string_view path) const { return path.substr(prefix.size()); }
};

// link.cc: what links of this site may say. `site` has its notes and sections.
LinkNames make_link_names(const LinkedSite& site, const ParsedNotes& parsed,
                          const SourceSet& sources, const SiteConfig& config);

// sections.cc: LinkedSite::sections, and of each note its title, section, previous, next.
void make_sections(LinkedSite& site, std::string_view prefix, const SiteConfig& config);
std::string humanised(std::string_view name);  // "case-studies" -> "Case studies"

// output_paths.cc: where each page goes. Clashes are reported, and the later page gets another
// name.
void assign_output_paths(LinkedSite& site, std::string_view prefix, Diagnostics& diagnostics);
bool is_reserved_page(std::string_view path);  // one that every site has

// redirects.cc: pages at old addresses, from `[redirects]` of site.toml and aliases. After resolve_links.
void assign_redirects(LinkedSite& site, const LinkNames& names, const SiteConfig& config,
                      Diagnostics& diagnostics);

// link_targets.cc: LinkedNote::links and image, LinkedSite::attachments and the counts.
void resolve_links(LinkedSite& site, const LinkNames& names, const SourceSet& sources,
                   Diagnostics& diagnostics);

// fragments.cc: the id in the page of `note` that "heading", "a#b" or "^block" means; nullopt: there is
// none. "" is the top of the page.
std::optional<std::string> resolve_fragment(const ParsedNote& note, std::string_view title,
                                            std::string_view fragment);

// prerequisites.cc: LinkedNote::prerequisites and unlocks. A circle is reported at each of its
// edges.
void link_prerequisites(LinkedSite& site, const LinkNames& names, Diagnostics& diagnostics);

// relations.cc: backlinks, tags and cards.
void collect_backlinks(LinkedSite& site);
void collect_tags(LinkedSite& site);
void collect_cards(LinkedSite& site, Diagnostics& diagnostics);

}  // namespace loci
