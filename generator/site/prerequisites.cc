// What has to be read first, and the circles in it.

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "site/link_steps.h"

namespace loci {
namespace {

// "[[mvcc|MVCC]]", as Obsidian writes links in properties, is "mvcc".
std::string_view bare_target(std::string_view written) {
  written = trim(written);
  if (!written.starts_with("[[") || !written.ends_with("]]")) return written;
  written = written.substr(2, written.size() - 4);
  return trim(written.substr(0, written.find_first_of("|#")));
}

struct Edge {
  NoteId to = no_note;
  Span span;
};

// The groups of notes that reach each other (Tarjan's algorithm with a stack of its own: chains may
// be long).
class Groups {
 public:
  explicit Groups(const std::vector<std::vector<Edge>>& edges)
      : edges_(edges),
        order_(edges.size(), 0),
        low_(edges.size(), 0),
        is_open_(edges.size(), false) {
    for (std::size_t i = 0; i < edges.size(); ++i) {
      if (order_[i] == 0) visit(i);
    }
  }

  std::vector<std::vector<std::size_t>>
      groups;  // of two notes or more, or of one that requires itself

 private:
  struct Frame {
    std::size_t note;
    std::size_t next;
  };

  void visit(std::size_t start) {
    std::vector<Frame> frames;
    open(start);
    frames.push_back({start, 0});
    while (!frames.empty()) {
      Frame& frame = frames.back();
      if (frame.next < edges_[frame.note].size()) {
        const std::size_t to = index_of(edges_[frame.note][frame.next++].to);
        if (order_[to] == 0) {
          open(to);
          frames.push_back({to, 0});
        } else if (is_open_[to]) {
          low_[frame.note] = std::min(low_[frame.note], order_[to]);
        }
        continue;
      }
      const std::size_t note = frame.note;
      frames.pop_back();
      if (!frames.empty())
        low_[frames.back().note] = std::min(low_[frames.back().note], low_[note]);
      if (low_[note] == order_[note]) close(note);
    }
  }

  void open(std::size_t note) {
    order_[note] = low_[note] = ++count_;
    is_open_[note] = true;
    stack_.push_back(note);
  }

  void close(std::size_t note) {
    std::vector<std::size_t> group;
    std::size_t member = 0;
    do {
      member = stack_.back();
      stack_.pop_back();
      is_open_[member] = false;
      group.push_back(member);
    } while (member != note);
    const auto to_itself = [&](const Edge& edge) { return index_of(edge.to) == note; };
    if (group.size() == 1 && std::none_of(edges_[note].begin(), edges_[note].end(), to_itself))
      return;
    std::sort(group.begin(), group.end());
    groups.push_back(std::move(group));
  }

  const std::vector<std::vector<Edge>>& edges_;
  std::vector<std::size_t> order_;
  std::vector<std::size_t> low_;
  std::vector<bool> is_open_;
  std::vector<std::size_t> stack_;
  std::size_t count_ = 0;
};

// A shortest way from the group's first note back to itself: each note and the edge that leaves it.
std::vector<std::pair<std::size_t, Edge>> shortest_circle(
    const std::vector<std::vector<Edge>>& edges, const std::vector<std::size_t>& group) {
  const std::size_t start = group.front();
  const auto place = [&](std::size_t note) {
    return static_cast<std::size_t>(std::lower_bound(group.begin(), group.end(), note) -
                                    group.begin());
  };
  std::vector<std::pair<std::size_t, Edge>> came_from(group.size(), {start, Edge{}});
  std::vector<bool> seen(group.size(), false);
  std::vector<std::size_t> queue{start};
  for (std::size_t head = 0; head < queue.size(); ++head) {
    const std::size_t note = queue[head];
    for (const Edge& edge : edges[note]) {
      const std::size_t to = index_of(edge.to);
      if (to == start) {
        std::vector<std::pair<std::size_t, Edge>> circle{{note, edge}};
        for (std::size_t at = note; at != start; at = came_from[place(at)].first)
          circle.push_back(came_from[place(at)]);
        std::reverse(circle.begin(), circle.end());
        return circle;
      }
      if (!std::binary_search(group.begin(), group.end(), to) || seen[place(to)]) continue;
      seen[place(to)] = true;
      came_from[place(to)] = {note, edge};
      queue.push_back(to);
    }
  }
  return {};
}

void report_circles(const LinkedSite& site, const LinkNames& names,
                    const std::vector<std::vector<Edge>>& edges, Diagnostics& diagnostics) {
  for (const std::vector<std::size_t>& group : Groups(edges).groups) {
    const std::vector<std::pair<std::size_t, Edge>> circle = shortest_circle(edges, group);
    std::string way;
    for (const auto& [note, edge] : circle) {
      way += std::string(names.in_vault(site.notes[note].parsed->path)) + " -> ";
    }
    way += names.in_vault(site.notes[group.front()].parsed->path);
    for (const auto& [note, edge] : circle) {
      diagnostics.report(Code::prerequisite_cycle, site.notes[note].parsed->path, edge.span,
                         "prerequisites go round in a circle: " + way,
                         {"take one of these prerequisites out"});
    }
  }
}

}  // namespace

void link_prerequisites(LinkedSite& site, const LinkNames& names, Diagnostics& diagnostics) {
  std::vector<std::vector<Edge>> edges(site.notes.size());
  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    LinkedNote& note = site.notes[i];
    const std::string_view from = names.in_vault(note.parsed->path);
    for (const Spanned& written : note.parsed->meta.prerequisites) {
      const std::string_view target = bare_target(written.value);
      if (target.empty()) continue;
      Resolution found = names.published.resolve(target, from, false);
      if (found.kind == NameKind::folder && site.sections[found.index].index != no_note) {
        found.kind = NameKind::note;
        found.index = static_cast<std::uint32_t>(index_of(site.sections[found.index].index));
      }
      if (found.kind != NameKind::note) {
        if (names.drafts.resolve(target, from, false).kind != NameKind::none) {
          diagnostics.report(
              Code::draft_link, note.parsed->path, written.span,
              "the prerequisite '" + std::string(target) + "' is a draft and is left out");
          continue;
        }
        std::vector<std::string> hints;
        if (std::string near = names.published.suggest(target); !near.empty()) {
          hints.push_back("did you mean '" + near + "'?");
        }
        diagnostics.report(Code::broken_prerequisite, note.parsed->path, written.span,
                           "no note named '" + std::string(target) + "', which this note requires",
                           std::move(hints));
        continue;
      }
      const NoteId id{found.index};
      if (std::find(note.prerequisites.begin(), note.prerequisites.end(), id) !=
          note.prerequisites.end())
        continue;
      note.prerequisites.push_back(id);
      site.notes[found.index].unlocks.push_back(NoteId{static_cast<std::uint32_t>(i)});
      edges[i].push_back({id, written.span});
    }
  }
  report_circles(site, names, edges, diagnostics);
}

}  // namespace loci
