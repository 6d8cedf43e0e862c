// The examples of the GitHub Flavored Markdown specification through Loci's parser and renderer.
//
// They are read from the sources of cmark-gfm (LOCI_GFM_SPEC, tests.cmake) and never committed. Loci's own syntax is off and
// its HTML plain (Dialect). What differs is in the table with its reason: a difference that is not listed fails, and so
// does a listed one that has gone.
#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "markdown/document.h"

namespace loci {
namespace {

struct Example {
  std::size_t number = 0;
  std::string markdown;
  std::string html;
};

struct Deviation {
  std::size_t number;
  std::string_view reason;
};

constexpr std::string_view bare_addresses =
    "the example is of CommonMark without GFM's extended autolinks, which are always on";

constexpr std::array<Deviation, 6> deviations = {{
    {610, bare_addresses},
    {614, bare_addresses},
    {616, bare_addresses},
    {619, bare_addresses},
    {620, bare_addresses},
    {652,
     "the tagfilter has no part of its own: html = \"trust\" filters nothing, the default keeps a "
     "list of allowed elements"},
}};

// Examples stand between lines of 32 backticks, Markdown and HTML parted by a line with a full stop; → is a tab.
std::vector<Example> read_examples(const std::string& path) {
  std::ifstream file(path);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const std::string fence(32, '`');
  std::vector<Example> examples;
  enum class In { prose, markdown, html } in = In::prose;
  Example example;
  for (const std::string_view line : split(text, '\n')) {
    if (in == In::prose) {
      if (!line.starts_with(fence + " example")) continue;
      example = {example.number + 1, {}, {}};
      in = In::markdown;
    } else if (in == In::markdown && line == ".") {
      in = In::html;
    } else if (line == fence) {
      examples.push_back(example);
      in = In::prose;
    } else {
      (in == In::markdown ? example.markdown : example.html) += replace_all(line, "→", "\t") + "\n";
    }
  }
  return examples;
}

std::string to_html(const std::string& markdown) {
  MarkdownConfig config;
  config.html = HtmlPolicy::trust;
  config.smart_punctuation = false;
  Diagnostics diagnostics;
  Document document = parse_document("spec.md", markdown, 0, config,
                                     Dialect{.vault = false, .plain = true}, diagnostics);
  return render_body(document, diagnostics).html.text;
}

TEST_CASE("the examples of the GFM specification", "[conformance]") {
  const std::vector<Example> examples = read_examples(LOCI_GFM_SPEC);
  REQUIRE(examples.size() > 600);
  std::size_t passed = 0;
  for (const Example& example : examples) {
    std::string_view reason;
    for (const Deviation& deviation : deviations) {
      if (deviation.number == example.number) reason = deviation.reason;
    }
    const std::string html = to_html(example.markdown);
    if (html == example.html) {
      ++passed;
      INFO("example " << example.number << " passes but is listed as a deviation: " << reason);
      CHECK(reason.empty());
    } else if (reason.empty()) {
      INFO("example " << example.number << ":\n" << example.markdown);
      CHECK(html == example.html);
    }
  }
  std::printf("GFM spec: %zu of %zu pass\n", passed, examples.size());
}

}  // namespace
}  // namespace loci
