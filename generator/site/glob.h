// The patterns of `ignore` in site.toml, as .gitignore users know them.
//
//     matches_glob("drafts/", "a/drafts", true)       a folder of that name at any depth
//     matches_glob("*.tmp.md", "a/b.tmp.md", false)   a name at any depth
//     matches_glob("a/**/z.md", "a/b/c/z.md", false)  a path: '*' stays in one part, '**' does not
#pragma once

#include <string_view>

namespace loci {

// `path` is relative to the notes folder. A pattern with a '/' before its end is a path, any other
// is a name.
bool matches_glob(std::string_view pattern, std::string_view path, bool is_directory);

}  // namespace loci
