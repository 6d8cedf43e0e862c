// Diagnostics as people, editors and continuous integration read them.
//
//     notes/a.md:3:9: error[L201]: no note named 'Lok'
//       See also [[Lok]] and others.
//               ^~~~~~~
//       hint: did you mean 'Loki'?
//
// The file's text is asked for by path, so that the printer needs neither a disk nor the pipeline.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "source/diagnostic.h"

namespace loci {

enum class DiagnosticFormat : std::uint8_t {
  text,
  json,    // one array of objects
  github,  // workflow commands: "::error file=…,line=…,col=…::…"
  sarif,   // SARIF 2.1.0
};

std::optional<DiagnosticFormat> parse_diagnostic_format(std::string_view name);

// Text of a source file by its path; empty when it is not known.
using SourceLookup = std::function<std::string_view(std::string_view path)>;

// What the manual says of a code, in Markdown; empty where it says nothing.
struct CodeManual {
  std::string_view page;     // all of it
  std::string_view meaning;  // what the code means
  std::string_view cure;     // what to do about it
};

using ManualLookup = std::function<CodeManual(Code code)>;

struct PrintOptions {
  DiagnosticFormat format = DiagnosticFormat::text;
  bool colour = false;         // text only
  std::string_view version{};  // of the program, for SARIF
  ManualLookup manual{};       // for SARIF; may be empty
};

// All of them, in the order given; ends with a line end. Text and github: empty when there are
// none.
std::string print_diagnostics(std::span<const Diagnostic> diagnostics, const SourceLookup& text_of,
                              const PrintOptions& options);

// "see: loci help L201\n" for the first of the most severe; empty when there are none. The last line
// of what a command says: once a run, not once a message.
std::string manual_hint(std::span<const Diagnostic> diagnostics);

// The line that holds the span and a line of carets below it, each indented by two columns. Long
// lines are cut around the span; tabs and wide characters keep the carets in place; control
// characters are shown as U+FFFD.
std::string excerpt(std::string_view text, Span span, bool colour);

}  // namespace loci
