#include <catch2/catch_test_macros.hpp>

#include "site/link_steps.h"
#include "unit/site/vault.h"

namespace loci {
namespace {

// The tree as it is shown: titles, pages, notes in reading order.
std::string tree(const LinkedSite& site, std::uint32_t index = 0, const std::string& indent = "") {
  const SiteSection& section = site.sections[index];
  std::string text = indent + section.title + " (" + section.output_path + ", " +
                     std::to_string(section.note_count) + ")\n";
  for (const NoteId id : section.notes) text += indent + "  - " + site.note(id).title + "\n";
  for (const std::uint32_t child : section.children) text += tree(site, child, indent + "  ");
  return text;
}

}  // namespace

using test::Vault;

TEST_CASE("folders are sections, titled by their index note or their name") {
  Vault vault({{"index.md", "# Welcome"},
               {"case-studies/tinyurl.md", ""},
               {"databases/README.md", "---\ntitle: All databases\n---\n"},
               {"databases/mvcc.md", ""},
               {"databases/deep/er/x.md", ""}});
  CHECK(tree(vault.site()) ==
        "Welcome (index.html, 4)\n"
        "  All databases (databases/index.html, 2)\n"
        "    - mvcc\n"
        "    Deep (databases/deep/index.html, 1)\n"
        "      Er (databases/deep/er/index.html, 1)\n"
        "        - x\n"
        "  Case studies (case-studies/index.html, 1)\n"
        "    - tinyurl\n");
}

TEST_CASE("index.md goes before README.md, which is then a note") {
  Vault vault({{"a/README.md", "# Readme"}, {"a/index.md", "# Index"}});
  CHECK(tree(vault.site()) == "Vault (index.html, 2)\n  Index (a/index.html, 1)\n    - Readme\n");
}

TEST_CASE("a note whose permalink is a section's address is its index note") {
  Vault vault({{"Home.md", "---\npermalink: /\n---\n# Welcome"},
               {"a/x.md", ""},
               {"about a.md", "---\npermalink: a/\ntitle: All of A\n---\n"}});
  CHECK(tree(vault.site()) == "Welcome (index.html, 2)\n  All of A (a/index.html, 1)\n    - x\n");
  CHECK(vault.messages() == "");
}

TEST_CASE("notes are read by order, then by title; neighbours follow") {
  Vault vault({{"z.md", "---\norder: 1\n---\n"},
               {"b.md", "# beta"},
               {"a.md", "# Alpha"},
               {"m.md", "---\norder: 2\ntitle: Mid\n---\n"}});
  CHECK(tree(vault.site()) == "Vault (index.html, 4)\n  - z\n  - Mid\n  - Alpha\n  - beta\n");
  const LinkedSite& site = vault.site();
  const LinkedNote& mid = site.notes[2];
  CHECK(site.note(mid.previous).title == "z");
  CHECK(site.note(mid.next).title == "Alpha");
  CHECK(site.notes[3].previous == no_note);
}

TEST_CASE("figures in titles and folders count by their value") {
  Vault vault({{"week 10.md", "#t"},
               {"Week 9.md", "#t"},
               {"part 11/x.md", ""},
               {"part 2/x.md", ""},
               {"part 2/1.10 b.md", ""},
               {"part 2/1.9 a.md", ""}});
  vault.build();
  CHECK(tree(vault.site()) ==
        "Vault (index.html, 6)\n  - Week 9\n  - week 10\n"
        "  Part 2 (part-2/index.html, 3)\n    - 1.9 a\n    - 1.10 b\n    - x\n"
        "  Part 11 (part-11/index.html, 1)\n    - x\n");
  CHECK(vault.page("tags/t.html").find(">Week 9<") < vault.page("tags/t.html").find(">week 10<"));
}

TEST_CASE("sections stand in the order of site.toml, then of their index notes, then by title") {
  Vault vault(
      {{"d/x.md", ""}, {"c/x.md", ""}, {"b/index.md", "---\norder: 5\n---\n# B"}, {"a/x.md", ""}});
  vault.config.sections = {"d"};
  CHECK(tree(vault.site()) ==
        "Vault (index.html, 4)\n  D (d/index.html, 1)\n    - x\n  B (b/index.html, 0)\n  A "
        "(a/index.html, 1)\n    - x\n"
        "  C (c/index.html, 1)\n    - x\n");
}

TEST_CASE("a title comes from front matter, the first heading, or the file's name") {
  Vault vault(
      {{"a.md", "---\ntitle: Given\n---\n# Heading"}, {"b.md", "# Heading"}, {"c d.md", "text"}});
  CHECK(vault.site().notes[0].title == "Given");
  CHECK(vault.site().notes[1].title == "Heading");
  CHECK(vault.site().notes[2].title == "c d");
}

TEST_CASE("folder names are made readable") {
  CHECK(humanised("case-studies") == "Case studies");
  CHECK(humanised("SQL_notes") == "SQL notes");
  CHECK(humanised("-") == "-");
}

TEST_CASE("two notes that ask for one page are said, and both are published") {
  Vault vault({{"a b.md", ""},
               {"a-b.md", ""},
               {"search.md", ""},
               {"x.md", "---\npermalink: /review\n---\n"}});
  CHECK(vault.messages() ==
        "a-b.md:1:1: L501 the page 'a-b.html' is taken by 'a b.md', so this note is 'a-b-2.html' | "
        "rename the note, or give "
        "it a 'slug'\n"
        "search.md:1:1: L501 the page 'search.html' is taken by a page that Loci makes, so this "
        "note is 'search-2.html' | "
        "rename the note, or give it a 'slug'\n"
        "x.md:1:1: L501 the page 'review.html' is taken by a page that Loci makes, so this note is "
        "'review-2.html' | rename "
        "the note, or give it a 'slug'\n");
  CHECK(vault.build().diagnostics[0].severity == Severity::error);
  CHECK(vault.build().diagnostics[1].severity == Severity::note);
  CHECK(vault.build().diagnostics[2].severity == Severity::error);
}

TEST_CASE("pages whose names differ in case only are said") {
  Vault vault({{"Redis.md", ""}, {"redis.md", ""}});
  CHECK(vault.messages() ==
        "redis.md:1:1: L501 the pages 'Redis.html' and 'redis.html' differ in upper and lower case "
        "only | rename one of the "
        "notes: many systems cannot keep both\n");
}

TEST_CASE(
    "a date in the file's name is in neither title nor address, but for the second of a name") {
  Vault vault({{"2026-01-05-standup.md", "One."},
               {"2026-01-12-standup.md", "Two."},
               {"2026-01-13-other.md", "See [[2026-01-12-standup]]."}});
  std::string notes;
  for (const LinkedNote& note : vault.site().notes)
    notes += note.title + " " + note.output_path + " " + to_string(*note.parsed->meta.date) + "\n";
  CHECK(notes ==
        "standup standup.html 2026-01-05\n"
        "standup 2026-01-12-standup.html 2026-01-12\n"
        "other other.html 2026-01-13\n");
  CHECK(vault.targets("2026-01-13-other.md") == "note 2026-01-12-standup.html\n");
  CHECK(vault.messages() == "");
}

}  // namespace loci
