// Families of notes that are known to take a parser's time or memory: for each a text of any size. What they cost must grow with
// their size, not with its square. tests/unit/markdown/limits_test.cc holds them to it, tests/bench/slope.cc measures them.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace loci::test {

struct Family {
  std::string name;
  std::function<std::string(std::size_t)> make;  // about so many bytes
};

inline std::string repeated(std::string_view part, std::size_t count) {
  std::string out;
  out.reserve(part.size() * count);
  for (std::size_t i = 0; i < count; ++i) out += part;
  return out;
}

inline std::vector<Family> hostile_families() {
  const auto times = [](std::string_view part) {
    return [part](std::size_t n) { return repeated(part, n / part.size() + 1); };
  };
  // One part before, many of another, one behind.
  const auto around = [](std::string_view head, std::string_view part, std::string_view tail) {
    return [=](std::size_t n) {
      return std::string(head) + repeated(part, n / part.size() + 1) + std::string(tail);
    };
  };
  // Many of one, then many of another.
  const auto both = [](std::string_view first, std::string_view second,
                       std::string_view between = "") {
    return [=](std::size_t n) {
      const std::size_t count = n / (first.size() + second.size()) + 1;
      return repeated(first, count) + std::string(between) + repeated(second, count);
    };
  };
  // `%` in `part` is the number of the repetition.
  const auto numbered = [](std::string_view part, std::string_view between = "",
                           std::string_view second = "") {
    return [=](std::size_t n) {
      const std::size_t count = n / (part.size() + second.size() + 6) + 1;
      std::string text;
      for (const std::string_view each : {part, second}) {
        for (std::size_t i = 0; i < count && !each.empty(); ++i) {
          for (const char c : each) c == '%' ? text += std::to_string(i) : text += c;
        }
        if (each.data() == part.data()) text += between;
      }
      return text;
    };
  };
  return {
      // The core parser's.
      {"brackets", times("[")},
      {"brackets, paired", both("[", "]")},
      {"brackets, nested with text", both("[a", "](b)")},
      {"unclosed links", times("[a](")},
      {"unclosed links with angles", times("[a](<b")},
      {"unclosed links with titles", times("[a](b \"")},
      {"empty links", times("[]()")},
      {"unclosed images", times("![[]()")},
      {"images without an end", times("![l")},
      {"images in images", both("![a", "](b)")},
      {"links", times("[a](b.md) ")},
      {"links in emphasis", times("*[a](b)")},
      {"emphasis", times("*a **a ")},
      {"emphasis, mixed", times("*a_ ")},
      {"stars around", both("*", "*", "a")},
      {"underscores", times("_")},
      {"underscores in words", times("a_")},
      {"underscores and stars", times("_*")},
      {"tildes", times("~~a ")},
      {"backticks, ever longer",
       [](std::size_t n) {
         std::string text;
         for (std::size_t i = 1; text.size() < n; ++i) text += "e" + repeated("`", i);
         return text;
       }},
      {"backticks", times("`a")},
      {"entities", times("&amp;")},
      {"ampersands", times("&")},
      {"numeric entities", times("&#x")},
      {"backslashes", times("\\")},
      {"block quotes", around("", ">", "a")},
      {"block quotes with blanks", around("", "> ", "a")},
      {"block quotes, a line each",
       [](std::size_t n) {
         std::string text;
         for (std::size_t i = 1; text.size() < n; ++i) text += repeated(">", i) + "a\n";
         return text;
       }},
      {"list markers", times("- ")},
      {"list markers, numbered", times("1. ")},
      {"list markers, mixed", times("- + * 1. ")},
      {"lists, ever deeper",
       [](std::size_t n) {
         std::string text;
         for (std::size_t i = 0; text.size() < n; ++i)
           text += repeated(" ", 2 * (i % 300)) + "- a\n";
         return text;
       }},
      {"items", times("- a\n")},
      {"tasks", times("- [ ] a\n")},
      {"block quotes and lists", times("> - ")},
      {"blank lines in a list", around("- a\n", "\n", "b")},
      {"headings", times("# a\n")},
      {"headings of one text", times("## same heading\n\n")},
      {"headings underlined", times("a\n=\n")},
      {"rules", times("---\n")},
      {"fences", times("```\n")},
      {"fences that stay open", times("~~~ a\n")},
      {"indented code", times("    a\n\n")},
      {"reference expansion",
       [](std::size_t n) {
         return "[a]: " + repeated("x", n / 2) + "\n\n" + repeated("[a]", n / 6);
       }},
      {"references", numbered("[%]: x\n", "\n", "[%] ")},
      {"references that nothing defines", numbered("[%][%] ")},
      {"a long label", around("[", "a", "]")},
      {"instructions", times("<?")},
      {"CDATA", times("<![CDATA[")},
      {"declarations", times("<!A ")},
      {"comments of HTML", times("<!--")},
      {"comments of HTML, closed", times("<!-- a --> ")},
      {"open tags", times("<b>")},
      {"open tags and closed", both("<b>", "</b>")},
      {"closing tags", times("</b>")},
      {"unfinished tags", times("<a b=")},
      {"attributes", around("<a ", "b=\"c\" ", ">")},
      {"scripts", times("x <script>")},
      {"styles in blocks", times("<style>\n\n")},
      {"removed elements", times("a <svg> b ")},
      {"angles", times("<")},
      {"divs", times("<div>\n\n")},
      {"anchors", times("<a id=x></a>")},
      // The extensions' of GitHub.
      {"pipes", times("|")},
      {"a header of pipes",
       [](std::size_t n) { return repeated("|", n / 2) + "\n" + repeated("|-", n / 4) + "\n"; }},
      {"short rows",
       [](std::size_t n) {
         const std::size_t columns = n / 8;
         return "|" + repeated("a|", columns) + "\n|" + repeated("-|", columns) + "\n" +
                repeated("|a\n", columns);
       }},
      {"short rows, within the limits",
       [](std::size_t n) { return "|a|b|c|d|\n|-|-|-|-|\n" + repeated("|a\n", n / 3); }},
      {"rows that are no table", times("a | b\n")},
      {"tables", times("|a|\n|-|\n\n")},
      {"escaped pipes", around("|a|\n|-|\n|", "\\|", "|")},
      {"parentheses after an address", around("http://a.b/", ")", "")},
      {"parentheses after www", around("www.a.com", ")", "")},
      {"addresses", times("http://a.b/)))")},
      {"addresses without a scheme", times("www.a ")},
      {"addresses with entities", around("http://a.b/", "&a;", "")},
      {"at signs", times("a@")},
      {"mail addresses", times("a@b.c ")},
      {"colons and slashes", times("://")},
      {"footnotes", numbered("[^%]", "\n\n", "[^%]: x\n\n")},
      {"footnotes, one with many references", around("[^a]: x\n\n", "[^a]", "")},
      {"footnotes in footnotes", numbered("", "[^0]\n\n", "[^%]: [^%] x\n\n")},
      {"footnotes that nothing defines", numbered("[^%] ")},
      {"footnotes that nothing defines, and escaped", times("\\[^a] [^b] ")},
      {"footnotes that nothing refers to", numbered("[^%]: x\n\n")},
      {"footnotes of one name", times("[^a]: x\n\n")},
      // Obsidian's and Loci's own.
      {"unclosed wikilinks", times("[[a|")},
      {"open wikilinks", times("[[")},
      {"open embeds", times("![[")},
      {"wikilinks", times("[[a]] b ")},
      {"embeds", times("![[a]]")},
      {"embeds, a line each", times("![[a]]\n")},
      {"labels", times("[[a|*b*]] ")},
      {"labels with brackets", times("[[a|[b]")},
      {"headings of headings", around("[[a", "#b", "]]")},
      {"comments", times("%% a ")},
      {"percent signs", times("%")},
      {"dollars", times("$a")},
      {"dollar signs", times("$")},
      {"dollars and digits", times("$1 ")},
      {"open displays", times("$$ a")},
      {"displays, a line each", times("$$\na\n\n")},
      {"highlights", times("==a ")},
      {"highlights, closed", times("==a==")},
      {"equals signs", times("=")},
      {"equals signs and emphasis", times("==*a* ")},
      {"tags", times("#a ")},
      {"tags, nested", around("#a", "/a", "")},
      {"number signs", times("#")},
      {"block ids", numbered("a ^b%\n\n")},
      {"carets", times("^a ")},
      {"callouts", times("> [!note]\n\n")},
      {"callouts, nested",
       [](std::size_t n) {
         std::string text;
         for (std::size_t i = 1; text.size() < n; ++i)
           text += repeated("> ", i % 90 + 1) + "[!note]\n";
         return text;
       }},
      {"callouts with titles", times("> [!tip]- a ==b\n> c== d\n\n")},
      {"callout marks", times("[!note]")},
      {"quotation marks", times("\"'")},
      {"quotation marks and blanks", times("\" ' ")},
      {"dashes", times("- -- --- ")},
      {"hyphens in words", times("a--")},
      {"full stops", times(". .. ... ")},
      {"inline footnotes", times("^[a] ")},
      {"inline footnotes that stay open", times("^[")},
      {"inline footnotes, nested", both("^[a", "]")},
      {"inline footnotes and links", times("^[[a](b)")},
      {"inline footnotes and code", times("^[`a")},
      {"colons", times(":a")},
      {"emoji", times(":rocket: ")},
      {"emoji that touch", times(":tada:")},
      {"separators of cards", times("a :: ")},
      {"separators of cards behind gaps", times("{{ a :: ")},
      {"emoji that are none", times(":aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")},
      {"emoji, escaped", times("\\:rocket: ")},
      {"heading ids", numbered("## a {#b%}\n\n")},
      {"heading ids of one name", times("## a {#b}\n\n")},
      {"heading ids that are none", around("## ", "{#", "}")},
      {"definitions", numbered("a%\n: b\n\n")},
      {"definitions of one term", around("a\n", ": b\n", "")},
      {"definitions without terms", times(": a\n")},
      {"definitions without terms, parted", times("# a\n: b\n")},
      {"definitions in definitions",
       [](std::size_t n) {
         std::string text = "a\n";
         for (std::size_t i = 0; text.size() < n; ++i)
           text += repeated(" ", 2 * (i % 80)) + ": b\n";
         return text;
       }},
      {"terms", around("", "a\n", ": b\n")},
      {"questions and answers", numbered("Q: a%\nA: b\n\n")},
      {"questions and answers in one paragraph", numbered("Q: a%\nA: b\n")},
      {"questions", times("Q: a\n")},
      {"questions in paragraphs", times("Q: a\n\n")},
      {"answers", times("A: a\n")},
      {"clozes", times("{{c1::a}} ")},
      {"clozes, numbered", numbered("{{c%::a}} ")},
      {"clozes, a paragraph each", numbered("{{c1::a%}}\n\n")},
      {"clozes that stay open", times("{{c1::")},
      {"clozes in a table", around("| a |\n|---|\n", "| {{c1::a}} |\n", "")},
      {"cloze callouts", around("> [!cloze] a\n", "> ==b== c\n", "")},
      {"card callouts", numbered("> [!card] a%\n> b\n\n")},
  };
}

}  // namespace loci::test
