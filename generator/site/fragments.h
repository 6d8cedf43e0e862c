// What stands behind '#' in a link: a heading, a chain of headings, or a block, and the id that it
// means in the target's page.
//
// A heading is named by its id, by its text, by its text as Obsidian puts it into links (without
// "#^[]|" and other punctuation), or by GitHub's slug; the first of these that any heading fits
// counts. A chain "a#b#c" names headings inside one another.
//
//     find_fragment(note, "Note", "Set up#On Linux")    {"on-linux", FragmentMatch::text, …}
//     find_fragment(note, "Note", "^quote")             {"^quote", FragmentMatch::block, …}
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "site/stages.h"

namespace loci {

enum class FragmentMatch : std::uint8_t {
  top,      // nothing is named, or the title: the top of the page
  id,       // the heading's id, as in addresses
  text,     // the heading's text, in any case
  loosely,  // its text but for punctuation
  slug,     // GitHub's slug of it
  block,    // "^id"
  html_id,  // an id written in HTML
};

struct FoundFragment {
  std::string anchor;  // id in the page; empty: its top
  FragmentMatch match = FragmentMatch::top;
  std::uint32_t heading = no_index;  // into the outline
};

// nullopt: there is no such heading or block. `title`: of the note, which also means its top.
std::optional<FoundFragment> find_fragment(const ParsedNote& note, std::string_view title,
                                           std::string_view fragment);

// The text of a heading as two links to it are compared: punctuation and runs of blanks are one
// blank, case is folded. Obsidian's rule.
std::string loose_heading(std::string_view text);

// What Obsidian writes behind '#' for a heading: without the characters that would end a link.
std::string heading_for_link(std::string_view text);

// Headings (their index in the outline) and blocks that a name which fits none may have meant,
// nearest first. Several that are equally near are all given.
std::vector<std::uint32_t> near_headings(const NoteBody& body, std::string_view wanted);
std::optional<std::string> near_block(const NoteBody& body, std::string_view id);  // without "^"

}  // namespace loci
