#include "site/repairs.h"

#include <map>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "unit/site/vault.h"

namespace loci {
namespace {

using test::Notes;
using test::Vault;

std::vector<NoteRepairs> repairs_of(Vault& vault) {
  const SiteBuild& build = vault.build(Depth::linked);
  const LinkNames names = make_link_names(build.site, build.parsed, build.sources, build.config);
  return find_repairs(build.site, names, build.sources);
}

// The text of "a.md" after its repairs; a second run must find nothing more.
std::string repaired(const std::string& text, std::map<std::string, std::string> others) {
  others["a.md"] = text;
  Vault vault{Notes(others)};
  std::string after = text;
  for (const NoteRepairs& repair : repairs_of(vault)) {
    if (repair.path == "a.md") after = apply_edits(text, repair.edits);
  }
  others["a.md"] = after;
  Vault again{Notes(others)};
  for (const NoteRepairs& repair : repairs_of(again)) {
    if (repair.path == "a.md") after += " (and again)";
  }
  return after;
}

}  // namespace

TEST_CASE("the case of a name is repaired, in its own form") {
  const std::map<std::string, std::string> files = {{"DB/My Note.md", "## Part\n"},
                                                    {"img/Pic.png", ""}};
  CHECK(repaired("[[my note|x]]", files) == "[[My Note|x]]");
  // In a sentence the small letters were meant.
  CHECK(repaired("See [[my note]].", files) == "See [[My Note|my note]].");
  CHECK(repaired("[[db/my note]]", files) == "[[DB/My Note]]");
  CHECK(repaired("[[db/my note#Part|x]]", files) == "[[DB/My Note#Part|x]]");
  CHECK(repaired("[x](db/my%20note.md#part \"t\")", files) == "[x](DB/My%20Note.md#part \"t\")");
  CHECK(repaired("[x](<db/my note.md>)", files) == "[x](<DB/My Note.md>)");
  CHECK(repaired("![[pic.png|300]] ![a](IMG/pic.png)", files) ==
        "![[Pic.png|300]] ![a](img/Pic.png)");
  CHECK(repaired("| x |\n|---|\n| [[my note\\|l]] |", files) ==
        "| x |\n|---|\n| [[My Note\\|l]] |");
}

TEST_CASE("a heading that was renamed is repaired when one is near") {
  const std::map<std::string, std::string> files = {
      {"b.md", "## Set up the server\n\n## Notes 1\n\n## Notes 2\n\n### What's *new*?\n"}};
  CHECK(repaired("[[b#Set up the servers]]", files) == "[[b#Set up the server]]");
  CHECK(repaired("[x](b.md#set-up-the-servers)", files) == "[x](b.md#set-up-the-server)");
  CHECK(repaired("[x](<b.md#Set up the servers>)", files) == "[x](<b.md#Set up the server>)");
  CHECK(repaired("[x](b.md#Set%20up%20the%20servers)", files) ==
        "[x](b.md#Set%20up%20the%20server)");
  CHECK(repaired("[[b#What is new?|y]]", files) == "[[b#What's new?|y]]");
  // Two are equally near; none is.
  CHECK(repaired("[[b#Notes 3]]", files) == "[[b#Notes 3]]");
  CHECK(repaired("[[b#Something else]]", files) == "[[b#Something else]]");
  CHECK(repaired("[[#Hre]]\n\n## Here\n", files) == "[[#Here]]\n\n## Here\n");
}

TEST_CASE("a note that moved is found by its only name or its old address") {
  const std::map<std::string, std::string> files = {
      {"new/b.md", "---\naliases: [/was/b-old, old/place]\n---\n# B\n"},
      {"x/todo.md", ""},
      {"y/todo.md", ""},
      {"x/index.md", ""},
      {"img/p 1.png", ""}};
  CHECK(repaired("[x](old/b.md)", files) == "[x](new/b.md)");
  CHECK(repaired("[[old/b|x]]", files) == "[[b|x]]");
  CHECK(repaired("[x](./was/b-old.md)", files) == "[x](new/b.md)");
  CHECK(repaired("[x](new/b.html#b)", files) == "[x](new/b.md#b)");
  CHECK(repaired("[x](/old/b.md)", files) == "[x](/new/b.md)");
  CHECK(repaired("![x](pics/p%201.png)", files) == "![x](img/p%201.png)");
  CHECK(repaired("[x](z/todo.md) [y](z/index.md)", files) == "[x](z/todo.md) [y](z/index.md)");
}

TEST_CASE("a note that moved and its heading are repaired at once") {
  const std::map<std::string, std::string> files = {{"new/b.md", "## Visibility\n"}};
  CHECK(repaired("[x](old/b.md#visibilty)", files) == "[x](new/b.md#visibility)");
}

TEST_CASE("an ambiguous name becomes the path of the one that is taken, and looks as before") {
  const std::map<std::string, std::string> files = {{"x/todo.md", "# Things\n\n## H\n"},
                                                    {"y/todo.md", ""}};
  CHECK(repaired("[[todo]] [[todo#H]] [[todo|l]] [t](todo.md)", files) ==
        "[[x/todo|todo]] [[x/todo#H|todo > H]] [[x/todo|l]] [t](x/todo.md)");
  CHECK(repaired("| [[todo]] | y |\n|---|---|\n", files) ==
        "| [[x/todo\\|todo]] | y |\n|---|---|\n");
}

TEST_CASE("what is not certain is left alone") {
  const std::map<std::string, std::string> files = {{"b.md", "---\naliases: [One]\n---\n"},
                                                    {"c.md", "---\naliases: [One]\n---\n"},
                                                    {"a#b.md", ""},
                                                    {"d/secret.md", "---\ndraft: true\n---\n"},
                                                    {"e.md", "Fact. ^block\n"}};
  CHECK(repaired("[[One]]", files) == "[[One]]");
  CHECK(repaired("[x](X/A%23B.md)", files) == "[x](a%23b.md)");
  CHECK(repaired("[x](SECRET.md) [[e#^blok]] [[EE]]", files) ==
        "[x](SECRET.md) [[e#^blok]] [[EE]]");
  // The address stands elsewhere.
  CHECK(repaired("[x][r]\n\n[r]: E.md\n", files) == "[x][r]\n\n[r]: E.md\n");
}

}  // namespace loci
