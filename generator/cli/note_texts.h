// Lines and columns of places in notes. A build lets go of the texts that no message needs; a
// command that names places asks here, and the file is read again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "site/pipeline.h"
#include "source/file_system.h"
#include "source/source_file.h"

namespace loci {

class NoteTexts {
 public:
  NoteTexts(const SiteBuild& build, FileSystem& files) : build_(build), files_(files) {}

  // 1:1 when the file has gone since.
  LineCol place(const std::string& path, std::uint32_t offset);
  // Empty when the file has gone since.
  std::string_view text_of(const std::string& path);

  // A note as it is on the disk now, and the file that holds it: the note may be a link.
  struct NoteFile {
    std::string absolute;
    std::string bytes;
    SourceFile source;
  };
  Result<NoteFile> read(const std::string& path) const;

 private:
  const SiteBuild& build_;
  FileSystem& files_;
  std::unordered_map<std::string, std::string> read_;
};

}  // namespace loci
