// Which note leads to which, once each, for all that looks at the whole web of notes: related
// notes (site/related), the map of one note (site/local_graph) and of all (site/graph_data).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "site/stages.h"

namespace loci {

// Links of the text and `prerequisites`, without those of a note to itself. Only what is published
// is in a LinkedSite, so nothing else can be here.
class LinkGraph {
 public:
  LinkGraph() = default;
  explicit LinkGraph(const LinkedSite& site);

  std::size_t size() const { return first_to_.empty() ? 0 : first_to_.size() - 1; }
  std::size_t link_count() const { return to_.size(); }

  // Where the note leads, and what leads to it; each ascending.
  std::span<const NoteId> to(NoteId note) const { return part(to_, first_to_, note); }
  std::span<const NoteId> from(NoteId note) const { return part(from_, first_from_, note); }
  bool leads(NoteId from, NoteId to) const;
  bool are_linked(NoteId a, NoteId b) const { return leads(a, b) || leads(b, a); }

 private:
  static std::span<const NoteId> part(const std::vector<NoteId>& all,
                                      const std::vector<std::uint32_t>& first, NoteId note) {
    const std::size_t at = index_of(note);
    return std::span(all).subspan(first[at], first[at + 1] - first[at]);
  }

  std::vector<NoteId> to_, from_;
  std::vector<std::uint32_t> first_to_, first_from_;  // one more than there are notes
};

}  // namespace loci
