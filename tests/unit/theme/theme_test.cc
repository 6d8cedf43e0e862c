#include "theme/theme.h"

#include <catch2/catch_test_macros.hpp>

#include "theme/embedded.h"

namespace loci {
namespace {

Result<Theme> theme_with(std::map<std::string, std::string> files) {
  files.emplace("/v/site.toml", "");
  MemoryFileSystem memory(std::move(files));
  SiteConfig config;
  config.root = "/v";
  return load_theme(config, memory);
}

}  // namespace

TEST_CASE("the program carries its own templates and assets") {
  const Result<Theme> theme = theme_with({});
  REQUIRE(theme.has_value());
  for (const char* name :
       {"note.html", "section.html", "home.html", "tag.html", "tags.html", "review.html",
        "search.html", "404.html", "redirect.html", "hub.html", "partials/sidebar.html"}) {
    INFO(name);
    CHECK(theme->has_template(name));
  }
  CHECK(theme->asset("loci.css") != nullptr);
  CHECK(theme->asset("loci.js") != nullptr);
  CHECK(theme->asset("nope.css") == nullptr);
}

TEST_CASE("a site's template goes before the program's, and reaches its partials") {
  const Result<Theme> theme =
      theme_with({{"/v/templates/note.html", "[{% include \"partials/x.html\" %}]"},
                  {"/v/templates/partials/x.html", "{{ title }}"}});
  REQUIRE(theme.has_value());
  CHECK(theme->render("note.html", Object().with("title", "A & B")).value_or("failed") ==
        "[A &amp; B]");
}

TEST_CASE("what all pages share is looked for after the page's own names") {
  const Result<Theme> theme = theme_with({{"/v/templates/note.html", "{{ a }} {{ b.c }}"}});
  REQUIRE(theme.has_value());
  CHECK(theme
            ->render("note.html", Object().with("a", 1),
                     Object().with("a", 2).with("b", Object().with("c", 3)))
            .value_or("failed") == "1 3");
}

TEST_CASE("an asset's name carries its bytes, a font's does not") {
  const Result<Theme> one =
      theme_with({{"/v/assets/loci.css", "a{}"}, {"/v/assets/fonts/x.woff2", "font"}});
  const Result<Theme> two = theme_with({{"/v/assets/loci.css", "b{}"}});
  REQUIRE(one.has_value());
  REQUIRE(two.has_value());
  CHECK(one->asset("loci.css")->bytes == "a{}");
  CHECK(one->asset("loci.css")->output_path.size() ==
        std::string("assets/loci.12345678.css").size());
  CHECK(one->asset("loci.css")->output_path != two->asset("loci.css")->output_path);
  CHECK(one->asset("fonts/x.woff2")->output_path == "assets/fonts/x.woff2");
}

TEST_CASE("what lies in assets/ for other reasons is not the theme's") {
  const Result<Theme> theme = theme_with({{"/v/assets/photo.jpg", ""},
                                          {"/v/assets/main.ts", ""},
                                          {"/v/assets/styles/part.css", ""},
                                          {"/v/assets/.hidden.css", ""},
                                          {"/v/assets/mine.css", "c{}"}});
  REQUIRE(theme.has_value());
  CHECK(theme->asset("photo.jpg") == nullptr);
  CHECK(theme->asset("main.ts") == nullptr);
  CHECK(theme->asset("styles/part.css") == nullptr);
  CHECK(theme->asset(".hidden.css") == nullptr);
  CHECK(theme->asset("mine.css") != nullptr);
}

TEST_CASE("a template that cannot be read as one hinders only what is made with it") {
  const Result<Theme> theme =
      theme_with({{"/v/templates/partials/part.html", "one\ntwo {% if %}x{% endif %}"},
                  {"/v/templates/note.html", "{% include \"partials/part.html\" %}"},
                  {"/v/templates/tag.html", "{% extends \"none.html\" %}"},
                  {"/v/templates/tags.html", "fine"}});
  REQUIRE(theme.has_value());
  CHECK(theme->template_failures() ==
        std::set<std::string>{"templates/partials/part.html:2:11: empty expression",
                              "templates/tag.html:1:12: no template named 'none.html'"});
  const Result<std::string> note = theme->render("note.html", PageValue());
  REQUIRE_FALSE(note.has_value());
  CHECK(note.error().message == "templates/partials/part.html:2:11: empty expression");
  CHECK_FALSE(theme->render("tag.html", PageValue()).has_value());
  CHECK(theme->render("tags.html", PageValue()).value_or("failed") == "fine");
}

TEST_CASE("templates that stand nowhere are known") {
  const Result<Theme> theme =
      theme_with({{"/v/templates/note.html", "{% include \"mine/a.html\" %}"},
                  {"/v/templates/mine/a.html", "a"},
                  {"/v/templates/mine/b.html", "b"},
                  {"/v/templates/partials/foter.html", "c"}});
  REQUIRE(theme.has_value());
  CHECK(theme->unused_templates() ==
        std::vector<std::string>{"mine/b.html", "partials/foter.html"});
}

TEST_CASE("a logo that is not there is named where it is asked for") {
  MemoryFileSystem memory(std::map<std::string, std::string>{});
  SiteConfig config;
  config.root = "/v";
  config.config_path = "site.toml";
  config.text = "[look]\nlogo = \"me.png\"\n";
  config.look.logo = "me.png";
  config.look.logo_span = {14, 22};
  const Result<Theme> theme = load_theme(config, memory);
  REQUIRE_FALSE(theme.has_value());
  CHECK(theme.error().message ==
        "site.toml:2:8: there is no picture 'me.png' for the logo\n"
        "  logo = \"me.png\"\n"
        "         ^~~~~~~~");
  CHECK(theme.error().hints ==
        std::vector<std::string>{"its path begins at the folder of 'site.toml'"});
  CHECK(theme.error().kind == ErrorKind::usage);
}

TEST_CASE("a template of one's own that asks for what is not there says so") {
  const Result<Theme> theme = theme_with({{"/v/templates/note.html", "{{ titel }}"}});
  REQUIRE(theme.has_value());
  const Result<std::string> page = theme->render("note.html", Object().with("title", "x"));
  REQUIRE_FALSE(page.has_value());
  CHECK(page.error().message ==
        "templates/note.html:1:4: variable 'titel' not found, did you mean 'title'?");
  CHECK(page.error().kind == ErrorKind::content);
}

}  // namespace loci
