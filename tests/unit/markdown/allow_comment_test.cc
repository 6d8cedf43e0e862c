#include "markdown/allow_comment.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

namespace loci {
namespace {

// One line an allowance: the code and the text it covers.
std::string allowances(std::string_view text, std::uint32_t body_begin = 0) {
  Diagnostics diagnostics;
  const Document document = parse_document("a.md", text, body_begin, {}, diagnostics);
  std::string out;
  for (const Allowance& one : read_allowances(document, diagnostics)) {
    out += std::string(code_id(one.code)) + " " +
           (one.whole_note
                ? "whole"
                : "'" + std::string(text.substr(one.lines.begin, one.lines.end - one.lines.begin)) +
                      "'") +
           "\n";
  }
  for (const Diagnostic& d : diagnostics.items()) {
    out += std::string(code_id(d.code)) + " '" +
           std::string(text.substr(d.span.begin, d.span.end - d.span.begin)) + "' " + d.message +
           "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("a comment on its own line is for the next line that says something") {
  CHECK(allowances("%% loci: allow L201 %%\na\nb\n") == "L201 '%% loci: allow L201 %%\na'\n");
  CHECK(allowances("<!-- loci: allow broken-link -->\n\n\na\nb") ==
        "L201 '<!-- loci: allow broken-link -->\n\n\na'\n");
  CHECK(allowances("a\n\n%%loci:allow L201%%") == "L201 '%%loci:allow L201%%'\n");
  CHECK(allowances("> %% loci: allow L201 %%\n>\n> a") ==
        "L201 '> %% loci: allow L201 %%\n>\n> a'\n");
}

TEST_CASE("a comment beside text is for its line") {
  CHECK(allowances("a %% loci: allow L201 %%\nb\n") == "L201 'a %% loci: allow L201 %%'\n");
  CHECK(allowances("a\n<!-- loci: allow L201 --> b\nc\n") ==
        "L201 '<!-- loci: allow L201 --> b'\n");
}

TEST_CASE("several codes and several comments") {
  CHECK(allowances("%% loci: allow L201, l202 empty-link %%\n%% loci: allow L204 %%\na\nb") ==
        "L201 '%% loci: allow L201, l202 empty-link %%\n%% loci: allow L204 %%\na'\n"
        "L202 '%% loci: allow L201, l202 empty-link %%\n%% loci: allow L204 %%\na'\n"
        "L205 '%% loci: allow L201, l202 empty-link %%\n%% loci: allow L204 %%\na'\n"
        "L204 '%% loci: allow L204 %%\na'\n");
  CHECK(allowances("a\n\n%% loci: allow-file L201 %%\n") == "L201 whole\n");
}

TEST_CASE("in code, and without a mark, it is text") {
  CHECK(allowances("`%% loci: allow L201 %%`\n") == "");
  CHECK(allowances("```\n%% loci: allow L201 %%\n<!-- loci: allow L201 -->\n```\n") == "");
  CHECK(allowances("a\n\n    <!-- loci: allow L201 -->\n") == "");
  CHECK(allowances("`<!-- loci: allow L201 -->`\n") == "");
  CHECK(allowances("loci: allow L201\n") == "");
  CHECK(allowances("%% a %% loci: allow L201 %%\n") == "");
  CHECK(allowances("<!-- loci: allow L201\n") == "");
  CHECK(allowances("# loci: allow L201\n") == "");
}

TEST_CASE("the front matter has comments of its own") {
  const std::string text = "---\na: b # loci: allow L103\n# loci: allow L104\nc: d\ne: f\n---\nx";
  CHECK(allowances(text, static_cast<std::uint32_t>(text.size() - 1)) ==
        "L103 'a: b # loci: allow L103'\nL104 '# loci: allow L104\nc: d'\n");
}

TEST_CASE("a code that does not exist is reported, another word after 'loci:' is not") {
  CHECK(allowances("%% loci: allow L299 broken-lnk %%\na") ==
        "L007 'L299' there is no code 'L299' to allow\n"
        "L007 'broken-lnk' there is no code 'broken-lnk' to allow\n");
  CHECK(allowances("%% loci: alow L201 %%\na") ==
        "L007 'alow' a comment says 'loci: allow' or 'loci: allow-file', not 'alow'\n");
  CHECK(allowances("%% loci: a memory palace %%\na") == "");
  CHECK(allowances("%% loci: %%\na") == "");
}

TEST_CASE("comments for Loci are taken out of raw HTML, others are not") {
  CHECK(without_loci_comments("a<!-- loci: allow L201 -->b<!-- c --><!--loci:x-->") ==
        "ab<!-- c -->");
  CHECK(without_loci_comments("<!-- loci: allow") == "<!-- loci: allow");
  CHECK(without_loci_comments("<!-- <!-- loci: x -->y") == "<!-- y");
}

}  // namespace loci
