// The notes in an order in which they can be learned: what a note requires comes before it.
//
// A stage holds the notes whose longest way from the beginning is equally long: all they require is
// in the stages before. Prerequisites that go round in a circle (L-code prerequisite-cycle, reported
// when they are linked) are learned together: their notes share a stage. Within a stage notes stand
// in reading order, sections as the site shows them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "search/search_index.h"
#include "site/stages.h"

namespace loci {

struct LearningPath {
  std::vector<std::vector<NoteId>> stages;  // none is empty; none at all without prerequisites
  std::size_t beside = 0;  // notes that require nothing and that nothing requires; not in a stage

  bool empty() const { return stages.empty(); }
};

LearningPath find_learning_path(const LinkedSite& site);

// The notes of the path for the page, which knows what is remembered: classic script
// "learn/path.HASH.js", [[path, title, cards, minutes, stage, [numbers of what it requires]], …].
// The name of a section comes behind the requirements where the note is in one.
DataFile make_path_data(const LinkedSite& site, const LearningPath& path);

}  // namespace loci
