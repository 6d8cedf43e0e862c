#include <catch2/catch_test_macros.hpp>

#include "unit/site/vault.h"

namespace loci {
namespace {

using test::Notes;
using test::Vault;

// A vault with a site.toml.
struct Case {
  explicit Case(const Notes& notes, const std::string& toml) : vault(notes) {
    vault.config = *parse_config("site.toml", toml);
    vault.config.root = "/vault";
    vault.config.config_path = "site.toml";
    vault.config.text = toml;
  }

  // "old.html -> new.html#anchor", one a line.
  std::string redirects() {
    std::string text;
    for (const Redirect& redirect : vault.site().redirects) {
      text += redirect.output_path + " -> " +
              (redirect.to != no_note ? vault.site().note(redirect.to).output_path
                                      : vault.site().sections[redirect.section].output_path);
      if (!redirect.anchor.empty()) text += "#" + redirect.anchor;
      text += "\n";
    }
    return text;
  }

  Vault vault;
};

}  // namespace

TEST_CASE("a renamed note is found at its old address, however it is written") {
  Case site({{"new/name.md", "## Part One\n"}, {"d/x.md", ""}},
            "[redirects]\n\"old/name\" = \"new/name\"\n\"/older.html\" = \"/new/name.html#Part "
            "One\"\n\"oldest.md\" = \"name.md#part-one\"\n\"folder/\" = \"d/\"\n");
  site.vault.build();
  CHECK(site.redirects() ==
        "old/name.html -> new/name.html\nolder.html -> new/name.html#part-one\n"
        "oldest.html -> new/name.html#part-one\nfolder/index.html -> d/index.html\n");
  CHECK(site.vault.messages().empty());
  const std::string page = site.vault.page("old/name.html");
  CHECK(page.find("<meta http-equiv=\"refresh\" content=\"0; url=../new/name.html\">") !=
        std::string::npos);
  CHECK(page.find("../assets/redirect.") != std::string::npos);
}

TEST_CASE("a chain leads to its end, a circle nowhere") {
  Case site({{"z.md", "## H\n"}},
            "[redirects]\na = \"b#H\"\nb = \"c\"\nc = \"z\"\np = \"q\"\nq = \"p\"\n");
  CHECK(site.redirects() == "a.html -> z.html#h\nb.html -> z.html\nc.html -> z.html\n");
  CHECK(site.vault.messages() ==
        "site.toml:5:1: L507 redirects go round in a circle: p -> q -> p | let one of them lead to "
        "a note\n"
        "site.toml:6:1: L507 redirects go round in a circle: q -> p -> q | let one of them lead to "
        "a note\n");
}

TEST_CASE("a redirect to nothing is an error in site.toml") {
  Case site({{"databases/mvcc.md", "## Snapshots\n"}},
            "[redirects]\na = \"mvc\"\nb = \"mvcc#Snapshot\"\n");
  CHECK(site.redirects() == "b.html -> databases/mvcc.html\n");
  CHECK(site.vault.messages() ==
        "site.toml:2:5: L506 no note named 'mvc' for the old address 'a' | did you mean 'mvcc'?\n"
        "site.toml:3:5: L506 no heading 'Snapshot' for the old address 'b' | did you mean "
        "'Snapshots'?\n");
}

TEST_CASE(
    "a page wins over a redirect, site.toml over an alias, the first of two over the second") {
  Case site({{"a.md", "---\naliases: [/one, /b]\n---\n"}, {"b.md", "---\naliases: [/two]\n---\n"}},
            "[redirects]\nb = \"a\"\none = \"b\"\n\"one.html\" = \"a\"\nsearch = \"a\"\n");
  CHECK(site.redirects() == "one.html -> b.html\ntwo.html -> b.html\n");
  CHECK(site.vault.messages() ==
        "a.md:2:11: L502 the old address 'one.html' is taken by a redirect of site.toml, so it "
        "leads there\n"
        "a.md:2:17: L502 the old address 'b.html' is taken by 'b.md', so it leads there\n"
        "site.toml:2:1: L502 the old address 'b.html' is taken by 'b.md', so it leads there\n"
        "site.toml:4:1: L502 'one.html' and 'one' are one address: the first counts\n"
        "site.toml:5:1: L502 the old address 'search.html' is taken by a page that Loci makes, so "
        "it leads there\n");
}

TEST_CASE("a redirect to a draft makes no page") {
  Case site({{"a.md", ""}, {"b.md", "---\ndraft: true\naliases: [/hush]\n---\n"}},
            "[redirects]\nold = \"b\"\n");
  CHECK(site.redirects().empty());
  CHECK(site.vault.messages() == "site.toml:2:7: L207 'b' is a draft: there is no page at 'old'\n");
}

TEST_CASE("names that a note has besides its own have pages when the site asks for them") {
  const Notes notes{{"d/a.md", "---\naliases: [Old Name, b, A]\n---\n"},
                    {"d/b.md", "---\naliases: [Old Name]\n---\n"},
                    {"e/c.md", "---\naliases: [Old Name]\n---\n"}};
  CHECK(Case(notes, "").redirects().empty());
  Case site(notes, "[links]\nalias_pages = true\n");
  CHECK(site.redirects() ==
        "d/Old-Name.html -> d/a.html\nd/A.html -> d/a.html\ne/Old-Name.html -> e/c.html\n");
  CHECK(site.vault.messages().find("d/b.md:2:11: L502 the page of the alias 'Old Name' is taken by "
                                   "an alias of 'd/a.md', so it leads there\n") !=
        std::string::npos);
}

TEST_CASE("what is no address is refused with its place") {
  const auto error = [](const std::string& toml) {
    const Result<SiteConfig> config = parse_config("site.toml", toml);
    return config ? std::string("none") : config.error().message.substr(0, 90);
  };
  CHECK(
      error("[redirects]\na.b = \"c\"\n")
          .starts_with("site.toml:2:1: an address with a dot must stand between quotation marks"));
  CHECK(error("[redirects]\na = 1\n")
            .starts_with("site.toml:2:5: 'redirects.a' must be text, not a number"));
  CHECK(error("[redirects]\n\"https://x.y/\" = \"a\"\n").find("is not an old address") !=
        std::string::npos);
  CHECK(error("[redirects]\na = \"\"\n").find("a redirect must lead to a note") !=
        std::string::npos);
  CHECK(error("redirects = true\n").find("must be a table") != std::string::npos);
}

}  // namespace loci
