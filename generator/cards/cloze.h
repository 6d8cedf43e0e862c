// Finds clozes in a paragraph of the tree: "{{c1::text::hint}}", and where it is asked to "==text==^[hint][^1]",
// "[text]" (hashcards) and "{{cloze text}}" (Logseq).
//
// Internal to cards/extract. Marks are set on the text nodes; hints come back in the order of the clozes.
#pragma once

#include <cstdint>
#include <set>
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
  std::vector<ClozeHint> found{};  // of all paragraphs searched, in order
  bool anki = true;                // "{{c1::x}}" counts
  bool highlights = false;         // "==x=="
  bool comparisons =
      false;              // with highlights: "x==1" is none, for the text is not marked as a card
  bool brackets = false;  // "[x]"
  bool logseq = false;    // "{{cloze x}}"
  // Those without a number of their own get the next one that is not `taken`.
  std::uint32_t next_number = 1;
  std::set<std::uint32_t> taken{};
};

// The numbers that clozes in a stretch of the prepared source have of their own: "{{c2::", "==x==[^2]".
std::set<std::uint32_t> numbers_in(std::string_view source);

// Whether "{{c1::" stands in it.
bool has_cloze_opening(std::string_view text);
// Whether "{{cloze " stands in a text of the paragraph.
bool has_logseq_cloze(cmark_node* paragraph);

// Marks the clozes of one paragraph, also those inside emphasis; never in code, links, mathematics, HTML.
// Returns how many there were.
std::size_t mark_clozes(ClozeSearch& search, cmark_node* paragraph);
// The same for its nodes from `first` to `last`.
std::size_t mark_clozes(ClozeSearch& search, cmark_node* paragraph, cmark_node* first,
                        cmark_node* last);

}  // namespace loci
