// Notes that try to get a script, a style or a foreign page into the site. What becomes of each is read by a strict reader of
// its own, which knows a short list of elements, attributes and schemes and the one way Loci writes tags: whatever else stands
// between '<' and '>' is a danger, and so are tags that do not nest, ids that scripts look up and ids that are there twice.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "unit/markdown/note.h"

namespace loci {
namespace {

constexpr std::array<std::string_view, 76> elements = {
    "a",      "abbr", "b",      "bdi",    "bdo",        "blockquote", "br",      "caption",
    "center", "cite", "code",   "col",    "dd",         "del",        "details", "dfn",
    "div",    "dl",   "dt",     "em",     "figcaption", "figure",     "h1",      "h2",
    "h3",     "h4",   "h5",     "h6",     "hr",         "i",          "img",     "input",
    "ins",    "kbd",  "li",     "mark",   "math",       "mfrac",      "mi",      "mn",
    "mo",     "mrow", "mspace", "msub",   "msup",       "mtext",      "ol",      "p",
    "pre",    "q",    "rp",     "rt",     "ruby",       "s",          "samp",    "section",
    "small",  "span", "strike", "strong", "sub",        "summary",    "sup",     "table",
    "tbody",  "td",   "tfoot",  "th",     "thead",      "time",       "tr",      "tt",
    "u",      "ul",   "var",    "wbr"};
constexpr std::array<std::string_view, 6> empty_elements = {"br",  "col",   "hr",
                                                            "img", "input", "wbr"};
constexpr std::array<std::string_view, 40> attributes = {
    "align",        "alt",       "alttext",    "aria-label", "checked",  "class", "colspan",
    "data-callout", "data-card", "data-cloze", "data-lang",  "datetime", "dir",   "disabled",
    "display",      "fence",     "form",       "height",     "href",     "id",    "lang",
    "loading",      "lspace",    "open",       "rel",        "reversed", "role",  "rowspan",
    "rspace",       "scope",     "separator",  "span",       "src",      "start", "stretchy",
    "tabindex",     "title",     "type",       "value",      "width"};

template <std::size_t size>
bool is_one_of(const std::array<std::string_view, size>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

bool is_safe_address(std::string_view url) {
  for (const std::string_view start : {"https://", "http://", "mailto:", "tel:", "obsidian:", "#"})
    if (url.starts_with(start)) return true;
  return false;
}

class StrictReader {
 public:
  explicit StrictReader(std::string_view html) : html_(html) {}

  std::string dangers() {
    while (at_ < html_.size()) {
      const char c = html_[at_];
      if (c == '<') {
        if (!tag()) return dangers_ + "no tag: " + std::string(html_.substr(at_, 40)) + "\n";
      } else {
        if (c == '>' || (c == '\0')) dangers_ += "a bare character\n";
        ++at_;
      }
    }
    if (!open_.empty()) dangers_ += "left open: " + open_.back() + "\n";
    return dangers_;
  }

 private:
  std::string_view name() {
    const std::size_t begin = at_;
    while (at_ < html_.size() &&
           (is_ascii_letter(html_[at_]) || is_ascii_digit(html_[at_]) || html_[at_] == '-'))
      ++at_;
    return html_.substr(begin, at_ - begin);
  }

  bool take(std::string_view text) {
    if (!html_.substr(at_).starts_with(text)) return false;
    at_ += text.size();
    return true;
  }

  bool tag() {
    ++at_;
    if (take("/")) {
      const std::string_view closed = name();
      if (!take(">")) return false;
      if (open_.empty() || open_.back() != closed) {
        dangers_ += "closes what is not open: " + std::string(closed) + "\n";
      } else {
        open_.pop_back();
      }
      return true;
    }
    const std::string element(name());
    if (!is_one_of(elements, element)) dangers_ += "element " + element + "\n";
    while (take(" ")) {
      if (take("/>")) return is_one_of(empty_elements, element);
      const std::string_view attribute = name();
      if (!is_one_of(attributes, attribute))
        dangers_ += "attribute " + std::string(attribute) + "\n";
      std::string_view value;
      if (take("=")) {
        if (!take("\"")) return false;
        const std::size_t end = html_.find_first_of("\"<>", at_);
        if (end == std::string_view::npos || html_[end] != '"') return false;
        value = html_.substr(at_, end - at_);
        at_ = end + 1;
      }
      check(element, attribute, value);
    }
    if (!take(">")) return false;
    if (!is_one_of(empty_elements, element)) open_.push_back(element);
    return true;
  }

  void check(std::string_view element, std::string_view attribute, std::string_view value) {
    if ((attribute == "href" || attribute == "src") && !is_safe_address(value))
      dangers_ += "address " + std::string(value) + "\n";
    if (attribute == "class" && value.find('{') != std::string_view::npos) dangers_ += "class\n";
    if (element == "input" && attribute == "type" && value != "checkbox") dangers_ += "input\n";
    if (attribute != "id") return;
    if (!ids_.emplace(value).second) dangers_ += "id twice: " + std::string(value) + "\n";
    for (const std::string_view reserved : {"__proto__", "constructor", "prototype", "loci",
                                            "search", "location", "document", "cookie", "main"})
      if (ascii_lower(value) == reserved) dangers_ += "id " + std::string(value) + "\n";
  }

  std::string_view html_;
  std::size_t at_ = 0;
  std::vector<std::string> open_;
  std::set<std::string, std::less<>> ids_;
  std::string dangers_;
};

constexpr std::string_view hostile[] = {
    // Elements that run or load something.
    "<script>alert(1)</script>",
    "<script src=//evil.example/x.js></script>",
    "<ScRiPt\n>alert(1)</sCrIpT\t>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script/xss src=x>",
    "<script x>alert(1)</script y>",
    "a <script>alert(1)</script> b <script>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe srcdoc=&lt;script&gt;alert(1)&lt;/script&gt;>",
    "<object data=javascript:alert(1)></object>",
    "<object data='data:text/html;base64,PHNjcmlwdD4='><param name=x></object>",
    "<embed src=//evil.example/x.swf>",
    "<applet code=x archive=//evil.example></applet>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<link rel=import href=//evil.example/>",
    "<frameset onload=alert(1)><frame src=x></frameset>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input type=image src=x onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<isindex action=javascript:alert(1) type=image>",
    "<video poster=javascript:alert(1)><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<keygen autofocus onfocus=alert(1)>",
    "<dialog open onclose=alert(1)>x</dialog>",
    "<portal src=//evil.example>",
    "<custom-element onclick=alert(1)>x</custom-element>",
    // Handlers and styles on elements that stay.
    "<b onclick=alert(1)>x</b>",
    "<p/onmouseover=alert(1)>x</p>",
    "<div\nonmouseover\n=\nalert(1)\n>x</div>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<img src=https://a.example/x onerror=alert(1)>",
    "<img/src=https://a.example/x/onerror=alert(1)>",
    "<img src=\"https://a.example/x\"onerror=alert(1)>",
    "<img src='https://a.example/x' alt='\" onerror=alert(1) x=\"'>",
    "<span style=\"background:url(javascript:alert(1))\">x</span>",
    "<span style='behavior:url(#x)' class=y>x</span>",
    "<div style=\"position:fixed;inset:0\">x</div>",
    "<td background=javascript:alert(1)>x",
    "<table background=javascript:alert(1)><tr><td>x</table>",
    "<body onload=alert(1)>x</body>",
    "<html manifest=//evil.example><head onload=x></head></html>",
    // Addresses.
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A;avascript:alert(1)'>x</a>",
    "<a href='&#0000106avascript:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='java&Tab;script&colon;alert(1)'>x</a>",
    "<a href='java&NewLine;script:alert(1)'>x</a>",
    "<a href='&#1;javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='livescript:x'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='DATA:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='blob:https://a.example/x'>x</a>",
    "<a href='filesystem:https://a.example/x'>x</a>",
    "<a href='view-source:https://a.example/'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='//evil.example/'>x</a>",
    "<a href='\\\\evil.example\\x'>x</a>",
    "<a href='/\\evil.example'>x</a>",
    "<a href='https://a.example/\" onclick=\"alert(1)'>x</a>",
    "<a href=https://a.example/ ping=//evil.example/ target=_blank download>x</a>",
    "<a xlink:href=javascript:alert(1)>x</a>",
    "<img src=javascript:alert(1)>",
    "<img srcset='javascript:alert(1) 1x, //evil.example 2x'>",
    "<img src=https://a.example/x longdesc=javascript:alert(1) usemap=#m>",
    "<img lowsrc=javascript:alert(1) dynsrc=javascript:alert(1)>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<blockquote cite=javascript:alert(1)>x</blockquote>",
    "<q cite=javascript:alert(1)>x</q>",
    "<del cite=javascript:alert(1)>x</del>",
    "<area href=javascript:alert(1)><map name=m>x</map>",
    // SVG and MathML: only as pictures.
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
    "<svg><foreignObject><iframe srcdoc=x></iframe></foreignObject></svg>",
    "<svg><use href='data:image/svg+xml,x#y' /></svg>",
    "<math href=javascript:alert(1)>x</math>",
    "<math><maction actiontype=statusline xlink:href=javascript:alert(1)>x</maction></math>",
    // What a browser reads otherwise than it was read here.
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 "
    "onerror=alert(1)&gt;\">",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<template><script>alert(1)</script></template>",
    "<template shadowrootmode=open><img src=x onerror=alert(1)></template>",
    "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\"></textarea>",
    "<title><a title=\"</title><img src=x onerror=alert(1)>\">",
    "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
    "<noembed><p title=\"</noembed><img src=x onerror=alert(1)>\">",
    "<plaintext><img src=x onerror=alert(1)>",
    "<select><style></select><img src=x onerror=alert(1)></style>",
    "<option><style></option></select><img src=x onerror=alert(1)></style>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<table><a href=https://a.example/><tr><td></a><style></td></table><img src=x "
    "onerror=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!---><img src=x onerror=alert(1)>",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<!-- a -- b --><img src=x onerror=alert(1)>",
    "<![CDATA[><img src=x onerror=alert(1)>]]>",
    "<?xml x><img src=x onerror=alert(1)>?>",
    "<!DOCTYPE x [<!ENTITY y '<img src=x onerror=alert(1)>'>]>",
    "<p title='</p><script>alert(1)</script>'>x</p>",
    "<p title=\"a\nb\" title='<script>'>x</p>",
    "<p title=`<script>alert(1)</script>`>x</p>",
    "<p title=a<script>alert(1)</script>>x</p>",
    "<b <script>alert(1)</script>>x</b>",
    "</b><script>alert(1)</script></p></div></main>",
    "<div></p></article></main></body></html><p>x",
    "<b><i><u>a</b></i></u></s></script>",
    "<p><table><p><td><p><li><a><a>",
    "< script>alert(1)</ script>",
    "<\x01script>alert(1)</script>",
    "<img src=\"https://a.example/\x01\" onerror=alert(1)>",
    // Ids that stand in the place of what scripts look up.
    "<a id=__proto__></a><a id=constructor></a><a name=prototype></a>",
    "<b id=loci>x</b><b id=LOCI>x</b><b id=Search>x</b>",
    "<b id=x>1</b><b id=x>2</b>\n\n## x\n\n## x",
    "<b id='\"onclick=alert(1)'>x</b><b id='<script>'>y</b>",
    "# __proto__\n\n## constructor\n\n## search",
    "## a {#__proto__}\n\n## b {#location}\n\n## c {#x\" onclick=\"y}",
    "a ^__proto__\n\nb ^\"onclick=alert(1)",
    // Markdown's own ways in.
    "[a](javascript:alert(1)) [b](<java script:alert(1)>) ![c](javascript:alert(1))",
    "[a]: javascript:alert(1)\n\n[a] ![a]",
    "[a](javascript&#58;alert(1)) [b](\x01javascript:alert(1)) [c](jav\\ascript:x)",
    "<javascript:alert(1)> <data:text/html,x> <vbscript:x>",
    "[a](https://a.example/ \"\\\" onclick=alert(1) x=\\\"\")",
    "![\" onerror=\"alert(1)](https://a.example/x)",
    "![a|\" onerror=\"x](https://a.example/x)",
    "[[\"><script>alert(1)</script>]] ![[\"><script>alert(1)</script>]]",
    "[[x|<script>alert(1)</script><img src=x onerror=alert(1)>]]",
    "> [!\"><script>alert(1)</script>] x",
    "> [!note|\" onclick=\"x] <script>alert(1)</script>",
    "```\"><script>alert(1)</script>\nx\n```",
    "``` <script>\n<script>alert(1)</script>\n```",
    "`<script>alert(1)</script>` ==<script>alert(1)</script>== $<script>$",
    "$$\n<img src=x onerror=alert(1)>\n$$",
    "#tag<script>alert(1)</script> #<b>x</b>",
    "^[<script>alert(1)</script><img src=x onerror=alert(1)>]",
    "[^<script>]\n\n[^<script>]: <script>alert(1)</script>",
    "Term <script>alert(1)</script>\n: <img src=x onerror=alert(1)>",
    ":<script>: :\"onclick: :rocket\":",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "%%<script>alert(1)</script>%% %%",
    "- [ ] <script>alert(1)</script>\n- [x] <b onclick=x>y",
    "Q: <script>alert(1)</script>\nA: <img src=x onerror=alert(1)>",
};

TEST_CASE("hostile HTML leaves nothing that runs, loads or breaks out") {
  CHECK(std::size(hostile) >= 80);
  for (const HtmlPolicy policy : {HtmlPolicy::sanitize, HtmlPolicy::escape}) {
    MarkdownConfig config;
    config.html = policy;
    for (const std::string_view text : hostile) {
      // Beside other text, in the places that have rules of their own.
      for (const std::string& note_text :
           {std::string(text), "a " + std::string(text) + " b\n\nc\n",
            "> [!note] " + replace_all(text, "\n", "\n> ") + "\n> b\n", "- " + std::string(text)}) {
        const test::Note parsed = test::note(note_text, config);
        INFO(note_text << "\nis shown as\n" << parsed.body.html.text);
        CHECK(StrictReader(parsed.body.html.text).dangers() == "");
      }
    }
  }
}

TEST_CASE("the strict reader sees what trusted HTML does") {
  MarkdownConfig config;
  config.html = HtmlPolicy::trust;
  std::size_t seen = 0;
  for (const std::string_view text : hostile) {
    const test::Note parsed = test::note(std::string(text), config);
    seen += StrictReader(parsed.body.html.text).dangers().empty() ? 0 : 1;
  }
  CHECK(seen > 100);
}

TEST_CASE("html = trust passes HTML on as it is written") {
  MarkdownConfig config;
  config.html = HtmlPolicy::trust;
  CHECK(test::html("<script>alert(1)</script>\n", config) == "<script>alert(1)</script>\n");
  CHECK(test::html("a <b onclick=x>b</b>\n", config) == "<p>a <b onclick=x>b</b></p>\n");
}

}  // namespace
}  // namespace loci
