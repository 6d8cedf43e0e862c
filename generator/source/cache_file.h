// A file of a cache and how it is known that what it was made of is unchanged. Anything wrong with it means: there is none.
//
// `.loci/cache` of a project may be deleted at any time. It keeps itself out of repositories.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/packed.h"
#include "base/result.h"
#include "source/file_system.h"

namespace loci {

// A file as it was when it was read.
struct KnownFile {
  std::string path;
  std::uint64_t size = 0;
  std::uint64_t mark = 0;       // DirectoryEntry::mark
  std::int64_t changed_ms = 0;  // DirectoryEntry::changed_ms
  std::uint64_t hash = 0;       // of its bytes; 0: it was not read
};

enum class Unchanged : std::uint8_t { yes, perhaps, no };

// `perhaps`: its bytes must be compared. Its times prove nothing when it was changed within two seconds of `made_ms`, when
// what is known of it was written down: two changes within a tick of a file system's clock show as one.
Unchanged is_unchanged(const KnownFile& then, const KnownFile& now, std::int64_t made_ms);

void write_known(PackedWriter& writer, const std::vector<KnownFile>& files);
std::vector<KnownFile> read_known(PackedReader& reader);

class CacheFile {
 public:
  // `key`: of everything else that the contents depend on; another one: there is no such file.
  CacheFile(std::string_view root, std::string_view name, std::uint64_t key, FileSystem& files);

  std::optional<std::string> read() const;
  Status write(std::string_view contents) const;

 private:
  std::string folder_;
  std::string path_;
  std::uint64_t key_;
  FileSystem& files_;
};

}  // namespace loci
