#include "site/single_file.h"

#include <catch2/catch_test_macros.hpp>

#include "base/base64.h"
#include "base/hash.h"
#include "site/single_media.h"
#include "unit/site/vault.h"

namespace loci {

using test::Vault;

namespace {

SingleFile single(Vault& vault) { return *make_single_file(vault.build(), vault.theme()); }

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// Places of `part` in `text`.
std::size_t count(std::string_view text, std::string_view part) {
  std::size_t number = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size()))
    ++number;
  return number;
}

}  // namespace

TEST_CASE("the single file has every page once, in the order of a book") {
  Vault vault({{"index.md", "# Home"},
               {"b.md", "# B"},
               {"a/x.md", "# X\n\n[[b#Part]]"},
               {"a/index.md", "# Folder"}});
  const SingleFile file = single(vault);
  const std::string& html = file.html;
  std::size_t at = 0;
  for (const std::string_view leaf :
       {"id=\"index.html\"", "id=\"b.html\"", "id=\"a/index.html\"", "id=\"a/x.html\""}) {
    CHECK(count(html, leaf) == 1);
    CHECK(html.find(leaf) > at);
    at = html.find(leaf);
  }
  CHECK(has(html, "data-root=\"#\""));
  CHECK(!has(html, "<script src"));
  CHECK(!has(html, "<link rel=\"stylesheet\""));
  CHECK(count(html, "<main") == 1);
  CHECK(count(html, std::string(vault.theme().asset("theme.js")->bytes)) == 1);
  CHECK(html.ends_with("</body>\n</html>\n"));
  CHECK(file.warnings.empty());
}

TEST_CASE("a leaf's text is held as one text where scripts run") {
  Vault vault({{"index.md", "# Home"}, {"b.md", "# B\n\nText."}});
  const std::string html = single(vault).html;
  const std::size_t leaf = html.find("id=\"b.html\"");
  const std::size_t text = html.find("<noscript>", leaf);
  CHECK(html.find("Text.", text) < html.find("</noscript></div>", text));
  // The page of the search says to whom no script runs what it lacks, in such an element of its own.
  const std::size_t search = html.find("id=\"search.html\"");
  const std::size_t end = html.find("class=\"leaf\"", search);
  CHECK(count(html.substr(search, end - search), "<noscript>") == 1);
}

TEST_CASE("each script and style of the single file is allowed by its hash") {
  Vault vault({{"a.md", "# A"}});
  const std::string html = single(vault).html;
  const std::size_t policy = html.find("Content-Security-Policy");
  std::size_t checked = 0;
  for (const std::string_view name : {"style", "script"}) {
    const std::string end = "</" + std::string(name) + ">";
    for (std::size_t at = html.find("<" + std::string(name)); at != std::string::npos;
         at = html.find("<" + std::string(name), at + 1)) {
      const std::string_view tag = std::string_view(html).substr(at, html.find('>', at) - at);
      if (has(tag, "application/json")) continue;
      const std::size_t begin = html.find('>', at) + 1;
      const auto hash = sha256(std::string_view(html).substr(begin, html.find(end, begin) - begin));
      const std::string source =
          "sha256-" + base64(std::string(hash.begin(), hash.end())) + "&#39;";
      CHECK(html.find(source, policy) < html.find("<title>"));
      ++checked;
    }
  }
  CHECK(checked > 5);
}

TEST_CASE("nothing of a note ends the text that holds the data") {
  Vault vault({{"a.md", "# </script><!-- <script>\n\nA `</script>` and `<!--`.\n"}});
  const std::string html = single(vault).html;
  const std::size_t data = html.find("<script type=\"application/json\"");
  REQUIRE(data != std::string::npos);
  CHECK(html.find("<!--", data) == std::string::npos);
  CHECK(count(html, "<script") == count(html, "</script>"));
}

TEST_CASE("what draws diagrams is in the single file where one of its pages has a diagram") {
  Vault vault({{"a.md", "# A\n\n```mermaid\nflowchart LR\n  a --> b\n```\n"}});
  const SingleFile file = single(vault);
  CHECK(count(file.html, "data-file=\"mermaid.js\"") == 1);
  CHECK(has(file.html, "<script data-frame=\"diagram-held.js mermaid.js diagram-frame.js\">"));
  CHECK(file.warnings.empty());
  Vault without({{"a.md", "# A\n\n```sh\nls\n```\n"}});
  CHECK(!has(single(without).html, "mermaid.js"));
}

TEST_CASE("no draft is in the single file, and with drafts it is") {
  const test::Notes notes{{"a.md", "# A\n\n[[b|its words]]"},
                          {"b.md", "---\ndraft: true\n---\n# Hidden\n\n![](p.png)"},
                          {"p.png", "PNG"}};
  Vault vault(notes);
  CHECK(!has(single(vault).html, "Hidden"));
  CHECK(!has(single(vault).html, base64("PNG")));
  Vault with(notes);
  with.config.drafts = true;
  CHECK(has(single(with).html, "id=\"b.html\""));
  CHECK(has(single(with).html, base64("PNG")));
}

TEST_CASE("files that notes link to are in the single file once") {
  Vault vault({{"a.md", "# A\n\n[one](data.csv) [two](data.csv)"},
               {"b.md", "# B\n\n[three](data.csv)"},
               {"data.csv", "1,2\n3,4\n"}});
  const std::string html = single(vault).html;
  CHECK(count(html, base64("1,2\n3,4\n")) == 1);
  CHECK(count(html, "href=\"#data.csv\"") == 3);
  CHECK(has(html, "<a id=\"data.csv\" href=\"data:text/csv;base64,"));
}

TEST_CASE("the largest files are left out beyond the limit, and named") {
  Vault vault({{"a.md", "# A\n\n![One](one.png) ![Two](two.png) ![Three](three.png)"},
               {"one.png", "1234567890"},
               {"two.png", "12345"},
               {"three.png", "123"}});
  SingleMedia media(vault.build(), vault.theme(), 9);
  REQUIRE(media.left_out().size() == 1);
  CHECK(media.left_out().front()->source_path == "one.png");
  CHECK(media.address("one.png").empty());
  CHECK(media.address("three.png") == "data:image/png;base64,MTIz");
  CHECK(media.address("a.html").empty());
}

TEST_CASE("a style sheet's own files become data") {
  Vault vault({{"a.md", "# A"}});
  SingleMedia media(vault.build(), vault.theme(), 9);
  CHECK(media.style("a{b:url(data:x,y)}c{d:url(#e)}", "assets/a.css") ==
        "a{b:url(data:x,y)}c{d:url(#e)}");
  CHECK(media.style("a{b:url('fonts/none.woff2')}", "assets/a.css") == "a{b:url('data:,')}");
}

TEST_CASE("a single file is written, and a file of others is not written over") {
  Vault vault({{"a.md", "# A"}, {"mine.html", "<p>mine"}});
  const SingleFile file = single(vault);
  CHECK(*write_single_file(file, "/vault/one.html", vault.files, false));
  CHECK(!*write_single_file(file, "/vault/one.html", vault.files, false));
  const Result<bool> refused = write_single_file(file, "/vault/mine.html", vault.files, false);
  CHECK(refused.error().message == "'/vault/mine.html' was not made by Loci");
  CHECK(*write_single_file(file, "/vault/mine.html", vault.files, true));
  CHECK(write_single_file(file, "/vault", vault.files, true).error().message ==
        "'/vault' is a folder");
}

}  // namespace loci
