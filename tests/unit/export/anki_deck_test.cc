#include "export/anki_deck.h"

#include <catch2/catch_test_macros.hpp>

using namespace loci;

TEST_CASE(
    "a card's HTML for Anki: MathJax, words or addresses for links, pictures by a plain name") {
  std::map<std::string, std::string> media;
  CHECK(anki_html("<p>a <math alttext=\"\\frac{a}{{b}}\"><mi>x</mi></math> <math display=\"block\" "
                  "alttext=\"x &lt; y\"><mi>y</mi></math></p>",
                  "", media) == "<p>a \\(\\frac{a}{{b} }\\) \\[x &lt; y\\]</p>");
  const std::string link =
      "see <a class=\"internal\" href=\"b.html#x\">B</a>, <a href=\"https://c.org\">C</a>";
  CHECK(anki_html(link, "", media) == "see B, <a href=\"https://c.org\">C</a>");
  CHECK(anki_html(link, "https://n.org/s/", media) ==
        "see <a href=\"https://n.org/s/b.html#x\">B</a>, <a href=\"https://c.org\">C</a>");
  CHECK(media.empty());
  const std::string picture =
      anki_html("<img src=\"db/x.png\" alt=\"X\" width=\"3\" />", "", media);
  REQUIRE(media.size() == 1);
  CHECK(picture == "<img src=\"" + media.begin()->first + "\" alt=\"X\">");
  CHECK(media.begin()->first.ends_with(".png"));
  CHECK(media.begin()->second == "db/x.png");
}

TEST_CASE("gaps are Anki's, with hints, and what would end them is parted") {
  CHECK(anki_cloze(
            "a <span class=\"cloze\" data-cloze=\"2\">b <span class=\"x\">}}</span></span> <span "
            "class=\"cloze\" data-cloze=\"1\">c::d</span>",
            {{2, {"hint"}}}) == "a {{c2::b <span class=\"x\">} }</span>::hint}} {{c1::c:&#58;d}}");
}
