#include "markdown/links.h"

#include <catch2/catch_test_macros.hpp>

#include "unit/markdown/note.h"

namespace loci {
namespace {

using test::html;
using test::links;
using test::note;
using test::problems;
using test::sentences;
using test::show;

TEST_CASE("wikilinks say where they lead and what they show") {
  const test::Note parsed = note(
      "[[a]] [[a/b.md|see *this* `x`]] [[a#H#I]] [[#Here]] [[a#^id|l]] ![[p.png|300]] "
      "![[p.png|alt|20x10]]");
  CHECK(links(parsed) ==
        "wikilink a <- [[a]]\nwikilink a/b.md|see this x <- [[a/b.md|see *this* `x`]]\nwikilink "
        "a#H#I <- [[a#H#I]]\n"
        "wikilink #Here <- [[#Here]]\nwikilink a#^id|l <- [[a#^id|l]]\nembed p.png=300 <- "
        "![[p.png|300]]\n"
        "embed p.png|alt=20x10 <- ![[p.png|alt|20x10]]\n");
  CHECK(show(parsed.body.html) ==
        "<p>{link_open 0}{link_label 0}{link_close 0} {link_open 1}see <em>this</em> "
        "<code>x</code>{link_close 1} {link_open "
        "2}{link_label 2}{link_close 2} {link_open 3}{link_label 3}{link_close 3} {link_open "
        "4}l{link_close 4} {embed 5} {embed 6}</p>\n");
}

TEST_CASE("wikilinks work inside other marks, headings, tables and quotations") {
  const test::Note parsed = note(
      "## On [[a_b_c*d]]\n\n**[[b]]** _[[c]]_\n\n| x | y |\n|---|---|\n| [[d\\|e]] | [[f|g]] `h` "
      "[[i]] |\n\n> > - [[j]]\n> >   [[k]]\nlazy [[l]]\n");
  CHECK(links(parsed) ==
        "wikilink a_b_c*d <- [[a_b_c*d]]\nwikilink b <- [[b]]\nwikilink c <- [[c]]\nwikilink d|e "
        "<- [[d\\|e]]\n"
        "wikilink f|g <- [[f|g]]\nwikilink i <- [[i]]\nwikilink j <- [[j]]\nwikilink k <- "
        "[[k]]\nwikilink l <- [[l]]\n");
}

TEST_CASE("what is escaped, empty or unclosed is no wikilink") {
  CHECK(html("\\[[a]] [\\[b]] [[]] [[ ]] [[c] [[d\ne]] \\![[f]]") ==
        "<p>[[a]] [[b]] [[]] [[ ]] [[c] [[d\ne]] !{link_open 0}{link_label 0}{link_close 0}</p>\n");
}

TEST_CASE("the innermost brackets are the link") {
  CHECK(links(note("[[a [[b]] [[[c]]] [[d|e[0]]]")) ==
        "wikilink b <- [[b]]\nwikilink c <- [[c]]\nwikilink d|e[0] <- [[d|e[0]]]\n");
}

TEST_CASE("Markdown links into the project are links, in all their forms") {
  const test::Note parsed = note(
      "[a](b.md#c) [a](<my note.md>) [a *b*](my%20note.md \"title\") [c][ref] [ref][] [ref] "
      "![i](p.png) ![i|30](<p q.png>) [s](#here)\n\n"
      "[ref]: d/e.md 'T'\n");
  CHECK(links(parsed) ==
        "markdown b.md#c|a <- [a](b.md#c)\nmarkdown my note.md|a <- [a](<my note.md>)\n"
        "markdown my note.md|a b <- [a *b*](my%20note.md \"title\")\nmarkdown d/e.md|c <- "
        "[c][ref]\nmarkdown d/e.md|ref <- [ref][]\n"
        "markdown d/e.md|ref <- [ref]\nimage p.png|i <- ![i](p.png)\nimage p q.png|i=30 <- "
        "![i|30](<p q.png>)\n"
        "markdown #here|s <- [s](#here)\n");
}

TEST_CASE("spans are exact where cmark-gfm's columns are not") {
  const std::string front = "---\ntitle: x\n---\n";
  const test::Note parsed = note(
      front +
          "[def]: x.md\n[two]: <y z.md>\n  \"title\"\ntext [after](a.md)\n\n"
          "- item\n      continued [b](b.md)\n   - \\[esc\\] &amp; &copy; ![c](c.png) "
          "https://x.com [d](d.md)\n\n"
          "| h | [e](e.md) |\n|---|---|\n| a \\| b | *x* [f](f.md) |\n| `p\\|q` | [g](g.md) |\n\n"
          "text above\n| k | [h](h.md) |\n|---|---|\n\n"
          "> quoted\n> two [i](i.md\n>   \"t\") [j](j.md)\nlazy *[k](k.md)*\n\n"
          "Setext [l](l.md)\n[m](m.md)\n===\n\n### Atx `x` [n](n.md) ###\n\n"
          "<b>x</b> `a` ``b ` c`` [o `]` x](o.md) [![p](p.png)](q.md) (see [r](<r(s.md>)) "
          "[t](u(v).md)\n",
      {}, static_cast<std::uint32_t>(front.size()));
  CHECK(links(parsed) ==
        "markdown a.md|after <- [after](a.md)\nmarkdown b.md|b <- [b](b.md)\nimage c.png|c <- "
        "![c](c.png)\nmarkdown d.md|d <- "
        "[d](d.md)\nmarkdown e.md|e <- [e](e.md)\nmarkdown f.md|f <- [f](f.md)\nmarkdown g.md|g <- "
        "[g](g.md)\nmarkdown h.md|h <- "
        "[h](h.md)\nmarkdown i.md|i <- [i](i.md\n>   \"t\")\nmarkdown j.md|j <- "
        "[j](j.md)\nmarkdown k.md|k <- [k](k.md)\nmarkdown "
        "l.md|l <- [l](l.md)\nmarkdown m.md|m <- [m](m.md)\nmarkdown n.md|n <- [n](n.md)\nmarkdown "
        "o.md|o ] x <- [o `]` "
        "x](o.md)\nmarkdown q.md|p <- [![p](p.png)](q.md)\nimage p.png|p <- ![p](p.png)\nmarkdown "
        "r(s.md|r <- "
        "[r](<r(s.md>)\nmarkdown u(v).md|t <- [t](u(v).md)\n");
}

TEST_CASE("links to other places are plain HTML") {
  CHECK(html("[a](https://x.org/?q=1&r='2' \"T\") <mailto:a@b.c> [t](tel:+49) "
             "[o](obsidian://open?vault=v) www.x.org") ==
        "<p><a href=\"https://x.org/?q=1&amp;r=&#x27;2&#x27;\" class=\"external\" rel=\"noopener\" "
        "title=\"T\">a</a> <a "
        "href=\"mailto:a@b.c\" class=\"external\" rel=\"noopener\">mailto:a@b.c</a> <a "
        "href=\"tel:+49\" class=\"external\" "
        "rel=\"noopener\">t</a> <a href=\"obsidian://open?vault=v\" class=\"external\" "
        "rel=\"noopener\">o</a> <a "
        "href=\"http://www.x.org\" class=\"external\" rel=\"noopener\">www.x.org</a></p>\n");
  CHECK(html("![a \"b\"](https://x.org/p.png) ![](http://x.org/q.png)") ==
        "<p><img src=\"https://x.org/p.png\" alt=\"a &quot;b&quot;\" loading=\"lazy\" /> <img "
        "src=\"http://x.org/q.png\" alt=\"\" "
        "loading=\"lazy\" /></p>\n");
}

TEST_CASE("an address that is not allowed loses its link and is reported") {
  const test::Note parsed = note("[a](javascript:alert(1)) ![b](data:image/png;base64,x)");
  CHECK(show(parsed.body.html) == "<p>a b</p>\n");
  CHECK(problems(parsed) ==
        "L206 warning a.md '[a](javascript:alert(1))': the address 'javascript:alert(1)' is not "
        "allowed; its text is shown without a "
        "link\n  hint: a link may be a path inside the notes, or begin with http:, https:, "
        "mailto:, tel: or obsidian:\n"
        "L206 warning a.md '![b](data:image/png;base64,x)': the address 'data:image/png;base64,x' "
        "is not allowed for an image; its text "
        "is shown instead\n  hint: an image may be a file of the project, or begin with http: or "
        "https:\n");
}

TEST_CASE("addresses are judged by a list of what is allowed") {
  for (const char* url :
       {"javascript:x", "JAVASCRIPT:x", "vbscript:x", "data:text/html,x", "file:///etc/passwd",
        "blob:x", "//evil.org", "\\\\evil.org", "/\\evil.org", "\\/evil.org", "java\tscript:x",
        "\x01javascript:x", " javascript:x", "%0Ajavascript:x", ":x", "a%00b.md", "C:\\x"}) {
    INFO(url);
    CHECK(classify_address(url).kind == AddressKind::unsafe);
  }
  for (const char* url : {"http://x", "HTTPS://x", "mailto:x", "tel:1", "obsidian://x"}) {
    INFO(url);
    CHECK(classify_address(url).kind == AddressKind::external);
  }
  const Address address = classify_address("/a/%C3%A9.md#b%20c");
  CHECK(address.kind == AddressKind::internal);
  CHECK(address.target == "/a/é.md");
  CHECK(address.fragment == "b c");
}

TEST_CASE("an address that is empty is reported") {
  const test::Note parsed = note("x [a]() ![b]()");
  CHECK(show(parsed.body.html) == "<p>x a b</p>\n");
  CHECK(problems(parsed) ==
        "L205 warning a.md '[a]()': the link leads nowhere: its address is empty\nL205 warning "
        "a.md '![b]()': the image has no address\n");
}

TEST_CASE("a link knows the sentence it stands in") {
  CHECK(sentences(note("One thing. Then *see* [[a|this place]], e.g. now! Last.\n\n- item "
                       "[b](b.md)\n- [[c#d]]\n")) ==
        "Then see «this place», e.g. now!\nitem «b»\n«c > d»\n");
}

TEST_CASE("in a sentence a bare link to a path is the name alone") {
  CHECK(sentences(note("Read [[databases/mvcc]], then [[databases/mvcc#How it works]].")) ==
        "Read «mvcc», then mvcc > How it works.\nRead mvcc, then «mvcc > How it works».\n");
}

TEST_CASE("a long sentence is cut around the link") {
  std::string before;
  std::string after;
  for (int i = 0; i < 100; ++i) {
    before += "before ";
    after += " after";
  }
  const test::Note parsed = note(before + "[[a]]" + after);
  const Link& link = parsed.body.links.at(0);
  CHECK(link.sentence.size() < 320);
  CHECK(link.sentence.substr(link.mark_begin, link.mark_end - link.mark_begin) == "a");
  CHECK(link.sentence.starts_with("… before"));
  CHECK(link.sentence.ends_with("after …"));
}

TEST_CASE("a link within a link is text") {
  CHECK(html("[x [[a]] y](b.md) ![z [[c|d]]](p.png)") ==
        "<p>{link_open 0}x a y{link_close 0} {embed 1}</p>\n");
}

}  // namespace
}  // namespace loci
