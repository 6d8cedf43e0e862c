#include "site/pipeline.h"

#include <catch2/catch_test_macros.hpp>

#include "unit/site/vault.h"

namespace loci {

using test::Vault;

TEST_CASE("a build goes as deep as it is asked to") {
  Vault linked({{"a.md", "# A"}, {"b.md", "text"}});
  CHECK(linked.build(Depth::linked).site.notes.size() == 2);
  CHECK(linked.build(Depth::linked).search.entries().empty());
  CHECK(linked.build(Depth::linked).plan.outputs.empty());

  Vault indexed({{"a.md", "# A"}, {"b.md", "text"}});
  CHECK_FALSE(indexed.build(Depth::indexed).search.entries().empty());
  CHECK(indexed.build(Depth::indexed).plan.outputs.empty());
}

TEST_CASE("the passes are timed in order") {
  Vault vault({{"a.md", "# A"}, {"b.md", "text"}});
  Timings timings;
  REQUIRE(build_site(vault.config, vault.theme(), vault.files, Depth::planned, nullptr, timings)
              .has_value());
  std::string names;
  for (const auto& [name, milliseconds] : timings.passes()) names += name + " ";
  CHECK(names == "read parse link index connect plan ");
}

TEST_CASE("only texts that a message shows are kept") {
  Vault vault({{"a.md", "[[nope]]"}, {"b.md", "fine"}});
  CHECK(vault.build().text_of("a.md") == "[[nope]]");
  CHECK(vault.build().text_of("b.md") == "");
  CHECK(vault.build().text_of("c.md") == "");
}

TEST_CASE("the fingerprint tells builds apart, not places") {
  const auto id = [](const std::string& text, const std::string& root, const std::string& title) {
    MemoryFileSystem files({{root + "/a.md", text}, {root + "/b.md", ""}});
    SiteConfig config;
    config.root = root;
    config.title = title;
    const Result<Theme> theme = load_theme(config, files);
    Timings timings;
    return (*build_site(config, *theme, files, Depth::planned, nullptr, timings))->build_id;
  };
  CHECK(id("one", "/x", "T") == id("one", "/elsewhere", "T"));
  CHECK(id("one", "/x", "T") != id("two", "/x", "T"));
  CHECK(id("one", "/x", "T") != id("one", "/x", "U"));
}

TEST_CASE("search: false keeps a note out of the index, not out of the site") {
  Vault vault({{"a.md", "---\nsearch: false\n---\nhidden"},
               {"b.md", "---\ntags: [t]\n---\nIntro.\n\n## Part\n\nText.\n"}});
  std::string refs;
  for (const SearchEntry& entry : vault.build().search.entries()) {
    refs += entry.ref + " | " + std::string(entry.heading) + " | " + std::string(entry.body) + "\n";
  }
  CHECK(refs == "b.html |  | Intro.\nb.html#part | Part | Text.\n");
  CHECK(vault.build().plan.find("a.html") != nullptr);
}

TEST_CASE("every output has a path of its own, in order") {
  Vault vault({{"a.md", "# A"}, {"tags/index.md", ""}, {"search.md", ""}, {"s/404.md", "[[a]]"}});
  std::string last;
  for (const Output& output : vault.build().plan.outputs) {
    INFO(output.path);
    CHECK(last < output.path);
    last = output.path;
    CHECK(vault.build().plan.find(output.path) == &output);
  }
  CHECK(vault.build().plan.find("nope") == nullptr);
}

TEST_CASE("a folder named like a page is left out and said") {
  Vault vault({{"x.md", "# X"}, {"x.html/y.md", "# Y"}});
  std::string said;
  for (const Diagnostic& diagnostic : vault.build().diagnostics) said += diagnostic.message + "\n";
  CHECK(said ==
        "'x.html/index.html' is left out, because 'x.html' is a page and cannot be a folder too\n"
        "'x.html/y.html' is left out, because 'x.html' is a page and cannot be a folder too\n");
  CHECK(vault.build().plan.find("x.html/y.html") == nullptr);
}

}  // namespace loci
