// The manual of codes (docs/diagnostics), which is inside the program: one page a code, in Markdown.
//
//     manual_page(Code::broken_link)    "# L201 broken-link\n\nA link names …"
//     code_manual(Code::broken_link)    its parts, for SARIF
#pragma once

#include <string_view>

#include "source/diagnostic.h"
#include "source/diagnostic_printer.h"

namespace loci {

// Empty: the code has no page (a test sees to it that each has one).
std::string_view manual_page(Code code);

CodeManual code_manual(Code code);

}  // namespace loci
