// Finds clozes in a paragraph of the tree: "{{c1::text::hint}}", and "==text==^[hint]" inside a [!cloze] callout.
//
// Internal to cards/extract. Marks are set on the text nodes; hints come back in the order of the clozes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "markdown/tree.h"
#include "source/diagnostic.h"

namespace loci {

struct ClozeHint {
  std::uint32_t number = 0;
  std::string hint;
};

struct ClozeSearch {
  Document::Parts& parts;
  std::string_view path;
  Diagnostics& diagnostics;
  bool highlights = false;        // "==x==" counts
  std::vector<ClozeHint> found;   // of all paragraphs searched, in order
  std::uint32_t next_number = 1;  // for highlights, which have none of their own
};

// Marks the clozes of one paragraph, also those inside emphasis; never in code, links, mathematics, HTML.
// Returns how many there were.
std::size_t mark_clozes(ClozeSearch& search, cmark_node* paragraph);

}  // namespace loci
