// The first pass: the notes folder as texts. What is not a note is listed as an attachment and read
// when it is published.
//
// Skipped: names that begin with a dot, node_modules, the output folder, what `ignore` names. Links
// that leave the project are reported and not followed: a note must not publish what lies outside.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "site/stages.h"
#include "source/config.h"
#include "source/diagnostic.h"
#include "source/file_system.h"

namespace loci {

// A file as the folder lists it.
struct FoundFile {
  std::string path;  // relative to the project root
  std::uint64_t size = 0;
  std::uint64_t mark = 0;  // DirectoryEntry::mark
  std::int64_t changed_ms = 0;
  std::string real_path;  // of a file that is a link, else empty: only then is a link's target read
};

struct FoundSources {
  std::vector<FoundFile> notes;        // by path
  std::vector<FoundFile> attachments;  // by path
};

// What there is, without reading it. Fails only when there is no notes folder.
Result<FoundSources> find_sources(const SiteConfig& config, FileSystem& files,
                                  Diagnostics& diagnostics);

// Where the file itself is.
std::string readable_path(const FoundFile& found, const SiteConfig& config);

// Fails only when there is no notes folder; a note that cannot be read is a diagnostic, and the
// others go on.
Result<SourceSet> read_sources(const SiteConfig& config, FileSystem& files,
                               Diagnostics& diagnostics);

// "notes/" for `notes = "notes"`, "" when the notes are in the project's root: what every note's
// path begins with.
std::string notes_prefix(const SiteConfig& config);

}  // namespace loci
