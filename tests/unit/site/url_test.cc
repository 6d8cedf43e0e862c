#include "site/url.h"

#include <catch2/catch_test_macros.hpp>

namespace loci {

TEST_CASE("a note's page lies where the note lies") {
  CHECK(note_output_path("databases/mvcc.md", {}) == "databases/mvcc.html");
  CHECK(note_output_path("Case Studies/What is it?.md", {}) == "Case-Studies/What-is-it.html");
  CHECK(note_output_path("日本/見出し.md", {}) == "日本/見出し.html");
}

TEST_CASE("a slug replaces the last part, a permalink the whole") {
  FrontMatter meta;
  meta.slug = "other name";
  CHECK(note_output_path("a/b.md", meta) == "a/other-name.html");
  meta.permalink = "/x/y";
  CHECK(note_output_path("a/b.md", meta) == "x/y.html");
  meta.permalink = "x/y/";
  CHECK(note_output_path("a/b.md", meta) == "x/y/index.html");
  meta.permalink = "x/y.html";
  CHECK(note_output_path("a/b.md", meta) == "x/y.html");
}

TEST_CASE("the date in a name is not in the address, unless it is asked for") {
  CHECK(note_output_path("log/2026-11-21-first day.md", {}) == "log/first-day.html");
  CHECK(note_output_path("log/2026-11-21.md", {}) == "log/2026-11-21.html");
  CHECK(dated_output_path("log/2026-11-21-first day.md") == "log/2026-11-21-first-day.html");
  FrontMatter meta;
  meta.slug = "2026-11-21-x";
  CHECK(note_output_path("log/2026-11-21-first day.md", meta) == "log/2026-11-21-x.html");
}

TEST_CASE("no path leaves the output folder") {
  FrontMatter meta;
  meta.permalink = "../../etc/%2e%2e/passwd";
  CHECK(note_output_path("a.md", meta) == "etc/passwd.html");
  meta.permalink = "%252e%252e/x";  // decoded once only
  CHECK(note_output_path("a.md", meta) == "2e-2e/x.html");
  meta.permalink = "..";
  CHECK(note_output_path("a.md", meta) == "index.html");
  meta = {};
  meta.slug = "../../x";
  CHECK(note_output_path("a/b.md", meta) == "a/x.html");
  CHECK(alias_output_path("/../old//name/") == "old/name.html");
  CHECK(alias_output_path("/") == "");
  CHECK(attachment_output_path("a/my <file>.tar.PNG") == "a/my-file-.tar.PNG");
}

TEST_CASE("folders and tags have pages") {
  CHECK(folder_output_path("") == "index.html");
  CHECK(folder_output_path("case studies/x") == "case-studies/x/index.html");
  CHECK(tag_output_path("a/b") == "tags/a/b.html");
  CHECK(tag_output_path("index") == "tags/index-tag.html");
}

TEST_CASE("hrefs are relative to the page") {
  const Hrefs top = Hrefs::relative_to("index.html");
  CHECK(top.root() == "");
  CHECK(top.to("a/b.html") == "a/b.html");
  CHECK(top.to("index.html") == "index.html");
  CHECK(top.to("index.html", "x") == "#x");

  const Hrefs deep = Hrefs::relative_to("a/b/c.html");
  CHECK(deep.root() == "../../");
  CHECK(deep.to("a/b/d.html") == "d.html");
  CHECK(deep.to("a/d.html") == "../d.html");
  CHECK(deep.to("ab/d.html") == "../../ab/d.html");
  CHECK(deep.to("a/b2/d.html", "x y") == "../b2/d.html#x%20y");
  CHECK(deep.to("a b/ü.html") == "../../a%20b/%C3%BC.html");
}

TEST_CASE("hrefs below a root are whole paths") {
  CHECK(Hrefs::below("/repo/").to("a/b.html", "x") == "/repo/a/b.html#x");
}

TEST_CASE("absolute addresses need a base, and name folders without index.html") {
  CHECK(absolute_url("", "a.html") == "");
  CHECK(absolute_url("https://x.org/repo", "a b.html") == "https://x.org/repo/a%20b.html");
  CHECK(absolute_url("https://x.org/repo/", "index.html") == "https://x.org/repo/");
  CHECK(absolute_url("https://x.org/", "a/index.html") == "https://x.org/a/");
}

TEST_CASE("the path of a base address") {
  CHECK(base_path("https://user.github.io/repo/") == "/repo/");
  CHECK(base_path("https://user.github.io/repo") == "/repo/");
  CHECK(base_path("https://x.org") == "/");
  CHECK(base_path("") == "/");
}

TEST_CASE("a note is edited where its repository is, when that is an address of the web") {
  CHECK(edit_base("https://host/owner/name") == "https://host/owner/name/edit/HEAD/");
  CHECK(edit_base("https://host/owner/name/") == "https://host/owner/name/edit/HEAD/");
  CHECK(edit_base("javascript:alert(1)").empty());
  CHECK(edit_base("").empty());
}

}  // namespace loci
