#include "verify/blocks.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

namespace loci {
namespace {

// One line a block, then one line a finding.
std::string dump(std::string_view note, const std::vector<std::string>& programs = {}) {
  const NoteBlocks found = extract_blocks(note, programs);
  std::string text;
  for (const RunBlock& block : found.blocks) {
    text += std::to_string(block.line) + " " + std::to_string(static_cast<int>(block.runner));
    for (const auto& [name, value] : block.options) text += " " + name + "[" + value + "]";
    text += ": " + block.text + "\n";
  }
  for (const Finding& finding : found.findings)
    text += std::to_string(finding.line) + " ! " + finding.expected + " | " + finding.actual + "\n";
  return text;
}

}  // namespace

TEST_CASE("an info string names a runner and what is expected") {
  CHECK(dump("# A\n\n```sql pg:15 expect=error:42601\nSELECT 1;\n```\n") ==
        "3 0 expect[error:42601]: SELECT 1;\n");
  CHECK(dump("```sql pg sessions=A,S standby=S\n```\n") == "1 0 sessions[A,S] standby[S]: \n");
  CHECK(dump("```sql pg expect=plan:Index Scan using a\n```\n") ==
        "1 0 expect[plan:Index Scan using a]: \n");
  CHECK(dump("```sql pg title=\"Two words\" {1,3-5} expect=ok showLineNumbers=9\n```\n") ==
        "1 0 expect[ok]: \n");
  CHECK(dump("~~~calc\na = 1 # => 1\n\n~~~\n") == "1 2: a = 1 # => 1\n\n");
  CHECK(dump("```sim seed=1 tolerance=5%\n```\n") == "1 3 seed[1] tolerance[5%]: \n");
}

TEST_CASE("other code is not run") {
  CHECK(dump("```sql\nSELECT 1;\n```\n```sql pgsql\n```\n```calculus\n```\n").empty());
  CHECK(dump("````text\n```calc\n```\n````\n").empty());
  CHECK(dump("```python expect=ok\n```\n").empty());
}

TEST_CASE("a language of site.toml runs when it says what it expects") {
  CHECK(dump("```python\n```\n```python expect=ok title=\"a\"\n1\n```\n", {"python"}) ==
        "3 5 expect[ok]: 1\n");
}

TEST_CASE("a block that would never run is reported") {
  CHECK(dump("- ```redis\n  ```\n") == "1 ! an executable block at the left margin | - ```redis\n");
  CHECK(dump("> ```calc\n> ```\n") == "1 ! an executable block at the left margin | > ```calc\n");
  CHECK(dump("```sql pg name=1a\n```\n") ==
        "1 ! a name of letters, digits and '_' (name=orders) | 1a\n");
  CHECK(dump("```redis limit=5\n```\n") == "1 ! limit=5s or limit=250ms, at most 600s | 5\n");
  CHECK(dump("```sql pg expects=ok a=b\n```\n") ==
        "1 ! only known options of a sql block | expects a\n");
  CHECK(dump("text\n```calc\na = 1\n") == "2 ! a closed fence | the end of the note\n");
}

}  // namespace loci
