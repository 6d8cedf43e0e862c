#include "site/severity.h"

#include <catch2/catch_test_macros.hpp>

#include <array>

namespace loci {
namespace {

ParsedNotes notes_with(const std::string& path, std::vector<Allowance> allowances) {
  auto note = std::make_shared<ParsedNote>();
  note->path = path;
  note->allowances = std::move(allowances);
  return {{note}};
}

std::string applied(const std::vector<SeverityRule>& rules, const ParsedNotes& notes) {
  Diagnostics diagnostics;
  diagnostics.report(Code::broken_link, "a.md", {10, 12}, "ten");
  diagnostics.report(Code::broken_link, "a.md", {}, "whole");
  diagnostics.report(Code::empty_link, "a.md", {10, 12}, "empty");
  diagnostics.report(Code::broken_link, "b.md", {10, 12}, "b");
  apply_severities(diagnostics, rules, notes);
  std::string out;
  for (const Diagnostic& d : diagnostics.items()) {
    constexpr std::array<std::string_view, 3> names = {"note", "warning", "error"};
    out += d.message + " " + std::string(names[static_cast<std::size_t>(d.severity)]) + ";";
  }
  return out;
}

}  // namespace

TEST_CASE("without rules everything stays as it was said") {
  CHECK(applied({}, {}) == "ten error;whole error;empty warning;b error;");
}

TEST_CASE("a rule is for every diagnostic of its code") {
  CHECK(applied({{Code::broken_link, Severity::note}}, {}) ==
        "ten note;whole note;empty warning;b note;");
  CHECK(applied({{Code::broken_link, std::nullopt}, {Code::empty_link, Severity::error}}, {}) ==
        "empty error;");
}

TEST_CASE("an allowance is for its note, its code and its lines") {
  CHECK(applied({}, notes_with("a.md", {{Code::broken_link, false, {5, 10}}})) ==
        "whole error;empty warning;b error;");
  CHECK(applied({}, notes_with("a.md", {{Code::broken_link, false, {0, 9}}})) ==
        "ten error;whole error;empty warning;b error;");
  CHECK(applied({}, notes_with("a.md", {{Code::broken_link, true, {}}})) ==
        "empty warning;b error;");
}

TEST_CASE("what a note allows is not brought back by a rule") {
  CHECK(applied({{Code::broken_link, Severity::error}},
                notes_with("b.md", {{Code::broken_link, true, {}}})) ==
        "ten error;whole error;empty warning;");
}

}  // namespace loci
