#include "site/cascade.h"

#include <catch2/catch_test_macros.hpp>

#include "unit/site/vault.h"

namespace loci::test {
namespace {

const std::string deck_of(Vault& vault, const std::string& path) {
  for (const LinkedNote& note : vault.site().notes) {
    if (note.parsed->path == path) return note.parsed->meta.deck;
  }
  return "(not published)";
}

const std::string deep = "---\ntitle: Deep\ncascade:\n  deck: db/deep\n  tags: [deep]\n---\n";

}  // namespace

TEST_CASE("an index note speaks for itself, its folder and those below, the nearest first") {
  Vault vault({{"index.md", "---\ncascade: {deck: all}\n---\n"},
               {"a.md", "A"},
               {"db/index.md", "---\ncascade: {deck: db, tags: [databases]}\n---\n"},
               {"db/a.md", "A"},
               {"db/own.md", "---\ndeck: mine\ntags: [x]\n---\n"},
               {"db/deep/_index.md", deep},
               {"db/deep/a.md", "A"},
               {"db/deep/deeper/a.md", "A"},
               {"db-2/a.md", "A"}});
  CHECK(deck_of(vault, "a.md") == "all");
  CHECK(deck_of(vault, "index.md") == "all");
  CHECK(deck_of(vault, "db/index.md") == "db");
  CHECK(deck_of(vault, "db/a.md") == "db");
  CHECK(deck_of(vault, "db/own.md") == "mine");
  CHECK(deck_of(vault, "db/deep/_index.md") == "db/deep");
  CHECK(deck_of(vault, "db/deep/deeper/a.md") == "db/deep");
  CHECK(deck_of(vault, "db-2/a.md") == "all");
  std::string tags;
  for (const SiteTag& tag : vault.site().tags)
    tags += tag.name + " " + std::to_string(tag.notes.size()) + ";";
  CHECK(tags == "databases 6;deep 3;x 1;");
  CHECK(vault.messages() == "");
}

TEST_CASE("index.md comes before README.md") {
  Vault vault({{"README.md", "---\ncascade: {deck: readme}\n---\n"},
               {"index.md", "---\ncascade: {deck: index}\n---\n"},
               {"a.md", "A"},
               {"x/Readme.md", "---\ncascade: {deck: x}\n---\n"},
               {"x/a.md", "A"}});
  CHECK(deck_of(vault, "a.md") == "index");
  CHECK(deck_of(vault, "x/a.md") == "x");
}

TEST_CASE("a folder opens its notes for cards") {
  const std::string text = "A fact is {{c1::here}}.\n";
  Vault vault({{"index.md", "---\ncascade: {cards: true}\n---\n"},
               {"a.md", text},
               {"b.md", "---\ncards: false\n---\n" + text}});
  REQUIRE(vault.site().cards.size() == 1);
  CHECK(vault.site().notes[index_of(vault.site().cards[0].note)].parsed->path == "a.md");
}

TEST_CASE("nothing of a private folder is in the site") {
  Vault vault(
      {{"secret/index.md", "---\ntitle: xqtitle\ntags: [xqtag]\ncascade: {publish: false}\n---\n"},
       {"secret/a.md", "# xqheading\n\nxqtext #xqinline\n\nQ: xqq\nA: xqa\n"},
       {"secret/deep/b.md", "---\naliases: [old/xqalias]\n---\nxqtext"},
       {"secret/open.md", "---\npublish: true\n---\nOpen."},
       {"a.md", "See [[secret/a|this]] and [[open]]."}});
  const SiteBuild& build = vault.build();
  std::string everything;
  for (const Output& output : build.plan.outputs) {
    if (output.path.starts_with("assets/")) continue;
    everything += output.path + vault.page(output.path);
  }
  CHECK(everything.find("Open.") != std::string::npos);
  // The folder's name is in the address of the note that is open.
  const std::size_t leak = everything.find("xq");
  CHECK((leak == std::string::npos ? "" : everything.substr(leak, 40)) == "");
}

TEST_CASE("a parsed note that was kept is not used under other defaults") {
  const auto files = [](const std::string& cascade) {
    return std::map<std::string, std::string>{
        {"/vault/index.md", "---\ncascade: " + cascade + "\n---\n"},
        {"/vault/a.md", "A"},
        {"/vault/x/b.md", "B"}};
  };
  ParseCache cache;
  const auto decks = [&](const std::string& cascade) {
    MemoryFileSystem system(files(cascade));
    SiteConfig config;
    config.root = "/vault";
    Result<Theme> theme = load_theme(config, system);
    Timings timings;
    const auto build = build_site(config, *theme, system, Depth::linked, &cache, timings);
    std::string text;
    for (const LinkedNote& note : (*build)->site.notes)
      text += note.parsed->path + " " + note.parsed->meta.deck + ";";
    return text;
  };
  CHECK(decks("{deck: one}") == "a.md one;index.md one;x/b.md one;");
  CHECK(decks("{deck: two}") == "a.md two;index.md two;x/b.md two;");
  CHECK(decks("{}") == "a.md ;index.md ;x/b.md ;");
  CHECK(decks("{draft: true}") == "");
  CHECK(decks("{deck: one}") == "a.md one;index.md one;x/b.md one;");
}

}  // namespace loci::test
