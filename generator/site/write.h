// Puts a planned site on disk: only bytes that changed, each file whole or not at all, nothing
// deleted but our own.
//
// What Loci wrote is listed in the output folder's ".loci-manifest" (site/manifest.h). A folder
// that is neither empty nor ours is refused; so are folders whose loss would hurt.
//
//     Result<WriteReport> report = write_site(*build, theme, files, {.force = false});
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "site/pipeline.h"
#include "source/diagnostic.h"
#include "source/file_system.h"
#include "theme/theme.h"

namespace loci {

struct WriteOptions {
  // Writes into a folder that holds files of others; they stay, unless a page has their name.
  bool force = false;
  std::string home{};  // the user's home folder, which is never an output; empty: not known
};

struct WriteReport {
  std::size_t pages = 0;    // outputs that are HTML
  std::size_t written = 0;  // files whose bytes changed
  std::size_t unchanged = 0;
  std::size_t deleted = 0;
  std::uint64_t bytes = 0;  // of the whole site
  // L504: pages whose template failed; L001: attachments that could not be read. Their old files
  // stay.
  std::vector<Diagnostic> diagnostics;
  std::vector<std::string> remarks;  // "no sitemap and no feed: base_url is not set"
};

// Gives back the bytes of each of `build.data` when they are written, the first of all: they are a
// tenth of the memory of a large site. A build that was written once cannot be written again.
// Errors: kind usage for a dangerous or foreign folder, locked when another build writes there,
// environment when the disk is full or may not be written; the message names the path.
Result<WriteReport> write_site(SiteBuild& build, const Theme& theme, FileSystem& files,
                               const WriteOptions& options);

// `loci clean`: deletes what the manifest lists, then the folders that became empty. A folder
// without a manifest is left.
Result<WriteReport> clean_site(const SiteConfig& config, FileSystem& files,
                               const WriteOptions& options);

// Where a build goes: config.output_dir, absolute.
std::string output_folder(const SiteConfig& config);

}  // namespace loci
