// Notes that belong together though neither links to the other: they lead to the same notes, the
// same notes lead to both, they share tags that few have, or words that few use.
//
// Each reason has a score from 0 to 1 (a cosine: what is shared, the rarer the more, by what there
// is), and their weighted sum decides. What is linked either way is left out: the page shows it
// already. A target of many links, a note of many links, a tag or a word of many notes is no
// reason and is not followed, so that the work is linear in the notes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "search/key_terms.h"
#include "site/link_graph.h"
#include "site/stages.h"

namespace loci {

struct RelatedNote {
  NoteId note = no_note;
  float score = 0;
  // Why, the strongest first, of at most two kinds; those that say little are left out, and so is an index note that
  // leads to both, as it leads to all of its folder.
  std::vector<NoteId> both_lead_to;
  std::vector<NoteId> lead_to_both;
  std::vector<std::uint32_t> tags;   // into LinkedSite::tags
  std::vector<std::uint32_t> words;  // into KeyTerms::words
};

// By note, at most five each, best first. `page_of_note`: the note's number among the pages of
// `terms`, no_index for one that search leaves out.
std::vector<std::vector<RelatedNote>> find_related(const LinkedSite& site, const LinkGraph& graph,
                                                   const KeyTerms& terms,
                                                   const std::vector<std::uint32_t>& page_of_note);

}  // namespace loci
