// Changes of a note's text, and the patch that shows them.
//
// An edit is a span of the text as it was parsed (SourceFile::text) and what goes in its place. The
// bytes on disk may differ from that text in a byte-order mark and in line ends; apply_edits_to_bytes
// changes what the edits name and keeps every other byte.
//
//     apply_edits("see [[Lok]]", {{{6, 9}, "Loki"}})            "see [[Loki]]"
//     unified_diff("notes/a.md", "see [[Lok]]\n", "see [[Loki]]\n")
//         "--- a/notes/a.md\n+++ b/notes/a.md\n@@ -1 +1 @@\n-see [[Lok]]\n+see [[Loki]]\n"
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/source_file.h"

namespace loci {

struct TextEdit {
  Span span;  // empty: an insertion
  std::string replacement;

  friend bool operator==(const TextEdit&, const TextEdit&) = default;
};

// Edits may come in any order. One that overlaps an edit before it, or reaches beyond the text, is
// left out: half of a change is worse than none.
std::string apply_edits(std::string_view text, const std::vector<TextEdit>& edits);

// `text`: what decode_source made of `bytes`. nullopt: it is not what those bytes say, because the
// file has changed since or holds bytes that are not UTF-8; nothing may be written then.
std::optional<std::string> apply_edits_to_bytes(std::string_view bytes, std::string_view text,
                                                const std::vector<TextEdit>& edits);

// What turns one file's bytes into others, as `git apply` and `patch -p1` take it: three lines of
// context, the prefixes a/ and b/. Empty when nothing differs. `path` is relative to where the patch
// will be applied: there is no "diff --git" line, with which git would take the path from the top of
// the repository, and a vault may be a folder inside one.
std::string unified_diff(std::string_view path, std::string_view before, std::string_view after);

}  // namespace loci
