// Code blocks within a note.
#include <catch2/catch_test_macros.hpp>

#include "unit/markdown/note.h"

using namespace loci;
using test::html;

TEST_CASE("a code block has title, colours, numbers and marked lines") {
  CHECK(
      html("```py title=\"a <b>.py\" {2} showLineNumbers\nx = 1\ny = '<'\n```\n") ==
      "<figure class=\"code lines\" data-lang=\"Python\"><figcaption>a &lt;b&gt;.py</figcaption>"
      "<pre tabindex=\"0\"><code class=\"language-py\">"
      "<span class=\"line\" data-line=\"1\">x = <span class=\"hl-n\">1</span></span>\n"
      "<span class=\"line marked\" data-line=\"2\">y = <span class=\"hl-s\">'&lt;'</span></span>\n"
      "</code></pre></figure>\n");
}

TEST_CASE("text is no language to name") {
  CHECK(html("```text\na\n```\n") ==
        "<figure class=\"code\"><pre tabindex=\"0\"><code "
        "class=\"language-text\">a\n</code></pre></figure>\n");
}

TEST_CASE("colours can be turned off") {
  MarkdownConfig config;
  config.highlight = false;
  CHECK(html("```py {1}\nx = 1\n```\n", config) ==
        "<figure class=\"code lines\" data-lang=\"Python\"><pre tabindex=\"0\"><code "
        "class=\"language-py\">"
        "<span class=\"line marked\">x = 1</span>\n</code></pre></figure>\n");
}

TEST_CASE("what looks like a link or mathematics in code is code, coloured too") {
  CHECK(html("```sh\necho [[ $a ]] %%b%% $c$ ==d== ![[e]]\n```\n").find("%%b%% ") !=
        std::string::npos);
  CHECK(
      html("```json\n[[1]]\n```\n") ==
      "<figure class=\"code\" data-lang=\"JSON\"><pre tabindex=\"0\"><code class=\"language-json\">"
      "[[<span class=\"hl-n\">1</span>]]\n</code></pre></figure>\n");
}

TEST_CASE("colours, numbers and a title leave the text for search as it was") {
  const test::Note plain = test::note("before\n\n```\nx = 1\n\ny = [[2]]\n```\n\nafter\n");
  const test::Note coloured = test::note(
      "before\n\n```py title=\"t\" {1} showLineNumbers\nx = 1\n\ny = [[2]]\n```\n\nafter\n");
  CHECK(coloured.body.sections.at(0).text == plain.body.sections.at(0).text);
  CHECK(coloured.body.words == plain.body.words);
}
