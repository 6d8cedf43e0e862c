// The examples of the GitHub Flavored Markdown specification through Loci's parser and renderer.
//
// They are read from the sources of cmark-gfm (LOCI_GFM_SPEC, tests.cmake) and never committed. Loci's own syntax is off and
// its HTML plain (Dialect). What differs is in the table with its reason: a difference that is not listed fails, and so
// does a listed one that has gone.
#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/spec_file.h"
#include "markdown/document.h"

namespace loci {
namespace {

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
  const std::vector<test::SpecBlock> examples = test::read_spec(test::read_whole(LOCI_GFM_SPEC));
  REQUIRE(examples.size() > 600);
  std::size_t passed = 0;
  for (const test::SpecBlock& example : examples) {
    REQUIRE(example.parts.size() == 2);
    std::string_view reason;
    for (const Deviation& deviation : deviations) {
      if (deviation.number == example.number) reason = deviation.reason;
    }
    const std::string html = to_html(example.parts[0]);
    if (html == example.parts[1]) {
      ++passed;
      INFO("example " << example.number << " passes but is listed as a deviation: " << reason);
      CHECK(reason.empty());
    } else if (reason.empty()) {
      INFO("example " << example.number << ":\n" << example.parts[0]);
      CHECK(html == example.parts[1]);
    }
  }
  std::printf("GFM spec: %zu of %zu pass\n", passed, examples.size());
}

}  // namespace
}  // namespace loci
