#include "cards/extract.h"

#include <catch2/catch_test_macros.hpp>

#include "unit/cards/extracted.h"

namespace loci {
namespace {

using test::Cards;
using test::extract;
using test::keys;
using test::sides;

FrontMatter open_note() {
  FrontMatter meta;
  meta.cards = true;
  return meta;
}

TEST_CASE("a card callout asks its title and answers with the rest") {
  const Cards found = extract(
      "# T\n\n## Joins\n\n### Left\n\n> [!card]- What does a *LEFT JOIN* [[x|keep]]? "
      "^c-7f3k2m9q\n> Every row of [[y]]:\n> - one\n> - two\n");
  REQUIRE(found.cards.size() == 1);
  const Card& card = found.cards[0];
  CHECK(card.kind == CardKind::basic);
  CHECK(card.key == "c-7f3k2m9q");
  CHECK(card.pinned);
  CHECK(test::show(card.front) ==
        "What does a <em>LEFT JOIN</em> {link_open 0}keep{link_close 0}?");
  CHECK(test::show(card.back) ==
        "<p>Every row of {link_open 1}{link_label 1}{link_close "
        "1}:</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>");
  CHECK(card.front_text == "What does a LEFT JOIN keep?");
  CHECK(card.back_text == "Every row of y:\n- one\n- two");
  CHECK(card.context == "Joins > Left");
  CHECK(card.heading == 2);
  CHECK(found.text.substr(card.span.begin, 7) == "> [!car");
  CHECK(found.text.substr(card.span.begin, card.span.end - card.span.begin).ends_with("> - two"));
}

TEST_CASE("in the page a card is a question over an answer that folds") {
  CHECK(test::show(extract("> [!card] Q\n> A\n").body.html) ==
        "{card_open 0}<p class=\"card-front\">Q</p>\n<details "
        "class=\"card-back\"><summary>Answer</summary>\n<p>A</p>\n</details>\n{card_close 0}");
  CHECK(test::show(extract("before\nQ: a [[b]]\nA: c\nd\nQ: e\nA: f\n").body.html) ==
        "<p>before</p>\n{card_open 0}<p class=\"card-front\">a {link_open 0}{link_label "
        "0}{link_close 0}</p>\n<details "
        "class=\"card-back\"><summary>Answer</summary>\n<p>c\nd</p>\n</details>\n{card_close "
        "0}{card_open 1}<p "
        "class=\"card-front\">e</p>\n<details "
        "class=\"card-back\"><summary>Answer</summary>\n<p>f</p>\n</details>\n{card_close 1}");
}

TEST_CASE("a card that goes both ways is two cards") {
  const Cards found = extract("> [!card|both|deck=SQL Basics] ACID\n> Atomicity\n");
  CHECK(sides(found) == "ACID / Atomicity\nAtomicity / ACID\n");
  REQUIRE(found.cards.size() == 2);
  CHECK(found.cards[1].key == found.cards[0].key + "/r");
  CHECK(found.cards[0].deck == "sql basics");
}

TEST_CASE("a card without a question or an answer is reported and shown as it is") {
  const Cards found = extract(
      "> [!card] only\n\n> [!card]\n> text\n\n> [!card] x\n> %%hidden%%\n\nQ: a\nA:\n\n> "
      "[!cloze]\n> no gap\n");
  CHECK(found.cards.empty());
  CHECK(test::problems(found.text, found.diagnostics) ==
        "L401 warning a.md '> [!card] only': the card has no answer\n"
        "L401 warning a.md '> [!card]\n> text': the card has no question\n"
        "L401 warning a.md 'Q: a\nA:': the card has no answer\n"
        "L401 warning a.md '> [!cloze]\n> no gap': the card hides nothing: it has no '==text==' "
        "and no '{{c1::text}}'\n"
        "L401 warning a.md '> [!card] x\n> %%hidden%%': the card has no answer\n");
  for (const Hole& hole : found.body.html.holes)
    CHECK((hole.kind != HoleKind::card_open && hole.kind != HoleKind::card_close));
}

TEST_CASE("an option that is not known is reported") {
  const Cards found = extract("> [!card|twice] a\n> b\n\n> [!card|off] c\n> d\n");
  CHECK(sides(found) == "a / b\n");
  CHECK(test::problems(found.text, found.diagnostics) ==
        "L403 warning a.md '> [!card|twice] a\n> b': a card has no option 'twice'\n  hint: options "
        "are both, type, off, deck=NAME and dr=0.70 to dr=0.99\n");
}

TEST_CASE("questions and answers are lines, each up to the next or a blank line") {
  CHECK(sides(extract("Q: one\ntwo\nA: three\nfour\nQ: five\nA: six\n\nnot this\n\n- Q: seven\n  "
                      "A: eight\n")) == "one⏎two / three⏎four\nfive / six\nseven / eight\n");
}

TEST_CASE(
    "an answer may go on in a list, a table or code right behind it, or begin after a blank line") {
  CHECK(sides(extract("Q: a\nA: b\n- c\n- d\n\nafter\n\nQ: e\n\nA: f\n```\ng\n```\n")) ==
        "a / b⏎- c⏎- d\ne / f⏎g\n");
}

TEST_CASE("a question alone is text, and so is an answer alone") {
  const Cards found = extract(
      "Q: really?\n\ntext\n\nA: no\n\nQuestion Q: x\nA: y\n\n`Q: a`\nA: b\n\n    Q: c\n    A: d\n");
  CHECK(found.cards.empty());
  CHECK(found.diagnostics.empty());
}

TEST_CASE("question and answer lines carry their own ids") {
  CHECK(keys(extract("Q: a ^c-aaaa1111\nA: b\nQ: c\nA: d ^c-bbbb2222\n")) ==
        "c-aaaa1111 c-bbbb2222 ");
  CHECK(sides(extract("Q: a ^c-aaaa1111\nA: b\nQ: c\nA: d ^c-bbbb2222\n")) == "a / b\nc / d\n");
}

TEST_CASE("clozes count only in notes that ask for them") {
  const std::string text = "The {{c1::cat}}.";
  CHECK(extract(text).cards.empty());
  CHECK(test::show(extract(text).body.html) == "<p>The {{c1::cat}}.</p>\n");
  CHECK(extract(text, open_note()).cards.size() == 1);
  FrontMatter deck;
  deck.deck = "SQL";
  CHECK(extract(text, deck).cards.size() == 1);
  FrontMatter tagged;
  tagged.tags.push_back({"flashcards/sql", {}});
  REQUIRE(extract(text, tagged).cards.size() == 1);
  CHECK(extract(text, tagged).cards[0].deck == "sql");
  REQUIRE(extract(text + " #flashcards/x", {}).cards.size() == 1);
  CHECK(extract(text + " #flashcards/x", {}).cards[0].deck == "x");
  CHECK(extract(text + " `#flashcards`", {}).cards.empty());
}

TEST_CASE("cards: false closes a note for all of them") {
  FrontMatter closed;
  closed.cards = false;
  CHECK(extract("> [!card] a\n> b\n\nQ: a\nA: b\n", closed).cards.empty());
}

TEST_CASE("each cloze number is a card; the others are shown") {
  const Cards found =
      extract("{{c1::A **b**::hint}} and {{c2::$\\frac{a}{b}$}} or {{c1::[[d}}|e]]}}", open_note());
  CHECK(
      sides(found) ==
      "[hint] and $\\frac{a}{b}$ or […] / A b and $\\frac{a}{b}$ or e\nA b and […] or e / A b and "
      "$\\frac{a}{b}$ or e\n");
  REQUIRE(found.cards.size() == 2);
  CHECK(found.cards[0].kind == CardKind::cloze);
  CHECK(found.cards[0].key.ends_with("/c1"));
  CHECK(found.cards[1].key.ends_with("/c2"));
  CHECK(test::show(found.cards[0].front) ==
        "<span class=\"cloze-gap\">[hint]</span> and <span class=\"cloze\" data-cloze=\"2\"><math "
        "alttext=\"\\frac{a}{b}\"><mfrac><mi>a</mi><mi>b</mi></mfrac></math></span> or "
        "<span class=\"cloze-gap\">[…]</span>");
  CHECK(test::show(found.cards[0].back) == test::show(found.body.html)
                                               .substr(std::string("<p>{card_anchor 0}").size())
                                               .substr(0, test::show(found.cards[0].back).size()));
}

TEST_CASE(
    "clozes stand in lists, quotations and emphasis, never in code, links, mathematics, headings "
    "or comments") {
  CHECK(sides(extract("- {{c1::a}}\n  - **{{c1::b}}**\n\n> {{c1::c}}\n", open_note())) ==
        "[…] / a\n[…] / b\n[…] / c\n");
  const Cards none = extract(
      "# {{c1::a}}\n\n`{{c1::a}}` [{{c1::a}}](x.md) ${{c1::a}}$ \\{{c1::a}} %%{{c1::a}}%% <b "
      "title=\"{{c1::a}}\">x</b>\n\n"
      "```\n{{c1::a}}\n```\n\n[^1] x\n\n[^1]: {{c1::a}}\n",
      open_note());
  CHECK(sides(none) == "");
  CHECK(none.diagnostics.empty());
}

TEST_CASE("clozes in a table ask for a cell with the table in sight") {
  const Cards found =
      extract("| a | b |\n|---|---|\n| {{c1::x}} | y |\n| z | {{c2::w::hint}} |\n\n^c-12345678\n",
              open_note());
  CHECK(keys(found) == "c-12345678/c1 c-12345678/c2 ");
  CHECK(sides(found) ==
        "a | b⏎[…] | y⏎z | w / a | b⏎x | y⏎z | w\n"
        "a | b⏎x | y⏎z | [hint] / a | b⏎x | y⏎z | w\n");
  REQUIRE(found.cards.size() == 2);
  const std::string front = found.cards[0].front.text;
  CHECK(front.starts_with("<div class=\"table-scroll\""));
  CHECK(front.ends_with("</table></div>"));
  CHECK(front.find("<td><span class=\"cloze-gap\">[…]</span></td>") != std::string::npos);
  CHECK(extract("| {{c1::x}} |\n|---|\n").cards.empty());
}

TEST_CASE("a question without an answer is reported where there are cards") {
  const auto messages = [](const Cards& found) {
    return test::problems(found.text, found.diagnostics);
  };
  const std::string lonely =
      "L403 warning a.md 'Q: b': the question has no answer: no 'A:' follows it\n"
      "  hint: begin the answer with 'A:' on the next line\n";
  CHECK(messages(extract("Q: b\n\nText\n")) == "");
  CHECK(messages(extract("Q: b\n\nText\n", open_note())) == lonely);
  CHECK(messages(extract("Q: b\nQ: c\nA: d\n")) == lonely);
  CHECK(messages(extract("Q: b\n\nA: d\n", open_note())) == "");
}

TEST_CASE("a cloze that is not closed or hides nothing is reported") {
  const Cards found = extract("a {{c1::b\n\nc {{c2::}}\n", open_note());
  CHECK(found.cards.empty());
  CHECK(test::problems(found.text, found.diagnostics) ==
        "L403 warning a.md '': the cloze 'c1' has no closing '}}'\nL401 warning a.md '': the cloze "
        "'c2' hides nothing\n");
}

TEST_CASE("in a cloze callout highlights are clozes, in every note") {
  const Cards found =
      extract("## H\n\n> [!cloze] MVCC\n> keeps ==several versions==^[how many] of a ==row==.\n");
  CHECK(sides(found) ==
        "keeps [how many] of a row. / keeps several versions of a row.\nkeeps several versions of "
        "a […]. / keeps several versions of a row.\n");
  CHECK(found.cards.at(0).context == "H > MVCC");
  CHECK(
      test::show(found.body.html)
          .find(
              "{card_open 0}<p class=\"card-context\">MVCC</p>\n<p>keeps <span class=\"cloze\"") !=
      std::string::npos);
}

TEST_CASE("a key depends on the question only") {
  const std::string key = extract("> [!card] What is *x*?\n> one\n").cards.at(0).key;
  CHECK(key == content_key(CardKind::basic, "What is x?"));
  CHECK(key.size() == 15);
  CHECK(key.starts_with("h-"));
  CHECK(extract("text\n\nQ: What is\nx?\nA: two\n").cards.at(0).key == key);
  CHECK(content_key(CardKind::cloze, "What is x?") != key);
  const std::string cloze = extract("a {{c1::b::hint}} c", open_note()).cards.at(0).key;
  CHECK(cloze == extract("a {{c1::other}} c", open_note()).cards.at(0).key);
  CHECK(cloze == content_key(CardKind::cloze, "a […] c") + "/c1");
}

TEST_CASE("keys do not change from one version to the next") {
  CHECK(content_key(CardKind::basic, "What does a LEFT JOIN keep?") == "h-apy6ky7hs45ty");
  CHECK(content_key(CardKind::basic, "Cafe\u0301?") ==
        content_key(CardKind::basic, " Caf\u00e9? "));
}

TEST_CASE("cards come in the order of the note and holes name the first card of each") {
  const Cards found =
      extract("{{c1::a}} {{c2::b}}\n\n> [!card|both] c\n> d\n\nQ: e\nA: f\n", open_note());
  CHECK(sides(found) == "[…] b / a b\na […] / a b\nc / d\nd / c\ne / f\n");
  std::string holes;
  for (const Hole& hole : found.body.html.holes) holes += std::to_string(hole.index) + " ";
  CHECK(holes == "0 2 2 4 4 ");
}

TEST_CASE("links of cards are the note's links") {
  const Cards found = extract("[[x]]\n\n> [!card] [[a]]\n> [[b]]\n");
  CHECK(found.body.links.size() == 3);
  CHECK(test::show(found.cards.at(0).front) == "{link_open 1}{link_label 1}{link_close 1}");
  CHECK(test::show(found.cards.at(0).back) == "<p>{link_open 2}{link_label 2}{link_close 2}</p>");
}

}  // namespace
}  // namespace loci
