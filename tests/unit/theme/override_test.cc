#include "theme/override.h"

#include <algorithm>
#include <map>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "source/file_system.h"
#include "theme/theme.h"

namespace loci {

namespace {

std::string paths(const std::vector<StaleOverride>& list) {
  std::string text;
  for (const StaleOverride& one : list) text += one.path + " from " + one.name + "\n";
  return text;
}

SiteConfig in_vault() {
  SiteConfig config;
  config.root = "/vault";
  return config;
}

}  // namespace

TEST_CASE("a copy says in its first line what it was made of") {
  const Result<EjectedFile> copy = ejected_file("partials/footer.html");
  REQUIRE(copy);
  CHECK(copy->path == "templates/partials/footer.html");
  CHECK(copy->text.starts_with("{# loci: from partials/footer.html "));
  CHECK(copy->text.find(" #}\n<footer") != std::string::npos);
  const Result<EjectedFile> style = ejected_file("loci.css");
  REQUIRE(style);
  CHECK(style->path == "assets/loci.css");
  CHECK(style->text.starts_with("/* loci: from loci.css "));
}

TEST_CASE("a file is copied by the name of its copy too, and the icon can be copied") {
  CHECK(ejected_file("templates/note.html")->text == ejected_file("note.html")->text);
  CHECK(ejected_file("assets/loci.css")->path == "assets/loci.css");
  const Result<EjectedFile> icon = ejected_file("icons/icon.svg");
  REQUIRE(icon);
  CHECK(icon->path == "assets/icons/icon.svg");
  CHECK(icon->text.starts_with("<!-- loci: from icons/icon.svg "));
  CHECK(icon->text.find(" -->\n<svg") != std::string::npos);
}

TEST_CASE("what does not exist cannot be copied, and the nearest name is offered") {
  const Result<EjectedFile> copy = ejected_file("partials/foter.html");
  REQUIRE_FALSE(copy);
  CHECK(copy.error().message == "Loci has no template or asset 'partials/foter.html'");
  CHECK(copy.error().hints == std::vector<std::string>{"did you mean 'partials/footer.html'?"});
  CHECK(ejected_file("foter.html").error().hints ==
        std::vector<std::string>{"did you mean 'partials/footer.html'?"});
  CHECK(ejected_file("note.htm").error().hints ==
        std::vector<std::string>{"did you mean 'note.html'?"});
  const std::vector<std::string> all = ejectable_files();
  CHECK(std::find(all.begin(), all.end(), "note.html") != all.end());
  CHECK(std::find(all.begin(), all.end(), "loci.js") != all.end());
}

TEST_CASE("a copy is stale when its original is another one now, and only then") {
  const std::string fresh = ejected_file("note.html")->text;
  MemoryFileSystem files({
      {"/vault/templates/note.html", fresh},
      {"/vault/templates/partials/footer.html", "{# loci: from partials/footer.html 00000000 #}\n"},
      {"/vault/templates/home.html", "<p>my own, made from nothing</p>"},
      {"/vault/templates/tags.html", "{# loci: from tag.html 00000000 #}\n"},
      {"/vault/assets/loci.css", "/* loci: from loci.css 12345678 */\nbody {}"},
  });
  CHECK(paths(stale_overrides(in_vault(), files)) ==
        "assets/loci.css from loci.css\n"
        "templates/partials/footer.html from partials/footer.html\n");
}

TEST_CASE("pages are made with a fresh copy as with the original") {
  for (const std::string name : {"base.html", "note.html", "partials/head.html"}) {
    const Result<EjectedFile> copy = ejected_file(name);
    MemoryFileSystem files(
        std::map<std::string, std::string>{{"/vault/" + copy->path, copy->text}});
    const Result<Theme> theme = load_theme(in_vault(), files);
    CHECK(theme.has_value());
  }
}

}  // namespace loci
