// The first pass: the notes folder as texts. What is not a note is listed as an attachment and read
// when it is published.
//
// Skipped: names that begin with a dot, node_modules, the output folder, what `ignore` names. Links
// that leave the project are reported and not followed: a note must not publish what lies outside.
#pragma once

#include <string>

#include "base/result.h"
#include "site/stages.h"
#include "source/config.h"
#include "source/diagnostic.h"
#include "source/file_system.h"

namespace loci {

// Fails only when there is no notes folder; a note that cannot be read is a diagnostic, and the
// others go on.
Result<SourceSet> read_sources(const SiteConfig& config, FileSystem& files,
                               Diagnostics& diagnostics);

// "notes/" for `notes = "notes"`, "" when the notes are in the project's root: what every note's
// path begins with.
std::string notes_prefix(const SiteConfig& config);

}  // namespace loci
