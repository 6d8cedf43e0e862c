#include "site/feeds.h"

#include <catch2/catch_test_macros.hpp>

#include "site/plan.h"
#include "unit/site/vault.h"

namespace loci {

using test::Vault;

namespace {

struct Dated : Vault {
  Dated()
      : Vault(
            {{"index.md", "# Home"},
             {"a/old.md", "---\ndate: 2024-05-06\ndescription: A & B\ntags: [t]\n---\n# Old one\n"},
             {"a/new.md",
              "---\ndate: 2024-01-01\nupdated: 2025-02-03\n---\n# New & one\n\nFirst words.\n"},
             {"plain.md", "No date.\n"}}) {
    config.base_url = "https://x.org/repo/";
    config.title = "Notes & more";
  }
};

}  // namespace

TEST_CASE("the sitemap names every page with the date it knows") {
  Dated vault;
  CHECK(make_sitemap(vault.site(), vault.config) ==
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        "<url><loc>https://x.org/repo/a/</loc></url>\n"
        "<url><loc>https://x.org/repo/a/new.html</loc><lastmod>2025-02-03</lastmod></url>\n"
        "<url><loc>https://x.org/repo/a/old.html</loc><lastmod>2024-05-06</lastmod></url>\n"
        "<url><loc>https://x.org/repo/</loc></url>\n"
        "<url><loc>https://x.org/repo/plain.html</loc></url>\n"
        "<url><loc>https://x.org/repo/tags/t.html</loc></url>\n"
        "</urlset>\n");
}

TEST_CASE("the feed has the dated notes, the newest first") {
  Dated vault;
  CHECK(
      make_feed(vault.site(), vault.config) ==
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n"
      "  <title>Notes &amp; more</title>\n"
      "  <id>https://x.org/repo/</id>\n"
      "  <link rel=\"self\" type=\"application/atom+xml\" href=\"https://x.org/repo/feed.xml\"/>\n"
      "  <link href=\"https://x.org/repo/\"/>\n"
      "  <updated>2025-02-03T00:00:00Z</updated>\n"
      "  <author>\n"
      "    <name>Notes &amp; more</name>\n"
      "  </author>\n"
      "  <entry>\n"
      "    <title>New &amp; one</title>\n"
      "    <id>https://x.org/repo/a/new.html</id>\n"
      "    <link href=\"https://x.org/repo/a/new.html\"/>\n"
      "    <published>2024-01-01T00:00:00Z</published>\n"
      "    <updated>2025-02-03T00:00:00Z</updated>\n"
      "    <summary>First words.</summary>\n"
      "  </entry>\n"
      "  <entry>\n"
      "    <title>Old one</title>\n"
      "    <id>https://x.org/repo/a/old.html</id>\n"
      "    <link href=\"https://x.org/repo/a/old.html\"/>\n"
      "    <published>2024-05-06T00:00:00Z</published>\n"
      "    <updated>2024-05-06T00:00:00Z</updated>\n"
      "    <category term=\"t\"/>\n"
      "    <summary>A &amp; B</summary>\n"
      "  </entry>\n"
      "</feed>\n");
}

TEST_CASE("the feed is as long as the configuration says") {
  Dated vault;
  vault.config.feed.entries = 1;
  CHECK(make_feed(vault.site(), vault.config).find("Old one") == std::string::npos);
}

TEST_CASE("without an address there is no sitemap and no feed") {
  Dated vault;
  vault.config.base_url.clear();
  CHECK(vault.build().plan.find("sitemap.xml") == nullptr);
  CHECK(vault.build().plan.find("feed.xml") == nullptr);
  CHECK(make_robots(vault.config) == "User-agent: *\nAllow: /\n");
}

TEST_CASE("robots.txt names the sitemap") {
  Dated vault;
  CHECK(make_robots(vault.config) ==
        "User-agent: *\nAllow: /\n\nSitemap: https://x.org/repo/sitemap.xml\n");
}

}  // namespace loci
