// Hostile sizes: each note of this file must stay small and quick, and say why it was cut.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <ctime>
#include <string>

#include "bench/hostile_notes.h"
#include "site/parse.h"
#include "unit/markdown/note.h"

namespace loci {
namespace {

using test::note;
using test::problems;
using test::repeated;

TEST_CASE("nesting is shown flat below a hundred levels") {
  const test::Note parsed = note(repeated("> ", 150) + "deep");
  const std::string& html = parsed.body.html.text;
  std::size_t quotes = 0;
  for (std::size_t at = html.find("<blockquote>"); at != std::string::npos;
       at = html.find("<blockquote>", at + 1))
    ++quotes;
  CHECK(quotes == 99);
  CHECK(html.find("<p>deep</p>") != std::string::npos);
  CHECK(problems(parsed) ==
        "L301 warning a.md '': lists, quotations, emphasis or HTML are nested more than 100 deep; "
        "the inner ones are shown flat\n");
}

TEST_CASE("a table beyond the limits is shown as text") {
  const test::Note parsed = note(repeated("a|", 1001) + "\n" + repeated("-|", 1001) + "\n");
  CHECK(parsed.body.html.text.find("<table") == std::string::npos);
  CHECK(problems(parsed) ==
        "L302 warning a.md '-': a table of 1,001 columns and 0 rows is shown as text\n"
        "  hint: at most 1,000 columns and 200,000 cells\n");
}

TEST_CASE("a note that would grow out of all proportion shows its source") {
  // Rows of one cell are filled up to 900.
  const std::string text = "| " + repeated("a|", 900) + "\n|" + repeated("-|", 900) + "\n" +
                           repeated("<\n", 220) + "\n[[link]] #tag\n";
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

// What the site is given of a note: the larger of its page and its cards.
std::size_t bytes_of(const ParsedNote& note) {
  std::size_t page = note.body.html.text.size();
  for (const Section& section : note.body.sections) page += section.text.size();
  std::size_t cards = 0;
  for (const Card& card : note.cards)
    cards += card.front.text.size() + card.back.text.size() + card.front_text.size() +
             card.back_text.size();
  return std::max(page, cards);
}

TEST_CASE("raw HTML is shown flat below a hundred levels too") {
  const test::Note parsed = note(repeated("<div>\n\n", 150) + "deep\n");
  const std::string& html = parsed.body.html.text;
  CHECK(html.starts_with(repeated("<div>\n", 100) + "<p>deep</p>\n</div>"));
  CHECK(problems(parsed) ==
        "L301 warning a.md '': lists, quotations, emphasis or HTML are nested more than 100 deep; "
        "the inner ones are shown flat\n");
}

TEST_CASE("a paragraph of a thousand gaps makes no thousand copies of itself") {
  SourceFile file;
  file.path = "a.md";
  file.text = "---\ncards: true\n---\n\n";
  for (int i = 1; i <= 2000; ++i) file.text += "{{c" + std::to_string(i) + "::word}} and more ";
  const auto parsed = parse_note(file, SiteConfig{});
  CHECK(parsed->cards.size() > 10);
  CHECK(parsed->cards.size() < 200);
  REQUIRE(parsed->diagnostics.size() == 1);
  CHECK(parsed->diagnostics[0].code == Code::output_too_large);
  CHECK(parsed->diagnostics[0].message ==
        "the note's cards would hold more than 64 times its text; those from here on are left out");
}

// Time may grow with the size of a note, not with its square: t(4n)/t(n) near 4. The bound is loose, the machine is shared and
// this build may be slow; a square would be 16. tests/bench/slope.cc measures closely.
TEST_CASE("known hostile notes take time and bytes in proportion to their size", "[slow]") {
  const SiteConfig config;
  const auto parse = [&](const std::string& text) {
    SourceFile file;
    file.path = "a.md";
    file.text = "---\ncards: true\n---\n\n" + text + "\n";
    return parse_note(file, config);
  };
  const auto seconds = [&](const std::string& text) {
    const std::clock_t begin = std::clock();
    (void)parse(text);
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  };
  constexpr std::size_t size = 12'500;
  std::string slow;
  std::string large_output;
  for (const test::Family& family : test::hostile_families()) {
    const std::string small = family.make(size);
    const std::string large = family.make(4 * size);
    double ratio = 0;
    double last = 0;
    // The best of three: something else may have run meanwhile. What takes less than 20 ms is not measured.
    for (int attempt = 0; attempt < 3; ++attempt) {
      last = seconds(large);
      ratio = last < 0.02 ? 0 : last / std::max(seconds(small), 0.002);
      if (ratio < 9 && last < 1) break;
    }
    // What fits into the processor's caches is several times as fast: neither of these two does.
    if (ratio >= 9 && last < 1) ratio = seconds(family.make(16 * size)) / last;
    if (ratio >= 9 || last >= 1)
      slow +=
          family.name + ": " + std::to_string(last) + " s, ratio " + std::to_string(ratio) + "\n";
    const std::size_t bytes = bytes_of(*parse(large));
    if (bytes > 64 * large.size() + (std::size_t{1} << 20))
      large_output += family.name + ": " + std::to_string(bytes) + " bytes\n";
  }
  CHECK(slow == "");
  CHECK(large_output == "");
}

}  // namespace
}  // namespace loci
