// Which note speaks for its folder: index.md, else README.md.
#pragma once

#include <optional>
#include <string_view>

namespace loci {

// 0 "index.md" and "_index.md", 1 "README.md", without regard to case; the lowest in a folder is its
// index note, the first by path among equals. nullopt: an ordinary note.
std::optional<int> index_rank(std::string_view path);

}  // namespace loci
