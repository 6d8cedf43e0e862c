// What a build will write: one entry an output, each a pure function of the linked site.
//
// A request of the preview server is a look-up here, never a path joined to a folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace loci {

enum class OutputKind : std::uint8_t {
  note,     // index: NoteId
  section,  // index: section
  tag,      // index: tag
  tag_list,
  contents,  // the whole tree of notes
  changes,   // the newest notes
  glossary,  // titles and aliases from A to Z
  book,      // index: section; all of it as one document for paper
  home,
  review,
  search_page,
  graph,  // the map of all notes
  learn,  // the learning path, where there are prerequisites
  not_found,
  hub,            // the hidden page that keeps review data for all pages on file://
  diagram_frame,  // the hidden page that draws diagrams
  redirect,       // index: redirect
  attachment,     // index: attachment
  asset,          // index: asset of the theme
  data,           // index: data file (search shards, card shards), computed before planning
  lunr_index,     // streamed: may be large
  sitemap,
  feed,
  robots,
  nojekyll,
};

struct Output {
  std::string path;  // "databases/mvcc.html"
  OutputKind kind{};
  std::uint32_t index = 0;
};

struct OutputPlan {
  std::vector<Output> outputs;  // by path, unique

  const Output* find(std::string_view path) const;  // binary search
};

constexpr bool is_page(OutputKind kind) { return kind <= OutputKind::redirect; }

}  // namespace loci
