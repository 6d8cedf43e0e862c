#include "source/config.h"

#include <catch2/catch_test_macros.hpp>

#include <map>

using namespace loci;

namespace {

using Files = std::map<std::string, std::string>;

// The error's message and hints, or "fine".
std::string problem(std::string_view text) {
  const Result<SiteConfig> config = parse_config("site.toml", text);
  if (config) return "fine";
  CHECK(config.error().kind == ErrorKind::usage);
  std::string all = config.error().message;
  for (const std::string& hint : config.error().hints) all += "\nhint: " + hint;
  return all;
}

SiteConfig parse(std::string_view text) {
  Result<SiteConfig> config = parse_config("site.toml", text);
  REQUIRE(config);
  return *std::move(config);
}

}  // namespace

TEST_CASE("every key of site.toml is read") {
  const SiteConfig config = parse(R"(
title = "Notes"
description = "About"
base_url = "https://a.org/x"
language = "de"
author = "Me"
notes = "./notes/"
output = "out/"
ignore = ["private/**"]
sections = ["b/", "a"]
repository = "https://github.com/a/b"
drafts = true
[markdown]
html = "escape"
smart_punctuation = false
hard_line_breaks = true
[cards]
desired_retention = 0.85
new_per_day = 20
reviews_per_day = 200
maximum_interval_days = 365
rollover_hour = 3
compat = ["anki", "logseq"]
folders = ["languages/"]
[search]
enabled = false
lunr_index = false
[feed]
enabled = false
entries = 5
[front_matter]
extra = ["mood"]
)");
  CHECK(config.title == "Notes");
  CHECK(config.description == "About");
  CHECK(config.base_url == "https://a.org/x/");
  CHECK(config.language == "de");
  CHECK(config.author == "Me");
  CHECK(config.notes_dir == "notes");
  CHECK(config.output_dir == "out");
  CHECK(config.ignore == std::vector<std::string>{"private/**"});
  CHECK(config.sections == std::vector<std::string>{"b", "a"});
  CHECK(config.repository == "https://github.com/a/b");
  CHECK(config.drafts);
  CHECK(config.markdown.html == HtmlPolicy::escape);
  CHECK_FALSE(config.markdown.smart_punctuation);
  CHECK(config.markdown.hard_line_breaks);
  CHECK(config.cards.desired_retention == 0.85);
  CHECK(config.cards.new_per_day == 20);
  CHECK(config.cards.reviews_per_day == 200);
  CHECK(config.cards.maximum_interval_days == 365);
  CHECK(config.cards.rollover_hour == 3);
  CHECK(config.cards.compat == CardForms{false, true, false, true});
  CHECK(config.cards.folders == std::vector<std::string>{"languages"});
  CHECK_FALSE(config.search.enabled);
  CHECK(config.search.lunr_index == false);
  CHECK_FALSE(config.feed.enabled);
  CHECK(config.feed.entries == 5);
  CHECK(config.extra_front_matter == std::vector<std::string>{"mood"});
}

TEST_CASE("names from other programs mean the same") {
  CHECK(parse("baseURL = 'a.org'").base_url == "https://a.org/");
  CHECK(parse("site_url = 'http://a.org/x/'").base_url == "http://a.org/x/");
  CHECK(parse("languageCode = 'fr'").language == "fr");
  CHECK(parse("output-dir = 'site'").output_dir == "site");
  CHECK(parse("ignorePatterns = 'a'").ignore == std::vector<std::string>{"a"});
}

TEST_CASE("one key under two names is an error") {
  CHECK(problem("base_url = 'a.org'\nbaseURL = 'b.org'\n") ==
        "site.toml:2:1: 'baseURL' and 'base_url' mean the same key\n"
        "  baseURL = 'b.org'\n"
        "  ^~~~~~~\n"
        "hint: keep 'base_url'");
}

TEST_CASE("an unknown key offers the nearest one") {
  CHECK(problem("title = 'x'\ndescripton = 'y'\n") ==
        "site.toml:2:1: unknown key 'descripton'\n"
        "  descripton = 'y'\n"
        "  ^~~~~~~~~~\n"
        "hint: did you mean 'description'?");
  CHECK(problem("[card]\nnew_per_day = 3\n") ==
        "site.toml:1:2: unknown table 'card'\n"
        "  [card]\n"
        "   ^~~~\n"
        "hint: did you mean 'cards'?");
}

TEST_CASE("an unknown key in a table names the table, or the right one") {
  CHECK(problem("[markdown]\ntheme = 'x'\n") ==
        "site.toml:2:1: unknown key 'theme' in [markdown]\n"
        "  theme = 'x'\n"
        "  ^~~~~\n"
        "hint: its keys are html, smart_punctuation, emoji, hard_line_breaks, highlight");
  CHECK(problem("new_per_day = 3\n") ==
        "site.toml:1:1: unknown key 'new_per_day'\n"
        "  new_per_day = 3\n"
        "  ^~~~~~~~~~~\n"
        "hint: it belongs in the table [cards]");
  CHECK(problem("[cards]\ntitle = 'x'\n") ==
        "site.toml:2:1: unknown key 'title' in [cards]\n"
        "  title = 'x'\n"
        "  ^~~~~\n"
        "hint: it belongs at the top, before the first [table]");
}

TEST_CASE("what the home page shows, in which order") {
  CHECK(SiteConfig{}.home.blocks ==
        std::vector<std::string>{"introduction", "start", "sections", "notes", "recent"});
  CHECK(parse("[home]\nblocks = ['due', 'tags']\n").home.blocks ==
        std::vector<std::string>{"due", "tags"});
  CHECK(parse("[home]\nblocks = []\n").home.blocks.empty());
  CHECK(problem("[home]\nblocks = ['section']\n") ==
        "site.toml:2:11: the home page has no block 'section'\n"
        "  blocks = ['section']\n"
        "            ^~~~~~~~~\n"
        "hint: did you mean 'sections'?");
  CHECK(problem("[home]\nblocks = ['due', 'due']\n") ==
        "site.toml:2:18: 'due' stands twice in 'home.blocks'\n"
        "  blocks = ['due', 'due']\n"
        "                   ^~~~~");
}

TEST_CASE("how the site looks and what its head and foot link to") {
  const SiteConfig config = parse(R"([print]
book = true
[look]
font = "system"
accent = "#7A1F5C"
accent_dark = "#e6a8d0"
logo = "assets/logo.svg"
footer = "Mine"
[navigation]
Start = "guide/start"
Code = "https://example.org/code"
[social]
Fediverse = "https://example.org/@me"
)");
  CHECK(config.print.book);
  CHECK(config.look.system_font);
  CHECK(config.look.accent == "#7a1f5c");
  CHECK(config.look.accent_dark == "#e6a8d0");
  CHECK(config.look.logo == "assets/logo.svg");
  CHECK(config.look.footer == "Mine");
  REQUIRE(config.navigation.size() == 2);
  CHECK(config.navigation[0].title == "Start");
  CHECK(config.navigation[0].target == "guide/start");
  CHECK(config.navigation[1].target == "https://example.org/code");
  REQUIRE(config.social.size() == 1);
  CHECK(config.social[0].title == "Fediverse");
}

TEST_CASE("a colour may have three digits") {
  CHECK(parse("[look]\naccent = '#FE0'\n").look.accent == "#ffee00");
}

TEST_CASE("a language is a short name") {
  CHECK(parse("language = 'pt_BR'").language == "pt-BR");
  CHECK(parse("language = 'zh-Hans-CN'").language == "zh-Hans-CN");
  CHECK(problem("language = 'German'\n") ==
        "site.toml:1:12: 'language' must be the short name of a language, not 'German'\n"
        "  language = 'German'\n"
        "             ^~~~~~~~\n"
        "hint: such as \"en\", \"fr\" or \"pt-BR\"");
}

TEST_CASE("a look that cannot be is refused") {
  CHECK(problem("[look]\nfont = 'comic'\n") ==
        "site.toml:2:8: 'look.font' cannot be 'comic'\n"
        "  font = 'comic'\n"
        "         ^~~~~~~\n"
        "hint: it is 'serif', which Loci brings along, or 'system', the reader's own");
  CHECK(problem("[look]\naccent = 'teal'\n") ==
        "site.toml:2:10: 'look.accent' must be a colour such as \"#0f5468\"\n"
        "  accent = 'teal'\n"
        "           ^~~~~~\n"
        "hint: # and six (or three) hexadecimal digits; names of colours are not read");
  CHECK(problem("[social]\nMe = 'javascript:alert(1)'\n") ==
        "site.toml:2:6: 'javascript:alert(1)' is no place to link to\n"
        "  Me = 'javascript:alert(1)'\n"
        "       ^~~~~~~~~~~~~~~~~~~~~\n"
        "hint: write an address that begins with https:// or mailto:");
}

TEST_CASE("an unknown key that is near nothing gets the whole list") {
  CHECK(problem("theme = 'x'\n") ==
        "site.toml:1:1: unknown key 'theme'\n"
        "  theme = 'x'\n"
        "  ^~~~~\n"
        "hint: the keys are title, description, base_url, language, author, notes, output, ignore, "
        "sections, "
        "repository, drafts, markdown, cards, search, feed, front_matter, links, print, look, "
        "home, navigation, social, redirects, check, verify");
}

TEST_CASE("wrong types and values are reported where they stand") {
  CHECK(problem("title = 3\n") ==
        "site.toml:1:9: 'title' must be text, not a number\n"
        "  title = 3\n"
        "          ^");
  CHECK(problem("[search]\nlunr_index = 'no'\n") ==
        "site.toml:2:14: 'search.lunr_index' must be true, false or \"auto\", not text\n"
        "  lunr_index = 'no'\n"
        "               ^~~~");
  CHECK_FALSE(parse("[search]\nlunr_index = 'auto'\n").search.lunr_index.has_value());
  CHECK(problem("drafts = 'yes'\n") ==
        "site.toml:1:10: 'drafts' must be true or false, not text\n"
        "  drafts = 'yes'\n"
        "           ^~~~~");
  CHECK(problem("ignore = [1]\n") ==
        "site.toml:1:11: 'ignore' must be a list of text, not a number\n"
        "  ignore = [1]\n"
        "            ^");
  CHECK(problem("cards = 1\n") ==
        "site.toml:1:9: 'cards' must be a table, not a number\n"
        "  cards = 1\n"
        "          ^");
  CHECK(problem("[cards]\ndesired_retention = 0.5\n") ==
        "site.toml:2:21: 'cards.desired_retention' must be from 0.7 to 0.99, not 0.5\n"
        "  desired_retention = 0.5\n"
        "                      ^~~");
  CHECK(problem("[cards]\nnew_per_day = 2.5\n") ==
        "site.toml:2:15: 'cards.new_per_day' must be a whole number, not 2.5\n"
        "  new_per_day = 2.5\n"
        "                ^~~");
  CHECK(problem("[markdown]\nhtml = 'raw'\n") ==
        "site.toml:2:8: 'markdown.html' cannot be 'raw'\n"
        "  html = 'raw'\n"
        "         ^~~~~\n"
        "hint: it is 'escape', 'sanitize' or 'trust'");
  CHECK(problem("notes = ''\n") ==
        "site.toml:1:9: 'notes' must name a folder\n"
        "  notes = ''\n"
        "          ^~\n"
        "hint: '.' is the folder of site.toml");
}

TEST_CASE("broken TOML is reported where it breaks") {
  CHECK(problem("title = \"A\nx = 1\n") ==
        "site.toml:1:11: the closing quote is missing\n"
        "  title = \"A\n"
        "            ^");
  CHECK(problem("title: A\n") ==
        "site.toml:1:6: expected '=', saw ':'\n"
        "  title: A\n"
        "       ^\n"
        "hint: TOML is written 'key = value'");
}

TEST_CASE("the base address gets what it lacks") {
  CHECK(normal_base_url("user.github.io/repo").value_or("?") == "https://user.github.io/repo/");
  CHECK(normal_base_url("http://localhost:4000").value_or("?") == "http://localhost:4000/");
  CHECK(normal_base_url("").value_or("?") == "");
  CHECK(normal_base_url("ftp://a.org").error().message ==
        "the base address must begin with 'https://' or 'http://', not 'ftp://'");
  CHECK(normal_base_url("https://a.org/?q").error().message ==
        "'https://a.org/?q' is not the address of a site");
}

TEST_CASE("the project is the nearest folder above with site.toml") {
  MemoryFileSystem files(Files{{"/home/me/vault/site.toml", ""},
                               {"/home/me/vault/notes/deep/a.md", ""},
                               {"/tmp/x/a.md", ""}});
  CHECK(find_project_root("/home/me/vault/notes/deep", files) == "/home/me/vault");
  CHECK(find_project_root("/home/me/vault", files) == "/home/me/vault");
  CHECK(find_project_root("/tmp/x", files) == "/tmp/x");
}

TEST_CASE("a folder without site.toml is a site named after it") {
  MemoryFileSystem files(Files{{"/home/vault/a.md", ""}});
  const Result<SiteConfig> config = load_config("/home/vault", {}, files);
  REQUIRE(config);
  CHECK(config->title == "vault");
  CHECK(config->notes_dir == ".");
  CHECK(config->output_dir == "public");
  CHECK(config->config_path == "");
  CHECK(config->root == "/home/vault");
}

TEST_CASE("the command line has the last word") {
  MemoryFileSystem files(
      Files{{"/v/site.toml", "\xEF\xBB\xBFtitle = 'T'\r\ndrafts = false\r\noutput = 'a'\r\n"}});
  ConfigOverrides overrides;
  overrides.output_dir = "/elsewhere";
  overrides.drafts = true;
  overrides.base_url = "a.org";
  const Result<SiteConfig> config = load_config("/v", overrides, files);
  REQUIRE(config);
  CHECK(config->title == "T");
  CHECK(config->config_path == "site.toml");
  CHECK(config->output_dir == "/elsewhere");
  CHECK(config->drafts);
  CHECK(config->base_url == "https://a.org/");
}

TEST_CASE("a configuration that cannot be read is an error, and one named in vain is wrong usage") {
  MemoryFileSystem files(Files{{"/v/site.toml", ""}});
  files.fail_reads_of("/v/site.toml");
  const Result<SiteConfig> unreadable = load_config("/v", {}, files);
  REQUIRE_FALSE(unreadable);
  CHECK(unreadable.error().message == "cannot read 'site.toml': Permission denied");
  CHECK(unreadable.error().kind == ErrorKind::environment);
  ConfigOverrides overrides;
  overrides.config_path = "other.toml";
  const Result<SiteConfig> missing = load_config("/v", overrides, files);
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message == "cannot read 'other.toml': No such file or directory");
  CHECK(missing.error().kind == ErrorKind::usage);
}
