#include "source/front_matter.h"

#include <catch2/catch_test_macros.hpp>

#include <array>

#include "base/text.h"

using namespace loci;

namespace {

struct Parsed {
  std::string text;
  FrontMatter meta;
  std::string body;
  std::string problems;  // "2:7 warning: message (hint)" a line, with the text under the span
};

Parsed parse(std::string text, const std::vector<std::string>& extra = {}) {
  Diagnostics diagnostics;
  const ParsedFrontMatter parsed =
      parse_front_matter("a.md", text, {.extra_keys = extra}, diagnostics);
  diagnostics.sort();
  std::string problems;
  for (const Diagnostic& d : diagnostics.items()) {
    const LineCol at = line_col(text, d.span.begin);
    constexpr std::array<std::string_view, 3> names = {"note", "warning", "error"};
    problems += std::to_string(at.line) + ":" + std::to_string(at.column) + " " +
                std::string(names[static_cast<std::size_t>(d.severity)]) + "[" +
                std::string(code_id(d.code)) + "] " + d.message;
    for (const std::string& hint : d.hints) problems += " (" + hint + ")";
    problems += " at '" + text.substr(d.span.begin, d.span.end - d.span.begin) + "'\n";
  }
  std::string body = text.substr(parsed.body_begin);
  return {std::move(text), parsed.meta, std::move(body), std::move(problems)};
}

std::string words(const std::vector<Spanned>& names, const std::string& text) {
  std::string all;
  for (const Spanned& name : names) {
    all += name.value + "@" + text.substr(name.span.begin, name.span.end - name.span.begin) + ";";
  }
  return all;
}

}  // namespace

TEST_CASE("a note without front matter is all text") {
  CHECK(parse("# Title\n").body == "# Title\n");
  CHECK(parse("").body == "");
  CHECK(parse("text\n---\na: 1\n---\n").body == "text\n---\na: 1\n---\n");
}

TEST_CASE("YAML between lines of three dashes") {
  const Parsed note = parse(
      "---\ntitle: MVCC\ndescription: >\n  Many versions\n  of a row.\ndate: 2026-01-02\nupdated: "
      "2026-03-04T10:00:00Z\n---\n# Text\n");
  CHECK(note.problems == "");
  CHECK(note.meta.title == "MVCC");
  CHECK(note.meta.description == "Many versions of a row.");
  CHECK(note.meta.date == Date{2026, 1, 2});
  CHECK(note.meta.updated == Date{2026, 3, 4});
  CHECK(note.body == "# Text\n");
}

TEST_CASE("TOML between lines of three pluses") {
  const Parsed note = parse(
      "+++\ntitle = \"MVCC\"\ndate = 2026-01-02\nweight = 3\ndraft = true\n[taxonomies]\ntags = "
      "[\"db\", \"sql\"]\n+++\ntext");
  CHECK(note.problems == "");
  CHECK(note.meta.title == "MVCC");
  CHECK(note.meta.date == Date{2026, 1, 2});
  CHECK(note.meta.order == 3.0);
  CHECK(note.meta.draft);
  CHECK(words(note.meta.tags, note.text) == "db@\"db\";sql@\"sql\";");
  CHECK(note.body == "text");
}

TEST_CASE("the block may end with dots, blanks after the dashes do not matter") {
  CHECK(parse("--- \ntitle: A\n... \ntext").meta.title == "A");
  CHECK(parse("---\n---\ntext").body == "text");
  CHECK(parse("---\ntitle: A\n---").body == "");
}

TEST_CASE("dashes that are a thematic break stay text") {
  CHECK(parse("---\nno closing line\n").body == "---\nno closing line\n");
  CHECK(parse("---\n\nA line of prose.\n\n---\nmore\n").body ==
        "---\n\nA line of prose.\n\n---\nmore\n");
  CHECK(parse("----\ntitle: A\n----\n").body == "----\ntitle: A\n----\n");
  CHECK(parse("---\n\ntitle: A\n---\ntext").meta.title == "A");
}

TEST_CASE("tags come as a list or as words, with or without '#'") {
  const Parsed list = parse("---\ntags: [a, '#b/c', 2024]\n---\n");
  CHECK(words(list.meta.tags, list.text) == "a@a;b/c@#b/c;2024@2024;");
  const Parsed block = parse("---\ntags:\n  - a b\n  - c\n---\n");
  CHECK(words(block.meta.tags, block.text) == "a b@a b;c@c;");
  const Parsed commas = parse("---\ntags: a, b c\n---\n");
  CHECK(words(commas.meta.tags, commas.text) == "a@a;b@b;c@c;");
  const Parsed quoted = parse("---\ntags: \"a, #b\"\n---\n");
  CHECK(words(quoted.meta.tags, quoted.text) == "a@a;b@#b;");
}

TEST_CASE("aliases keep commas and paths, prerequisites lose their brackets") {
  const Parsed note = parse(
      "---\naliases: Read, then write\nprerequisites:\n  - '[[databases/mvcc|MVCC]]'\n  - "
      "[[locks]]\n  - plain\n---\n");
  CHECK(note.problems == "");
  CHECK(words(note.meta.aliases, note.text) == "Read, then write@Read, then write;");
  CHECK(words(note.meta.prerequisites, note.text) ==
        "databases/mvcc@[[databases/mvcc|MVCC]];locks@locks;plain@plain;");
  CHECK(words(parse("---\nrequires: a, b c\n---\n").meta.prerequisites,
              "---\nrequires: a, b c\n---\n") == "a@a;b c@b c;");
}

TEST_CASE("names that other programs use mean the same") {
  const Parsed note = parse(
      "---\nTitle: T\nsummary: S\ncreated: 2026-01-02\nlastmod: 2026-01-03\nnav_order: 2\ncover: "
      "c.png\npermalink: /a/b\n"
      "publish: false\nlang: de\nin_search_index: false\ncssclasses: wide dark\n---\n");
  CHECK(note.problems == "");
  CHECK(note.meta.title == "T");
  CHECK(note.meta.description == "S");
  CHECK(note.meta.date == Date{2026, 1, 2});
  CHECK(note.meta.updated == Date{2026, 1, 3});
  CHECK(note.meta.order == 2.0);
  CHECK(note.meta.image == "c.png");
  CHECK(note.meta.permalink == "/a/b");
  CHECK(note.meta.draft);
  CHECK(note.meta.language == "de");
  CHECK_FALSE(note.meta.in_search);
  CHECK(note.meta.css_classes == std::vector<std::string>{"wide", "dark"});
}

TEST_CASE("cards, deck and sources") {
  const Parsed note = parse(
      "---\ncards: true\ndeck: db/sql\nsources:\n  - title: The paper\n    url: https://x.org\n    "
      "kind: paper\n    accessed: 2026-11-21\n"
      "  - https://y.org\n  - A book\n---\n");
  CHECK(note.problems == "");
  CHECK(note.meta.cards == true);
  CHECK(note.meta.deck == "db/sql");
  REQUIRE(note.meta.sources.size() == 3);
  CHECK(note.meta.sources[0].title + "|" + note.meta.sources[0].url + "|" +
            note.meta.sources[0].kind + "|" + note.meta.sources[0].accessed ==
        "The paper|https://x.org|paper|2026-11-21");
  CHECK(note.meta.sources[1].url == "https://y.org");
  CHECK(note.meta.sources[2].title == "A book");
}

TEST_CASE("search may be a table") {
  CHECK_FALSE(parse("---\nsearch:\n  exclude: true\n---\n").meta.in_search);
  CHECK_FALSE(parse("---\nsearch: false\n---\n").meta.in_search);
}

TEST_CASE("keys of people and of other programs are remarks, misspellings are warnings") {
  CHECK(parse("---\nmood: fine\n---\n").problems ==
        "2:1 note[L103] the key 'mood' has no meaning here (list it in site.toml under "
        "[front_matter] extra if it is your own)"
        " at 'mood'\n");
  CHECK(parse("---\nmood: fine\ncovers: [1]\nverified: true\n---\n", {"mood"}).problems == "");
  CHECK(
      parse("---\ntitel: A\n---\n").problems ==
      "2:1 warning[L103] the key 'titel' has no meaning here (did you mean 'title'?) at 'titel'\n");
}

TEST_CASE("old names are reported with the new one, and count") {
  const Parsed note = parse("---\ntag: a\nalias: b\n---\n");
  CHECK(note.problems ==
        "2:1 warning[L105] 'tag' is an old name for 'tags' (write 'tags') at 'tag'\n"
        "3:1 warning[L105] 'alias' is an old name for 'aliases' (write 'aliases') at 'alias'\n");
  CHECK(words(note.meta.tags, note.text) == "a@a;");
  CHECK(words(note.meta.aliases, note.text) == "b@b;");
}

TEST_CASE("empty values are as if they were not there") {
  const Parsed note = parse("---\ntitle:\ntags:\ndate:\ndraft:\naliases: []\n---\n");
  CHECK(note.problems == "");
  CHECK(note.meta.title == "");
  CHECK_FALSE(note.meta.date);
}

TEST_CASE("an item without a value in a list that is not indented is nothing") {
  const Parsed note = parse(
      "---\naliases:\n- \ntags:\n-\n- sql\n- \n-   \n- b\r\n-\r\ntitle: T\ndate: "
      "never\n---\nText\n");
  CHECK(note.problems ==
        "12:7 warning[L104] 'date' is not a date: 'never' (write it as year-month-day, like "
        "2026-11-21) at 'never'\n");
  CHECK(note.meta.aliases.empty());
  CHECK(words(note.meta.tags, note.text) == "sql@sql;b@b;");
  CHECK(note.meta.title == "T");
  CHECK(parse("---\ntags:\n- \n  - a\n---\n").problems.find("L101") == std::string::npos);
  // A mistake after such an item is shown where the author sees it.
  CHECK(parse("---\ntags:\n- \ntitle: a: b\n---\n").problems.starts_with("4:"));
}

TEST_CASE("a number or a truth value is a fine title") {
  CHECK(parse("---\ntitle: 1984\n---\n").meta.title == "1984");
  CHECK(parse("---\ntitle: true\n---\n").problems == "");
}

TEST_CASE("wrong types are reported where they stand, and a sensible value is taken") {
  const Parsed list = parse("---\ntitle: [A, B]\n---\n");
  CHECK(list.problems == "2:8 warning[L102] 'title' must be text, not a list at '[A, B]'\n");
  CHECK(list.meta.title == "A");

  const Parsed flag = parse("---\ndraft: yes\n---\n");
  CHECK(flag.problems ==
        "2:8 warning[L102] 'draft' must be true or false, not 'yes' (it is taken as true) at "
        "'yes'\n");
  CHECK(flag.meta.draft);
  CHECK(parse("---\ndraft: maybe\n---\n").problems ==
        "2:8 warning[L102] 'draft' must be true or false, not text (it is taken as true) "
        "at 'maybe'\n");

  const Parsed order = parse("---\norder: \"3\"\n---\n");
  CHECK(order.problems == "2:9 warning[L102] 'order' must be a number, not text at '3'\n");
  CHECK(order.meta.order == 3.0);

  CHECK(parse("---\ntags:\n  a: b\n---\n").problems ==
        "3:3 warning[L102] 'tags' must be a list, not a table at 'a: b\n'\n");
  CHECK(parse("---\ntags: [[a]]\n---\n").problems ==
        "2:8 warning[L102] 'tags' must be a list of text, and this is a list at '[a]'\n");
  CHECK(parse("---\nsources:\n  - kind: paper\n---\n").problems ==
        "3:5 warning[L102] a source needs 'title' or 'url' at 'kind: paper\n'\n");
  CHECK(parse("---\nsources: {a: 1}\n---\n").problems ==
        "2:10 warning[L102] 'sources' must be a list, not a table at '{a: 1}'\n");
  CHECK(parse("---\nsources: [[a]]\n---\n").problems ==
        "2:11 warning[L102] a source must be an address or a table with 'title' and 'url', not a "
        "list at '[a]'\n");
}

TEST_CASE("what is no date is reported") {
  CHECK(parse("---\ndate: yesterday\n---\n").problems ==
        "2:7 warning[L104] 'date' is not a date: 'yesterday' (write it as year-month-day, like "
        "2026-11-21) at 'yesterday'\n");
  CHECK(parse("---\nupdated: [2026-01-01]\n---\n").problems ==
        "2:10 warning[L104] 'updated' must be a date, not a list (write it as year-month-day, like "
        "2026-11-21) at '[2026-01-01]'\n");
}

TEST_CASE("broken YAML is reported, what stood before it counts, and the text follows") {
  const Parsed note = parse("---\ntags: [a]\ntitle: Locks: a tour\n---\n# Text\n");
  CHECK(note.problems ==
        "3:13 error[L101] a value with ': ' in it needs quotes (write the value as 'first: "
        "second') at ':'\n");
  CHECK(words(note.meta.tags, note.text) == "a@a;");
  CHECK(note.meta.title == "Locks");
  CHECK(note.body == "# Text\n");
}

TEST_CASE("mistakes in YAML, each with its place") {
  const auto problem = [](std::string_view block) {
    return parse("---\n" + std::string(block) + "---\n").problems;
  };
  CHECK(
      problem("a: 1\n\ttitle: b\n")
          .find("error[L101] expected 'key: value' on each line, indented like the lines around it "
                "(indent with spaces: YAML does not allow tabs)") != std::string::npos);
  CHECK(problem("title: @x\n") ==
        "2:8 error[L101] a value that begins with '@' needs quotes at '@'\n");
  CHECK(problem("title: A\ntitle: B\n") ==
        "3:1 error[L101] the key 'title' is here for the second time (the first one counts: remove "
        "one) at 'title'\n");
  CHECK(problem("just text\n") ==
        "2:1 error[L101] expected lines of 'key: value' here at 'just text'\n");
  CHECK(problem("tags: [a\n").find("error[L101]") != std::string::npos);
}

TEST_CASE("anchors, aliases and tags of YAML are refused before they expand") {
  CHECK(parse("---\ntitle: &x A\ndescription: *x\n---\n").problems ==
        "2:9 error[L101] anchors ('&name') are not allowed here (write the value out) at 'x'\n");
  CHECK(parse("---\ntitle: !!str 1\n---\n")
            .problems.find("error[L101] tags ('!name') are not allowed here") != std::string::npos);
  std::string bomb = "---\na0: &a0 [x, x]\n";
  for (int i = 1; i < 40; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + ", " + before +
            "]\n";
  }
  CHECK(parse(bomb + "---\ntext").body == "text");
}

TEST_CASE("deep nesting is refused") {
  CHECK(parse("---\na: " + std::string(5000, '[') + std::string(5000, ']') + "\n---\ntext")
            .problems == "2:19 error[L101] nested more than 16 deep at '['\n");
  CHECK(parse("+++\na = " + std::string(5000, '[') + "\n+++\ntext")
            .problems.find("nested more than 16 deep") != std::string::npos);
  std::string dots = "a";
  for (int i = 0; i < 20000; ++i) dots += ".a";
  CHECK(parse("+++\n" + dots + " = 1\n+++\ntext").problems.find("nested more than 16 deep") !=
        std::string::npos);
}

TEST_CASE("a block above 64 KiB is not read") {
  const Parsed note = parse("---\ntitle: " + std::string(70'000, 'x') + "\n---\ntext");
  CHECK(note.problems ==
        "1:1 error[L101] the front matter is longer than 64 KiB and is not read (is the closing "
        "'---' line where it should be?)"
        " at '---'\n");
  CHECK(note.body == "text");
}

TEST_CASE("broken TOML is reported with its place") {
  CHECK(parse("+++\ntitle = MVCC\n+++\ntext").problems.find("2:9 error[L101]") == 0);
  CHECK(parse("+++\ntitle: \"A\"\n+++\n").problems ==
        "2:6 error[L101] expected '=', saw ':' (TOML is written 'key = value') at ''\n");
  CHECK(parse("+++\ntitle = \"A\n+++\n").problems.find("the closing quote is missing") !=
        std::string::npos);
}

TEST_CASE("letters that are not ASCII are for quotes and comments in TOML") {
  CHECK(parse("+++\ntitel = 1\n\xC3\xA9 = 1\n+++\n").problems ==
        "3:1 error[L101] '\xC3\xA9' may stand in quotes and comments only"
        " (text and keys with such letters need quotes: \"like this\") at '\xC3\xA9'\n");
  const Parsed fine = parse(
      "+++\n# \xC3\xA9\ntitle = \"\"\"a \\\"\xC3\xA9\"\"\"\ndescription = '\xC3\xA9'\n\"\xC3\xA9\" "
      "= 1\n+++\n");
  CHECK(fine.meta.title == "a \"\xC3\xA9");
  CHECK(fine.meta.description == "\xC3\xA9");
}

TEST_CASE("what a broken block seems to hold is not reported too") {
  CHECK(parse("---\ntitle: [a\nb: c\n---\nText\n").problems ==
        "4:1 error[L101] flow sequence without a closing bracket at ''\n");
}

TEST_CASE("YAML that takes the library minutes is refused at once") {
  CHECK(parse("---\n" + std::string(60'000, '%') + "\n---\n").problems ==
        "2:1 error[L101] a line must not begin with '%' at '%'\n");
  CHECK(parse("---\na:\n  - " + std::string(60'000, ' ') + "\n---\n").problems ==
        "3:260 error[L101] more than 256 blanks in a row at ' '\n");
  CHECK(parse("---\ndescription: 100%\n---\n").problems == "");
}

TEST_CASE("of several names for one thing the first in the manual counts, wherever it stands") {
  const Parsed note = parse(
      "---\nlastmod: 2026-01-01\nmodified: 2026-01-02\nupdated: 2026-01-03\ncreated: 2025-01-01\n"
      "date: 2025-01-02\nsummary: S\ndescription: D\n---\n");
  CHECK(note.problems == "");
  CHECK(note.meta.updated == Date{2026, 1, 3});
  CHECK(note.meta.date == Date{2025, 1, 2});
  CHECK(note.meta.description == "D");
}

TEST_CASE("a date in the file's name is the note's, unless it says another") {
  Diagnostics diagnostics;
  const auto date = [&](std::string_view path, std::string_view text) {
    return parse_front_matter(path, text, {}, diagnostics).meta.date;
  };
  CHECK(date("notes/2026-11-21-a.md", "Text") == Date{2026, 11, 21});
  CHECK(date("2026-11-21_a b.md", "---\ntitle: A\n---\n") == Date{2026, 11, 21});
  CHECK(date("2026-11-21-a.md", "---\ncreated: 2025-01-01\n---\n") == Date{2025, 1, 1});
  CHECK_FALSE(date("2026-11-21.md", ""));
  CHECK_FALSE(date("2026-13-21-a.md", ""));
  CHECK_FALSE(date("2026-11-21-folder/a.md", ""));
}

TEST_CASE("keys of Starlight, Docusaurus, Jekyll and Zola") {
  const Parsed note = parse(
      "---\nlastUpdated: 2026-01-02\nsidebar:\n  order: 3\n  label: Short\npagefind: false\n"
      "tableOfContents: false\nredirect_from: [/old/place]\npublished: 2026-01-01\n---\n");
  CHECK(note.problems == "");
  CHECK(note.meta.updated == Date{2026, 1, 2});
  CHECK(note.meta.order == 3.0);
  CHECK_FALSE(note.meta.in_search);
  CHECK_FALSE(note.meta.draft);
  CHECK(note.meta.aliases.front().value == "/old/place");
  CHECK_FALSE(parse("---\nlastUpdated: true\n---\n").meta.updated);
  CHECK(parse("---\npublished: false\n---\n").meta.draft);
  CHECK(parse("---\nsidebar_position: 2\n---\n").meta.order == 2.0);
  CHECK(parse("+++\n[taxonomies]\ncategories = [\"x\"]\n[extra]\nanything = 1\n+++\n").problems ==
        "");
}

TEST_CASE("names that Hugo and Zola have for the permalink count, and the message says ours") {
  const Parsed hugo = parse("---\nurl: /a/b\n---\n");
  CHECK(
      hugo.problems ==
      "2:1 warning[L105] 'url', as Hugo has it, is called 'permalink' here (write 'permalink') at "
      "'url'\n");
  CHECK(hugo.meta.permalink == "/a/b");
  CHECK(parse("---\npath: /a/b\npermalink: /c\n---\n").meta.permalink == "/c");
  // What people call the address of the thing that a note is about.
  const Parsed clipped = parse("---\nurl: https://example.org/a\n---\n");
  CHECK(clipped.problems == "");
  CHECK(clipped.meta.permalink == "");
}

TEST_CASE("a permalink is a path inside the site") {
  for (const std::string path :
       {"../../etc/passwd", "/a/%2e%2e/b", "a/%2E%2e/%2e%2e/b", "..", "a/.. /b"}) {
    INFO(path);
    const std::string problems = parse("---\npermalink: \"" + path + "\"\n---\n").problems;
    CHECK(problems ==
          "2:13 warning[L108] 'permalink' must be a path inside the site: its '..' is "
          "left out (like 'guides/install') at '" +
              path + "'\n");
  }
  CHECK(parse("---\npermalink: a..b/c...d\n---\n").problems == "");
  const Parsed address = parse("---\npermalink: https://example.org/a\n---\n");
  CHECK(address.problems ==
        "2:12 warning[L108] 'permalink' must be a path inside the site, not a whole address (like "
        "'guides/install') at 'https://example.org/a'\n");
  CHECK(address.meta.permalink == "");
}

TEST_CASE("a slug with a slash is a permalink") {
  const Parsed note = parse("---\nslug: guides/install\n---\n");
  CHECK(note.problems ==
        "2:7 warning[L108] 'slug' is the last part of the address and has no '/' (a whole path is "
        "called 'permalink'; it is taken as one) at 'guides/install'\n");
  CHECK(note.meta.slug == "");
  CHECK(note.meta.permalink == "guides/install");
}

TEST_CASE("what would hide a note elsewhere, or at a time, is said to do nothing") {
  CHECK(parse("---\npublishDate: 2030-01-01\nprivate: true\nunlisted: false\n---\n").problems ==
        "2:1 note[L107] 'publishDate' has no effect: Loci has no clock ('draft: true' keeps the "
        "note back until you take it out) at 'publishDate'\n"
        "3:1 warning[L107] 'private' has no effect: it does not keep this note private ('publish: "
        "false' keeps it out of the site) at 'private'\n");
  CHECK(parse("---\nprivate: true\npublishDate: 2030-01-01\n---\n", {"private", "publishDate"})
            .problems == "");
}

TEST_CASE("what is not understood does not publish a note") {
  CHECK(parse("---\ndraft: perhaps\n---\n").meta.draft);
  CHECK(parse("---\npublish: [later]\n---\n").meta.draft);
  CHECK_FALSE(parse("---\ndraft:\npublish:\n---\n").meta.draft);
  CHECK_FALSE(parse("---\ndraft: no\n---\n").meta.draft);
  // A mistake before or after the line that matters.
  CHECK(parse("---\ntitle: a: b\ndraft: true\n---\n").meta.draft);
  CHECK(parse("---\ntitle: a: b\npublish: \"no\" # not yet\n---\n").meta.draft);
  CHECK(parse("+++\ntitle = a\ndraft = true\n+++\n").meta.draft);
  CHECK(parse("---\nx: {a: [, draft: true}\n---\n").meta.draft);
  CHECK(parse("---\ndraft: true\nx: " + std::string(70'000, 'x') + "\n---\n").meta.draft);
  CHECK_FALSE(parse("---\ntitle: a: b\ndraft: false\npublish: true\n---\n").meta.draft);
  CHECK(parse("---\ndraft: false\npublish: false\n---\n").meta.draft);
}

// Every key with a value of every kind: what is said, and nothing for those that fit.
TEST_CASE("each key says which kinds of value it does not take") {
  struct Kind {
    std::string_view name, yaml, toml;
  };
  constexpr std::array<Kind, 6> kinds = {
      Kind{"text", "word", "\"word\""},           Kind{"a number", "7", "7"},
      Kind{"true or false", "true", "true"},      Kind{"a date", "2026-01-02", "2026-01-02"},
      Kind{"a list", "[[word]]", "[[\"word\"]]"}, Kind{"a table", "{x: y}", "{x = \"y\"}"},
  };
  struct Row {
    std::string_view keys;
    std::string_view takes;    // kinds without a message, by their place in `kinds`
    std::string_view message;  // the code
  };
  constexpr std::array<Row, 12> rows = {
      Row{"title description summary slug permalink deck kind level language lang", "0123", "L102"},
      Row{"image cover socialImage", "0123", "L102"},
      Row{"tags aliases redirect_from cssclasses", "0123", "L102"},
      Row{"prerequisites requires prereq", "01234", "L102"},
      Row{"date created updated modified lastmod", "3", "L104"},
      Row{"lastUpdated", "23", "L104"},
      Row{"draft publish cards in_search_index pagefind", "2", "L102"},
      Row{"search", "25", "L102"},
      Row{"order weight nav_order sidebar_position", "1", "L102"},
      Row{"sources", "0123", "L102"},
      Row{"taxonomies sidebar", "5", "L102"},
      Row{"cascade", "5", "L102"},
  };
  for (const Row& row : rows) {
    for (const std::string_view key : split(row.keys, ' ')) {
      for (std::size_t i = 0; i < kinds.size(); ++i) {
        for (const bool toml : {false, true}) {
          const std::string value(toml ? kinds[i].toml : kinds[i].yaml);
          const std::string text = toml ? "+++\n" + std::string(key) + " = " + value + "\n+++\n"
                                        : "---\n" + std::string(key) + ": " + value + "\n---\n";
          // YAML knows no dates; what looks like one is text.
          const bool is_text_date = !toml && i == 3;
          Diagnostics diagnostics;
          parse_front_matter("index.md", text, {.is_index = true}, diagnostics);
          std::string codes;
          for (const Diagnostic& d : diagnostics.items()) codes += code_id(d.code);
          INFO(text << row.keys << " " << kinds[i].name);
          if (key == "cascade" && i == 5) {
            CHECK(codes == "L103");
          } else if (row.takes.find(static_cast<char>('0' + i)) != std::string_view::npos) {
            CHECK(codes == "");
          } else if (!is_text_date) {
            REQUIRE(diagnostics.items().size() == 1);
            CHECK(codes == row.message);
            const Diagnostic& d = diagnostics.items().front();
            CHECK(line_col(text, d.span.begin).line == 2);
            CHECK(d.span.begin >= key.size() + 5);
          }
        }
      }
    }
  }
}

TEST_CASE("an index note's cascade is read") {
  const auto cascade = read_cascade(
      "---\ntitle: DB\ncascade:\n  tags: [db, '#sql']\n  cssclasses: wide\n  publish: false\n"
      "  search: false\n  cards: true\n  deck: db\n  kind: concept\n  level: hard\n  lang: de\n"
      "  dir: rtl\n"
      "---\n");
  FrontMatterDefaults expected;
  expected.tags = {"db", "sql"};
  expected.css_classes = {"wide"};
  expected.publish = false;
  expected.in_search = false;
  expected.cards = true;
  expected.deck = "db";
  expected.kind = "concept";
  expected.level = "hard";
  expected.language = "de";
  expected.direction = "rtl";
  CHECK(cascade == expected);
  CHECK(read_cascade("+++\n[cascade]\ndeck = \"db\"\n+++\n")->deck == "db");
  CHECK_FALSE(read_cascade("---\ntitle: A\n---\ncascade:\n  deck: db\n"));
  CHECK_FALSE(read_cascade("cascade"));
  CHECK_FALSE(read_cascade("---\ncascade: [{deck: db}]\n---\n"));
}

TEST_CASE("a folder that is private stays so while its index note has a mistake") {
  CHECK(read_cascade("---\ntitle: a: b\ncascade:\n  publish: false\n---\n")->publish == false);
  CHECK(read_cascade("---\ncascade: {draft: true\n---\n")->publish == false);
  CHECK_FALSE(read_cascade("---\ntitle: a: b\ncascade:\n  deck: db\n---\n"));
}

TEST_CASE("a note's own front matter comes before that of its folder, lists are added to") {
  FrontMatterDefaults defaults;
  defaults.tags = {"db", "SQL"};
  defaults.css_classes = {"wide", "dark"};
  defaults.deck = "db";
  defaults.kind = "concept";
  defaults.cards = true;
  defaults.in_search = false;
  const auto meta = [&](std::string_view text) {
    Diagnostics diagnostics;
    return parse_front_matter("a.md", text, {.defaults = &defaults}, diagnostics).meta;
  };
  const FrontMatter own =
      meta("---\ntags: [sql, x]\ncssclasses: dark\ndeck: mine\ncards: false\nsearch: true\n---\n");
  std::string tags;
  for (const Spanned& tag : own.tags) tags += tag.value + ";";
  CHECK(tags == "sql;x;db;");
  CHECK(own.css_classes == std::vector<std::string>{"dark", "wide"});
  CHECK(own.deck == "mine");
  CHECK(own.kind == "concept");
  CHECK(own.cards == false);
  CHECK(own.in_search);
  const FrontMatter none = meta("Text");
  CHECK(none.deck == "db");
  CHECK(none.cards == true);
  CHECK_FALSE(none.in_search);
}

TEST_CASE("a private folder opens for a note that says 'publish: true', not for 'draft: false'") {
  FrontMatterDefaults defaults;
  defaults.publish = false;
  const auto is_draft = [&](std::string_view text) {
    Diagnostics diagnostics;
    return parse_front_matter("a.md", text, {.defaults = &defaults}, diagnostics).meta.draft;
  };
  CHECK(is_draft("Text"));
  CHECK(is_draft("---\ndraft: false\n---\n"));
  CHECK_FALSE(is_draft("---\npublish: true\n---\n"));
}

TEST_CASE("of two folders the nearer one comes first") {
  FrontMatterDefaults outer;
  outer.tags = {"a", "b"};
  outer.deck = "outer";
  outer.draft = true;
  outer.kind = "concept";
  FrontMatterDefaults inner;
  inner.tags = {"b", "c"};
  inner.deck = "inner";
  inner.draft = false;
  FrontMatterDefaults expected = inner;
  expected.tags = {"b", "c", "a"};
  expected.kind = "concept";
  CHECK(combine_defaults(outer, inner) == expected);
}

TEST_CASE("a cascade where it has no effect, and keys that cannot cascade, are reported") {
  CHECK(parse("---\ncascade:\n  deck: db\n---\n").problems ==
        "2:1 warning[L106] 'cascade' has an effect only in the index note of a folder (move it to "
        "the folder's index.md) at 'cascade'\n");
  const auto index = [](const std::string& text) {
    Diagnostics diagnostics;
    parse_front_matter("index.md", text, {.is_index = true}, diagnostics);
    std::string problems;
    for (const Diagnostic& d : diagnostics.items())
      problems += std::string(code_id(d.code)) + " " + d.message + "\n";
    return problems;
  };
  CHECK(index("---\ncascade:\n  title: A\n  dek: db\n  search: often\n  author: me\n---\n") ==
        "L103 the key 'cascade.dek' has no meaning here\n"
        "L106 'title' is each note's own and cannot stand under 'cascade'\n"
        "L102 'cascade.search' must be true or false, not text\n");
  CHECK(index("---\ncascade:\n  deck: db\n  target: {path: x}\n---\n") ==
        "L106 a 'cascade' with a target is not understood and has no effect\n");
}
