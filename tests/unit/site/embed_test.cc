#include "site/embed.h"

#include <catch2/catch_test_macros.hpp>

#include "unit/site/vault.h"

namespace loci {
namespace {

using test::Notes;
using test::Vault;

// The text of a page.
std::string body(const Notes& notes, const std::string& page = "a.html") {
  Vault vault(notes);
  return vault.part(page, "<div class=\"prose\">\n", "\n</div>\n<footer");
}

std::string anchor(const std::string& id) {
  return " <a class=\"anchor\" href=\"#" + id + "\" aria-label=\"Link to this section\">#</a>";
}

std::string messages(const Notes& notes) { return Vault(notes).messages(); }

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

}  // namespace

TEST_CASE("an embedded note is shown below a link to it") {
  CHECK(body({{"a.md", "One\n![[d/b]]\ntwo\n"},
              {"d/b.md", "# The title\n\nText with [[c]].\n"},
              {"d/c.md", ""}}) ==
        "<p>One</p>\n<section class=\"embed\">\n<p class=\"embed-title\"><a class=\"internal\" "
        "href=\"d/b.html\">The title</a></p>\n<span id=\"e1-the-title\"></span>\n<p>Text with <a "
        "class=\"internal\" href=\"d/c.html\">c</a>.</p>\n</section>\n<p>two</p>\n");
}

TEST_CASE("a section ends at the next heading of its level") {
  CHECK(body({{"a.md", "![[b#Two]]\n"},
              {"b.md", "## One\n\n1\n\n## Two\n\n2\n\n### Three\n\n3\n\n## Four\n\n4\n"}}) ==
        "<section class=\"embed\">\n<p class=\"embed-title\"><a class=\"internal\" "
        "href=\"b.html#two\">b</a></p>\n<h2 id=\"e1-two\">Two" +
            anchor("e1-two") + "</h2>\n<p>2</p>\n<h3 id=\"e1-three\">Three" + anchor("e1-three") +
            "</h3>\n<p>3</p>\n</section>\n");
}

TEST_CASE("headings go below the one that the embed stands under") {
  const std::string html = body({{"a.md", "### Deep\n\n![[b]]\n"},
                                 {"b.md", "# T\n\n## One\n\n#### Two\n\n##### Three\n\n![[c]]\n"},
                                 {"c.md", "## Four\n"}});
  CHECK(html.find("<h4 id=\"e1-one\">") != std::string::npos);
  CHECK(html.find("<h6 id=\"e1-two\">") != std::string::npos);
  CHECK(html.find("<h6 id=\"e1-three\">") != std::string::npos);
  CHECK(html.find("<h6 id=\"e2-four\">") != std::string::npos);
}

TEST_CASE("a block is its element; an item keeps its list") {
  CHECK(body({{"a.md", "![[b#^one]]\n\n![[b#^two|Second]]\n"},
              {"b.md", "first\n\nsecond ^one\n\n1. x\n2. - y ^two\n"}}) ==
        "<section class=\"embed\">\n<p class=\"embed-title\"><a class=\"internal\" "
        "href=\"b.html#%5Eone\">b</a></p>\n<p id=\"e1-^one\">second</p>\n</section>\n"
        "<section class=\"embed\">\n<p class=\"embed-title\"><a class=\"internal\" "
        "href=\"b.html#%5Etwo\">Second</a></p>\n<ul>\n<li id=\"e2-^two\">y</li>\n</ul>\n"
        "</section>\n");
}

TEST_CASE("cards of an embedded note are text: they belong to their own page") {
  const Notes notes{{"a.md", "![[b]]\n\n![[b#^c-7f3k2m9q]]\n"},
                    {"b.md", "> [!card] Why? ^c-7f3k2m9q\n> Because.\n"}};
  const std::string html = body(notes);
  CHECK(count(html, "<div class=\"card\"><p class=\"card-front\"") == 2);
  CHECK(count(html, "Because.") == 2);
  CHECK(count(html, "data-card") == 0);
  CHECK(Vault(notes).site().cards.size() == 1);
}

TEST_CASE("footnotes come with the part that refers to them") {
  const std::string html =
      body({{"a.md", "x[^1]\n\n![[b#Two]]\n\n[^1]: own\n"},
            {"b.md", "a[^1]\n\n## Two\n\nb[^2] c[^2]\n\n[^1]: first\n[^2]: second\n"}});
  CHECK(html.find("<div class=\"footnotes\">\n<ol>\n<li id=\"e1-fn:2\" value=\"2\">\n<p>second <a "
                  "class=\"footnote-back\" href=\"#e1-fnref:2\"") != std::string::npos);
  CHECK(html.find("first") == std::string::npos);
  CHECK(count(html, "id=\"fn:1\"") == 1);
  // A way back into what is not shown is left out.
  const std::string part =
      body({{"a.md", "![[b#^p]]\n"}, {"b.md", "a[^1]\n\nb[^1] ^p\n\n[^1]: text\n"}});
  CHECK(part.find("<p>text  <a class=\"footnote-back\" href=\"#e1-fnref:1-2\"") !=
        std::string::npos);
}

TEST_CASE("an embed of a missing part, a folder or a note in a sentence is a link") {
  const std::string html = body({{"a.md", "![[b#no]]\n\n![[d]]\n\nsee ![[b]]\n\n![[b#In]]\n"},
                                 {"b.md", "> ## In\n"},
                                 {"d/c.md", ""}});
  CHECK(html ==
        "<p><span class=\"embed-link\"><a class=\"internal\" href=\"b.html\">b</a></span></p>\n"
        "<p><span class=\"embed-link\"><a class=\"internal\" "
        "href=\"d/index.html\">D</a></span></p>\n"
        "<p>see <span class=\"embed-link\"><a class=\"internal\" href=\"b.html\">b</a></span></p>\n"
        "<p><span class=\"embed-link\"><a class=\"internal\" "
        "href=\"b.html#in\">b</a></span></p>\n");
}

TEST_CASE("a circle is cut where it closes and named whole at each of its embeds") {
  const Notes notes{{"a.md", "![[b]]\n"}, {"b.md", "![[c]]\n"}, {"c.md", "![[a]]\n"}};
  CHECK(messages(notes) ==
        "a.md:1:1: L209 embeds go round in a circle: a.md -> b.md -> c.md -> a.md; where it closes "
        "a link is shown | make one of these embeds a link\n"
        "b.md:1:1: L209 embeds go round in a circle: a.md -> b.md -> c.md -> a.md; where it closes "
        "a link is shown | make one of these embeds a link\n"
        "c.md:1:1: L209 embeds go round in a circle: a.md -> b.md -> c.md -> a.md; where it closes "
        "a link is shown | make one of these embeds a link\n");
  const std::string html = body(notes);
  CHECK(count(html, "<section class=\"embed\">") == 2);
  CHECK(count(html, "embed-link") == 1);
  CHECK(body({{"a.md", "![[a]]\n"}}) ==
        "<p><span class=\"embed-link\"><a class=\"internal\" href=\"a.html\">a</a></span></p>\n");
}

TEST_CASE("another part of the same note is no circle") {
  const Notes notes{{"a.md", "## One\n\n![[#Two]]\n\n## Two\n\ntext\n"}};
  CHECK(messages(notes).empty());
  CHECK(count(body(notes), "<p>text</p>") == 2);
}

TEST_CASE("embeds are shown to eight levels") {
  std::map<std::string, std::string> notes;
  for (int i = 0; i < 11; ++i) {
    const std::string next = std::string(1, static_cast<char>('b' + i));
    notes[std::string(1, static_cast<char>('a' + i)) + ".md"] = "![[" + next + "]]\n";
  }
  notes["l.md"] = "end\n";
  Vault vault(notes);
  vault.build();
  CHECK(vault.messages() ==
        "a.md:1:1: L210 embeds are nested more than 8 deep: a.md -> b.md -> c.md -> d.md -> e.md "
        "-> f.md -> g.md -> h.md -> i.md -> j.md; the last is shown as a link | make one of these "
        "embeds a link\n");
  CHECK(count(vault.page("a.html"), "<section class=\"embed\">") == 8);
}

TEST_CASE("a page shows at most 10 MiB of embedded text") {
  // Ten embeds of ten embeds of ...: 10^8 without a limit.
  std::map<std::string, std::string> notes;
  for (int level = 0; level < 8; ++level) {
    std::string& text = notes[std::string(1, static_cast<char>('a' + level)) + ".md"];
    for (int i = 0; i < 10; ++i)
      text += "![[" + std::string(1, static_cast<char>('b' + level)) + "]]\n\n";
  }
  notes["i.md"] = "end\n";
  Vault vault(notes);
  vault.build();
  CHECK(vault.messages().starts_with(
      "a.md:1:1: L216 this page would show more than 10 MiB of embedded text; from here on what "
      "does not fit is shown as a link | embed sections instead of whole notes, or make some "
      "embeds links\n"));
  CHECK(vault.page("a.html").size() < 40 * 1024 * 1024);
}

TEST_CASE("what is embedded is found under its own note only, and is a backlink there") {
  Vault vault({{"a.md", "before\n\n![[b]]\n"}, {"b.md", "treasure\n"}});
  std::size_t found = 0;
  for (const LinkedNote& note : vault.site().notes) {
    for (const Section& section : note.parsed->body.sections)
      if (section.text.find("treasure") != std::string::npos) ++found;
  }
  CHECK(found == 1);
  CHECK(vault.site().notes[1].backlinks.size() == 1);
}

TEST_CASE("a folder's index note and the home page show embeds; a card's face has a link") {
  Vault vault({{"index.md", "![[b]]\n"},
               {"d/index.md", "![[b#^x]]\n"},
               {"b.md", "Text. ^x\n"},
               {"c.md", "> [!card] Why?\n> ![[b]]\n"}});
  CHECK(count(vault.page("index.html"), "<section class=\"embed\">") == 1);
  CHECK(count(vault.page("d/index.html"), "href=\"../b.html#%5Ex\">b</a></p>") == 1);
  CHECK(count(vault.page("c.html"), "<section class=\"embed\">") == 1);
  std::string faces;
  for (const DataFile& file : vault.build().data) {
    if (file.path.starts_with("cards/shard")) faces += file.content();
  }
  CHECK(count(faces, "embed-link") == 1);
}

}  // namespace loci
