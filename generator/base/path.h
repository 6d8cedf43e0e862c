// Paths as text, '/' between parts on every system. Nothing here looks at a disk.
//
//     join_path("notes", "a/b.md")     "notes/a/b.md"
//     normal_path("a/./b//../c/")      "a/c"
#pragma once

#include <string>
#include <string_view>

namespace loci {

bool is_absolute_path(std::string_view path);

// `second` alone when it is absolute or `first` is empty or ".".
std::string join_path(std::string_view first, std::string_view second);

std::string_view parent_path(std::string_view path);  // "a/b.md" -> "a", "b.md" -> "", "/b" -> "/"
std::string_view file_name(std::string_view path);    // "a/b.md" -> "b.md"
std::string_view file_stem(std::string_view path);  // "a/b.md" -> "b", ".gitignore" -> ".gitignore"
std::string_view extension(std::string_view path);  // "a/b.md" -> ".md", ".gitignore" -> ""

// Without "." parts, doubled or final slashes, and with ".." applied to the part before it. "" for
// the folder itself. ".." parts that lead out stay in front of a relative path and vanish from an
// absolute one.
std::string normal_path(std::string_view path);

// How `path` is written in a file of `folder`: relative_path("a/b", "a/c/d.md") is "../c/d.md". Both
// normal and relative to the same folder.
std::string relative_path(std::string_view folder, std::string_view path);

// Whether `path` is `folder` or below it, part by part ("notes2/a" is not below "notes"). Both
// normal. "" holds every relative path.
bool is_inside(std::string_view path, std::string_view folder);

}  // namespace loci
