// From a folder of notes to the plan of a site: the corridor, for commands and for the preview
// server alike.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timer.h"
#include "search/search_index.h"
#include "site/output_plan.h"
#include "site/parse_cache.h"
#include "site/stages.h"
#include "source/config.h"
#include "source/diagnostic.h"
#include "source/file_system.h"
#include "theme/theme.h"

namespace loci {

class PageParts;     // site/page_parts.h
struct Connections;  // site/connections.h

// Everything one build knows. Nothing in it changes once it is made, but that write_site spends
// `data`; the preview server shares it between requests.
struct SiteBuild {
  SiteConfig config;
  SourceSet sources;
  ParsedNotes parsed;
  LinkedSite site;
  SearchIndex search;
  std::shared_ptr<const Connections> connections;  // maps, related notes, the learning path
  std::vector<DataFile> data;                      // search shards, cards, maps
  std::string build_id;                            // a fingerprint of all that went in
  std::map<std::string, std::string, std::less<>>
      templates;    // the site's own, for what is said of them
  PageNeeds needs;  // of any page: mathematics, diagrams
  OutputPlan plan;
  std::shared_ptr<const PageParts> parts;  // what pages share, rendered once
  std::vector<Diagnostic> diagnostics;     // sorted
  FileSystem* files =
      nullptr;  // attachments are read from it when they are asked for; outlives the build

  // Text of a note, of a template or of the settings for the diagnostic printer; empty for a note of which no diagnostic speaks.
  std::string_view text_of(std::string_view path) const;
};

enum class Depth {
  linked,   // up to the links: check, list
  indexed,  // and the search index: search
  planned,  // and the outputs: build
  served,   // and what only the preview server's pages load
};

// Fails only when the project itself cannot be read; problems in notes are in `diagnostics`.
Result<std::shared_ptr<SiteBuild>> build_site(const SiteConfig& config, const Theme& theme,
                                              FileSystem& files, Depth depth, ParseCache* cache,
                                              Timings& timings);

}  // namespace loci
