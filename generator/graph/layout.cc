#include "graph/layout.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include <boost/graph/fruchterman_reingold.hpp>
#include <boost/graph/graph_traits.hpp>

namespace loci {
namespace {

// Boost's concepts are met by hand: its own graphs and topologies cost several times as much, and
// its grid takes the area of the picture for the length of a side.

struct Vector2 {
  static constexpr std::size_t dimensions = 2;
  double v[2] = {0, 0};

  double& operator[](std::size_t i) { return v[i]; }
  double operator[](std::size_t i) const { return v[i]; }
  Vector2& operator+=(const Vector2& other) {
    v[0] += other.v[0];
    v[1] += other.v[1];
    return *this;
  }
  friend Vector2 operator+(Vector2 a, const Vector2& b) { return a += b; }
  friend Vector2 operator-(const Vector2& a, const Vector2& b) {
    return {{a.v[0] - b.v[0], a.v[1] - b.v[1]}};
  }
  friend Vector2 operator*(double factor, const Vector2& a) {
    return {{factor * a.v[0], factor * a.v[1]}};
  }
  friend Vector2 operator*(const Vector2& a, double factor) { return factor * a; }
};

// A plane whose unit is the distance at which two nodes stand easily: its area is as many units as
// there are nodes.
class Plane {
 public:
  using point_type = Vector2;
  using point_difference_type = Vector2;

  explicit Plane(std::size_t nodes) : side_(std::sqrt(static_cast<double>(nodes))) {}

  Vector2 extent() const { return {{side_, side_}}; }
  double volume(const Vector2& size) const { return size[0] * size[1]; }
  // Never 0: Boost divides by the length of each step, and a node that nothing pulls or pushes has
  // none. So little that its square and its reciprocal squared are still numbers.
  double norm(const Vector2& a) const {
    return std::max(1e-100, std::sqrt(a[0] * a[0] + a[1] * a[1]));
  }
  double distance(const Vector2& a, const Vector2& b) const { return norm(b - a); }
  Vector2 difference(const Vector2& a, const Vector2& b) const { return a - b; }
  Vector2 adjust(const Vector2& a, const Vector2& by) const { return a + by; }
  // What nothing holds comes to rest on a circle around the rest.
  double radius() const { return 0.85 * side_ + 1; }
  Vector2 bound(const Vector2& a) const {
    const double far = norm(a);
    return far > radius() ? a * (radius() / far) : a;
  }
  Vector2 move_position_toward(const Vector2& a, double share, const Vector2& b) const {
    return a + share * (b - a);
  }
  // For two nodes on one spot: always another direction, never chance.
  Vector2 random_point() const {
    turn_ = turn_ * 1664525u + 1013904223u;
    const double x = static_cast<double>(turn_ >> 16) / 65536.0 - 0.5;
    turn_ = turn_ * 1664525u + 1013904223u;
    return {{x * side_, (static_cast<double>(turn_ >> 16) / 65536.0 - 0.5) * side_}};
  }

 private:
  double side_;
  mutable std::uint32_t turn_ = 1;
};

// Lists of nodes and edges as Boost.Graph sees them.
struct Nodes {
  std::size_t count;
  std::span<const GraphEdge> edges;
};

}  // namespace
}  // namespace loci

namespace boost {
template <>
struct graph_traits<loci::Nodes> {
  using vertex_descriptor = std::uint32_t;
  using edge_descriptor = const loci::GraphEdge*;
  using vertices_size_type = std::size_t;
  using edges_size_type = std::size_t;
  using degree_size_type = std::size_t;
  using directed_category = undirected_tag;
  using edge_parallel_category = allow_parallel_edge_tag;
  struct traversal_category : vertex_list_graph_tag, edge_list_graph_tag {};

  struct vertex_iterator {
    std::uint32_t at = 0;
    std::uint32_t operator*() const { return at; }
    vertex_iterator& operator++() {
      ++at;
      return *this;
    }
    vertex_iterator operator++(int) { return {at++}; }
    bool operator==(const vertex_iterator&) const = default;
  };
  struct edge_iterator {
    const loci::GraphEdge* at = nullptr;
    const loci::GraphEdge* operator*() const { return at; }
    edge_iterator& operator++() {
      ++at;
      return *this;
    }
    bool operator==(const edge_iterator&) const = default;
  };
};
}  // namespace boost

namespace loci {
namespace {

using Traits = boost::graph_traits<Nodes>;

std::pair<Traits::vertex_iterator, Traits::vertex_iterator> vertices(const Nodes& graph) {
  return {{0}, {static_cast<std::uint32_t>(graph.count)}};
}
std::size_t num_vertices(const Nodes& graph) { return graph.count; }
std::pair<Traits::edge_iterator, Traits::edge_iterator> edges(const Nodes& graph) {
  return {{graph.edges.data()}, {graph.edges.data() + graph.edges.size()}};
}
std::uint32_t source(const GraphEdge* edge, const Nodes&) { return edge->from; }
std::uint32_t target(const GraphEdge* edge, const Nodes&) { return edge->to; }

struct Places {
  using value_type = Vector2;
  using key_type = std::uint32_t;
  using reference = Vector2&;
  using category = boost::lvalue_property_map_tag;
  Vector2* first = nullptr;
};
const Vector2& get(const Places& places, std::uint32_t node) { return places.first[node]; }
void put(const Places& places, std::uint32_t node, const Vector2& place) {
  places.first[node] = place;
}

// Pairs of nodes that are near each other, by a grid made anew in each round. In a crowd not every
// pair is looked at in every round, but each of those that are counts for several.
struct NearPairs {
  const std::vector<Vector2>* places;
  double reach;
  std::size_t most_in_cell;
  double* weight;  // of the pair at hand, which the repelling force reads
  std::size_t* round;

  template <class Apply>
  void operator()(const Nodes& graph, Apply apply) const {
    const std::vector<Vector2>& at = *places;
    const std::size_t turn = (*round)++;
    Vector2 low = at[0], high = at[0];
    for (const Vector2& place : at) {
      for (const std::size_t i : {0u, 1u}) {
        low[i] = std::min(low[i], place[i]);
        high[i] = std::max(high[i], place[i]);
      }
    }
    // A stray node must not make a large grid: cells grow instead.
    const double most_cells = 4.0 * static_cast<double>(graph.count) + 16;
    double cell = reach;
    const auto count_of = [&](std::size_t i) { return std::floor((high[i] - low[i]) / cell) + 1; };
    while (count_of(0) * count_of(1) > most_cells) cell *= 2;
    const auto columns = static_cast<std::size_t>(count_of(0));
    const auto rows = static_cast<std::size_t>(count_of(1));

    std::vector<std::uint32_t> cell_of(graph.count), first(rows * columns + 1),
        members(graph.count);
    for (std::size_t n = 0; n < graph.count; ++n) {
      const auto column = static_cast<std::size_t>((at[n][0] - low[0]) / cell);
      const auto row = static_cast<std::size_t>((at[n][1] - low[1]) / cell);
      cell_of[n] = static_cast<std::uint32_t>(std::min(row, rows - 1) * columns +
                                              std::min(column, columns - 1));
      ++first[cell_of[n] + 1];
    }
    std::partial_sum(first.begin(), first.end(), first.begin());
    std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
    for (std::size_t n = 0; n < graph.count; ++n)
      members[next[cell_of[n]]++] = static_cast<std::uint32_t>(n);

    const auto between = [&](std::size_t a, std::size_t b) {
      const std::size_t a_size = first[a + 1] - first[a], b_size = first[b + 1] - first[b];
      if (a_size == 0 || b_size == 0) return;
      const std::size_t step = 1 + b_size / most_in_cell;
      *weight = static_cast<double>(step);
      for (std::size_t i = 0; i < a_size; ++i) {
        const std::uint32_t u = members[first[a] + i];
        for (std::size_t j = (a == b ? i + 1 : 0) + (i + turn) % step; j < b_size; j += step) {
          const std::uint32_t v = members[first[b] + j];
          const double x = at[u][0] - at[v][0], y = at[u][1] - at[v][1];
          if (x * x + y * y >= reach * reach) continue;
          apply(u, v);
          apply(v, u);
        }
      }
    };
    for (std::size_t row = 0; row < rows; ++row) {
      for (std::size_t column = 0; column < columns; ++column) {
        const std::size_t own = row * columns + column;
        between(own, own);
        if (column + 1 < columns) between(own, own + 1);
        if (row + 1 == rows) continue;
        if (column > 0) between(own, own + columns - 1);
        between(own, own + columns);
        if (column + 1 < columns) between(own, own + columns + 1);
      }
    }
  }
};

// A node of many links must not pull all of them onto itself: each of its links is the weaker for
// it. Links within a group are stronger, so that groups can be seen.
std::vector<double> pulls_of(const Nodes& graph, const std::vector<std::uint32_t>& group) {
  std::vector<double> degree(graph.count, 0);
  for (const GraphEdge& edge : graph.edges) {
    ++degree[edge.from];
    ++degree[edge.to];
  }
  std::vector<double> pulls;
  pulls.reserve(graph.edges.size());
  for (const GraphEdge& edge : graph.edges) {
    const double strength = group[edge.from] == group[edge.to] ? 2.0 : 1.2;
    pulls.push_back(strength / std::sqrt(degree[edge.from] * degree[edge.to]));
  }
  return pulls;
}

struct Effort {
  std::size_t rounds;
  double reach;              // how far nodes repel each other
  std::size_t most_in_cell;  // before pairs are taken in turns
  double first_step;         // how far a node may go in the first round
};

void relax(const Nodes& graph, std::vector<Vector2>& places, const std::vector<double>& pulls,
           const Effort& effort) {
  if (graph.count < 2 || effort.rounds == 0) return;
  const Plane plane(graph.count);
  double weight = 1;
  std::size_t round = 0;
  const auto pull = [&](const GraphEdge* edge, double k, double distance, const Nodes&) {
    return pulls[static_cast<std::size_t>(edge - graph.edges.data())] * distance * distance / k;
  };
  // Falls to nothing at its reach, so that nothing jumps when a pair comes into it.
  const auto push = [&](std::uint32_t, std::uint32_t, double k, double distance, const Nodes&) {
    return weight * k * k * (1 / distance - 1 / effort.reach);
  };
  const NearPairs pairs{&places, effort.reach, effort.most_in_cell, &weight, &round};
  std::vector<Vector2> displacement(graph.count);
  double left = static_cast<double>(effort.rounds);
  const auto cool = [&]() -> double {
    if (left <= 0) return 0;
    const double share = left / static_cast<double>(effort.rounds);
    left -= 1;
    return effort.first_step * share * share + 0.01;
  };
  boost::fruchterman_reingold_force_directed_layout(graph, Places{places.data()}, plane, pull, push,
                                                    pairs, cool, Places{displacement.data()});
}

// So many that every pair of them is looked at in every round.
constexpr std::size_t few_nodes = 300;

// As the seeds of a sunflower: point n of a disc in which each has an area of one. By turning a
// vector, because sines differ in their last digit from one machine to another.
class Disc {
 public:
  Vector2 next() {
    const double radius = std::sqrt((static_cast<double>(count_++) + 0.5) / 3.14159265358979312);
    const Vector2 place = radius * turned_;
    turned_ = {{turned_[0] * cosine - turned_[1] * sine, turned_[0] * sine + turned_[1] * cosine}};
    return place;
  }

 private:
  static constexpr double cosine = -0.73736887807831985;  // of the golden angle, 137.5 degrees
  static constexpr double sine = 0.67549029426152360;
  std::size_t count_ = 0;
  Vector2 turned_ = {{1, 0}};
};

// Where the groups begin: laid out as nodes, then moved apart by what they hold.
std::vector<Vector2> group_places(std::size_t group_count, const std::vector<std::uint32_t>& group,
                                  std::span<const GraphEdge> edges) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> between;
  for (const GraphEdge& edge : edges) {
    const auto [a, b] = std::minmax(group[edge.from], group[edge.to]);
    if (a != b) ++between[{a, b}];
  }
  std::vector<GraphEdge> links;
  std::vector<double> pulls;
  double most = 1;
  for (const auto& [pair, count] : between) most = std::max(most, static_cast<double>(count));
  // With hundreds of groups that are all linked only the strong links say anything.
  for (const auto& [pair, count] : between) {
    const double strength = static_cast<double>(count) / most;
    if (between.size() > 16 * group_count && strength < 0.1) continue;
    links.push_back({pair.first, pair.second});
    pulls.push_back(strength);
  }
  std::vector<Vector2> places(group_count);
  Disc disc;
  for (Vector2& place : places) place = disc.next();
  const std::size_t rounds =
      std::clamp<std::size_t>(400'000 / (group_count * group_count + 1), 20, 200);
  relax({group_count, links}, places, pulls, {rounds, 60.0, group_count > 300 ? 64u : 1000u, 1});
  return places;
}

std::vector<double> distances(const std::vector<Vector2>& places, const Vector2& middle) {
  std::vector<double> far;
  far.reserve(places.size());
  for (const Vector2& place : places) {
    const Vector2 off = place - middle;
    far.push_back(std::sqrt(off[0] * off[0] + off[1] * off[1]));
  }
  return far;
}

// That which `share` of the values do not exceed.
double quantile(std::vector<double> values, double share) {
  const auto at =
      static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1) + 1e-9);
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

// Groups that no link holds together begin far from each other, and without links nothing would
// bring their members back from the edge.
void gather_groups(std::vector<Vector2>& places) {
  const double edge = Plane(places.size()).radius();
  const double far = quantile(distances(places, {}), 0.9);
  if (far <= edge) return;
  for (Vector2& place : places) place = place * (edge / far);
}

// A few nodes far away would make the picture of all others small: they come to its edge.
void gather_strays(std::vector<Vector2>& places) {
  Vector2 middle;
  for (const Vector2& place : places) middle += place;
  middle = middle * (1 / static_cast<double>(places.size()));
  const std::vector<double> far = distances(places, middle);
  const double edge = 1.15 * quantile(far, 0.98);
  if (edge <= 0) return;
  for (std::size_t n = 0; n < places.size(); ++n) {
    if (far[n] > edge) places[n] = middle + (edge / far[n]) * (places[n] - middle);
  }
}

}  // namespace

std::vector<MapPoint> lay_out(const GraphToLayOut& graph) {
  const std::size_t count = graph.node_count;
  std::vector<MapPoint> result(count);
  if (count < 2) return result;
  const Nodes nodes{count, graph.edges};

  // Groups by their number, which is dense from here on.
  std::vector<std::uint32_t> names(graph.groups.begin(), graph.groups.end());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::vector<std::uint32_t> group(count);
  std::vector<double> sizes(names.size(), 0);
  for (std::size_t n = 0; n < count; ++n) {
    group[n] = static_cast<std::uint32_t>(
        std::lower_bound(names.begin(), names.end(), graph.groups[n]) - names.begin());
    ++sizes[group[n]];
  }

  std::vector<Vector2> places = group_places(names.size(), group, graph.edges);
  const double spread = std::sqrt(static_cast<double>(count) / static_cast<double>(names.size()));
  std::vector<Disc> discs(names.size());
  std::vector<Vector2> begin(count);
  for (std::size_t n = 0; n < count; ++n)
    begin[n] = 1.25 * spread * places[group[n]] + discs[group[n]].next();
  gather_groups(begin);

  // A pair takes about 200 instructions, so this is less than a twentieth of a build.
  const double nodes_count = static_cast<double>(count);
  const double pairs = count <= few_nodes ? 1.2e6 : 450 * nodes_count;
  Effort effort{};
  effort.most_in_cell = count <= few_nodes ? 1000 : 16;
  effort.reach = count <= few_nodes ? 1e3 : count <= 2000 ? 3.5 : 2.4;
  // Those within reach of each, where nodes stand twice as close as they would by themselves.
  const double near = 3.2 * effort.reach * effort.reach * nodes_count;
  const double in_round = std::min(nodes_count * nodes_count / 2, near);
  effort.rounds = static_cast<std::size_t>(std::clamp(pairs / in_round, 12.0, 300.0));
  effort.first_step = count <= few_nodes ? 2.0 : 1.5;
  relax(nodes, begin, pulls_of(nodes, group), effort);
  gather_strays(begin);

  Vector2 low = begin[0], high = begin[0];
  for (const Vector2& place : begin) {
    for (const std::size_t i : {0u, 1u}) {
      low[i] = std::min(low[i], place[i]);
      high[i] = std::max(high[i], place[i]);
    }
  }
  const double size = std::max({high[0] - low[0], high[1] - low[1], 1e-9});
  for (std::size_t n = 0; n < count; ++n) {
    result[n].x = (2 * begin[n][0] - low[0] - high[0]) / size;
    result[n].y = (2 * begin[n][1] - low[1] - high[1]) / size;
  }
  return result;
}

}  // namespace loci
