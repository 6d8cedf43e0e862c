#include "markdown/sanitize.h"

#include <catch2/catch_test_macros.hpp>

#include "base/text.h"
#include "unit/markdown/note.h"

namespace loci {
namespace {

using test::html;
using test::note;
using test::problems;
using test::show;

TEST_CASE("elements of text stay, others go and are reported once each") {
  const test::Note parsed = note(
      "a <kbd>K</kbd> <form>x</form> <form> <b onclick=\"x()\" style=\"y\" "
      "title='t\"'>c</b><br>\n");
  CHECK(show(parsed.body.html) == "<p>a <kbd>K</kbd> x  <b title=\"t&quot;\">c</b><br /></p>\n");
  CHECK(problems(parsed) ==
        "L303 note a.md 'a <kbd>K</kbd> <form>x</form> <form> <b onclick=\"x()\" style=\"y\" "
        "title='t\"'>c</b><br>': the HTML element "
        "<form> is not shown\n  hint: site.toml: [markdown] html = \"trust\" shows all HTML as it "
        "is written\n");
}

TEST_CASE("scripts and the like go with what they hold") {
  CHECK(html("a <script>alert(1)</script> b <style>x</style>") == "<p>a  b </p>\n");
  CHECK(html("<script>\nalert(1)\n</script>\n\nb\n") == "<p>b</p>\n");
  CHECK(html("<svg onload=alert(1)>\n<b>x</b>\n") == "");
  CHECK(html("a <!-- b --> c\n\n<!-- d\n-->\n") == "<p>a  c</p>\n");
}

TEST_CASE("what is left open is closed where its place ends") {
  CHECK(html("<div>\n\n- <b>a *<i>b*\n- c\n\n</div></div></p>\n\nd\n") ==
        "<div>\n<ul>\n<li><b>a <em><i>b</i></em></b></li>\n<li>c</li>\n</ul>\n</div>\n<p>d</p>\n");
  CHECK(html("> <details><summary>s\n\ntext\n") ==
        "<blockquote>\n<details><summary>s\n</summary></details>\n</blockquote>\n<p>text</p>\n");
}

TEST_CASE("addresses in raw HTML pass the same gate as all others") {
  const test::Note parsed = note(
      "<a href=\"java&#115;cript&colon;x\">a</a> <a href=\" https://x.org\">b</a> <img src=x "
      "onerror=y>\n");
  CHECK(show(parsed.body.html) ==
        "<p>a <a href=\"https://x.org\" class=\"external\" rel=\"noopener\">b</a> {embed 0}</p>\n");
  CHECK(problems(parsed) ==
        "L206 warning a.md '<a href=\"java&#115;cript&colon;x\">a</a> <a href=\" "
        "https://x.org\">b</a> <img src=x onerror=y>': the "
        "address 'javascript:x' is not allowed in raw HTML\n  hint: a link may be a path inside "
        "the notes, or begin with http:, "
        "https:, mailto:, tel: or obsidian:\n");
}

TEST_CASE("links and images into the project are links in raw HTML too") {
  const test::Note parsed = note(
      "<a href=\"b%20c.md#d\">x</a> <img src=\"p.png\" alt=\"A\" width=\"30\">\n\n<div><a "
      "href=\"e.md\">\n\n</div>\n");
  CHECK(
      show(parsed.body.html) ==
      "<p>{link_open 0}x{link_close 0} {embed 1}</p>\n<div>{link_open 2}\n{link_close 2}</div>\n");
  REQUIRE(parsed.body.links.size() == 3);
  CHECK(parsed.body.links[0].target == "b c.md");
  CHECK(parsed.body.links[0].fragment == "d");
  CHECK(parsed.body.links[1].label == "A");
  CHECK(parsed.body.links[1].size == "30");
}

TEST_CASE("ids of raw HTML are unique in the page and clobber nothing") {
  CHECK(html("## x\n\n<a id=\"x\"></a><span id='constructor'></span><a name=\"y z\"></a>\n") ==
        "<h2 id=\"x\">x <a class=\"anchor\" href=\"#x\" aria-label=\"Link to this "
        "section\">#</a></h2>\n<p><a id=\"x-1\"></a><span "
        "id=\"s-constructor\"></span><a id=\"yz\"></a></p>\n");
}

TEST_CASE("HTML is shown as text, or passed on, when the site says so") {
  MarkdownConfig config;
  config.html = HtmlPolicy::escape;
  CHECK(html("a <b>c</b>\n\n<div>x</div>\n", config) ==
        "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n<p>&lt;div&gt;x&lt;/div&gt;</p>\n");
  config.html = HtmlPolicy::trust;
  CHECK(html("a <b onclick=x>c\n\n<script>y</script>\n", config) ==
        "<p>a <b onclick=x>c</p>\n<script>y</script>\n");
}

// None of these may leave a tag, an attribute or an address that runs something.
TEST_CASE("hostile notes are tamed") {
  for (const char* text : {
           "<script>alert(1)</script>",
           "<ScRiPt src=//evil>",
           "<scr<script>ipt>alert(1)</script>",
           "<img src=x onerror=alert(1)>",
           "<img/src/onerror=alert(1)>",
           "<img src=\"x\" \nonerror\n=\nalert(1)>",
           "<svg><script>alert(1)</script></svg>",
           "<svg/onload=alert(1)>",
           "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
           "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
           "<a href='javascript:alert(1)'>x</a>",
           "<a href='&#x6A;avascript:alert(1)'>x</a>",
           "<a href=' &#14; javascript:alert(1)'>x</a>",
           "<a href='java\nscript:alert(1)'>x</a>",
           "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
           "<details open ontoggle=alert(1)>",
           "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
           "<p title='</p><script>alert(1)</script>'>",
           "<!--><img src=x onerror=alert(1)>-->",
           "<style>@import '//evil'</style>",
           "<base href=//evil><link rel=stylesheet href=//evil><meta http-equiv=refresh content=0>",
           "[a](javascript:alert(1)) [b](vbscript:x) [c](JaVaScRiPt:x) ![d](javascript:x)",
           "[a](javascript&#58;alert(1)) <javascript:alert(1)>",
           "[[x|<script>alert(1)</script>]] ![[\"onerror=alert(1)]]",
           "> [!\"onclick=alert(1)] <script>",
           "```<script>alert(1)</script>\n```",
           "# <script>alert(1)</script>\"onclick=\"",
           "[a](x \"\\\" onclick=alert(1)\") ![a\" onerror=\"alert(1)](https://x)",
           "$<script>alert(1)</script>$ ==<script>alert(1)</script>==",
           "[^\"><script>]\n\n[^\"><script>]: <script>alert(1)</script>",
       }) {
    const std::string shown = html(text);
    HtmlScanner scanner(shown);
    HtmlToken token;
    std::string dangers;
    while (scanner.next(token)) {
      if (token.kind == HtmlToken::Kind::text) continue;
      if (token.kind == HtmlToken::Kind::hidden) dangers += "comment ";
      const bool formula = std::string_view(text).starts_with('$') &&
                           (token.name == "math" || token.name == "mrow" || token.name == "mi" ||
                            token.name == "mo" || token.name == "mn");
      const bool own = token.name == "input" || token.name == "section" || formula;
      if (!own && element_rule(token.name) != ElementRule::kept &&
          element_rule(token.name) != ElementRule::kept_void)
        dangers += "<" + token.name + "> ";
      for (const HtmlAttribute& attribute : token.attributes) {
        if (attribute.name.starts_with("on") || attribute.name == "style" ||
            attribute.name == "srcdoc")
          dangers += attribute.name + " ";
        if ((attribute.name == "href" || attribute.name == "src") &&
            !attribute.value.starts_with("https://") && !attribute.value.starts_with("#"))
          dangers += attribute.name + "=" + attribute.value + " ";
      }
    }
    INFO(text << "\nis shown as\n" << shown);
    CHECK(dangers == "");
  }
}

}  // namespace
}  // namespace loci
