#include "site/media.h"

#include <catch2/catch_test_macros.hpp>

#include "unit/site/vault.h"

namespace loci {
namespace {

const std::string gif = std::string("GIF89a\x58\x02\x90\x01", 10) + "rest";  // 600 x 400

std::string body(const std::string& text) {
  test::Vault vault(std::map<std::string, std::string>{{"a.md", text},
                                                       {"f/p.gif", gif},
                                                       {"f/broken.png", "\x89PNG"},
                                                       {"f/s.mp3", ""},
                                                       {"f/v.webm", ""},
                                                       {"f/d.pdf", std::string(1234567, 'x')},
                                                       {"f/z.zip", "12"}});
  return vault.part("a.html", "<div class=\"prose\">\n", "\n</div>");
}

}  // namespace

TEST_CASE("a picture has its own size unless the author gives one") {
  const SiteAttachment file{"", "", 0, 600, 400};
  CHECK(shown_size("", file) == ShownSize{600, 400});
  CHECK(shown_size("300", file) == ShownSize{300, 200});
  CHECK(shown_size("300x300", file) == ShownSize{300, 300});
  CHECK(shown_size("0", file) == ShownSize{600, 400});
  CHECK(shown_size("1", SiteAttachment{"", "", 0, 99999, 1}) == ShownSize{1, 1});
  const SiteAttachment unknown;
  CHECK(shown_size("300", unknown) == ShownSize{300, 0});
  CHECK(shown_size("", unknown) == ShownSize{0, 0});
}

TEST_CASE("pictures") {
  CHECK(body("![[p.gif]] ![[p.gif|300]] ![[p.gif|Alt text|300]] ![alt|30x40](f/p.gif) ![](f/p.gif) "
             "![[broken.png]]") ==
        "<p><img src=\"f/p.gif\" alt=\"p\" width=\"600\" height=\"400\" loading=\"lazy\" "
        "decoding=\"async\"> "
        "<img src=\"f/p.gif\" alt=\"p\" width=\"300\" height=\"200\" loading=\"lazy\" "
        "decoding=\"async\"> "
        "<img src=\"f/p.gif\" alt=\"Alt text\" width=\"300\" height=\"200\" loading=\"lazy\" "
        "decoding=\"async\"> "
        "<img src=\"f/p.gif\" alt=\"alt\" width=\"30\" height=\"40\" loading=\"lazy\" "
        "decoding=\"async\"> "
        "<img src=\"f/p.gif\" alt=\"\" width=\"600\" height=\"400\" loading=\"lazy\" "
        "decoding=\"async\"> "
        "<img src=\"f/broken.png\" alt=\"broken\" loading=\"lazy\" decoding=\"async\"></p>\n");
}

TEST_CASE("sound and film have players, with a link for browsers that cannot play them") {
  CHECK(body("![[s.mp3#t=10]]\n\n![A film|320x180](f/v.webm#t=5,9)\n") ==
        "<p><audio controls preload=\"none\" src=\"f/s.mp3#t=10\" aria-label=\"s.mp3\"><a "
        "class=\"internal file\" href=\"f/s.mp3#t=10\">s.mp3</a></audio></p>\n"
        "<p><video controls preload=\"metadata\" src=\"f/v.webm#t=5,9\" aria-label=\"A film\" "
        "width=\"320\" height=\"180\"><a class=\"internal file\" href=\"f/v.webm#t=5,9\">A "
        "film</a></video></p>\n");
}

TEST_CASE("a PDF on a line of its own has a frame, in a sentence it is a link") {
  CHECK(body("See ![[d.pdf]].\n\n![[d.pdf#page=3&height=400]]\n") ==
        "<p>See <a class=\"internal file\" href=\"f/d.pdf\">d.pdf</a>.</p>\n"
        "<figure class=\"pdf\"><iframe src=\"f/d.pdf#page=3&amp;height=400\" title=\"d.pdf\" "
        "height=\"400\" loading=\"lazy\"></iframe>\n<figcaption><a class=\"internal file\" "
        "href=\"f/d.pdf#page=3&amp;height=400\">d.pdf</a> <span class=\"file-size\">PDF, 1.2 "
        "MB</span></figcaption></figure>\n");
}

TEST_CASE("any other file is a link with its size") {
  CHECK(body("![[z.zip|All of it]]\n") ==
        "<p><a class=\"internal file\" href=\"f/z.zip\">All of it</a> <span "
        "class=\"file-size\">2 bytes</span></p>\n");
}

TEST_CASE("only files that are shown or linked are published") {
  test::Vault vault({{"a.md", "![[p.gif]]"}, {"f/p.gif", gif}, {"f/unused.gif", gif}});
  CHECK(vault.page("f/p.gif") == gif);
  CHECK(vault.page("f/unused.gif") == "error: no output 'f/unused.gif'");
}

}  // namespace loci
