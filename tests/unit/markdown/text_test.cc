// What a note says without its markup: sections for search, summary, words, tags, smart punctuation.
#include <catch2/catch_test_macros.hpp>

#include "unit/markdown/note.h"

namespace loci {
namespace {

using test::html;
using test::note;
using test::show;

TEST_CASE("sections hold the text under each heading, code included") {
  const test::Note parsed = note(
      "# T\n\nFirst *one*.\n\n- a\n- b\n\n## H [[x|y]]\n\nText `code`.\n\n```\nx = 1\n```\n\n### "
      "Empty\n");
  std::string sections;
  for (const Section& section : parsed.body.sections) {
    sections += (section.heading == no_index ? "-" : parsed.body.outline[section.heading].text) +
                ": " + section.text + "\n";
  }
  CHECK(sections == "-: First one. a b\nH y: Text code. x = 1\nEmpty: \n");
}

TEST_CASE("the summary is the first paragraph, cut at a word") {
  CHECK(note("# T\n\n> quote\n\nThe *first*\nparagraph [[a|b]].\n\nThe second.").body.summary ==
        "The first paragraph b.");
  std::string words;
  for (int i = 0; i < 80; ++i) words += "word ";
  const std::string summary = note(words).body.summary;
  CHECK(summary.size() <= 203);
  CHECK(summary.ends_with("word…"));
}

TEST_CASE("words are counted without markup; each ideograph is one") {
  CHECK(note("One **two**\nthree `four`. [[a|five six]]\n\n日本語 x").body.words == 10);
}

TEST_CASE("tags begin after a blank and are more than digits") {
  const test::Note parsed = note(
      "#one two #a/b-c_d, x#no #12 #1a\n(#no) #été `#no` *#em* \\#no [#no](x.md)\n\n# Heading "
      "#no\n");
  std::string tags;
  for (const InlineTag& tag : parsed.body.tags)
    tags += tag.name + " <- " + test::source(parsed, tag.span) + "\n";
  CHECK(tags == "one <- #one\na/b-c_d <- #a/b-c_d\n1a <- #1a\nété <- #été\nem <- #em\nno <- #no\n");
  CHECK(html("x #a/b\n") == "<p>x <span class=\"tag\">#a/b</span></p>\n");
}

TEST_CASE("tags have their place behind escapes, entities and in lists") {
  const test::Note parsed =
      note("- \\* &amp; &copy; x\n  #one *a* **b** #two\n  > q\n  > #three\n");
  std::string tags;
  for (const InlineTag& tag : parsed.body.tags)
    tags += tag.name + " <- " + test::source(parsed, tag.span) + "\n";
  CHECK(tags == "one <- #one\ntwo <- #two\nthree <- #three\n");
}

TEST_CASE("quotation marks, dashes and dots become typographic") {
  CHECK(html("\"It's\" 'so' -- (\"a\") --- b... don't '90s") ==
        "<p>“It’s” ‘so’ – (“a”) — b… don’t ’90s</p>\n");
  CHECK(html("*\"a\"* \"*b*\" \"[[c|d]]\"") ==
        "<p><em>“a”</em> “<em>b</em>” “{link_open 0}d{link_close 0}”</p>\n");
  CHECK(html("a....b ---- .. -") == "<p>a....b ---- .. -</p>\n");
}

TEST_CASE("code and plain text keep the characters that were typed") {
  const test::Note parsed = note("`\"a\" -- b...` \"c\"");
  CHECK(show(parsed.body.html) == "<p><code>&quot;a&quot; -- b...</code> “c”</p>\n");
  CHECK(parsed.body.sections.at(0).text == "\"a\" -- b... \"c\"");
}

TEST_CASE("smart punctuation can be switched off") {
  MarkdownConfig config;
  config.smart_punctuation = false;
  CHECK(html("\"a\" -- it's...", config) == "<p>&quot;a&quot; -- it's...</p>\n");
}

}  // namespace
}  // namespace loci
