#include "site/learning_path.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>

namespace loci {
namespace {

// By note: its place when the whole site is read from the first section to the last.
std::vector<std::uint32_t> reading_places(const LinkedSite& site) {
  std::vector<std::uint32_t> places(site.notes.size(), 0);
  std::uint32_t next = 0;
  std::vector<std::uint32_t> open{0};
  while (!open.empty()) {
    const SiteSection& section = site.sections[open.back()];
    open.pop_back();
    if (section.index != no_note) places[index_of(section.index)] = next++;
    for (const NoteId id : section.notes) places[index_of(id)] = next++;
    open.insert(open.end(), section.children.rbegin(), section.children.rend());
  }
  return places;
}

// By note: the number of its circle; a note in none is its own. What is required has the smaller
// number, which is what Boost's components promise for edges from a note to its requirements.
std::vector<std::uint32_t> circles_of(const LinkedSite& site, std::size_t& count) {
  using Graph =
      boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                         boost::no_property, std::uint32_t, std::uint32_t>;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    for (const NoteId required : site.notes[i].prerequisites) {
      edges.emplace_back(static_cast<std::uint32_t>(i),
                         static_cast<std::uint32_t>(index_of(required)));
    }
  }
  const Graph graph(boost::edges_are_sorted, edges.begin(), edges.end(),
                    static_cast<std::uint32_t>(site.notes.size()));
  std::vector<std::uint32_t> circle(site.notes.size());
  count = boost::strong_components(
      graph,
      boost::make_iterator_property_map(circle.begin(), boost::get(boost::vertex_index, graph)));
  return circle;
}

}  // namespace

LearningPath find_learning_path(const LinkedSite& site) {
  LearningPath path;
  const bool has_any =
      std::any_of(site.notes.begin(), site.notes.end(),
                  [](const LinkedNote& note) { return !note.prerequisites.empty(); });
  if (!has_any) return path;

  std::size_t circle_count = 0;
  const std::vector<std::uint32_t> circle = circles_of(site, circle_count);
  std::vector<std::vector<std::uint32_t>> members(circle_count);
  for (std::size_t i = 0; i < site.notes.size(); ++i)
    members[circle[i]].push_back(static_cast<std::uint32_t>(i));
  std::vector<std::size_t> stage(circle_count, 0);
  for (std::size_t c = 0; c < circle_count; ++c) {
    for (const std::uint32_t member : members[c]) {
      for (const NoteId required : site.notes[member].prerequisites) {
        const std::size_t other = circle[index_of(required)];
        if (other != c) stage[c] = std::max(stage[c], stage[other] + 1);
      }
    }
  }

  const std::vector<std::uint32_t> place = reading_places(site);
  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    const LinkedNote& note = site.notes[i];
    if (note.prerequisites.empty() && note.unlocks.empty()) {
      if (site.sections[note.section].index != NoteId{static_cast<std::uint32_t>(i)}) ++path.beside;
      continue;
    }
    const std::size_t own = stage[circle[i]];
    if (path.stages.size() <= own) path.stages.resize(own + 1);
    path.stages[own].push_back(NoteId{static_cast<std::uint32_t>(i)});
  }
  for (std::vector<NoteId>& notes : path.stages) {
    std::sort(notes.begin(), notes.end(),
              [&](NoteId a, NoteId b) { return place[index_of(a)] < place[index_of(b)]; });
  }
  path.circle = circle;
  return path;
}

}  // namespace loci
