// The pages by which a reader finds the way, and the base as one document, seen as the templates see
// them.

#include <catch2/catch_test_macros.hpp>

#include "site/language.h"
#include "unit/site/vault.h"

namespace loci {

using test::Vault;

namespace {

std::string printed(const std::string& page, const std::string& template_name,
                    const std::string& text, std::map<std::string, std::string> notes,
                    bool book = false) {
  notes["templates/" + template_name] = text;
  Vault vault(notes);
  vault.config.ignore = {"templates/"};
  vault.config.print.book = book;
  return vault.page(page);
}

constexpr const char* tree =
    "{% for n in notes %}{{ n.title }}={{ n.href }};{% endfor %}"
    "{% for f in folders %}<{{ f.depth }} {{ f.title }} {{ f.note_count }} {{ f.href }}:"
    "{% for n in f.notes %} {{ n.title }}{% endfor %}"
    "{% for level in f.closes %}>{% endfor %}{% endfor %}";

}  // namespace

TEST_CASE("the page of contents has the whole tree, each folder closed where it ends") {
  CHECK(printed("contents.html", "contents.html", tree,
                {{"z.md", "# Z"},
                 {"a/one.md", "# One"},
                 {"a/in/two.md", "# Two"},
                 {"a/in/deep/three.md", "# Three"},
                 {"b/four.md", "# Four"}}) ==
        "Z=z.html;"
        "<0 A 3 a/index.html: One<1 In 2 a/in/index.html: Two<2 Deep 1 a/in/deep/index.html: Three"
        ">>><0 B 1 b/index.html: Four>");
}

TEST_CASE("the page of changes has the newest notes by month") {
  CHECK(
      printed("changes.html", "changes.html",
              "{% for m in months %}[{{ m.title }} {{ m.id }}]{% for n in m.notes %}{{ n.title }} "
              "{{ n.date_iso }} {% if n.is_new %}new{% else %}changed{% endif %} {{ n.section "
              "}};{% endfor %}{% endfor %}",
              {{"a.md", "---\ndate: 2026-10-01\n---\n# A"},
               {"x/b.md", "---\ndate: 2026-09-30\nupdated: 2026-11-02\n---\n# B"},
               {"c.md", "---\ndate: 2026-10-31\n---\n# C"},
               {"d.md", "# D"}}) ==
      "[November 2026 2026-11]B 2026-11-02 changed X;"
      "[October 2026 2026-10]C 2026-10-31 new ;A 2026-10-01 new ;");
}

TEST_CASE("the note of a section is not said to stand in itself") {
  // The section around it is named, in the language of that section.
  CHECK(printed("changes.html", "changes.html",
                "{% for m in months %}{% for n in m.notes %}{{ n.title }}: {{ n.section }}{{ "
                "n.section_tongue_html | safe }};{% endfor %}{% endfor %}",
                {{"x/index.md", "---\ndate: 2026-10-04\nlang: de\n---\n# Kiste"},
                 {"x/in/index.md", "---\ndate: 2026-10-03\n---\n# Inside"},
                 {"x/in/b.md", "---\ndate: 2026-10-02\n---\n# B"},
                 {"x/c.md", "---\ndate: 2026-10-01\n---\n# C"}}) ==
        "Kiste: ;Inside: Kiste lang=\"de\";B: Inside;C: Kiste lang=\"de\";");
}

TEST_CASE(
    "a section counts the notes of the sections inside, and says nothing where there are none") {
  const std::map<std::string, std::string> notes = {
      {"index.md", "# Home"},      {"x/index.md", "# X"}, {"x/in/index.md", "# In"},
      {"x/in/b.md", "# B"},        {"x/c.md", "# C"},     {"y/index.md", "# Y\n\nAlone."},
      {"x/bundle/index.md", "# L"}};
  CHECK(printed("index.html", "home.html",
                "{% for s in sections %}{{ s.title }} {{ s.note_count }};{% endfor %}{{ "
                "counts.notes }}",
                notes) == "X 4;Y 0;7");
  Vault vault(notes);
  CHECK(vault.page("index.html").find(">4 notes") != std::string::npos);
  CHECK(vault.page("index.html").find("0 notes") == std::string::npos);
  CHECK(vault.page("y/index.html").find("0 notes") == std::string::npos);
  CHECK(vault.page("x/index.html").find("0 notes") == std::string::npos);
  CHECK(vault.page("contents.html").find(">0<") == std::string::npos);
}

TEST_CASE("a site without dates has no page of changes") {
  Vault vault({{"a.md", "# A"}});
  CHECK(vault.page("changes.html") == "error: no output 'changes.html'");
}

TEST_CASE("the glossary has titles and aliases under their letters") {
  CHECK(printed("glossary.html", "glossary.html",
                "{% for l in letters %}[{{ l.letter }}]{% for t in l.terms %}{{ t.term }}{% if "
                "t.title %} -> {{ t.title }}{% else %}: {{ t.text }}{% endif %};{% endfor %}{% "
                "endfor %}",
                {{"a.md",
                  "---\naliases: [MVCC, old/path, apple]\n---\n# Apple\n\nA fruit, e.g. "
                  "red. It grows."},
                 {"b.md", "---\ntitle: 2PC\ndescription: Two phases? Yes.\n---\n"},
                 {"c.md", "# \u00c9tude\n\nA study."}}) ==
        "[0–9]2PC: Two phases?;[A]Apple: A fruit, e.g. red.;[M]MVCC -> Apple;[\u00e9]\u00c9tude: "
        "A study.;");
}

TEST_CASE("the glossary has an alias that only its figures tell from the title") {
  CHECK(printed("glossary.html", "glossary.html",
                "{% for l in letters %}{% for t in l.terms %}{{ t.term }}{% if t.title %} -> {{ "
                "t.title }}{% endif %};{% endfor %}{% endfor %}",
                {{"a.md", "---\naliases: [Agent 007, AGENT 7, Agent 10]\n---\n# Agent 7"}}) ==
        "Agent 007 -> Agent 7;Agent 7;Agent 10 -> Agent 7;");
}

TEST_CASE("a note of that name takes the place of a page that Loci would make") {
  Vault vault({{"glossary.md", "# My own words"}, {"a.md", "# A"}});
  CHECK(vault.part("glossary.html", "<h1>", "</h1>") == "My own words");
  CHECK(vault.messages().find("L501") == std::string::npos);
}

TEST_CASE("tags are a tree, also below a tag that no note has alone") {
  const std::string rows =
      "{% for t in tags %}{{ t.depth }} {{ t.label }} {{ t.count }} {% if t.href %}{{ t.href }}{% "
      "else %}-{% endif %};{% endfor %}";
  const std::map<std::string, std::string> notes = {
      {"a.md", "#x/y/z and #x/y"}, {"b.md", "#x/y/w"}, {"c.md", "#x-ray"}, {"d.md", "#plain"}};
  CHECK(printed("tags/index.html", "tags.html", rows, notes) ==
        "0 plain 1 plain.html;0 x 2 -;1 y 2 x/y.html;2 w 1 x/y/w.html;2 z 1 x/y/z.html;0 x-ray 1 "
        "x-ray.html;");
  CHECK(printed("tags/x/y.html", "tag.html", rows, notes) == "0 w 1 y/w.html;0 z 1 y/z.html;");
}

TEST_CASE("a book has every note as a chapter, and its links lead to chapters") {
  const std::string text =
      "{% for p in parts %}[{{ p.id }} {{ p.title }}]{{ p.body_html | safe }}{% for c in "
      "p.chapters "
      "%}({{ c.id }} {{ c.title }}){{ c.body_html | safe }}{% endfor %}{% endfor %}";
  const std::map<std::string, std::string> notes = {
      {"a.md", "# A\n\n[[b#Part two]] [[#Here]] [x](https://x.org/#y)\n\n## Here"},
      {"s/b.md", "# B\n\n## Part two\n\n[[a]] [[c]]"},
      {"t/c.md", "# C"}};
  CHECK(
      printed("print.html", "print.html", text, notes, true) ==
      "[s0 Vault](n0 A)<span id=\"n0-a\"></span>\n<p><a class=\"internal\" href=\"#n1-part-two\">b "
      "&gt; Part two</a> <a "
      "class=\"internal\" href=\"#n0-here\">Here</a> <a href=\"https://x.org/#y\" "
      "class=\"external\" rel=\"noopener\">x</a></p>\n<h4 id=\"n0-here\">Here <a class=\"anchor\" "
      "href=\"#n0-here\" aria-label=\"Link to this section\">#</a></h4>\n[s1 S](n1 B)<span "
      "id=\"n1-b\"></span>\n<h4 "
      "id=\"n1-part-two\">Part two <a class=\"anchor\" href=\"#n1-part-two\" aria-label=\"Link to "
      "this section\">#</a></h4>\n<p><a class=\"internal\" href=\"#n0\">a</a> <a "
      "class=\"internal\" href=\"#n2\">c</a></p>\n[s2 T](n2 C)<span id=\"n2-c\"></span>\n");
  // A section's own book leads out where the note is not in it.
  CHECK(printed("s/print.html", "print.html", text, notes, true).find("href=\"../a.html\"") !=
        std::string::npos);
  CHECK(printed("print.html", "print.html", text, notes) == "error: no output 'print.html'");
}

TEST_CASE("the book of the whole base has the base's title, that of a section the section's") {
  const std::map<std::string, std::string> notes = {
      {"index.md", "# Welcome\n\nText."}, {"s/index.md", "# Part"}, {"s/a.md", "# A"}};
  CHECK(printed("print.html", "print.html", "{{ title }}|{{ page_title }}", notes, true) ==
        "Vault|Vault");
  CHECK(printed("s/print.html", "print.html", "{{ title }}|{{ page_title }}", notes, true) ==
        "Part|Part · Vault");
}

TEST_CASE("the navigation leads to pages, notes and folders, and says where it leads nowhere") {
  Vault vault({{"s/b.md", "# B"},
               {"templates/note.html",
                "{% for n in navigation %}{{ n.title }}={{ n.href }};{% endfor %}"}});
  vault.config.ignore = {"templates/"};
  vault.config.config_path = "site.toml";
  vault.config.navigation = {{"Note", "s/b.md", {}},
                             {"Folder", "s", {}},
                             {"Page", "review.html", {}},
                             {"Out", "https://x.org/", {}},
                             {"Slip", "s/d", {}}};
  CHECK(vault.page("s/b.html") ==
        "Note=b.html;Folder=index.html;Page=../review.html;Out=https://x.org/;");
  vault.build();
  CHECK(vault.messages().find("L509 no page, note or folder 's/d' for 'Slip' in the navigation") !=
        std::string::npos);
}

TEST_CASE("the notes of a tag stand by title, and a long list opens a fold at each hundredth") {
  constexpr const char* list =
      "{% for n in notes %}{% if n.fold %}[{{ n.fold.from }}-{{ n.fold.to }} {{ n.fold.first }} to "
      "{{ n.fold.last }}]{% endif %}{% endfor %}{{ notes.0.title }} {{ length(notes) }}";
  std::map<std::string, std::string> notes = {{"a/z.md", "---\ntags: [x]\n---\n# alpha"},
                                              {"b/a.md", "---\ntags: [x]\n---\n# Beta"}};
  CHECK(printed("tags/x.html", "tag.html", list, notes) == "alpha 2");
  for (int i = 100; i < 299; ++i)
    notes["c/" + std::to_string(400 - i) + ".md"] = "---\ntags: [x]\n---\n# N" + std::to_string(i);
  CHECK(printed("tags/x.html", "tag.html", list, notes) ==
        "[1-100 alpha to N197][101-200 N198 to N297][201-201 N298 to N298]alpha 201");
}

TEST_CASE("a note's name in the navigation is told its path") {
  Vault vault({{"deep/in/mvcc.md", "# Row versions"}, {"a.md", "# A"}});
  vault.config.navigation = {{"One", "MVCC", {}}, {"Two", "row versions", {}}};
  std::vector<std::string> hints;
  for (const Diagnostic& diagnostic : vault.build().diagnostics) {
    if (diagnostic.code == Code::navigation_target)
      hints.insert(hints.end(), diagnostic.hints.begin(), diagnostic.hints.end());
  }
  CHECK(hints == std::vector<std::string>(2, "write its path, 'deep/in/mvcc'"));
}

TEST_CASE("languages that are written from right to left") {
  CHECK(direction_of("ar") == "rtl");
  CHECK(direction_of("he-IL") == "rtl");
  CHECK(direction_of("az-Arab") == "rtl");
  CHECK(direction_of("ur-Latn") == "");
  CHECK(direction_of("en") == "");
  CHECK(direction_of("") == "");
  CHECK(printed("a.html", "note.html", "{{ dir }}|{{ note.lang }} {{ note.dir }}",
                {{"a.md", "---\nlang: fa\n---\n"}}) == "|fa rtl");
}

}  // namespace loci
