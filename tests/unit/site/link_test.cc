#include "site/link.h"

#include <catch2/catch_test_macros.hpp>

#include "unit/site/vault.h"

namespace loci {

using test::Vault;

TEST_CASE("wikilinks, Markdown links and links of the same note find their targets") {
  Vault vault(
      {{"a/one.md",
        "[[two]] [[b/two#Part one]] [x](../b/two.md#part-one) [[#Here]] [[b/]]\n\n## Here\n"},
       {"b/two.md", "# Two\n\n## Part one\n"}});
  CHECK(vault.targets("a/one.md") ==
        "note b/two.html\nnote b/two.html#part-one\nnote b/two.html#part-one\nnote "
        "a/one.html#here\nsection b/index.html\n");
  CHECK(vault.messages() == "");
}

TEST_CASE("a link to a folder with an index note means that note") {
  Vault vault({{"a.md", "[[b/]] [[b/index]]"}, {"b/index.md", "# B"}});
  CHECK(vault.targets("a.md") == "note b/index.html\nnote b/index.html\n");
}

TEST_CASE("attachments are found by name, and only linked ones are published") {
  Vault vault(
      {{"a/one.md", "![[pic.png]] ![p](../img/other%20one.png) [f](/files/paper.pdf#page=2)"},
       {"img/pic.png", "1"},
       {"img/other one.png", "2"},
       {"img/unused.png", "3"},
       {"files/paper.pdf", "4"}});
  CHECK(vault.targets("a/one.md") ==
        "file img/pic.png\nfile img/other-one.png\nfile files/paper.pdf#page=2\n");
  REQUIRE(vault.site().attachments.size() == 3);
  CHECK(vault.site().attachments[1].source_path == "img/other one.png");
}

TEST_CASE("broken links are said with place, kind and the nearest name") {
  Vault vault({{"a.md",
                "See [[Lok]].\n\n[x](nope.md) ![[pik.png]] [[Loki#Gods of]] [[Loki#^b1]] "
                "[[#nothing]] [f](paper.pdf)\n"},
               {"Loki.md", "## Gods\n"},
               {"pic.png", ""}});
  CHECK(vault.messages() ==
        "a.md:1:5: L201 no note named 'Lok' | did you mean 'Loki'?\n"
        "a.md:3:1: L201 no note named 'nope.md'\n"
        "a.md:3:14: L203 no file named 'pik.png' | did you mean 'pic.png'?\n"
        "a.md:3:34: L202 no heading 'Gods of' in 'Loki.md'\n"
        "a.md:3:51: L212 no block '^b1' in 'Loki.md'\n"
        "a.md:3:60: L202 no heading 'nothing' in this note\n"
        "a.md:3:70: L213 no file named 'paper.pdf'\n");
  CHECK(vault.site().broken_count == 4);
}

TEST_CASE("an ambiguous name is taken as the nearest, and the others are named") {
  Vault vault({{"x/here.md", "[[todo]]"}, {"a/todo.md", ""}, {"b/todo.md", ""}});
  CHECK(vault.messages() ==
        "x/here.md:1:1: L204 'todo' could be 2 notes: 'a/todo.md', 'b/todo.md'; 'a/todo.md' is "
        "taken, the nearest | write "
        "'a/todo' to mean that one, or 'b/todo'\n");
  CHECK(vault.targets("x/here.md") == "note a/todo.html\n");
}

TEST_CASE("a chain of headings must be nested") {
  Vault vault({{"a.md", "[[b#One#Part]] [[b#Two#Part]] [[b#Part#One]] [[b#Title#Two#Part]]"},
               {"b.md", "# Title\n\n## One\n\n### Part\n\n## Two\n\n### Part\n"}});
  CHECK(vault.targets("a.md") ==
        "note b.html#part\nnote b.html#part-1\nnote b.html\nnote b.html#part-1\n");
  CHECK(vault.messages() == "a.md:1:35: L202 no heading 'Part#One' in 'b.md' | did you mean 'One'?\n");
}

TEST_CASE("the heading that became the title is the top of the page") {
  Vault vault({{"a.md", "[[b#The Title]] [x](b.md#the-title)"}, {"b.md", "# The Title\n\ntext\n"}});
  CHECK(vault.targets("a.md") == "note b.html#the-title\nnote b.html#the-title\n");
  CHECK(vault.messages() == "");
}

TEST_CASE("drafts are in nothing, and links to them are known") {
  Vault vault({{"a.md", "[[secret]] [[secret|hidden]]"},
               {"secret.md",
                "---\ndraft: true\ntags: [hush]\naliases: [old/secret]\n---\n# Top secret\n\nQ: "
                "What?\nA: This.\n"}});
  CHECK(vault.targets("a.md") == "unpublished\nunpublished\n");
  CHECK(
      vault.messages() ==
      "a.md:1:1: L207 'secret' is a draft: the link is shown as plain text | readers see "
      "'unpublished note'; give the link a label to say more\n"
      "a.md:1:12: L207 'secret' is a draft: the link is shown as plain text | build with "
      "--drafts to see it\n");
  const LinkedSite& site = vault.site();
  CHECK(site.notes.size() == 1);
  CHECK(site.tags.empty());
  CHECK(site.cards.empty());
  CHECK(site.redirects.empty());
}

TEST_CASE("with drafts, they are notes like others") {
  Vault vault({{"a.md", "[[secret]]"}, {"secret.md", "---\ndraft: true\n---\nx\n"}});
  vault.config.drafts = true;
  CHECK(vault.targets("a.md") == "note secret.html\n");
}

TEST_CASE("backlinks come by note, once a sentence, and never from the note itself") {
  Vault vault({{"a.md", "One [[c]] and [[c|again]]. Two [[c]]."},
               {"b.md", "Here [[c]]."},
               {"c.md", "Me: [[c]]."}});
  const LinkedSite& site = vault.site();
  std::string text;
  for (const Backlink& backlink : site.notes[2].backlinks) {
    const ParsedNote& from = *site.note(backlink.from).parsed;
    text += from.path + ": " + from.body.links[backlink.link].sentence + "\n";
  }
  CHECK(text == "a.md: One c and again.\na.md: Two c.\nb.md: Here c.\n");
}

TEST_CASE("tags of front matter and text are one list in the spelling most used") {
  Vault vault({{"a.md", "---\ntags: [Redis, storage]\n---\ntext #redis"},
               {"b.md", "text #redis and #a/b"}});
  std::string text;
  for (const SiteTag& tag : vault.site().tags) {
    text += tag.name + " " + tag.output_path + " " + std::to_string(tag.notes.size()) + "\n";
  }
  CHECK(text == "a/b tags/a/b.html 1\nredis tags/redis.html 2\nstorage tags/storage.html 1\n");
  CHECK(vault.site().notes[0].tags == std::vector<std::string>{"redis", "storage"});
}

TEST_CASE("cards of one question get their own ids, and a deck") {
  Vault vault({{"db/a.md", "Q: Same?\nA: One.\n"},
               {"db/b.md", "---\ndeck: mine\n---\nQ: Same?\nA: Two.\n"},
               {"c.md", "> [!card] Pinned? ^c-7f3k2m9q\n> An id.\n"},
               {"d.md", "> [!card] Pinned too? ^c-7f3k2m9q\n> An id.\n"}});
  const LinkedSite& site = vault.site();
  REQUIRE(site.cards.size() == 4);
  CHECK(site.cards[0].id == "c-7f3k2m9q");
  CHECK(site.cards[0].deck == "Default");
  CHECK(site.cards[1].id == "c-7f3k2m9q~2");
  CHECK(site.cards[2].deck == "db");
  CHECK(site.cards[3].id == site.cards[2].id + "~2");
  CHECK(site.cards[3].deck == "mine");
  CHECK(vault.messages() ==
        "d.md:1:1: L404 the card id '^c-7f3k2m9q' is taken by a card in 'c.md' | give one of the "
        "two another id; until then "
        "this one is 'c-7f3k2m9q~2'\n"
        "db/b.md:4:1: L402 a card with the same question stands in 'db/a.md' | ask it differently, "
        "or pin an id such as "
        "'^c-7f3k2m9q' to each\n");
}

TEST_CASE("prerequisites are notes, and a note knows what it unlocks") {
  Vault vault(
      {{"a.md", "---\nprerequisites: [b, \"[[c|See C]]\"]\n---\n"}, {"b.md", ""}, {"c.md", ""}});
  const LinkedSite& site = vault.site();
  CHECK(site.notes[0].prerequisites == std::vector<NoteId>{NoteId{1}, NoteId{2}});
  CHECK(site.notes[1].unlocks == std::vector<NoteId>{NoteId{0}});
}

TEST_CASE("a prerequisite that is no note is said") {
  Vault vault({{"a.md", "---\nprerequisites: [bravo2, d]\n---\n"},
               {"bravo.md", ""},
               {"d.md", "---\ndraft: true\n---\n"}});
  CHECK(vault.messages() ==
        "a.md:2:17: L208 no note named 'bravo2', which this note requires | did you mean 'bravo'?\n"
        "a.md:2:25: L207 the prerequisite 'd' is a draft and is left out\n");
}

TEST_CASE("a circle of prerequisites is said at each of its edges") {
  Vault vault({{"a.md", "---\nrequires: [b]\n---\n"},
               {"b.md", "---\nrequires: [c]\n---\n"},
               {"c.md", "---\nrequires: [x, a]\n---\n"},
               {"x.md", ""},
               {"y.md", "---\nrequires: [y]\n---\n"}});
  const std::string circle =
      "prerequisites go round in a circle: a.md -> b.md -> c.md -> a.md | take one of these "
      "prerequisites out\n";
  CHECK(vault.messages() ==
        "a.md:2:12: L503 " + circle + "b.md:2:12: L503 " + circle + "c.md:2:15: L503 " + circle +
            "y.md:2:12: L503 prerequisites go round in a circle: y.md -> y.md | take one of these "
            "prerequisites out\n");
}

TEST_CASE("a long chain of prerequisites needs no deep stack") {
  std::map<std::string, std::string> notes;
  for (int i = 0; i < 5000; ++i) {
    notes["n" + std::to_string(i) + ".md"] =
        "---\nrequires: [n" + std::to_string((i + 1) % 5000) + "]\n---\n";
  }
  Vault vault(notes);
  CHECK(vault.build(Depth::linked).diagnostics.size() == 5000);
}

TEST_CASE("aliases with a slash are old addresses") {
  Vault vault({{"a.md", "---\naliases: [old/a, /older/a/, Name]\n---\n"},
               {"b.md", "---\naliases: [old/a, /a]\n---\n"}});
  std::string text;
  for (const Redirect& redirect : vault.site().redirects) {
    text += redirect.output_path + " -> " + vault.site().note(redirect.to).output_path + "\n";
  }
  CHECK(text == "old/a.html -> a.html\nolder/a.html -> a.html\n");
  CHECK(vault.messages() ==
        "b.md:2:11: L502 the old address 'old/a.html' is taken by an alias of 'a.md', so it leads "
        "there\n"
        "b.md:2:18: L502 the old address 'a.html' is taken by 'a.md', so it leads there\n");
}

TEST_CASE("an alias that is another's name or alias is remarked") {
  Vault vault({{"a.md", "---\naliases: [b, Both, a, Mine]\n---\n"},
               {"b.md", "---\naliases: [BOTH]\n---\n"}});
  CHECK(vault.messages() ==
        "a.md:2:11: L502 the alias 'b' is the name of 'b.md', where links by it lead\n"
        "b.md:2:11: L502 the alias 'BOTH' is an alias of 'a.md' too, so links by it are "
        "ambiguous\n");
  CHECK(vault.build(Depth::linked).diagnostics.front().severity == Severity::note);
}

}  // namespace loci
