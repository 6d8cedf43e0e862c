#include "source/text_edit.h"

#include <random>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

namespace loci {
namespace {

// What `git apply` does with a patch of one file, for the property below: context and removed lines
// must be those of `before`.
std::optional<std::string> patched(std::string_view before, std::string_view patch) {
  std::vector<std::string> old_lines;
  for (std::size_t at = 0; at < before.size();) {
    const std::size_t end = std::min(before.find('\n', at), before.size() - 1) + 1;
    old_lines.emplace_back(before.substr(at, end - at));
    at = end;
  }
  std::string result;
  std::size_t line = 0;
  std::size_t at = patch.find("\n@@ ");
  if (at == std::string_view::npos) return std::nullopt;
  ++at;
  while (at < patch.size()) {
    const std::size_t end = patch.find('\n', at) + 1;
    std::string text(patch.substr(at, end - at));
    at = end;
    if (text.starts_with("@@")) {
      const std::size_t number = text.find('-') + 1;
      std::size_t start = std::stoul(text.substr(number));
      const bool is_empty = text.substr(number, text.find(' ', number) - number).ends_with(",0");
      start = is_empty ? start : start - 1;
      while (line < start) result += old_lines.at(line++);
      continue;
    }
    if (patch.substr(at).starts_with("\\ No newline")) {
      text.pop_back();
      at = patch.find('\n', at) + 1;
    }
    if (text[0] != '+') {
      if (line >= old_lines.size() || old_lines[line] != text.substr(1)) return std::nullopt;
      ++line;
    }
    if (text[0] != '-') result += text.substr(1);
  }
  while (line < old_lines.size()) result += old_lines[line++];
  return result;
}

}  // namespace

TEST_CASE("edits change their spans and nothing else") {
  CHECK(apply_edits("see [[Lok]] or [[b]]", {{{17, 18}, "B"}, {{6, 9}, "Loki"}}) ==
        "see [[Loki]] or [[B]]");
  CHECK(apply_edits("abc", {}) == "abc");
  CHECK(apply_edits("abc", {{{1, 1}, "X"}}) == "aXbc");
  CHECK(apply_edits("abc", {{{0, 3}, ""}}) == "");
}

TEST_CASE("an edit that overlaps another or leaves the text is left out") {
  CHECK(apply_edits("abcdef", {{{0, 3}, "1"}, {{2, 4}, "2"}}) == "1def");
  CHECK(apply_edits("abc", {{{2, 9}, "x"}, {{3, 2}, "y"}}) == "abc");
}

TEST_CASE("edits of bytes keep the byte-order mark and the line ends") {
  const std::string text = "one\n[[x]]\nend\n";
  const std::vector<TextEdit> edits = {{{6, 7}, "Xx"}};
  CHECK(apply_edits_to_bytes("\xEF\xBB\xBFone\r\n[[x]]\r\nend\r\n", text, edits) ==
        "\xEF\xBB\xBFone\r\n[[Xx]]\r\nend\r\n");
  CHECK(apply_edits_to_bytes("one\r[[x]]\rend\r", text, edits) == "one\r[[Xx]]\rend\r");
  CHECK(apply_edits_to_bytes(text, text, edits) == "one\n[[Xx]]\nend\n");
}

TEST_CASE("bytes that are not what was parsed are not edited") {
  CHECK(apply_edits_to_bytes("one [[y]]", "one [[x]]", {{{6, 7}, "z"}}) == std::nullopt);
  CHECK(apply_edits_to_bytes("one [[x]] more", "one [[x]]", {{{6, 7}, "z"}}) == std::nullopt);
  CHECK(apply_edits_to_bytes("one", "one [[x]]", {{{6, 7}, "z"}}) == std::nullopt);
  // A wrong byte was parsed as U+FFFD; writing that back would lose it.
  CHECK(apply_edits_to_bytes("\xFF [[x]]", "\xEF\xBF\xBD [[x]]", {{{6, 7}, "z"}}) == std::nullopt);
}

TEST_CASE("a patch has three lines of context and joins changes that are near") {
  const std::string before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n";
  std::string after = before;
  after.replace(after.find("5\n"), 1, "five");
  after.replace(after.find("7\n"), 1, "seven");
  after.replace(after.find("16\n"), 2, "sixteen");
  CHECK(unified_diff("notes/a.md", before, after) ==
        "--- a/notes/a.md\n+++ b/notes/a.md\n"
        "@@ -2,9 +2,9 @@\n 2\n 3\n 4\n-5\n+five\n 6\n-7\n+seven\n 8\n 9\n 10\n"
        "@@ -13,4 +13,4 @@\n 13\n 14\n 15\n-16\n+sixteen\n");
  CHECK(unified_diff("a.md", before, before) == "");
}

TEST_CASE("a patch says where the last line has no end") {
  CHECK(
      unified_diff("a.md", "x\ny", "x\nz") ==
      "--- a/a.md\n+++ b/a.md\n"
      "@@ -1,2 +1,2 @@\n x\n-y\n\\ No newline at end of file\n+z\n\\ No newline at end of file\n");
  CHECK(unified_diff("a.md", "y", "y\n") ==
        "--- a/a.md\n+++ b/a.md\n"
        "@@ -1 +1 @@\n-y\n\\ No newline at end of file\n+y\n");
  CHECK(unified_diff("a.md", "", "y\n") == "--- a/a.md\n+++ b/a.md\n@@ -0,0 +1 @@\n+y\n");
}

TEST_CASE("names in a patch are written as git writes them") {
  CHECK(unified_diff("my notes/a.md", "x\n", "y\n")
            .starts_with("--- a/my notes/a.md\t\n+++ b/my "
                         "notes/a.md\t\n"));
  CHECK(unified_diff("a\"\t.md", "x\n", "y\n").starts_with("--- \"a/a\\\"\\011.md\"\n"));
  CHECK(unified_diff("été.md", "x\n", "y\n").starts_with("--- a/été.md\n"));
}

TEST_CASE("a patch turns the one text into the other, whatever the two are") {
  std::mt19937 random(7);
  for (int round = 0; round < 400; ++round) {
    const auto text = [&] {
      std::string lines;
      const unsigned count = static_cast<unsigned>(random() % 30);
      for (unsigned i = 0; i < count; ++i) lines += std::string(1, "abc"[random() % 3]) + "\n";
      if (!lines.empty() && random() % 4 == 0) lines.pop_back();
      return lines;
    };
    const std::string before = text();
    const std::string after = text();
    if (before == after) continue;
    const std::string patch = unified_diff("a.md", before, after);
    CHECK(patched(before, patch) == after);
  }
}

TEST_CASE("two texts with nothing in common cost little") {
  std::string before;
  std::string after;
  for (int i = 0; i < 20'000; ++i) {
    before += "a" + std::to_string(i) + "\n";
    after += "b" + std::to_string(i) + "\n";
  }
  const std::string patch = unified_diff("a.md", before, after);
  CHECK(patch.find("@@ -1,20000 +1,20000 @@") != std::string::npos);
}

}  // namespace loci
