// Texts of the interface: in templates, and the files that translate them.
#include <algorithm>
#include <map>
#include <memory>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "theme/template.h"
#include "theme/theme.h"

namespace loci {
namespace {

using Json = nlohmann::json;

TemplateTexts german(bool differs = false) {
  auto table = std::make_shared<StringsTable>();
  const Status read = table->read("de.json", R"({"thousands": ".", "pages": {
    "A & B": "A & C", "{n} of {all}": "von {all} die {n}", "see {a}here{/a} and {b}there{/b}": "{b}dort{/b} und {a}hier{/a}",
    "{n} notes": {"one": "eine Notiz", "other": "{n} Notizen"}, " and ": " und "}})");
  REQUIRE(read.has_value());
  return {Strings(table), differs};
}

std::string run(const std::string& text, const TemplateTexts& texts, const Json& model) {
  const TemplateSet set = TemplateSet::parse({{"page.html", "templates/page.html", text}}, texts);
  Result<std::string> page = set.render("page.html", value_of(model));
  return page ? *page : "error: " + page.error().message;
}

std::string in_english(const std::string& text, const Json& model = Json::object()) {
  return run(text, {}, model);
}

Result<Theme> theme_of(const std::string& language, std::map<std::string, std::string> files = {}) {
  files.emplace("/v/site.toml", "");
  MemoryFileSystem memory(std::move(files));
  SiteConfig config;
  config.root = "/v";
  config.language = language;
  return load_theme(config, memory);
}

}  // namespace

TEST_CASE("a text is itself in English and is escaped") {
  CHECK(in_english("<b>{{ t(\"A & B\") }}</b>") == "<b>A &amp; B</b>");
  CHECK(run("<b>{{ t(\"A & B\") }}</b>", german(), {}) == "<b>A &amp; C</b>");
}

TEST_CASE("values stand in the places of a text, in any order") {
  const Json model = {{"some", 2}, {"whole", "<3>"}};
  CHECK(in_english("{{ t(\"{n} of {all}\", some, whole) }}", model) == "2 of &lt;3&gt;");
  CHECK(run("{{ t(\"{n} of {all}\", some, whole) }}", german(), model) == "von &lt;3&gt; die 2");
}

TEST_CASE("a place that is closed is a link") {
  const std::string text = "{{ t(\"see {a}here{/a} and {b}there{/b}\", one, two) }}";
  const Json model = {{"one", "1.html"}, {"two", "2.html?a&b"}};
  CHECK(in_english(text, model) ==
        "see <a href=\"1.html\">here</a> and <a href=\"2.html?a&amp;b\">there</a>");
  CHECK(run(text, german(), model) ==
        "<a href=\"2.html?a&amp;b\">dort</a> und <a href=\"1.html\">hier</a>");
}

TEST_CASE("a number chooses its text") {
  const std::string text = "{{ tn(\"{n} note\", \"{n} notes\", count) }}";
  CHECK(in_english(text, {{"count", 1}}) == "1 note");
  CHECK(in_english(text, {{"count", 0}}) == "0 notes");
  CHECK(in_english(text, {{"count", 12345}}) == "12,345 notes");
  CHECK(run(text, german(), {{"count", 1234567}}) == "1.234.567 Notizen");
  CHECK(run(text, german(), {{"count", 1}}) == "eine Notiz");
  CHECK(run(text, german(), {{"count", 2}}) == "2 Notizen");
  CHECK(in_english("{{ tn(\"{n} note\", \"{n} notes\", count, shown) }}",
                   {{"count", 2000}, {"shown", "2,000"}}) == "2,000 notes");
}

TEST_CASE("a text without places is a value") {
  const Json model = {{"words", {"a", "b"}}};
  CHECK(in_english("{{ join(words, t(\" and \")) }}", model) == "a and b");
  CHECK(run("{{ join(words, t(\" and \")) }}", german(), model) == "a und b");
}

TEST_CASE("a language is named only where the interface has another") {
  CHECK(run("<p{{ interface_lang() }}>", german(), {}) == "<p>");
  CHECK(run("<p{{ interface_lang() }}>", {{}, true}, {}) == "<p lang=\"en\" dir=\"ltr\">");
}

TEST_CASE("what is wrong with a text is said where it stands") {
  CHECK(in_english("a\n{{ t(x) }}") ==
        "error: templates/page.html:2:4: a text to translate must stand between quotation marks");
  CHECK(in_english("{{ t(\"{n} of {all}\", 1) }}") ==
        "error: templates/page.html:1:4: this text has 2 places, not 1");
  CHECK(in_english("{{ tn(\"a\", \"b\") }}") ==
        "error: templates/page.html:1:4: 'tn' needs the text of one, the text of several and the "
        "number");
}

TEST_CASE("German comes with the program, and a script of its texts") {
  const Result<Theme> theme = theme_of("de-AT");
  REQUIRE(theme.has_value());
  CHECK(theme->strings().strings.of("Search") == "Suchen");
  CHECK(theme->strings().missing.empty());
  CHECK_FALSE(theme->strings().differs);
  const Asset* script = theme->asset("strings.js");
  REQUIRE(script != nullptr);
  CHECK(script->output_path.starts_with("assets/strings.de-at."));
  CHECK(script->bytes.starts_with("loci_strings={\"decimal\":\",\",\"one\":[1],\"texts\":{"));
}

TEST_CASE("English has no script, and a language without a file is English") {
  const Result<Theme> english_theme = theme_of("en-GB");
  REQUIRE(english_theme.has_value());
  CHECK(english_theme->asset("strings.js") == nullptr);
  CHECK_FALSE(english_theme->strings().differs);
  const Result<Theme> french = theme_of("fr");
  REQUIRE(french.has_value());
  CHECK(french->strings().differs);
  CHECK(theme_of("../x").has_value());
}

TEST_CASE("a site's own texts go before the program's") {
  const Result<Theme> theme = theme_of(
      "de", {{"/v/templates/strings/de.json", R"({"pages": {"Search": "Finden", "Maps": "x"}})"}});
  REQUIRE(theme.has_value());
  CHECK(theme->strings().strings.of("Search") == "Finden");
  CHECK(theme->strings().strings.of("Tags") == "Schlagwörter");
  CHECK(theme->strings().unknown ==
        std::vector<std::pair<std::string, std::string>>{{"Maps", "Map"}});
  // The scripts show that text as well.
  CHECK(theme->asset("strings.js")->bytes.find("\"Search\":\"Finden\"") != std::string_view::npos);
}

TEST_CASE("a new language is told what it lacks, with the texts of the site's own templates") {
  const Result<Theme> theme =
      theme_of("fr", {{"/v/templates/strings/fr.json", R"({"pages": {"Search": "Chercher"}})"},
                      {"/v/templates/partials/own.html", "{{ t(\"Our own words\") }}"}});
  REQUIRE(theme.has_value());
  const std::vector<std::string>& missing = theme->strings().missing;
  CHECK(theme->strings().strings.of("Search") == "Chercher");
  CHECK(std::find(missing.begin(), missing.end(), "Tags") != missing.end());
  CHECK(std::find(missing.begin(), missing.end(), "Our own words") != missing.end());
  CHECK(std::find(missing.begin(), missing.end(), "Search") == missing.end());
}

TEST_CASE("a file of a new language to be filled in has every text, and what is written already") {
  MemoryFileSystem files(std::map<std::string, std::string>{
      {"/v/templates/strings/fr.json",
       R"({"one": [0, 1], "pages": {"Search": "Chercher", "Mine": "À moi"}})"}});
  SiteConfig config;
  config.root = "/v";
  const Result<std::string> text = strings_to_fill("fr", {"Our own words"}, config, files);
  REQUIRE(text.has_value());
  const Json file = Json::parse(*text);
  CHECK(file["one"] == Json::parse("[0, 1]"));
  CHECK(file["pages"]["Search"] == "Chercher");
  CHECK(file["pages"]["Mine"] == "À moi");
  CHECK(file["pages"]["Tags"] == "");
  CHECK(file["pages"]["Our own words"] == "");
  CHECK(file["pages"]["{n} notes"] == Json::parse(R"({"one": "", "other": ""})"));
  CHECK(file["scripts"].contains("Search") == false);
  CHECK(file["scripts"].size() > 100);
  // As it is, it says no more than the file before: an empty text is one that nobody has written.
  const Result<Theme> before = theme_of("fr", {{"/v/templates/strings/fr.json", *text}});
  REQUIRE(before.has_value());
  CHECK(before->strings().strings.of("Search") == "Chercher");
  CHECK(before->strings().missing.size() > 400);
  CHECK(strings_to_fill("../x", {}, config, files).error().message ==
        "'../x' is not the short name of a language");
}

TEST_CASE("a file of texts that is none stops the build") {
  const Result<Theme> theme = theme_of("fr", {{"/v/templates/strings/fr.json", "{"}});
  REQUIRE_FALSE(theme.has_value());
  CHECK(theme.error().message == "templates/strings/fr.json: this is no JSON object of texts");
}

}  // namespace loci
