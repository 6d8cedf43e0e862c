// The notes in an order in which they can be learned: what a note requires comes before it.
//
// A stage holds the notes whose longest way from the beginning is equally long: all they require is
// in the stages before. Prerequisites that go round in a circle (L-code prerequisite-cycle, reported
// when they are linked) are learned together: their notes share a stage. Within a stage notes stand
// in reading order, sections as the site shows them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "site/stages.h"

namespace loci {

struct LearningPath {
  std::vector<std::vector<NoteId>> stages;  // none is empty; none at all without prerequisites
  std::size_t beside = 0;  // notes that require nothing and that nothing requires; not in a stage
  std::vector<std::uint32_t> circle;  // by note: those with one number are learned together; what a
                                      // note requires has a smaller one. Empty as `stages` is

  bool empty() const { return stages.empty(); }
};

LearningPath find_learning_path(const LinkedSite& site);

}  // namespace loci
