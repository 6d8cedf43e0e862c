// The third pass: what notes are to each other. After it nothing is looked up by name.
//
// The steps are declared in link_steps.h, in the order in which link_notes takes them.
#pragma once

#include "site/stages.h"
#include "source/config.h"
#include "source/diagnostic.h"

namespace loci {

// Drafts end here (unless config.drafts): nothing of theirs is in the result. What was wrong in the
// notes is reported, theirs first, in NoteId order.
LinkedSite link_notes(const ParsedNotes& parsed, const SourceSet& sources, const SiteConfig& config,
                      Diagnostics& diagnostics);

}  // namespace loci
