// Comments of a note that are for Loci: which diagnostics the writer knows of and allows.
//
//     %% loci: allow broken-link %%
//     See [[a note to come]] and [[another]]. <!-- loci: allow L201, L204 -->
//
// A comment alone on its line is for the next line that is not blank, another one for its own line;
// `allow-file` is for the whole note. In the front matter a YAML or TOML comment does the same
// ("# loci: allow L103"). In code it is text. Nothing of a comment is shown in the page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "markdown/document.h"
#include "source/diagnostic.h"
#include "source/severity.h"

namespace loci {

// In source order. A code that does not exist is reported. Costs one search through the text for a
// note without such a comment.
std::vector<Allowance> read_allowances(const Document& document, Diagnostics& diagnostics);

// Raw HTML without `<!-- loci: … -->`.
std::string without_loci_comments(std::string_view html);

}  // namespace loci
