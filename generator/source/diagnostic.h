// What Loci has to say about the user's notes, as data: a code, a place, a message and hints.
//
// A content problem never stops a pass: it is reported here and the pass goes on with a sensible
// value. Printing is source/diagnostic_printer.h. Every code is one line in diagnostic_codes.def.
//
//     diagnostics.report(Code::broken_link, "notes/a.md", link.span, "no note named 'Lok'",
//                        {"did you mean 'Loki'?"});
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "source/source_file.h"

namespace loci {

enum class Severity { note, warning, error };

enum class Code {
#define LOCI_CODE(enumerator, id, severity, slug) enumerator,
#include "source/diagnostic_codes.def"
#undef LOCI_CODE
};

std::string_view code_id(Code code);    // "L012"
std::string_view code_slug(Code code);  // "broken-link"
Severity default_severity(Code code);
std::span<const Code> all_codes();  // by id

// "L012", "l012" or "broken-link"; nullopt: there is no such code.
std::optional<Code> find_code(std::string_view name);
// What was probably meant by a name that find_code does not know: an id for what looks like one,
// else a slug.
std::optional<std::string> nearest_code(std::string_view name);

struct Diagnostic {
  Code code{};
  Severity severity = Severity::warning;
  std::string path;  // relative to the project root; empty when no file is to blame
  Span span;         // {0, 0} when the whole file is meant
  std::string message;
  std::vector<std::string> hints;

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

class Diagnostics {
 public:
  // Reports with the code's default severity.
  void report(Code code, std::string path, Span span, std::string message,
              std::vector<std::string> hints = {});
  void add(Diagnostic diagnostic);
  void append(const std::vector<Diagnostic>& diagnostics);

  const std::vector<Diagnostic>& items() const { return items_; }
  std::vector<Diagnostic> take() { return std::move(items_); }
  std::size_t count(Severity severity) const;
  bool has_errors() const { return count(Severity::error) > 0; }

  // By path, position, code: the order in which they are printed, the same for any number of
  // threads.
  void sort();

 private:
  std::vector<Diagnostic> items_;
};

}  // namespace loci
