#include <catch2/catch_test_macros.hpp>

#include "unit/markdown/note.h"

namespace loci {
namespace {

using test::block_ids;
using test::html;
using test::note;
using test::show;

TEST_CASE("a heading gets an id and a link to itself") {
  CHECK(html("## Set *up*\n\n## Set up\n") ==
        "<h2 id=\"set-up\">Set <em>up</em> <a class=\"anchor\" href=\"#set-up\" aria-label=\"Link "
        "to this section\">#</a></h2>\n"
        "<h2 id=\"set-up-1\">Set up <a class=\"anchor\" href=\"#set-up-1\" aria-label=\"Link to "
        "this section\">#</a></h2>\n");
}

TEST_CASE("an id that means something to the page or the browser gets a prefix") {
  const test::Note parsed = note("## `__proto__`\n## Location\n## Search\n## !!\n");
  std::string ids;
  for (const Heading& heading : parsed.body.outline) ids += heading.id + " ";
  CHECK(ids == "s-__proto__ s-location s-search section ");
}

TEST_CASE("the first heading of level one is the title and leaves only its anchor") {
  const test::Note parsed = note("# The *title*\n\ntext\n\n# Another\n");
  CHECK(parsed.body.first_heading == "The title");
  CHECK(show(parsed.body.html) ==
        "<span id=\"the-title\"></span>\n<p>text</p>\n<h2 id=\"another\">Another <a "
        "class=\"anchor\" href=\"#another\" "
        "aria-label=\"Link to this section\">#</a></h2>\n");
  REQUIRE(parsed.body.outline.size() == 2);
  CHECK(parsed.body.outline[0].level == 1);
  CHECK(parsed.body.outline[1].level == 2);
  CHECK(test::source(parsed, parsed.body.outline[1].span) == "# Another");
}

TEST_CASE("a heading of level one after text is no title") {
  const test::Note parsed = note("text\n\n# Late\n");
  CHECK(parsed.body.first_heading.empty());
  CHECK(parsed.body.outline.at(0).level == 2);
}

TEST_CASE("tasks have boxes that cannot be changed and say what they are") {
  CHECK(html("- [ ] see [x]\n- [X] done\n") ==
        "<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"To do\" /> see "
        "[x]</li>\n"
        "<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"Done\" /> "
        "done</li>\n</ul>\n");
}

TEST_CASE("a table scrolls in its own box") {
  CHECK(html("| a | b |\n|:--|:-:|\n| 1 | 2 |\n") ==
        "<div class=\"table-scroll\" tabindex=\"0\" role=\"group\" "
        "aria-label=\"Table\"><table>\n<thead>\n<tr>\n"
        "<th scope=\"col\" class=\"align-left\">a</th>\n<th scope=\"col\" "
        "class=\"align-center\">b</th>\n</tr>\n</thead>\n<tbody>\n"
        "<tr>\n<td class=\"align-left\">1</td>\n<td "
        "class=\"align-center\">2</td>\n</tr>\n</tbody>\n</table></div>\n");
}

TEST_CASE("code is a figure with its language; the rest of the info string is not shown") {
  CHECK(html("```pg expect=rows\nselect '<a>' \"b\" & -- ...;\n```\n\n    plain\n") ==
        "<figure class=\"code\" data-lang=\"pg\"><pre tabindex=\"0\"><code "
        "class=\"language-pg\">select '&lt;a&gt;' \"b\" &amp; -- "
        "...;\n</code></pre></figure>\n<figure class=\"code\"><pre "
        "tabindex=\"0\"><code>plain\n</code></pre></figure>\n");
}

TEST_CASE("a language cannot leave its attribute") {
  CHECK(html("```\"><script>\nx\n```\n") ==
        "<figure class=\"code\" data-lang=\"&quot;&gt;&lt;script&gt;\"><pre tabindex=\"0\"><code "
        "class=\"language-&quot;&gt;&lt;script&gt;\">x\n</code></pre></figure>\n");
}

TEST_CASE("footnotes are numbered and lead back") {
  CHECK(html("a[^x] b[^x]\n\n[^x]: the *note*\n") ==
        "<p>a<sup class=\"footnote-ref\"><a href=\"#fn:1\" id=\"fnref:1\" aria-label=\"Footnote "
        "1\">1</a></sup> b<sup "
        "class=\"footnote-ref\"><a href=\"#fn:1\" id=\"fnref:1-2\" aria-label=\"Footnote "
        "1\">1</a></sup></p>\n"
        "<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n<li id=\"fn:1\">\n<p>the "
        "<em>note</em> <a class=\"footnote-back\" "
        "href=\"#fnref:1\" aria-label=\"Back to the text\">↩</a> <a class=\"footnote-back\" "
        "href=\"#fnref:1-2\" aria-label=\"Back to "
        "the text\">↩</a></p>\n</li>\n</ol>\n</section>\n");
}

TEST_CASE("highlights may hold other marks and need both ends in one place") {
  CHECK(html("==a **b** c== d == e == f ==g") ==
        "<p><mark>a <strong>b</strong> c</mark> d == e == f ==g</p>\n");
  CHECK(html("*==a* b==") == "<p><em>==a</em> b==</p>\n");
  CHECK(html("`==a==` ===b===") == "<p><code>==a==</code> ===b===</p>\n");
}

TEST_CASE("mathematics is taken whole, over lines and through a quotation's marks") {
  const auto sources = [](std::string text) {
    std::string out;
    const std::string page = html(std::move(text));
    constexpr std::string_view mark = "alttext=\"";
    for (std::size_t at = page.find(mark); at != std::string::npos; at = page.find(mark, at + 1)) {
      const std::size_t begin = at + mark.size();
      out += "[" + page.substr(begin, page.find('"', begin) - begin) + "]";
    }
    return out;
  };
  CHECK(sources("$a_1 * b_2 * c$ and $$x < \"y\"$$") == "[a_1 * b_2 * c][x &lt; &quot;y&quot;]");
  CHECK(sources("$$\n- 1\n+ 2\n\\\\ [[x]]\n$$\n") == "[- 1\n+ 2\n\\\\ [[x]]]");
  CHECK(sources("> $$\n> a_b\n> > c\n> $$\n") == "[a_b\n&gt; c]");
  CHECK(sources("- one\n  $$\n  x\n  $$\n") == "[x]");
  CHECK(sources("| a |\n|---|\n| $\\|x\\|$ |\n") == "[|x|]");
  CHECK(sources("|a|b|\n|---|---|\n|$x|y$|\n") == "");
  CHECK(sources("$`a\\$b`$ and `$c$`") == "[a\\$b]");
  CHECK(sources("```math\na\n\nb\n```\n") == "[a\n\nb]");
  CHECK(sources("# On $x$\n\n[^1]\n\n[^1]: $y$\n") == "[y]");
  CHECK(html("a ($x$), b $y$-axis") ==
        "<p>a (\u2060<math alttext=\"x\"><mi>x</mi></math>\u2060), b <math "
        "alttext=\"y\"><mi>y</mi></math>\u2060-axis</p>\n");
}

TEST_CASE("the text keeps the TeX") {
  const test::Note note = test::note("A $x^2$ b.\n\n$$\ny\n$$\n");
  CHECK(note.body.sections[0].text == "A x^2 b. y");
  CHECK(note.body.needs.mathematics);
  CHECK_FALSE(note.body.needs.diagrams);
  CHECK_FALSE(test::note("A $5 and $10.").body.needs.mathematics);
}

TEST_CASE(
    "a formula that cannot be read is shown as its source and reported where the mistake is") {
  CHECK(html("a $\\no{x}$ b") ==
        "<p>a <code class=\"math-error\" title=\"&#39;\\no&#39; is not a command that is "
        "known\">\\no{x}</code><span class=\"visually-hidden\"> (this formula cannot be shown: "
        "&#39;\\no&#39; is not a command that is known)</span> b</p>\n");
  const auto reported = [](std::string text) {
    return test::problems(test::note(std::move(text)));
  };
  CHECK(reported("a $x + \\no{x}$ b") ==
        "L304 warning a.md '\\no': the formula is shown as its source: '\\no' is not a command "
        "that is known\n");
  CHECK(reported("> $$\n> x\n> + \\no\n> $$\n") ==
        "L304 warning a.md '\\no': the formula is shown as its source: '\\no' is not a command "
        "that is known\n");
  CHECK(reported("```math\nx\n  ü \\no\n```\n") ==
        "L304 warning a.md '\\no': the formula is shown as its source: '\\no' is not a command "
        "that is known\n");
  CHECK(reported("$\\frac{1$ and $\\frac{2$") ==
        "L304 warning a.md '$': the formula is shown as its source: unexpected end of input in a "
        "macro argument, expected '}'\n"
        "L304 warning a.md '$': the formula is shown as its source: unexpected end of input in a "
        "macro argument, expected '}'\n");
}

TEST_CASE("a note's definitions hold for the formulas after them, in that note") {
  CHECK(html("$\\newcommand{\\half}{\\frac12}$ $\\half$").find("math-error") == std::string::npos);
  CHECK(html("$\\half$ $\\newcommand{\\half}{\\frac12}$").find("math-error") != std::string::npos);
}

TEST_CASE("after three formulas that cost too much the rest is not tried") {
  std::string text;
  for (int i = 0; i < 4; ++i) text += "$\\def\\x{\\x}\\x" + std::to_string(i) + "$ ";
  const test::Note note = test::note(text + "$y$");
  REQUIRE(note.diagnostics.size() == 5);
  CHECK(note.diagnostics[2].message ==
        "the formula is shown as its source: its commands are expanded more than 1,000 times");
  CHECK(note.diagnostics[4].message ==
        "the formula is shown as its source: it is not tried, because 3 formulas of this note take "
        "too much");
}

TEST_CASE("a diagram keeps its source, which is code") {
  const test::Note note = test::note("```mermaid\nflowchart LR\n  A-->B & \"C\"\n```\n^d1\n");
  CHECK(show(note.body.html) ==
        "<figure class=\"diagram\" id=\"^d1\"><pre tabindex=\"0\"><code "
        "class=\"language-mermaid\">flowchart LR\n  A--&gt;B &amp; "
        "&quot;C&quot;\n</code></pre></figure>\n");
  CHECK(note.body.needs.diagrams);
  CHECK(note.body.sections[0].text == "flowchart LR\n  A-->B & \"C\"");
}

TEST_CASE("money is not mathematics") {
  CHECK(html("It costs $5 or $10, \\$x\\$ or US$7-$8.") ==
        "<p>It costs $5 or $10, $x$ or US$7-$8.</p>\n");
}

TEST_CASE("block ids name what they stand in or behind") {
  const test::Note parsed = note(
      "para ^one\n\n- item ^two\n\n> quote\n\n^three\n\n| a |\n|---|\n\n^four\n\nx^2 and ^ no "
      "^-_\n");
  CHECK(show(parsed.body.html) ==
        "<p id=\"^one\">para</p>\n<ul>\n<li id=\"^two\">item</li>\n</ul>\n<blockquote "
        "id=\"^three\">\n<p>quote</p>\n</blockquote>\n"
        "<div class=\"table-scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\" "
        "id=\"^four\"><table>\n<thead>\n<tr>\n<th "
        "scope=\"col\">a</th>\n</tr>\n</thead>\n</table></div>\n<p>x^2 and ^ no ^-_</p>\n");
  CHECK(block_ids(parsed.body) == std::vector<std::string>{"one", "two", "three", "four"});
}

TEST_CASE("a block id on its own line that no block above takes is a place of its own") {
  const auto parsed = note("<div>raw</div>\n\n^one\n\nA paragraph.\n\n^two\n\n- list\n\n^three\n");
  CHECK(block_ids(parsed.body) == std::vector<std::string>{"one", "two", "three"});
  CHECK(parsed.body.html.text.find("<span id=\"^one\"></span>\n<p>A paragraph.</p>\n<span "
                                   "id=\"^two\"></span>\n<ul id=\"^three\">") != std::string::npos);
}

TEST_CASE("a block id may stand directly behind an embed or a link") {
  const test::Note parsed = note("![[a.png]]^one\n\nSee [[b]]^two\n");
  CHECK(block_ids(parsed.body) == std::vector<std::string>{"one", "two"});
  CHECK(show(parsed.body.html) ==
        "<p id=\"^one\">{embed 0}</p>\n<p id=\"^two\">See {link_open 1}{link_label 1}{link_close "
        "1}</p>\n");
}

TEST_CASE("a block id on the line behind a callout names the callout") {
  const test::Note parsed =
      note("> [!tip] Title\n> Body\n^one\n\n> [!tip]\n> First\n>\n> Second ^two\n");
  CHECK(block_ids(parsed.body) == std::vector<std::string>{"one", "two"});
  CHECK(
      show(parsed.body.html) ==
      "<div class=\"callout callout-tip\" data-callout=\"tip\" id=\"^one\"><p "
      "class=\"callout-title\">"
      "Title</p>\n<div class=\"callout-body\">\n<p>Body\n</p>\n</div>\n</div>\n"
      "<div class=\"callout callout-tip\" data-callout=\"tip\"><p class=\"callout-title\">Tip</p>\n"
      "<div class=\"callout-body\">\n<p>First</p>\n<p id=\"^two\">Second</p>\n</div>\n</div>\n");
}

TEST_CASE("of two equal block ids the first is the one") {
  CHECK(html("a ^x\n\nb ^x\n") == "<p id=\"^x\">a</p>\n<p>b</p>\n");
}

TEST_CASE("comments vanish from everything") {
  const test::Note parsed =
      note("a %%one%% b\n\n%%\n\n# hidden [[x]] #tag\n\n%%\n\nc\n\n> %%\n> q\n> %%\n> d\n");
  CHECK(show(parsed.body.html) ==
        "<p>a  b</p>\n<p>c</p>\n<blockquote>\n<p>\n\n\nd</p>\n</blockquote>\n");
  CHECK(parsed.body.sections.at(0).text == "a  b c    d");
  CHECK(parsed.body.links.empty());
  CHECK(parsed.body.tags.empty());
}

TEST_CASE("what looks like Loci's syntax stays as it is in code") {
  CHECK(html("`[[a]] %%b%% $c$ ==d== #e`\n\n```\n[[a]] %%b%% $c$\n%%\n```\n\n    [[a]] %%b%% $c$ "
             "{{c1::x}}\n") ==
        "<p><code>[[a]] %%b%% $c$ ==d== #e</code></p>\n<figure class=\"code\"><pre "
        "tabindex=\"0\"><code>[[a]] %%b%% "
        "$c$\n%%\n</code></pre></figure>\n<figure class=\"code\"><pre tabindex=\"0\"><code>[[a]] "
        "%%b%% $c$ "
        "{{c1::x}}\n</code></pre></figure>\n");
}

TEST_CASE("line breaks are hard when the site says so") {
  MarkdownConfig config;
  CHECK(html("a\nb", config) == "<p>a\nb</p>\n");
  config.hard_line_breaks = true;
  CHECK(html("a\nb", config) == "<p>a<br />\nb</p>\n");
}

TEST_CASE("control characters of the author are shown as replacement characters") {
  CHECK(html("a\x01 b\x07 `\x02` [\x1f](x.md)\x7f") ==
        "<p>a\uFFFD b\uFFFD <code>\uFFFD</code> {link_open 0}\uFFFD{link_close 0}\uFFFD</p>\n");
}

TEST_CASE("an empty note is an empty body") {
  const test::Note parsed = note("");
  CHECK(parsed.body.html.empty());
  CHECK(parsed.body.sections.empty());
  CHECK(parsed.body.words == 0);
}

}  // namespace
}  // namespace loci
