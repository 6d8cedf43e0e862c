// What templates are given, seen through the pages they make.

#include <catch2/catch_test_macros.hpp>

#include "unit/site/vault.h"

namespace loci {

using test::Vault;

namespace {

struct Changes {
  std::string title = "Vault";
  std::string base_url = "";
  std::string repository = "";
};

// The page made by a template of one's own, which prints just what a test asks about.
std::string printed(const std::string& page, const std::string& template_name,
                    const std::string& text, std::map<std::string, std::string> notes,
                    const Changes& changes = {}) {
  notes["templates/" + template_name] = text;
  Vault vault(notes);
  vault.config.base_url = changes.base_url;
  vault.config.repository = changes.repository;
  vault.config.title = changes.title;
  vault.config.ignore = {"templates/"};
  return vault.page(page);
}

}  // namespace

TEST_CASE("a note's page knows its place") {
  CHECK(printed("a/b/c.html", "note.html",
                "{{ root }} {{ path }} {{ kind }} {{ page_title }} {{ canonical }} {{ site.home }} "
                "{{ links.review }}\n"
                "{% for crumb in breadcrumbs %}{{ crumb.title }}={{ crumb.href }} {% endfor %}",
                {{"a/b/c.md", "# Title & more"}},
                {.title = "Vault", .base_url = "https://x.org/r/"}) ==
        "../../ a/b/c.html note Title &amp; more · Vault https://x.org/r/a/b/c.html "
        "../../index.html ../../review.html\n"
        "Vault=../../index.html A=../index.html B=index.html ");
}

TEST_CASE("a note's page has its meta data") {
  CHECK(
      printed(
          "a.html", "note.html",
          "{{ note.kind }},{{ note.level }},{{ note.minutes }},{{ note.date }},{{ note.date_iso "
          "}},{{ note.updated }},"
          "{{ note.slug }},{{ note.edit }},{{ note.classes }},{{ note.draft }},{{ description "
          "}},{{ note.summary }};"
          "{% for s in sources %}{{ s.title }}|{{ s.url }};{% endfor %}"
          "{% for t in tags %}{{ t.name }}={{ t.href }};{% endfor %}",
          {{"a.md",
            "---\nkind: concept\nlevel: basic\ndate: 2025-01-02\ncssclasses: [wide, x]\ntags: [t]\n"
            "sources:\n  - title: Bad\n    url: \"javascript:alert(1)\"\n  - url: "
            "https://x.org/\n---\nFirst words.\n"}},
          {.repository = "https://github.com/u/r/"}) ==
      "concept,basic,1,2 January 2025,2025-01-02,,a,https://github.com/u/r/edit/HEAD/a.md,wide "
      "x,false,First words.,;"
      "Bad|;https://x.org/|https://x.org/;t=tags/t.html;");
}

TEST_CASE("mentions lead to the section they stand in, and many are folded and cut") {
  test::Notes notes{{"t.md", "# Bloom filter\n"},
                    {"a/x.md", "# X\n\n## Part one\n\nUse a bloom filter here.\n"}};
  Vault vault(notes);
  CHECK(vault.part("t.html", "<section class=\"mentions\"", "</section>") ==
        " aria-labelledby=\"mentions-title\">\n"
        "<h2 id=\"mentions-title\" class=\"foot-title\">Mentioned without a link</h2>\n<ul>\n"
        "<li><a href=\"a/x.html#part-one\">X</a> <span class=\"item-section\">A</span>"
        "<p class=\"sentence\">Use a <mark>bloom filter</mark> here.</p></li>\n</ul>\n");
  CHECK(vault.page("a/x.html").find("class=\"mentions\"") == std::string::npos);

  for (int i = 0; i < 22; ++i)
    notes.files["n" + std::to_string(i) + ".md"] = i < 21 ? "A bloom filter.\n" : "None.\n";
  for (int i = 0; i < 100; ++i) notes.files["m" + std::to_string(i) + ".md"] = "None.\n";
  Vault many(notes);
  const std::string section = many.part("t.html", "<section class=\"mentions\"", "</section>");
  CHECK(section.find("<details><summary>22 notes</summary>") != std::string::npos);
  CHECK(section.find("<p class=\"meta\">and 2 more</p>") != std::string::npos);
  std::size_t items = 0;
  for (std::size_t at = section.find("<li>"); at != std::string::npos;
       at = section.find("<li>", at + 1))
    ++items;
  CHECK(items == 20);
}

TEST_CASE("backlinks are cut around their mark") {
  CHECK(printed("b.html", "note.html",
                "{% for item in backlinks %}{{ item.title }}={{ item.href }} ({{ item.section }}): "
                "{{ item.before }}[{{ item.mark }}]"
                "{{ item.after }}{% endfor %}",
                {{"s/a.md", "# A\n\nSee [[b|that one]] first."}, {"b.md", ""}}) ==
        "A=s/a.html (S): See [that one] first.");
}

TEST_CASE("all sentences of one note stand below its title") {
  CHECK(
      printed(
          "b.html", "note.html",
          "{% for item in backlinks %}{{ item.title }}: {{ item.mark }}{% for one in item.more %}, "
          "{{ one.before }}[{{ one.mark }}]{{ one.after }}{% endfor %};{% endfor %}",
          {{"a.md", "# A\n\nSee [[b|one]] here.\n\nOr [[b|two]].\n"},
           {"b.md", ""},
           {"c.md", "# C\n\n[[b|three]]\n"}}) == "A: one, Or [two].;C: three;");
}

TEST_CASE("a note says which way its text runs") {
  const std::string text = "{{ note.dir }}|";
  CHECK(printed("b.html", "note.html", text, {{"b.md", "---\ndir: rtl\n---\n"}}) == "rtl|");
  CHECK(printed("b.html", "note.html", text, {{"b.md", "---\ndir: ltr\n---\n"}}) == "|");
  CHECK(printed("b.html", "note.html", text, {{"b.md", "---\nlang: ar\ndir: ltr\n---\n"}}) == "|");
  CHECK(printed("b.html", "note.html", text, {{"b.md", "---\nlang: ar\n---\n"}}) == "rtl|");
}

TEST_CASE("a bare link to a path stands in a backlink under the note's title") {
  CHECK(printed("s/b.html", "note.html",
                "{% for item in backlinks %}{{ item.before }}[{{ item.mark }}]{{ item.after }}"
                "{% endfor %}",
                {{"a.md", "# A\n\nSee [[s/b]], then [[s/b#How|there]]."},
                 {"s/b.md", "# Bee\n\n## How\n"}}) == "See [Bee], then there.");
}

TEST_CASE("the other links of a backlink's sentence stand in it as the text shows them") {
  CHECK(printed("b.html", "note.html",
                "{% for item in backlinks %}{{ item.before }}[{{ item.mark }}]{{ item.after }};"
                "{% endfor %}",
                {{"a.md", "# A\n\n[[s/c-d]], [[none]] ([[b]]), [[s/c-d#How]], [[s/c-d|this]]."},
                 {"b.md", "# Bee\n"},
                 {"s/c-d.md", "# Sea\n\n## How\n"}}) == "Sea, none ([b]), Sea &gt; How, this.;");
}

TEST_CASE("contents, neighbours and connections") {
  CHECK(
      printed("b.html", "note.html",
              "{% for e in toc %}{{ e.depth }}{{ e.text }}#{{ e.id }} {% endfor %}{{ "
              "previous.title }}={{ previous.href }} "
              "{% if next %}next{% else %}none{% endif %} {% for p in prerequisites %}{{ p.title "
              "}} {{ p.summary }}{% endfor %}",
              {{"a.md", "---\ndescription: About A\n---\n# Alpha"},
               {"b.md", "---\nrequires: [a]\n---\n# Beta\n\n## One\n\n### Two\n\n#### Three\n"}}) ==
      "0One#one 1Two#two Alpha=a.html none Alpha About A");
}

TEST_CASE("the sidebar marks the page it is on") {
  Vault vault({{"s/a.md", "# Alpha"}, {"s/b.md", "# Beta"}});
  CHECK(vault.page("s/a.html").find("<a href=\"a.html\" aria-current=\"page\">Alpha</a>") !=
        std::string::npos);
  CHECK(vault.page("s/a.html").find("<a href=\"b.html\">Beta</a>") != std::string::npos);
  CHECK(vault.page("s/b.html").find("<a href=\"b.html\" aria-current=\"page\">Beta</a>") !=
        std::string::npos);
}

TEST_CASE("a page of a large folder lists the notes around it only") {
  std::map<std::string, std::string> notes;
  for (int i = 100; i < 700; ++i) notes["s/n" + std::to_string(i) + ".md"] = "";
  Vault vault(notes);
  const std::string page = vault.part("s/n650.html", "class=\"sidebar-notes\"", "</ul>");
  CHECK(page.find(">n650<") != std::string::npos);
  CHECK(page.find(">n100<") == std::string::npos);
  CHECK(page.size() < 6000);
}

TEST_CASE("a section's page lists its notes in reading order and the sections inside") {
  CHECK(printed(
            "s/index.html", "section.html",
            "{{ title }} {{ section.note_count }} {{ section.card_count }} {{ section.review }} {{ "
            "body_html | safe }}"
            "{% for n in notes %}{{ n.title }}={{ n.href }} {{ n.card_count }};{% endfor %}"
            "{% for s in subsections %}{{ s.title }}={{ s.href }} {{ s.note_count }};{% endfor %}",
            {{"s/index.md", "---\ntitle: Section\n---\nWords."},
             {"s/z.md", "---\norder: 1\n---\nQ: a?\nA: b\n"},
             {"s/a.md", ""},
             {"s/in side/x.md", ""}}) ==
        "Section 3 1 ../review.html?deck=s <p>Words.</p>\nz=z.html 1;a=a.html 0;In "
        "side=in-side/index.html 1;");
}

TEST_CASE("the home page has sections, notes, counts and what changed") {
  CHECK(printed("index.html", "home.html",
                "{{ title }} {{ counts.notes }} {{ counts.links }} {{ counts.cards }} "
                "{% for s in sections %}{{ s.title }} {{ s.summary }} {% for f in s.first %}{{ "
                "f.title }}={{ f.href }}{% endfor %};{% endfor %}"
                "{% for r in recent %}{{ r.title }} {{ r.date_iso }} {{ r.section }};{% endfor %}",
                {{"s/index.md", "---\ndescription: What it is\n---\n"},
                 {"s/a.md", "---\ndate: 2024-01-01\n---\n[[b]]"},
                 {"b.md", "---\ndate: 2024-01-02\n---\n"}}) ==
        "Vault 3 1 0 S What it is a=s/a.html;b 2024-01-02 ;a 2024-01-01 S;");
}

TEST_CASE("the page for what is not found has whole addresses") {
  const std::string text =
      "{{ root }} {{ site.home }} {% for s in sections %}{{ s.href }}{% endfor %} {{ links.search "
      "}}";
  CHECK(printed("404.html", "404.html", text, {{"s/a.md", ""}}, {.base_url = "https://x.org/r/"}) ==
        "/r/ /r/index.html /r/s/index.html /r/search.html");
  CHECK(printed("404.html", "404.html", text, {{"s/a.md", ""}}) ==
        "/ /index.html /s/index.html /search.html");
}

TEST_CASE("a redirect leads to the note") {
  CHECK(printed("old/name.html", "redirect.html", "{{ target }} {{ target_title }} {{ canonical }}",
                {{"a/b.md", "---\naliases: [old/name]\n---\n# New"}},
                {.base_url = "https://x.org/"}) == "../a/b.html New https://x.org/a/b.html");
}

TEST_CASE("tags have pages and a list") {
  const std::map<std::string, std::string> notes = {{"a.md", "---\ntags: [x/y]\n---\n# A"}};
  CHECK(
      printed(
          "tags/x/y.html", "tag.html",
          "{{ title }} {{ tag.name }} {{ tag.count }} {% for n in notes %}{{ n.href }}{% endfor %}",
          notes) == "#x/y x/y 1 ../../a.html");
  CHECK(printed("tags/index.html", "tags.html",
                "{% for t in tags %}{{ t.name }} {{ t.href }} {{ t.count }};{% endfor %}",
                notes) == "x  1;x/y x/y.html 1;");
}

TEST_CASE("a site's own partial is used in place of Loci's") {
  Vault vault({{"a.md", "# A"}, {"templates/partials/footer.html", "<footer>mine</footer>"}});
  CHECK(vault.page("a.html").find("<footer>mine</footer>") != std::string::npos);
}

TEST_CASE("a note in another language says so, for readers aloud") {
  Vault vault({{"de.md", "---\nlanguage: de-AT\n---\n# Servus\n\nText.\n"},
               {"python.md", "---\nlanguage: python\n---\nText.\n"},
               {"none.md", "Text.\n"}});
  CHECK(vault.part("de.html", "<h1", "</h1>") == " lang=\"de-AT\">Servus");
  CHECK(vault.part("de.html", "<div class=\"prose\"", ">") == " lang=\"de-AT\"");
  CHECK(vault.part("python.html", "<h1", "</h1>") == ">python");
  CHECK(vault.part("none.html", "<div class=\"prose\"", ">") == "");
}

TEST_CASE("whatever names or quotes a note in another language says which") {
  Vault vault({{"index.md", "# Home\n\n![[ar/two]] and [[ar/one|so]], [[ar/one]].\n\n![[ar/two]]\n"},
               {"ar/index.md", "---\nlang: ar\n---\n# قسم\n\nمقدمة.\n"},
               {"ar/one.md",
                "---\nlang: ar\ndescription: جملة.\nupdated: 2026-01-02\n---\n# أولى\n\nانظر [[en]].\n"},
               {"ar/two.md",
                "---\nlang: ar\nprerequisites: [ar/one]\n---\n# ثانية\n\nنص عن English.\n"},
               {"en.md", "---\naliases: [English]\nprerequisites: [ar/two]\n---\n# En\n\n[[ar/one]]\n"},
               {"ar/three.md", "---\nlang: ar\n---\n# ثالثة\n\n[[English]]\n\n![[en]]\n"},
               {"de.md", "---\nlang: en\ndir: rtl\n---\n# Same language\n"}});
  vault.config.language = "en";
  vault.config.print.book = true;
  const std::string in_arabic = " lang=\"ar\" dir=\"rtl\"";
  const auto has = [&](const std::string& page, const std::string& text) {
    INFO(page << ": " << text);
    CHECK(vault.page(page).find(text) != std::string::npos);
  };
  const std::string one = "ar/one.html\"" + in_arabic + ">أولى</a>";
  has("index.html", "ar/index.html\"" + in_arabic + ">قسم</a>");  // the list of sections
  has("en.html", "<summary><bdi" + in_arabic + ">قسم</bdi></summary>");  // the sidebar
  has("index.html", "<section class=\"embed\"" + in_arabic + ">");  // an embedded note
  has("index.html", ">so</a>");                                      // the author's own words
  has("index.html", "<a class=\"internal\" href=\"" + one);
  has("en.html", "<li><a href=\"" + one + " <span class=\"item-section\"" + in_arabic +
                     ">قسم</span><p class=\"sentence\"" + in_arabic + ">");
  has("en.html", "<p class=\"sentence\"" + in_arabic + ">نص عن <mark>");
  has("ar/one.html", "</span><bdi" + in_arabic + ">");  // the pager
  has("ar/one.html", "index.html\"" + in_arabic + ">قسم</a></li></ol>");  // breadcrumbs
  has("ar/index.html", "<h1" + in_arabic + ">قسم</h1>");
  has("ar/index.html", "<a class=\"note-list-title\" href=\"one.html\"" + in_arabic + ">أولى</a><p" +
                           in_arabic + ">جملة.</p>");
  has("contents.html", "<li><a href=\"" + one);
  has("glossary.html", "<dt><a href=\"" + one + "</dt> <dd" + in_arabic + ">جملة.</dd>");
  has("changes.html", "ar/one.html\"" + in_arabic + ">أولى</a><p" + in_arabic + ">");
  has("graph.html", "<a href=\"" + one);
  has("learn.html", "ar/one.html\"" + in_arabic + ">أولى</a>");
  has("learn.html", "after \u2068أولى\u2069");  // a name in a sentence stands by itself
  has("print.html", "<h3 id=\"n1\"" + in_arabic + ">أولى</h3>\n<p class=\"lead\"" + in_arabic + ">");
  has("print.html", "<a href=\"#n1\"" + in_arabic + ">أولى</a>");
  has("ar/three.html", "<section class=\"embed\" lang=\"en\" dir=\"ltr\">");
  has("ar/three.html", "href=\"../en.html\" lang=\"en\" dir=\"ltr\">English</a>");
  has("de.html", "href=\"de.html\" aria-current=\"page\"><bdi dir=\"rtl\">Same language</bdi></a>");
}

}  // namespace loci
