#include "site/suggest_links.h"

#include <catch2/catch_test_macros.hpp>

#include "source/decode.h"
#include "unit/site/vault.h"

namespace loci {
namespace {

using test::Notes;
using test::Vault;

SourceFile decoded(const std::string& path, const std::string& bytes) {
  Diagnostics ignored;
  return decode_source(path, bytes, ignored);
}

// The note with its mentions made links; "?" and the words of one that is only told.
std::string linked(const Notes& notes, const std::string& path = "x.md") {
  Vault vault(notes);
  const LinkSuggester suggester(vault.site(), vault.config);
  const SourceFile file = decoded(path, notes.files.at(path));
  std::string untold;
  std::vector<TextEdit> edits;
  for (const NoteId id : suggester.notes()) {
    if (vault.site().note(id).parsed->path != path) continue;
    for (const MentionPlace& place : suggester.places(id, file)) {
      if (place.edit) {
        edits.push_back(*place.edit);
      } else {
        untold += "? " + place.text + " @" + std::to_string(place.offset) + "\n";
      }
    }
  }
  return apply_edits(file.text, edits) + untold;
}

std::string linked(const std::string& text) {
  return linked({{"d/write-ahead-log.md", "---\naliases: [WAL]\n---\n# Write-ahead log\n"},
                 {"redis.md", "# Redis\n"},
                 {"x.md", text}});
}

TEST_CASE("the first mention of each note becomes a link in the note's own style") {
  CHECK(linked("The WAL, in Redis: the WAL.\n") ==
        "The [[write-ahead-log|WAL]], in [[redis|Redis]]: the WAL.\n");
  CHECK(linked("[a](https://a.example) [b](#b) The WAL.\n\n## b\n") ==
        "[a](https://a.example) [b](#b) The [WAL](d/write-ahead-log.md).\n\n## b\n");
  CHECK(linked({{"a/b c/t.md", "# Hash ring\n"}, {"a/d/x.md", "[self](x.md) the hash ring\n"}},
               "a/d/x.md") == "[self](x.md) the [hash ring](../b%20c/t.md)\n");
  CHECK(linked({{"hash ring.md", ""}, {"x.md", "the hash ring\n"}}) == "the [[hash ring]]\n");
}

TEST_CASE("the shortest name that is nobody else's is written") {
  CHECK(linked({{"a/log.md", "# Hash ring\n"}, {"b/log.md", ""}, {"x.md", "the hash ring\n"}}) ==
        "the [[a/log|hash ring]]\n");
  CHECK(linked({{"C# ring.md", "# Hash ring\n"}, {"x.md", "the hash ring\n"}}) ==
        "the [hash ring](C%23%20ring.md)\n");
}

TEST_CASE("in a table the bar is escaped") {
  CHECK(linked("| A | B |\n|---|---|\n| the WAL | `WAL` |\n") ==
        "| A | B |\n|---|---|\n| the [[write-ahead-log\\|WAL]] | `WAL` |\n");
  CHECK(linked("a | the WAL\n") == "a | the [[write-ahead-log|WAL]]\n");
}

TEST_CASE("only words that stand in the source as they are read become a link") {
  CHECK(linked("the write-ahead\nlog\n") == "the write-ahead\nlog\n? write-ahead log @4\n");
  CHECK(linked("the write-*ahead* log\n") == "the write-*ahead* log\n? write-ahead log @4\n");
  CHECK(linked("\\*the **WAL** &amp; `WAL` <b>in Redis</b>\n") ==
        "\\*the **[[write-ahead-log|WAL]]** &amp; `WAL` <b>in [[redis|Redis]]</b>\n");
  CHECK(linked("---\ntitle: A WAL page\n---\n\n# The WAL\n\n> [!note] The WAL\n> in Redis\n") ==
        "---\ntitle: A WAL page\n---\n\n# The WAL\n\n> [!note] The [[write-ahead-log|WAL]]\n"
        "> in [[redis|Redis]]\n");
}

// A card's key is made of its question: the history of a card must not be lost for a link.
TEST_CASE("a card stays the card it was") {
  const std::string text = "Q: What is the WAL for?\nA: Durability, as in Redis.\n";
  CHECK(linked(text) ==
        "Q: What is the [[write-ahead-log|WAL]] for?\nA: Durability, as in [[redis|Redis]].\n");
}

TEST_CASE("what was linked is not suggested again") {
  const Notes notes{{"redis.md", "# Redis\n"}, {"x.md", "We use Redis.\n\nMore of Redis.\n"}};
  Notes after = notes;
  after.files["x.md"] = linked(notes);
  CHECK(after.files["x.md"] == "We use [[redis|Redis]].\n\nMore of Redis.\n");
  CHECK(linked(after) == after.files["x.md"]);
}

TEST_CASE("a note that is not what was built is left alone") {
  Vault vault({{"redis.md", "# Redis\n"}, {"x.md", "We use Redis.\n"}});
  const LinkSuggester suggester(vault.site(), vault.config);
  REQUIRE(suggester.notes().size() == 1);
  const NoteId id = suggester.notes().front();
  CHECK(suggester.places(id, decoded("x.md", "We use Redis.\n")).size() == 1);
  CHECK(suggester.places(id, decoded("x.md", "We used Redis.\n")).empty());
}

}  // namespace
TEST_CASE("a note with a link to a draft is linked like any other") {
  CHECK(linked({{"x.md", "As [[plan]] says, the write-ahead log is first.\n"},
                {"plan.md", "---\ndraft: true\n---\n"},
                {"write-ahead-log.md", "# Write-ahead log\n"}}) ==
        "As [[plan]] says, the [[write-ahead-log|write-ahead log]] is first.\n");
}

}  // namespace loci
