// Hostile sizes: each note of this file must stay small and quick, and say why it was cut.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <ctime>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "unit/markdown/note.h"

namespace loci {
namespace {

using test::note;
using test::problems;

std::string repeat(std::string_view part, std::size_t count) {
  std::string out;
  out.reserve(part.size() * count);
  for (std::size_t i = 0; i < count; ++i) out += part;
  return out;
}

TEST_CASE("nesting is shown flat below a hundred levels") {
  const test::Note parsed = note(repeat("> ", 150) + "deep");
  const std::string& html = parsed.body.html.text;
  std::size_t quotes = 0;
  for (std::size_t at = html.find("<blockquote>"); at != std::string::npos;
       at = html.find("<blockquote>", at + 1))
    ++quotes;
  CHECK(quotes == 99);
  CHECK(html.find("<p>deep</p>") != std::string::npos);
  CHECK(problems(parsed) ==
        "L301 warning a.md '': lists, quotations or emphasis are nested more than 100 deep; the "
        "inner ones are shown flat\n");
}

TEST_CASE("a table beyond the limits is shown as text") {
  const test::Note parsed = note(repeat("a|", 1001) + "\n" + repeat("-|", 1001) + "\n");
  CHECK(parsed.body.html.text.find("<table") == std::string::npos);
  CHECK(problems(parsed) ==
        "L302 warning a.md '-': a table of 1,001 columns and 0 rows is shown as text\n"
        "  hint: at most 1,000 columns and 200,000 cells\n");
}

TEST_CASE("a note that would grow out of all proportion shows its source") {
  // Rows of one cell are filled up to 900.
  const std::string text = "| " + repeat("a|", 900) + "\n|" + repeat("-|", 900) + "\n" +
                           repeat("<\n", 220) + "\n[[link]] #tag\n";
  const test::Note parsed = note(text);
  CHECK(problems(parsed) ==
        "L302 error a.md '': the note would become more than 64 times as large as its text; its "
        "source "
        "is shown instead\n");
  CHECK(parsed.body.html.text.starts_with("<pre class=\"source\">| a|a|"));
  CHECK(parsed.body.html.text.ends_with("&lt;\n\n[[link]] #tag\n</pre>\n"));
  CHECK(parsed.body.links.empty());
  CHECK(parsed.body.sections.empty());
}

// Time may grow with the size of a note, not with its square: t(4n)/t(n) near 4. The bound is loose, the machine is shared;
// a square would be 16.
TEST_CASE("known hostile notes take time in proportion to their size", "[slow]") {
  using Make = std::function<std::string(std::size_t)>;
  const auto times = [](std::string_view part) {
    return Make([part](std::size_t n) { return repeat(part, n / part.size()); });
  };
  const std::vector<std::pair<std::string, Make>> notes = {
      {"brackets", times("[")},
      {"unclosed links", times("[a](")},
      {"unclosed images", times("![[]()")},
      {"unclosed wikilinks", times("[[a|")},
      {"wikilinks", times("[[a]] b ")},
      {"links", times("[a](b.md) ")},
      {"links in emphasis", times("*[a](b)")},
      {"labels", times("[[a|*b*]] ")},
      {"emphasis", times("*a **a ")},
      {"stars", [](std::size_t n) { return repeat("*", n / 2) + "a" + repeat("*", n / 2); }},
      {"backticks",
       [](std::size_t n) {
         std::string text;
         for (std::size_t i = 1; text.size() < n; ++i) text += "a" + repeat("`", i);
         return text;
       }},
      {"quotation marks", times("\"'")},
      {"block quotes", [](std::size_t n) { return repeat(">", n) + "a"; }},
      {"list markers", times("- ")},
      {"pipes", times("|")},
      {"header of pipes",
       [](std::size_t n) { return repeat("|", n / 2) + "\n" + repeat("|-", n / 4) + "\n"; }},
      {"short rows",
       [](std::size_t n) {
         const std::size_t columns = n / 8;
         return "|" + repeat("a|", columns) + "\n|" + repeat("-|", columns) + "\n" +
                repeat("|a\n", columns);
       }},
      {"parentheses after an address",
       [](std::size_t n) { return "http://a.b/" + repeat(")", n); }},
      {"addresses", times("http://a.b/)))")},
      {"at signs", times("a@")},
      {"ampersands", times("&")},
      {"instructions", times("<?")},
      {"CDATA", times("<![CDATA[")},
      {"declarations", times("<!A ")},
      {"comments of HTML", times("<!--")},
      {"open tags", times("<b>")},
      {"scripts", times("x <script>")},
      {"references",
       [](std::size_t n) { return "[a]: " + repeat("x", n / 2) + "\n\n" + repeat("[a]", n / 6); }},
      {"footnotes",
       [](std::size_t n) {
         std::string text;
         for (std::size_t i = 0; i < n / 20; ++i) text += "[^" + std::to_string(i) + "]";
         text += "\n\n";
         for (std::size_t i = 0; i < n / 20; ++i) text += "[^" + std::to_string(i) + "]: x\n\n";
         return text;
       }},
      {"dollars", times("$a")},
      {"open displays", times("$$ a")},
      {"percent signs", times("%% a ")},
      {"highlights", times("==a ")},
      {"tags", times("#a ")},
      {"block ids",
       [](std::size_t n) {
         std::string text;
         for (std::size_t i = 0; text.size() < n; ++i) text += "a ^b" + std::to_string(i) + "\n\n";
         return text;
       }},
      {"callouts", times("> [!note]\n\n")},
      {"entities", [](std::size_t n) { return repeat("&amp;", n / 5) + "[a](b)"; }},
      {"headings", times("# a\n")},
  };
  const auto seconds = [](const std::string& text) {
    const std::clock_t begin = std::clock();
    (void)note(text);
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  };
  constexpr std::size_t size = 12'000;
  std::string slow;
  for (const auto& [name, make] : notes) {
    const std::string small = make(size);
    const std::string large = make(4 * size);
    double ratio = 0;
    double last = 0;
    // The best of three: something else may have run meanwhile. What takes less than 20 ms is not measured.
    for (int attempt = 0; attempt < 3; ++attempt) {
      last = seconds(large);
      ratio = last < 0.02 ? 0 : last / std::max(seconds(small), 0.002);
      if (ratio < 9) break;
    }
    if (ratio >= 9 || last > 3)
      slow += name + ": " + std::to_string(last) + " s, ratio " + std::to_string(ratio) + "\n";
  }
  CHECK(slow == "");
}

}  // namespace
}  // namespace loci
