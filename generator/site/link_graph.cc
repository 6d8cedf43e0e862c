#include "site/link_graph.h"

#include <algorithm>
#include <numeric>

namespace loci {

LinkGraph::LinkGraph(const LinkedSite& site) {
  first_to_.reserve(site.notes.size() + 1);
  std::vector<NoteId> own;
  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    const LinkedNote& note = site.notes[i];
    own = note.prerequisites;
    for (const ResolvedLink& link : note.links) {
      if (link.kind == TargetKind::note) own.push_back(link.note);
    }
    std::sort(own.begin(), own.end());
    own.erase(std::unique(own.begin(), own.end()), own.end());
    first_to_.push_back(static_cast<std::uint32_t>(to_.size()));
    for (const NoteId target : own) {
      if (index_of(target) != i) to_.push_back(target);
    }
  }
  first_to_.push_back(static_cast<std::uint32_t>(to_.size()));

  first_from_.assign(site.notes.size() + 1, 0);
  for (const NoteId target : to_) ++first_from_[index_of(target) + 1];
  std::partial_sum(first_from_.begin(), first_from_.end(), first_from_.begin());
  from_.resize(to_.size());
  std::vector<std::uint32_t> next(first_from_.begin(), first_from_.end() - 1);
  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    const NoteId id{static_cast<std::uint32_t>(i)};
    for (const NoteId target : to(id)) from_[next[index_of(target)]++] = id;
  }
}

bool LinkGraph::leads(NoteId from, NoteId to) const {
  const std::span<const NoteId> targets = this->to(from);
  return std::binary_search(targets.begin(), targets.end(), to);
}

}  // namespace loci
