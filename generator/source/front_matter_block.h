// Where a note's front matter begins and ends, before anyone asks what it says.
//
//     find_front_matter("---\na: 1\n---\nText")     content "a: 1\n", text_begin 13
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace loci {

struct FrontMatterBlock {
  std::string_view content;    // between the fences
  std::size_t begin = 0;       // of the content
  std::size_t text_begin = 0;  // where the note's text begins
  bool is_toml = false;
};

// nullopt: the note has no front matter; a first "---" that is never closed, or that prose follows,
// is a thematic break.
std::optional<FrontMatterBlock> find_front_matter(std::string_view text);

// Whether a line of a block that cannot be parsed says `draft: true` or `publish: false`, in YAML or
// TOML, at any depth.
bool has_line_against_publishing(std::string_view block);

}  // namespace loci
