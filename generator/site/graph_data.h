// The map of all notes for graph.html: where each stands, what it is linked with, its section, its
// tags, its name. Classic scripts, because the page may be opened from a disk:
//
//     graph/map.HASH.js      {"count", "places", "links", "sections", "of", "tags", "chunks"}
//     graph/names0.HASH.js   [[titles], [paths]] of two thousand notes
//
// Numbers are written in an alphabet of 64 (assets/lib/graph/data.ts reads it): a place is two
// digits each for x and y; a list of numbers is the differences of one to the next, five bits a
// digit with the sixth for "more follows". "links" has for each note how many follow, and of these
// only notes behind it; the map does not show directions.
#pragma once

#include <string>
#include <vector>

#include "search/search_index.h"
#include "site/link_graph.h"
#include "site/stages.h"

namespace loci {

struct GraphFiles {
  std::string map;  // name of the first: "graph/map.1f0c83.js"
  std::vector<DataFile> files;
};

GraphFiles make_graph_data(const LinkedSite& site, const LinkGraph& graph);

}  // namespace loci
