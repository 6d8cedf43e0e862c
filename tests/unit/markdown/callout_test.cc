#include "markdown/callout.h"

#include <catch2/catch_test_macros.hpp>

#include "unit/markdown/note.h"

namespace loci {
namespace {

using test::block_ids;
using test::html;
using test::links;
using test::note;
using test::sentences;
using test::show;

TEST_CASE("a callout's first line is type, options, fold and title") {
  const std::optional<Callout> callout = parse_callout("[!FAQ|both| deck=x ]- Why?");
  REQUIRE(callout);
  CHECK(callout->type == "faq");
  CHECK(callout->look == "question");
  CHECK(callout->options == std::vector<std::string>{"both", "deck=x"});
  CHECK(callout->fold == Fold::closed);
  CHECK(callout->length == 22);
  CHECK_FALSE(parse_callout("[!] x"));
  CHECK_FALSE(parse_callout("[! a"));
  CHECK_FALSE(parse_callout("[x] a"));
}

TEST_CASE("a callout has a title and a body") {
  CHECK(html("> [!tip] Use **this**\n> and [[that]]\n>\n> - x\n") ==
        "<div class=\"callout callout-tip\" data-callout=\"tip\"><p class=\"callout-title\">Use "
        "<strong>this</strong></p>\n<div "
        "class=\"callout-body\">\n<p>and {link_open 0}{link_label 0}{link_close "
        "0}</p>\n<ul>\n<li>x</li>\n</ul>\n</div>\n</div>\n");
}

TEST_CASE("without a title the type is the title; a type that is not known looks like a note") {
  CHECK(html("> [!Some-thing]\n> text\n") ==
        "<div class=\"callout callout-note\" data-callout=\"some-thing\"><p "
        "class=\"callout-title\">Some thing</p>\n<div "
        "class=\"callout-body\">\n<p>text</p>\n</div>\n</div>\n");
  CHECK(html("> [!info] only a title\n") ==
        "<div class=\"callout callout-info\" data-callout=\"info\"><p class=\"callout-title\">only "
        "a title</p>\n</div>\n");
}

TEST_CASE("callouts that fold are details, also inside each other") {
  CHECK(html("> [!note]+ Open\n> a\n> > [!warning]- Closed\n> > b\n>\n> c\n") ==
        "<details class=\"callout callout-note\" data-callout=\"note\" open><summary "
        "class=\"callout-title\">Open</summary>\n<div "
        "class=\"callout-body\">\n<p>a</p>\n<details class=\"callout callout-warning\" "
        "data-callout=\"warning\"><summary "
        "class=\"callout-title\">Closed</summary>\n<div "
        "class=\"callout-body\">\n<p>b</p>\n</div>\n</details>\n<p>c</p>\n</div>\n"
        "</details>\n");
}

TEST_CASE("links in a title and in the body have their own places and sentences") {
  const test::Note parsed = note("> [!note] See [a](a.md) ^id1\n> and [b](b.md)\n");
  CHECK(links(parsed) == "markdown a.md|a <- [a](a.md)\nmarkdown b.md|b <- [b](b.md)\n");
  CHECK(sentences(parsed) == "See «a»\nand «b»\n");
  CHECK(block_ids(parsed.body) == std::vector<std::string>{"id1"});
}

TEST_CASE("a quotation that is no callout stays one") {
  CHECK(html("> [x] a\n") == "<blockquote>\n<p>[x] a</p>\n</blockquote>\n");
}

}  // namespace
}  // namespace loci
