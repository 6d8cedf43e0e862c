#include "site/fill.h"

#include <catch2/catch_test_macros.hpp>

#include "unit/site/vault.h"

namespace loci {
namespace {

// The text of a.md's page.
std::string body(const test::Notes& notes) {
  test::Vault vault(notes);
  const LinkedNote& note = vault.site().notes[0];
  return fill_holes(note.parsed->body.html, note, vault.site(),
                    Hrefs::relative_to(note.output_path));
}

// What the text of a.md's first section says, and its summary.
std::string plain(const test::Notes& notes) {
  test::Vault vault(notes);
  const LinkedNote& note = vault.site().notes[0];
  const std::string& text = note.parsed->body.sections[0].text;
  const TextRange whole{0, static_cast<std::uint32_t>(text.size())};
  return relabelled(note, 0, whole, vault.site()).value_or(text) + "|" +
         summary_of(note, vault.site());
}

}  // namespace

TEST_CASE("a link becomes a relative href") {
  CHECK(body({{"a.md", "[[b c]] [x](d/e.md#f)"}, {"b c.md", ""}, {"d/e.md", "## F\n"}}) ==
        "<p><a class=\"internal\" href=\"b-c.html\">b c</a> <a class=\"internal\" "
        "href=\"d/e.html#f\">x</a></p>\n");
}

TEST_CASE("a path without a label shows the title, a name itself, a heading after a sign") {
  CHECK(body({{"a.md", "[[d/e]] [[e]] [[e#F]] [[d/e#F]] [[#^own]]\n\ntext ^own\n"},
              {"d/e.md", "# The title\n\n## F\n"}}) ==
        "<p><a class=\"internal\" href=\"d/e.html\">The title</a> <a class=\"internal\" "
        "href=\"d/e.html\">e</a> "
        "<a class=\"internal\" href=\"d/e.html#f\">e &gt; F</a> <a class=\"internal\" "
        "href=\"d/e.html#f\">The title &gt; F</a> "
        "<a class=\"internal\" href=\"#%5Eown\">^own</a></p>\n<p id=\"^own\">text</p>\n");
}

TEST_CASE("plain texts call links as the page calls them") {
  const std::string title = "---\ntitle: The title\n---\n";
  CHECK(plain({{"a.md",
                "At *once*, [[d/e-f]] and [[e-f]], [[d/e-f|it]];\n[[d/e-f#G]]\n\nSee [[d/e-f]]."},
               {"d/e-f.md", title}}) ==
        "At once, The title and e-f, it; The title > G See The title.|"
        "At once, The title and e-f, it; The title > G");
  // Cut after about 200 bytes, also inside of a link's name.
  const std::string words(185, 'x');
  CHECK(plain({{"a.md", words + " [[d/e-f]] [[d/much-longer-than-that]]"}, {"d/e-f.md", title}}) ==
        words + " The title d/much-longer-than-that|" + words + " The title…");
  // A table's cell; the text of a footnote comes after the paragraph, with the name as written.
  CHECK(plain({{"a.md", "x^[[[d/e-f]] y] [[d/e-f]]\n\n| a |\n|---|\n| [[d/e-f]] |\n"},
               {"d/e-f.md", title}}) == "x The title e-f y a The title|x The title");
}

TEST_CASE("a broken link is a span with the reason, its label stays") {
  CHECK(body({{"a.md", "[[no \"one\"|la<b]]"}}) ==
        "<p><span class=\"broken-link\" title=\"No note named “no "
        "&quot;one&quot;”\">la&lt;b</span></p>\n");
}

TEST_CASE("a link to a draft is its label") {
  CHECK(body({{"a.md", "[[b|the label]]"}, {"b.md", "---\ndraft: true\n---\n"}}) ==
        "<p>the label</p>\n");
}

TEST_CASE("pictures carry size, text and laziness") {
  CHECK(body({{"a.md", "![[x y.png|300x200]] ![[x y.png]] ![a \"b\"](x%20y.png)"},
              {"x y.png", ""}}) ==
        "<p><img src=\"x-y.png\" alt=\"x y\" width=\"300\" height=\"200\" loading=\"lazy\" "
        "decoding=\"async\"> "
        "<img src=\"x-y.png\" alt=\"x y\" loading=\"lazy\" decoding=\"async\"> "
        "<img src=\"x-y.png\" alt=\"a &quot;b&quot;\" loading=\"lazy\" decoding=\"async\"></p>\n");
}

TEST_CASE("other embeds are links") {
  CHECK(body({{"a.md", "![[b]] ![[p.pdf]] ![[no.png]]"}, {"b.md", "# Title"}, {"p.pdf", ""}}) ==
        "<p><span class=\"embed-link\"><a class=\"internal\" href=\"b.html\">Title</a></span> "
        "<a class=\"internal file\" href=\"p.pdf\">p.pdf</a> "
        "<span class=\"broken-link\" title=\"No file named “no.png”\">no.png</span></p>\n");
}

TEST_CASE("cards stand in sections with their ids") {
  const std::string html = body({{"a.md", "> [!card] Why? ^c-7f3k2m9q\n> Because.\n"}});
  CHECK(
      html.starts_with("<section class=\"card\" id=\"card-c-7f3k2m9q\" data-card=\"c-7f3k2m9q\">"));
  CHECK(html.find("</section>") != std::string::npos);
}

}  // namespace loci
