// What a build knows of its notes as a web: their links, which belong together, in which order they
// can be learned, and the files that show it. Made once, after the search index and before the plan.
#pragma once

#include <string>
#include <vector>

#include "search/key_terms.h"
#include "search/search_index.h"
#include "site/learning_path.h"
#include "site/link_graph.h"
#include "site/related.h"
#include "site/stages.h"

namespace loci {

struct Connections {
  LinkGraph graph;
  std::vector<std::vector<RelatedNote>> related;  // by note
  std::vector<std::string> words;                 // of RelatedNote::words
  LearningPath path;
  std::vector<std::uint32_t> first_entry;  // by note: of the index; no_index: search leaves it out
  std::string graph_page;  // "graph.html", or another name where a note has that one
  std::string learn_page;  // "learn.html"; empty: no prerequisites
  std::string map_file;    // "graph/map.1f0c83.js"
  std::string path_file;   // "learn/path.5d20a7.js"; empty: no prerequisites
};

// `index` with its terms; one without entries where the site has no search.
Connections connect_notes(const LinkedSite& site, const SearchIndex& index);

// The files of the maps and of the learning path; their names go into `connections`.
std::vector<DataFile> make_connection_data(const LinkedSite& site, Connections& connections);

}  // namespace loci
