#include "source/overlay_file_system.h"

#include <utility>

namespace loci {

Result<std::vector<DirectoryEntry>> OverlayFileSystem::list(const std::string& directory) {
  return below_.list(directory);
}

Result<std::string> OverlayFileSystem::read(const std::string& path) {
  if (const auto found = over_.find(path); found != over_.end()) return found->second;
  if (over_.empty()) return below_.read(path);
  // The same file by another way.
  if (const Result<std::string> real = below_.real_path(path); real && *real != path) {
    if (const auto found = over_.find(*real); found != over_.end()) return found->second;
  }
  return below_.read(path);
}

}  // namespace loci
