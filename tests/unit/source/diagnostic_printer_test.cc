#include "source/diagnostic_printer.h"

#include <catch2/catch_test_macros.hpp>

using namespace loci;

namespace {

constexpr std::string_view note = "# Title\nSee [[Lok]] and others.\n";

const Diagnostic broken{Code::broken_link, Severity::error,       "notes/a.md",
                        {12, 19},          "no note named 'Lok'", {"did you mean 'Loki'?"}};

std::string print(const Diagnostic& diagnostic, PrintOptions options,
                  std::string_view text = note) {
  return print_diagnostics(
      std::span(&diagnostic, 1), [text](std::string_view) { return text; }, options);
}

}  // namespace

TEST_CASE("text has the place, the line, carets and hints") {
  CHECK(print(broken, {}) ==
        "notes/a.md:2:5: error[L201]: no note named 'Lok'\n"
        "  See [[Lok]] and others.\n"
        "      ^~~~~~~\n"
        "  hint: did you mean 'Loki'?\n");
}

TEST_CASE("colours are asked for") {
  CHECK(print(broken, {.colour = true}) ==
        "\x1b[1mnotes/a.md:2:5: \x1b[0m\x1b[1;31merror[L201]: \x1b[0m\x1b[1mno note named "
        "'Lok'\x1b[0m\n"
        "  See [[Lok]] and others.\n"
        "\x1b[32m      ^~~~~~~\x1b[0m\n"
        "  hint: did you mean 'Loki'?\n");
}

TEST_CASE("a problem of a whole file has no line") {
  CHECK(print({Code::not_a_file, Severity::warning, "notes/x.md", {}, "a folder, not a note", {}},
              {}) == "notes/x.md: warning[L003]: a folder, not a note\n");
  CHECK(print({Code::output_clash, Severity::error, "", {}, "of no file", {}}, {}) ==
        "error[L501]: of no file\n");
}

TEST_CASE("carets stay in place under tabs, wide and combining characters") {
  CHECK(excerpt("\tab", {1, 3}, false) == "  \tab\n  \t^~\n");
  CHECK(excerpt("漢字 x", {7, 8}, false) == "  漢字 x\n       ^\n");
  CHECK(excerpt("漢字", {3, 6}, false) == "  漢字\n    ^~\n");
  CHECK(excerpt("e\xCC\x81x", {3, 4}, false) == "  e\xCC\x81x\n   ^\n");
}

TEST_CASE("an empty span has one caret, also at the line's end") {
  CHECK(excerpt("abc\ndef", {1, 1}, false) == "  abc\n   ^\n");
  CHECK(excerpt("abc\ndef", {3, 3}, false) == "  abc\n     ^\n");
  CHECK(excerpt("", {0, 0}, false) == "");
}

TEST_CASE("a span over several lines is shown on its first") {
  CHECK(excerpt("abc\ndef", {1, 6}, false) == "  abc\n   ^~\n");
}

TEST_CASE("control characters do not reach the terminal") {
  CHECK(excerpt("a\x1b[31mb", {0, 1}, false) == "  a\xEF\xBF\xBD[31mb\n  ^\n");
  CHECK(print({Code::broken_link, Severity::error, "a\x1b.md", {}, "no note named '\x1b[2J'", {}},
              {}) == "a\xEF\xBF\xBD.md: error[L201]: no note named '\xEF\xBF\xBD[2J'\n");
}

TEST_CASE("a long line is cut around the place") {
  std::string line;
  for (int i = 0; i < 60; ++i) line += "word" + std::to_string(i % 10) + " ";
  CHECK(excerpt(line, {180, 185}, false) ==
        "  …4 word5 word6 word7 word8 word9 word0 word1 word2 word3 word4 word5 word6 word7 word8 "
        "word9 word…\n"
        "                                   ^~~~~\n");
  // Near its end the window is as wide as elsewhere.
  CHECK(excerpt(line, {354, 359}, false) ==
        "  …word4 word5 word6 word7 word8 word9 word0 word1 word2 word3 word4 word5 word6 word7 "
        "word8 word9\n"
        "                                                                                          "
        "   ^~~~~\n");
}

TEST_CASE("json is an array of objects") {
  CHECK(
      print(broken, {.format = DiagnosticFormat::json}) ==
      "[\n"
      R"(  {"path":"notes/a.md","line":2,"column":5,"end_line":2,"end_column":12,"code":"L201",)"
      R"("slug":"broken-link","severity":"error","message":"no note named 'Lok'","hints":["did you mean 'Loki'?"]})"
      "\n]\n");
  CHECK(print_diagnostics({}, {}, {.format = DiagnosticFormat::json}) == "[]\n");
  CHECK(
      print({Code::not_a_file, Severity::warning, "x.md", {}, "m", {}},
            {.format = DiagnosticFormat::json}) ==
      "[\n"
      R"(  {"path":"x.md","line":null,"column":null,"end_line":null,"end_column":null,"code":"L003",)"
      R"("slug":"not-a-file","severity":"warning","message":"m","hints":[]})"
      "\n]\n");
}

TEST_CASE("github gets workflow commands, escaped by its rules") {
  CHECK(print(broken, {.format = DiagnosticFormat::github}) ==
        "::error file=notes/a.md,line=2,col=5,endColumn=12,title=L201 broken-link::no note named "
        "'Lok'"
        "%0Ahint: did you mean 'Loki'?\n");
  CHECK(print({Code::html_removed, Severity::note, "a,b:c%.md", {}, "100%\r\nsure", {}},
              {.format = DiagnosticFormat::github}) ==
        "::notice file=a%2Cb%3Ac%25.md,title=L303 html-removed::100%25%0D%0Asure\n");
}

TEST_CASE("sarif names rules, places and the program") {
  CHECK(
      print(broken, {.format = DiagnosticFormat::sarif, .version = "0.1.0"}) ==
      R"({"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{)"
      "\n"
      R"("tool":{"driver":{"name":"loci","version":"0.1.0","rules":[)"
      "\n"
      R"(  {"id":"L201","name":"broken-link","shortDescription":{"text":"Broken link"},"defaultConfiguration":{"level":"error"}}]}},)"
      "\n"
      R"("columnKind":"unicodeCodePoints",)"
      "\n"
      R"("results":[)"
      "\n"
      R"(  {"ruleId":"L201","ruleIndex":0,"level":"error","message":{"text":"no note named 'Lok'\nhint: did you mean 'Loki'?"},)"
      R"("locations":[{"physicalLocation":{"artifactLocation":{"uri":"notes/a.md","uriBaseId":"%SRCROOT%"},)"
      R"("region":{"startLine":2,"startColumn":5,"endLine":2,"endColumn":12}}}]}])"
      "\n"
      "}]}\n");
}

TEST_CASE("formats have names") {
  CHECK(parse_diagnostic_format("sarif") == DiagnosticFormat::sarif);
  CHECK_FALSE(parse_diagnostic_format("xml"));
}

TEST_CASE("sarif explains its rules with the manual") {
  const CodeManual page{"# L201 broken-link\n...",
                        "A link names\nnothing. More\nof it.\n\n- a\n- b",
                        "Do this:\n\n```toml\na = 1\nb = 2\n```"};
  const std::string out =
      print(broken, {.format = DiagnosticFormat::sarif, .manual = [page](Code) { return page; }});
  CHECK(out.find(R"("shortDescription":{"text":"A link names nothing."},)"
                 R"("fullDescription":{"text":"A link names nothing. More of it.\n\n- a\n- b"},)"
                 R"("help":{"text":"Do this:\n\n```toml\na = 1\nb = 2\n```",)"
                 R"("markdown":"# L201 broken-link\n..."},)") != std::string::npos);
}

TEST_CASE("the manual is named once, for the worst") {
  const Diagnostic warning{Code::empty_link, Severity::warning, "", {}, "", {}};
  const std::vector<Diagnostic> some = {warning, broken, warning};
  CHECK(manual_hint(some) == "see: loci help L201\n");
  CHECK(manual_hint(std::span(some).first(1)) == "see: loci help L205\n");
  CHECK(manual_hint({}) == "");
}
