// What `loci init` puts into a new vault: as text, so that a test can build it without a disk.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace loci {

struct InitFile {
  std::string path;  // relative to the vault
  std::string text;
};

// `has_notes`: the folder is a vault already: then its own notes are the site's, and no examples
// are written.
std::vector<InitFile> init_files(std::string_view title, bool has_notes);

}  // namespace loci
