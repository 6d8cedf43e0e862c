#include "graph/layout.h"

#include <algorithm>
#include <cmath>

#include <catch2/catch_test_macros.hpp>

namespace loci {
namespace {

// Groups of `size` nodes, each a ring with chords; one edge from each group to the next.
struct Clusters {
  std::vector<GraphEdge> edges;
  std::vector<std::uint32_t> groups;
  std::size_t count;

  Clusters(std::uint32_t groups_count, std::uint32_t size) : count(groups_count * size) {
    for (std::uint32_t g = 0; g < groups_count; ++g) {
      for (std::uint32_t n = 0; n < size; ++n) {
        groups.push_back(g);
        edges.push_back({g * size + n, g * size + (n + 1) % size});
        edges.push_back({g * size + n, g * size + (n + 3) % size});
      }
      edges.push_back({g * size, (g + 1) % groups_count * size});
    }
  }
  GraphToLayOut graph() const { return {count, edges, groups}; }
};

double distance(const MapPoint& a, const MapPoint& b) { return std::hypot(a.x - b.x, a.y - b.y); }

// Mean length of the edges within groups, by the mean distance of all pairs.
double tightness(const Clusters& clusters, const std::vector<MapPoint>& places) {
  double within = 0, all = 0, pairs = 0, edges = 0;
  for (const GraphEdge& edge : clusters.edges) {
    if (clusters.groups[edge.from] != clusters.groups[edge.to]) continue;
    within += distance(places[edge.from], places[edge.to]);
    ++edges;
  }
  for (std::size_t a = 0; a < places.size(); a += 3) {
    for (std::size_t b = a + 1; b < places.size(); b += 5, ++pairs)
      all += distance(places[a], places[b]);
  }
  return within / edges / (all / pairs);
}

}  // namespace

TEST_CASE("a layout fills the square and knows the smallest graphs") {
  CHECK(lay_out({}).empty());
  const std::vector<std::uint32_t> groups{0, 0};
  const std::vector<MapPoint> one = lay_out({1, {}, std::span(groups).first(1)});
  REQUIRE(one.size() == 1);
  CHECK(one[0].x == 0);
  CHECK(one[0].y == 0);
  const std::vector<GraphEdge> edges{{0, 1}};
  const std::vector<MapPoint> two = lay_out({2, edges, groups});
  CHECK(std::abs(distance(two[0], two[1]) - 2) < 0.9);  // from one side to the other

  const Clusters clusters(6, 12);
  double least = 0, most = 0;
  for (const MapPoint& place : lay_out(clusters.graph())) {
    REQUIRE(std::isfinite(place.x));
    least = std::min({least, place.x, place.y});
    most = std::max({most, place.x, place.y});
  }
  CHECK(std::abs(least + 1) < 1e-9);
  CHECK(std::abs(most - 1) < 1e-9);
}

TEST_CASE("notes that nothing links to, in any number and in groups of any size, get a place") {
  for (const std::uint32_t count : {2u, 3u, 4u, 9u, 299u, 301u, 700u, 2500u}) {
    for (const std::uint32_t groups_count : {1u, 2u, 7u, 60u, 300u}) {
      for (const std::uint32_t every : {0u, 2u, 25u}) {  // node of which one has a link
        std::vector<GraphEdge> edges;
        std::vector<std::uint32_t> groups;
        for (std::uint32_t n = 0; n < count; ++n) {
          // The first group holds half of them: the others lie far from each other around it.
          groups.push_back(n % 2 == 0 ? 0 : n / 2 % groups_count);
          if (every > 0 && n % every == 1 && n >= every) edges.push_back({n, n - every});
        }
        INFO(count << " nodes, " << groups_count << " groups, " << edges.size() << " edges");
        for (const MapPoint& place : lay_out({count, edges, groups})) {
          REQUIRE((place.x >= -1 - 1e-9 && place.x <= 1 + 1e-9));
          REQUIRE((place.y >= -1 - 1e-9 && place.y <= 1 + 1e-9));
        }
      }
    }
  }
}

TEST_CASE("groups that nothing links fill the picture instead of its edge") {
  std::vector<std::uint32_t> groups;
  for (std::uint32_t n = 0; n < 850; ++n) groups.push_back(n / 3);
  std::size_t at_edge = 0;
  for (const MapPoint& place : lay_out({850, {}, groups}))
    at_edge += std::hypot(place.x, place.y) > 0.97 ? 1 : 0;
  CHECK(at_edge < 850 / 3);
}

TEST_CASE("what is linked stands together, and no two nodes on one spot") {
  for (const std::uint32_t groups : {5u, 40u, 150u}) {
    const Clusters clusters(groups, 20);
    const std::vector<MapPoint> places = lay_out(clusters.graph());
    INFO(groups);
    CHECK(tightness(clusters, places) < 0.55);
    double nearest = 2;
    for (std::size_t a = 0; a < places.size(); ++a) {
      for (std::size_t b = a + 1; b < places.size(); ++b)
        nearest = std::min(nearest, distance(places[a], places[b]));
    }
    CHECK(nearest * std::sqrt(static_cast<double>(places.size())) > 0.002);
  }
}

TEST_CASE("equal graphs get equal places") {
  const Clusters clusters(30, 20);
  const std::vector<MapPoint> first = lay_out(clusters.graph());
  const std::vector<MapPoint> second = lay_out(clusters.graph());
  CHECK(std::equal(first.begin(), first.end(), second.begin(),
                   [](const MapPoint& a, const MapPoint& b) { return a.x == b.x && a.y == b.y; }));
}

TEST_CASE("what is linked with nothing, and a hub that all are linked with, do no harm") {
  std::vector<GraphEdge> edges;
  const std::vector<std::uint32_t> groups(400, 0);
  for (std::uint32_t n = 1; n < 300; ++n) edges.push_back({0, n});
  const std::vector<MapPoint> places = lay_out({400, edges, groups});
  for (const MapPoint& place : places) {
    CHECK(std::isfinite(place.x));
    CHECK(std::abs(place.x) <= 1 + 1e-9);
    CHECK(std::abs(place.y) <= 1 + 1e-9);
  }
  CHECK(std::hypot(places[0].x, places[0].y) < 0.5);
}

}  // namespace loci
