// Where the nodes of a graph stand in a picture. Knows nothing of notes or sites.
//
//     std::vector<MapPoint> places = lay_out({3, edges, groups});     // each in [-1, 1] x [-1, 1]
//
// Force-directed (Fruchterman and Reingold 1991, the implementation of Boost.Graph) from a good
// beginning: the groups are laid out first, as nodes as large as what they hold, and the members of
// each begin as a disc around its place, in their own order. Nodes repel each other within a few
// lengths only, found by a grid, and the number of rounds falls as the graph grows, so that the
// work is linear in nodes and edges. No chance and no thread is in it: equal graphs get equal
// places.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace loci {

struct GraphEdge {
  std::uint32_t from;
  std::uint32_t to;
};

struct GraphToLayOut {
  std::size_t node_count = 0;
  std::span<const GraphEdge> edges;       // each once, of two nodes that differ
  std::span<const std::uint32_t> groups;  // by node: what begins together; any numbers
};

struct MapPoint {
  double x = 0;
  double y = 0;
};

// The longer side of the picture is filled, its middle is {0, 0}.
std::vector<MapPoint> lay_out(const GraphToLayOut& graph);

}  // namespace loci
