// The forms of cards that stand in running text, tables and outlines, and every row of the table of edge cases.
#include <catch2/catch_test_macros.hpp>

#include "unit/cards/extracted.h"

namespace loci {
namespace {

using test::extract;
using test::keys;
using test::sides;

FrontMatter open_note() {
  FrontMatter meta;
  meta.cards = true;
  return meta;
}

FrontMatter tagged_note() {
  FrontMatter meta;
  meta.tags.push_back({"flashcards", {}});
  return meta;
}

std::string messages(const test::Cards& found) {
  return test::problems(found.text, found.diagnostics);
}

TEST_CASE("a line of a note in scope is a card where a separator stands between blanks") {
  const std::string text =
      "- Index seek :: touches *only* `leaf` pages\n- WAL ::: write-ahead log\n";
  CHECK(sides(extract(text)) == "");
  const auto found = extract(text, open_note());
  CHECK(sides(found) ==
        "Index seek / touches only leaf pages\nWAL / write-ahead log\nwrite-ahead log / WAL\n");
  CHECK(test::show(found.cards[0].back) == "touches <em>only</em> <code>leaf</code> pages");
  CHECK(found.cards[2].key == found.cards[1].key + "/r");
  CHECK(test::show(found.body.html) ==
        "<ul>\n<li>{card_anchor 0}Index seek<span class=\"card-arrow\"> → </span>touches "
        "<em>only</em> <code>leaf</code> pages</li>\n<li>{card_anchor 1}WAL<span "
        "class=\"card-arrow\"> ↔ </span>write-ahead log</li>\n</ul>\n");
  CHECK(sides(extract("before\na [[x|b]] :: c [[y]]\nafter\n", open_note())) == "a b / c y\n");
}

TEST_CASE("the scope is a switch, a deck, the tag or a folder of the settings") {
  const std::string text = "a :: b\n";
  FrontMatter deck;
  deck.deck = "SQL";
  CHECK(sides(extract(text, deck)) == "a / b\n");
  CHECK(sides(extract(text + "\n#flashcards/x\n")) == "a / b\n");
  CHECK(extract(text + "\n#flashcards/x\n").cards.at(0).deck == "x");
  CHECK(sides(extract(text, FrontMatter{}, CardRules{CardForms{}, true})) == "a / b\n");
  FrontMatter closed;
  closed.cards = false;
  CHECK(sides(extract(text + "#flashcards", closed, CardRules{CardForms{}, true})) == "");
}

TEST_CASE("an id at the end of the line pins the card") {
  const auto found = extract("- a :: b ^c-aaaa1111\n\nc :: d ^c-bbbb2222\ne :: f\n", open_note());
  CHECK(keys(found).starts_with("c-aaaa1111 c-bbbb2222 h-"));
  CHECK(sides(found) == "a / b\nc / d\ne / f\n");
  CHECK(test::show(found.body.html).find("bbbb") == std::string::npos);
}

TEST_CASE("what stands below an item belongs to its back, and a child may be a card too") {
  const auto found =
      extract("- a :: b\n  - c\n  - d :: e\n- f\n  - g :: h\n\n  more\n", open_note());
  CHECK(sides(found) == "a / b⏎- c⏎- d → e\nd / e\ng / h\n");
  CHECK(found.cards.at(1).context == "a");
  CHECK(found.cards.at(2).context == "f");
  const auto loose = extract("- a :: b\n\n  c\n\n- d\n", open_note());
  CHECK(test::show(loose.cards.at(0).back) == "<p>b</p>\n<p>c</p>");
}

TEST_CASE("a table in a cards callout is a card a row") {
  const auto found = extract(
      "## H\n\n> [!cards|both] Isolation levels\n> | Level | Prevents |\n> |---|---|\n> | Read "
      "*committed* | dirty reads |\n> | Serializable | all ^c-12345678 |\n");
  CHECK(sides(found) ==
        "Read committed / dirty reads\ndirty reads / Read committed\nSerializable / all\nall / "
        "Serializable\n");
  CHECK(found.cards.at(0).context == "H > Isolation levels");
  CHECK(found.cards.at(2).key == "c-12345678");
  CHECK(test::show(found.cards.at(0).front) == "Read <em>committed</em>");
  CHECK(test::show(found.body.html).find("<td>{card_anchor 0}Read <em>") != std::string::npos);
  CHECK(test::show(found.body.html).find("<td>all</td>") != std::string::npos);
}

TEST_CASE("with more columns each cell stands under its name") {
  const std::string table =
      "> | Level | Prevents | Cost |\n> |---|---|---|\n> | a | b | [[c]] |\n> | d |  | e |\n";
  const auto found = extract("> [!cards] T\n" + table);
  CHECK(sides(found) == "a / Prevents: b⏎Cost: c\nd / Cost: e\n");
  CHECK(test::show(found.cards.at(0).back) ==
        "<p><strong>Prevents</strong>: b</p>\n<p><strong>Cost</strong>: {link_open 0}{link_label "
        "0}{link_close 0}</p>");
  CHECK(sides(extract("> [!cards|both]\n" + table)) ==
        "a / Prevents: b⏎Cost: c\nb / a\nd / Cost: e\n");
}

TEST_CASE("a row keeps its key when columns are added and rows sorted") {
  const std::string key =
      extract("> [!cards] T\n> | x | y |\n> |---|---|\n> | a | b |\n> | c | d |\n").cards.at(0).key;
  CHECK(
      extract("> [!cards] U\n> | x | z | y |\n> |---|---|---|\n> | c | 2 | d |\n> | a | 1 | b |\n")
          .cards.at(1)
          .key == key);
}

TEST_CASE("a list in a cards callout is a card an item, in every note") {
  const auto found = extract("> [!cards|deck=x] Words\n> - a :: b\n> - no card\n> - c ::: d\n");
  CHECK(sides(found) == "a / b\nc / d\nd / c\n");
  CHECK(found.cards.at(0).deck == "x");
  CHECK(found.cards.at(0).context == "Words");
  const auto empty = extract("> [!cards] Words\n> text\n");
  CHECK(messages(empty) ==
        "L401 warning a.md '> [!cards] Words\n> text': the callout holds no cards: it has no table "
        "and no list with ' :: '\n");
}

TEST_CASE("a question mark parts a card callout, as a paragraph or as a line") {
  CHECK(sides(extract("> [!card] Read this:\n> ```\n> x\n> ```\n>\n> ?\n>\n> It is x.\n")) ==
        "Read this:⏎x / It is x.\n");
  CHECK(sides(extract("> [!card]\n> a\n> ??\n> b\n")) == "a / b\nb / a\n");
  CHECK(sides(extract("> [!card] What ends a question?\n> ?\n")) == "What ends a question? / ?\n");
  CHECK(test::show(extract("> [!card] T\n> a\n> ?\n> b\n").body.html) ==
        "{card_open 0}<p class=\"card-front\">T</p>\n<p>a</p>\n<details "
        "class=\"card-back\"><summary>Answer</summary>\n<p>b</p>\n</details>\n{card_close 0}");
}

TEST_CASE("options of a callout: typed answers and a retention of its own") {
  const auto found = extract("> [!card|type|dr=0.95] a\n> b\n");
  CHECK(found.cards.at(0).expected == "b");
  CHECK(found.cards.at(0).retention == 95);
  CHECK(messages(extract("> [!card|dr=0.5] a\n> b\n")) ==
        "L403 warning a.md '> [!card|dr=0.5] a\n> b': a card has no option 'dr=0.5'\n  hint: "
        "options are both, type, off, deck=NAME and dr=0.70 to dr=0.99\n");
}

TEST_CASE(
    "what is to be typed is the first paragraph of an answer, a cell, or what stands in the gaps") {
  const auto expected = [](const std::string& note) {
    std::string all;
    for (const Card& card : extract(note).cards) all += card.expected + "\n";
    return all;
  };
  CHECK(expected("> [!card] a\n> b\n") == "\n");
  CHECK(expected("> [!card|type] a\n> one *two*\n> three\n>\n> Why it is so.\n") ==
        "one two three\n");
  CHECK(expected("> [!card|type|both] a\n> b\n>\n> c\n") == "b\na\n");
  CHECK(expected("> [!cloze|type] T\n> ==a==[^2] b ==c==^[hint] d ==e==[^2]\n") == "c\na, e\n");
  CHECK(expected("> [!cards|type|both]\n> | W | M |\n> |---|---|\n> | haus | house |\n") ==
        "house\nhaus\n");
  CHECK(expected(
            "> [!cards|type|both]\n> | W | M | N |\n> |---|---|---|\n> | haus | house | big |\n") ==
        "house\nhaus\n");
  CHECK(expected("> [!cards|type]\n> - a :: b\n") == "b\n");
}

TEST_CASE("a highlight may name its own number") {
  const auto found = extract("> [!cloze]\n> ==a==[^2] ==b== ==c==^[hint][^2]\n");
  CHECK(sides(found) == "a […] c / a b c\n[…] b [hint] / a b c\n");
}

TEST_CASE("Obsidian's Spaced Repetition: lines around a question mark") {
  CHECK(sides(extract("What is\n**asked**?\n?\nAn answer\nof lines\n- and a list\n",
                      tagged_note())) == "What is⏎asked? / An answer⏎of lines⏎- and a list\n");
  CHECK(sides(extract("a\n??\nb\n", tagged_note())) == "a / b\nb / a\n");
  CHECK(sides(extract("a\n?\nb\n")) == "");
  CHECK(messages(extract("a\n?\n", tagged_note())) ==
        "L401 warning a.md 'a\n?': the card has no answer\n");
  CHECK(sides(extract("a\n?\nb\n", tagged_note(), CardRules{CardForms{.osr = false}, false})) ==
        "");
}

TEST_CASE("Obsidian's Spaced Repetition: no blanks around the colons, under the tag only") {
  CHECK(sides(extract("Capital of France::Paris\n", tagged_note())) ==
        "Capital of France / Paris\n");
  CHECK(sides(extract("dog:::Hund\n", tagged_note())) == "dog / Hund\nHund / dog\n");
  CHECK(sides(extract("Capital of France::Paris\n", open_note())) == "");
}

TEST_CASE("Obsidian's Spaced Repetition: highlights are gaps under the tag only") {
  CHECK(sides(extract("The ==cat==.\n", tagged_note())) == "The […]. / The cat.\n");
  CHECK(sides(extract("The ==cat==.\n", open_note())) == "");
}

TEST_CASE("hashcards: C: lines hide what stands in brackets") {
  CHECK(sides(extract("C: The [cat] ate [the\nmouse].\nC: Second [one].\n", open_note())) ==
        "The […] ate the⏎mouse. / The cat ate the⏎mouse.\nThe cat ate […]. / The cat ate "
        "the⏎mouse.\nSecond […]. / Second one.\n");
  CHECK(sides(extract("C: The [cat].\n")) == "");
  CHECK(sides(extract("Q: a\nA: b\n\nC: The [cat].\n")) == "a / b\nThe […]. / The cat.\n");
}

TEST_CASE("Logseq: an item with #card asks, what stands below it answers") {
  const auto found =
      extract("- Topic\n  - What is MVCC? #card\n    - Versions\n    - of rows\n- no #card\n");
  CHECK(sides(found) == "What is MVCC? / - Versions⏎- of rows\n");
  CHECK(found.cards.at(0).context == "Topic");
  CHECK(found.body.tags.size() == 1);
  CHECK(sides(extract("- The {{cloze cat}} and {{cloze dog}} #card\n")) ==
        "The […] and dog / The cat and dog\nThe cat and […] / The cat and dog\n");
  CHECK(sides(extract("- a #card\n  - b\n", FrontMatter{},
                      CardRules{CardForms{.logseq = false}, false})) == "");
}

TEST_CASE("a heading with #card asks, its section answers") {
  const auto found = extract(
      "# T\n\n## Area\n\n### What is *MVCC*? #card ^c-mvcc0001\n\nVersions.\n\n#### Part\n\n- "
      "x\n\n## "
      "Next\n\nNo.\n");
  CHECK(sides(found) == "What is MVCC? / Versions.⏎Part⏎- x\n");
  CHECK(found.cards.at(0).context == "Area");
  CHECK(found.cards.at(0).key == "c-mvcc0001");
  CHECK(test::show(found.cards.at(0).front) == "What is <em>MVCC</em>?");
  CHECK(messages(extract("# T\n\n## Q #card\n\n## Next\n")) ==
        "L401 warning a.md '## Q #card': the card has no answer\n");
}

// ---- the table of edge cases ----------------------------------------------------------------------------------------

TEST_CASE("edge: code is never a separator") {
  const std::string text =
      "std::vector is a class, `a :: b` is code and so is\n\n```\na :: b\n```\n\n    c :: d\n";
  CHECK(sides(extract(text, open_note())) == "");
  CHECK(sides(extract(text, tagged_note())) == "");
}

TEST_CASE("edge: Dataview's key:: value needs a blank before the colons") {
  CHECK(sides(extract("rating:: 5\n[due:: 2026-01-01] (x:: y)\n", tagged_note())) == "");
}

TEST_CASE("edge: mathematics is opaque") {
  CHECK(sides(extract("$a :: b$ and $$f :: A \\to B$$\n", open_note())) == "");
  CHECK(sides(extract("$f$ :: a $g :: h$\n", open_note())) == "$f$ / a $g :: h$\n");
}

TEST_CASE("edge: braces inside mathematics do not close a cloze") {
  CHECK(sides(extract("is {{c1::$\\frac{a}{{b}}$}} here\n", open_note())) ==
        "is […] here / is $\\frac{a}{{b}}$ here\n");
}

TEST_CASE("edge: braces in addresses and code are no clozes") {
  CHECK(sides(extract("<https://x.org/{a}/{{c1::b}}> `{{c1::x}}` {x} [u](http://x.org/{{c1::z}})\n",
                      open_note())) == "");
}

TEST_CASE("edge: a wikilink or an exclamation mark in a cloze") {
  CHECK(sides(extract("a {{c1::[[x|b]]!}} c\nC: d [e!] f [[g]] ![h](x.png) \\[i]\n",
                      open_note())) == "d […] f g h [i] / d e! f g h [i]\n");
  CHECK(sides(extract("a {{c1::[[x|b]]!}} c\n", open_note())) == "a […] c / a b! c\n");
}

TEST_CASE("edge: a highlight is a highlight outside a cloze callout and the tag") {
  CHECK(sides(extract("A ==highlight== {{x}}\n\n> [!note] T\n> ==y==\n", open_note())) == "");
}

TEST_CASE("edge: an escaped mark is text") {
  const auto found = extract("a \\:: b\n\n\\{{c1::x}}\n", open_note());
  CHECK(sides(found) == "");
  CHECK(sides(extract("\\=\\=x\\=\\= and ==y==\n", tagged_note())) ==
        "==x== and […] / ==x== and y\n");
}

TEST_CASE("edge: of two separators on a line the first one parts it") {
  const auto found = extract("a :: b :: c\n", open_note());
  CHECK(sides(found) == "a / b :: c\n");
  CHECK(messages(found) ==
        "L410 warning a.md 'a :: b :: c': the line has two separators: the first one parts the "
        "card, what follows is its answer\n  hint: write '\\::' for colons that are text\n");
}

TEST_CASE(
    "edge: inline cards stand in quotations and callouts, not in footnotes, tables, headings or "
    "HTML") {
  CHECK(sides(extract("> a :: b\n\n> [!tip] T :: t\n> c :: d\n", open_note())) == "a / b\nc / d\n");
  CHECK(sides(extract("## a :: b\n\n| a :: b | c |\n|---|---|\n| d :: e | f |\n\n<div>a :: "
                      "b</div>\n\nx[^1]\n\n[^1]: a :: b\n",
                      open_note())) == "");
}

TEST_CASE("edge: cells with bars, mathematics and code; an empty cell makes no card") {
  CHECK(
      sides(extract("> [!cards]\n> | a | b |\n> |---|---|\n> | x \\| y | $a$ |\n> | `c` | d |\n> | "
                    "e |  |\n> |  | f |\n")) == "x | y / $a$\nc / d\n");
}

TEST_CASE("edge: ordered steps are an answer") {
  CHECK(sides(extract("> [!card] Steps?\n> 1. one\n> 2. two\n")) == "Steps? / 1. one⏎2. two\n");
}

TEST_CASE("edge: pictures stand on either side") {
  const auto found = extract("![](x.png) :: a\n\n> [!card] b\n> ![[y.png]]\n", open_note());
  REQUIRE(found.cards.size() == 2);
  CHECK(test::show(found.cards[0].front) == "{embed 0}");
  CHECK(test::show(found.cards[1].back).find("{embed 1}") != std::string::npos);
}

TEST_CASE(
    "edge: cards that a page only embeds, drafts and doubled questions are the site's to decide") {
  // tests/golden and tests/diagnostics have these: here both cards keep one key.
  const auto found = extract("a :: b\n\na :: c\n", open_note());
  CHECK(sides(found) == "a / b\na / c\n");
  CHECK(found.cards.at(0).key == found.cards.at(1).key);
}

TEST_CASE("what is hard to remember is a remark") {
  const auto found = extract(
      "> [!card] a\n> one two three four five six seven eight nine ten one two three four five six "
      "seven eight nine ten one two three four five six seven eight nine ten one two three four "
      "five six seven eight nine ten forty-one\n\n> [!card] b\n> 1. a\n> 2. b\n> 3. c\n> 4. d\n> "
      "5. "
      "e\n> 6. f\n> 7. g\n> 8. h\n\n> [!card] Is c d?\n> Yes, because.\n\n> [!card] e\n> No "
      "rows.\n\n{{c1::f}}\n");
  std::string codes;
  for (const Diagnostic& diagnostic : found.diagnostics)
    codes += std::string(code_id(diagnostic.code)) + " " + diagnostic.message + "\n";
  CHECK(codes ==
        "L413 a gap in a note that makes no cards of gaps\n"
        "L411 the answer has 41 words\n"
        "L412 the answer is a list of 8 things\n"
        "L414 the question is answered by yes or no\n");
}

}  // namespace
}  // namespace loci
