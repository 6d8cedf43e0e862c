// The fifth pass: everything the build will write, by path, each path once.
#pragma once

#include <string>
#include <vector>

#include "markdown/note_body.h"
#include "search/search_index.h"
#include "site/output_plan.h"
#include "site/stages.h"
#include "source/config.h"
#include "source/diagnostic.h"
#include "theme/theme.h"

namespace loci {

struct Connections;  // site/connections.h

// What pages of this build load that most sites do without.
struct Demand {
  PageNeeds pages;
  bool live = false;           // the preview server sends them
  bool text_font = true;       // Loci's own face of the text
  bool learning_path = false;  // there are prerequisites
};

// Two outputs with one path: the page stays, the other is reported.
OutputPlan plan_outputs(const LinkedSite& site, const Connections& web,
                        const std::vector<DataFile>& data, const Theme& theme,
                        const SiteConfig& config, const Demand& demand, Diagnostics& diagnostics);

// Whether there will be a lunr-index.json. Unless the settings say so, there is none of more than 12 MiB of texts: it would be
// three to six times as large, hosts of pages refuse files of 100 MB, and a browser would be busy with it for seconds.
bool has_lunr_index(const LinkedSite& site, const SiteConfig& config);

// Where a section's notes are as one document, when site.toml asks for that.
std::string book_path(const SiteSection& section);

// Whether any note says when it was written or changed: without that there is no page of changes.
bool has_dates(const LinkedSite& site);

// Whether there will be a feed: it needs absolute addresses and at least one dated note.
bool has_feed(const LinkedSite& site, const SiteConfig& config);

}  // namespace loci
