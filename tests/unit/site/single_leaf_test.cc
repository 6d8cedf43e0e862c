#include "site/single_leaf.h"

#include <catch2/catch_test_macros.hpp>

namespace loci {
namespace {

SinglePlaces places() {
  SinglePlaces made;
  made.has = [](std::string_view path) {
    return path.ends_with(".html") || path == "media/x.pdf" || path == "index.html";
  };
  made.data_of = [](std::string_view path) {
    return path == "media/a b.png" ? std::string("data:image/png;base64,AA==") : std::string();
  };
  return made;
}

std::string leaf(std::string_view html, LeafIds ids = LeafIds::of_page) {
  return make_single_leaf(html, "databases/mvcc.html", ids, places()).html;
}

}  // namespace

TEST_CASE("an address of the site stands behind a #") {
  const std::string page = "databases/mvcc.html";
  CHECK(single_address(page, "../queues.html", places()) == "#queues.html");
  CHECK(single_address(page, "../queues.html#x%20y", places()) == "#queues.html#x%20y");
  CHECK(single_address(page, "wal.html", places()) == "#databases/wal.html");
  CHECK(single_address(page, "#here", places()) == "#databases/mvcc.html#here");
  CHECK(single_address(page, "../", places()) == "#index.html");
  CHECK(single_address(page, "./", places()) == "#databases/index.html");
  CHECK(single_address(page, "../review.html?note=a%2Fb", places()) == "#review.html?note=a%2Fb");
  CHECK(single_address(page, "../a%3Ab.html", places()) == "#a%3Ab.html");
  CHECK(single_address(page, "https://example.org/a#b", places()) == "https://example.org/a#b");
  CHECK(single_address(page, "mailto:a@example.org", places()) == "mailto:a@example.org");
}

TEST_CASE("what the file has not is at the site's own address") {
  SinglePlaces with_base = places();
  with_base.base_url = "https://example.org/notes/";
  CHECK(single_address("a/b.html", "../feed.xml", with_base) ==
        "https://example.org/notes/feed.xml");
  CHECK(single_address("a/b.html", "../c.html", with_base) == "#c.html");
}

TEST_CASE("ids of a page begin with its path, and what names them too") {
  CHECK(leaf("<h2 id=\"x\">X <a class=\"anchor\" href=\"#x\">#</a></h2>") ==
        "<h2 id=\"databases/mvcc.html#x\">X <a class=\"anchor\" "
        "href=\"#databases/mvcc.html#x\">#</a></h2>");
  CHECK(leaf("<label for=\"a\"></label><p aria-labelledby=\"a b\">") ==
        "<label for=\"databases/mvcc.html#a\"></label><p "
        "aria-labelledby=\"databases/mvcc.html#a databases/mvcc.html#b\">");
  CHECK(leaf("<p id=\"review\">", LeafIds::as_are) == "<p id=\"review\">");
}

TEST_CASE("pictures become data, those that are left out a word") {
  CHECK(leaf("<img src=\"../media/a%20b.png\" alt=\"A\">") ==
        "<img src=\"data:image/png;base64,AA==\" data-file=\"media/a b.png\" alt=\"A\">");
  CHECK(leaf("<img src=\"../media/big.png\" alt=\"Big &amp; wide\">") ==
        "<span class=\"left-out\">[Big &amp; wide]</span>");
  CHECK(leaf("<video controls src=\"big.mp4\"></video>") == "<video controls></video>");
  const SingleLeaf outside = make_single_leaf("<img src=\"https://example.org/a.png\" alt=\"\">",
                                              "a.html", LeafIds::of_page, places());
  CHECK(outside.has_outside_pictures);
  CHECK(outside.html == "<img src=\"https://example.org/a.png\" alt=\"\">");
}

TEST_CASE("scripts and frames are taken out, and scripts that are loaded later are known") {
  const SingleLeaf made = make_single_leaf(
      "<p>a</p>\n<script src=\"../assets/r.js\" defer></script>\n<div "
      "data-script=\"../assets/s.js\"></div><iframe src=\"x.pdf\" title=\"X\"></iframe><a "
      "href=\"../media/x.pdf\">X</a>",
      "a/b.html", LeafIds::of_page, places());
  CHECK(made.html ==
        "<p>a</p>\n<div data-script=\"assets/s.js\"></div><a href=\"#media/x.pdf\">X</a>");
  CHECK(made.scripts == std::vector<std::string>{"assets/r.js"});
  CHECK(made.loads == std::vector<std::string>{"assets/s.js"});
  CHECK(made.links == std::vector<std::string>{"media/x.pdf"});
}

TEST_CASE("a form of the page leads nowhere by itself") {
  CHECK(leaf("<form role=\"search\" action=\"../search.html\" method=\"get\">") ==
        "<form role=\"search\" method=\"get\">");
}

}  // namespace loci
