// Repairs of links that are certain: the case of a name, a heading that was renamed, a note or file
// that moved, the full name instead of an ambiguous one. Nothing is written here: what comes out are
// edits, which source/text_edit.h applies and shows.
//
// A repair changes the link's target or its fragment, and adds the old name as label where readers
// would see another; no other byte. It is made only when the
// link, once changed, leads where it should and needs no further repair: a second run finds nothing.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "site/link_steps.h"
#include "site/stages.h"
#include "source/text_edit.h"

namespace loci {

struct NoteRepairs {
  std::string path;
  std::vector<TextEdit> edits;  // in the note's text as it was parsed; by position
  std::size_t links = 0;        // that are repaired
};

// By path; only notes that have one. `sources` must hold the texts of notes with problems.
std::vector<NoteRepairs> find_repairs(const LinkedSite& site, const LinkNames& names,
                                      const SourceSet& sources);

}  // namespace loci
