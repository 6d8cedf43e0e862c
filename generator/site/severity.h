// The last word on how serious a diagnostic is: [check] of site.toml and the comments in notes.
//
// Applied once a build, when everything has been said and before anything is counted, so that
// `build`, `check` and the preview server agree.
#pragma once

#include <span>

#include "site/stages.h"
#include "source/diagnostic.h"
#include "source/severity.h"

namespace loci {

// What a note allows is left out, then what the rules turn off; the rest gets the rules' severities.
void apply_severities(Diagnostics& diagnostics, std::span<const SeverityRule> rules,
                      const ParsedNotes& notes);

// As above for diagnostics of no note.
void apply_severities(Diagnostics& diagnostics, std::span<const SeverityRule> rules);

}  // namespace loci
