// The grammars inside the program. The table is generated when the build is configured (cmake/grammars.cmake): a language
// whose npm package was not there is not in it.
#pragma once

#include <tree_sitter/api.h>

#include <array>
#include <span>
#include <string_view>

namespace loci {

struct Grammar {
  std::string_view name;                      // "cpp"
  const TSLanguage* (*language)() = nullptr;  // the parser's tables
  std::array<std::string_view, 3>
      queries;  // texts of highlights.scm, from weak to strong; the last may be empty
};

std::span<const Grammar> grammars();  // by name

}  // namespace loci
