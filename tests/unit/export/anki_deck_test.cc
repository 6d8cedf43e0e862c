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

TEST_CASE(
    "media for Anki: the file that an address means, whatever is in its name, and Anki's own "
    "player") {
  std::map<std::string, std::string> media;
  const auto name = [&](const std::string& path) {
    for (const auto& [in_package, source] : media) {
      if (source == path) return in_package;
    }
    return std::string("none");
  };
  const std::string picture =
      anki_html("<img src=\"pic%20%C3%A4&amp;1.png#x\" alt=\"a &amp; b\">", "", media);
  CHECK(picture == "<img src=\"" + name("pic \u00e4&1.png") + "\" alt=\"a &amp; b\">");
  const std::string players = anki_html(
      "hear <audio controls src=\"a%20b.mp3\" aria-label=\"a b.mp3\">a b.mp3</audio> and see "
      "<video "
      "src=\"v/v.mp4\">v</video>, not <video src=\"https://e.org/v.mp4\">v</video>",
      "", media);
  CHECK(players == "hear [sound:" + name("a b.mp3") + "] and see [sound:" + name("v/v.mp4") +
                       "], not <video src=\"https://e.org/v.mp4\">v</video>");
  CHECK(name("a b.mp3").ends_with(".mp3"));
  for (const auto& [in_package, source] : media) {
    CHECK(in_package.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") ==
          std::string::npos);
  }
}

TEST_CASE("gaps are Anki's, with hints, and what would end them is parted") {
  CHECK(anki_cloze(
            "a <span class=\"cloze\" data-cloze=\"2\">b <span class=\"x\">}}</span></span> <span "
            "class=\"cloze\" data-cloze=\"1\">c::d</span>",
            {{2, {"hint"}}}) == "a {{c2::b <span class=\"x\">} }</span>::hint}} {{c1::c:&#58;d}}");
}
