// Where sections, blocks and footnotes stand in a body's HTML, and which embeds stand alone: what site/embed cuts out.
#include <catch2/catch_test_macros.hpp>

#include "unit/markdown/note.h"

namespace loci {
namespace {

using test::html;
using test::note;

// One line a block: its id and its element.
std::string blocks(std::string text) {
  const test::Note parsed = note(std::move(text));
  std::string out;
  for (const Block& block : parsed.body.blocks) {
    out += block.id + ": " +
           parsed.body.html.text.substr(block.html.begin, block.html.end - block.html.begin);
    if (out.back() != '\n') out += '\n';
  }
  return out;
}

// The first 12 bytes at each heading's place; "-" for one without.
std::string heading_places(std::string text) {
  const test::Note parsed = note(std::move(text));
  std::string out;
  for (const Heading& heading : parsed.body.outline) {
    out += heading.text + ": " +
           (heading.html_begin == no_index ? "-"
                                           : parsed.body.html.text.substr(heading.html_begin, 12)) +
           "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("a block is its whole element") {
  CHECK(blocks("one ^a\n\n- x ^b\n- y\n\n^c\n\n> q\n\n^d\n\n```\nz\n```\n\n^e\n\n## H ^f\n") ==
        "a: <p id=\"^a\">one</p>\n"
        "c: <ul id=\"^c\">\n<li id=\"^b\">x</li>\n<li>y</li>\n</ul>\n"
        "b: <li id=\"^b\">x</li>\n"
        "d: <blockquote id=\"^d\">\n<p>q</p>\n</blockquote>\n"
        "e: <figure class=\"code\" id=\"^e\"><pre tabindex=\"0\"><code>z\n</code></pre></figure>\n"
        "f: <h2 id=\"h\"><span id=\"^f\"></span>H <a class=\"anchor\" href=\"#h\" "
        "aria-label=\"Link to this section\">#</a></h2>\n");
  CHECK(blocks("| a |\n|---|\n| b |\n\n^t\n") ==
        "t: <div class=\"table-scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\" "
        "id=\"^t\"><table>\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n</tr>\n</thead>\n<tbody>\n"
        "<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table></div>\n");
  CHECK(blocks("> [!tip] T ^k\n> body\n") ==
        "k: <div class=\"callout callout-tip\" data-callout=\"tip\"><p class=\"callout-title\" "
        "id=\"^k\">T</p>\n<div class=\"callout-body\">\n<p>body</p>\n</div>\n</div>\n");
}

TEST_CASE("a card is the block of its id") {
  CHECK(blocks("---\n").empty());
  const test::Note card = note("> [!card] Why? ^c-7f3k2m9q\n> Because.\n");
  REQUIRE(card.body.blocks.size() == 1);
  const TextRange range = card.body.blocks[0].html;
  CHECK(card.body.html.text.substr(range.begin, range.end - range.begin).find("Because.") !=
        std::string::npos);
}

TEST_CASE("a section begins at its heading unless something is open around it") {
  CHECK(heading_places("# Title\n\n## A\n\ntext\n\n> ## B\n\n- ## C\n\n## D\n") ==
        "Title: <span id=\"ti\nA: <h2 id=\"a\">A\nB: -\nC: -\nD: <h2 id=\"d\">D\n");
  CHECK(heading_places("<div>\n\n## In\n\n</div>\n\n## Out\n") == "In: -\nOut: <h2 id=\"out\"\n");
}

TEST_CASE("the footnotes begin where their section does") {
  const test::Note parsed = note("a[^1]\n\n[^1]: b\n");
  CHECK(parsed.body.html.text.substr(parsed.body.footnotes_begin, 27) ==
        "<section class=\"footnotes\" ");
  CHECK(note("a\n").body.footnotes_begin == no_index);
}

TEST_CASE("an embed with a line of its own stands between blocks") {
  CHECK(html("![[a]]\n") == "{embed 0}\n");
  CHECK(html("one\n![[a]]\ntwo\n") == "<p>one</p>\n{embed 0}\n<p>two</p>\n");
  CHECK(html("![[a]]\n![[b#c|d]]\n") == "{embed 0}\n{embed 1}\n");
  CHECK(html("one\\\n![[a]]\n") == "<p>one</p>\n{embed 0}\n");
  CHECK(html("![[a]] ^id\n") == "<div id=\"^id\">\n{embed 0}</div>\n");
  CHECK(html("![x](b.md)\n") == "{embed 0}\n");
  CHECK(html("![[a]]\n%%c%%\n") == "{embed 0}\n");
  CHECK(html("- ![[a]]\n- x\n  ![[b]]\n") ==
        "<ul>\n<li>\n{embed 0}\n</li>\n<li>x\n{embed 1}\n</li>\n</ul>\n");
  CHECK(html("> [!tip] T\n> ![[a]]\n> b\n") ==
        "<div class=\"callout callout-tip\" data-callout=\"tip\"><p class=\"callout-title\">T</p>\n"
        "<div class=\"callout-body\">\n{embed 0}\n<p>b</p>\n</div>\n</div>\n");
}

TEST_CASE("pictures, and embeds among words, stay in their paragraph") {
  CHECK(html("![[a.png]]\n![[b.svg]]\n") == "<p>{embed 0}\n{embed 1}</p>\n");
  CHECK(html("see ![[a]]\n") == "<p>see {embed 0}</p>\n");
  CHECK(html("![[a]] and ![[b]]\n") == "<p>{embed 0} and {embed 1}</p>\n");
  CHECK(html("**![[a]]**\n") == "<p><strong>{embed 0}</strong></p>\n");
  CHECK(html("==x\n![[a]]\ny==\n") == "<p><mark>x\n{embed 0}\ny</mark></p>\n");
  CHECK(html("## ![[a]]\n").find("</h2>") != std::string::npos);
  CHECK(html("| ![[a]] |\n|---|\n").find("<th scope=\"col\">{embed 0}</th>") != std::string::npos);
  CHECK(note("![[a]]\n\nText.\n").body.summary == "Text.");
}

}  // namespace loci
