// A file system with some files' contents put over another's: what a project would be after a change
// that nobody has written yet. Only reading differs; everything else goes to the one below.
//
//     OverlayFileSystem changed(files);
//     changed.put("/vault/a.md", "the new text");
//     changed.read("/vault/a.md")        the new text; the file on disk is as it was
#pragma once

#include <map>
#include <string>

#include "source/file_system.h"

namespace loci {

class OverlayFileSystem : public FileSystem {
 public:
  explicit OverlayFileSystem(FileSystem& below) : below_(below) {}

  // `path`: without symlinks, as real_path gives it. Before anything is read.
  void put(std::string path, std::string bytes) { over_[std::move(path)] = std::move(bytes); }

  Result<std::vector<DirectoryEntry>> list(const std::string& directory) override;
  Result<std::string> read(const std::string& path) override;
  bool exists(const std::string& path) override { return below_.exists(path); }
  bool is_directory(const std::string& path) override { return below_.is_directory(path); }
  Result<std::string> real_path(const std::string& path) override { return below_.real_path(path); }
  Status make_directories(const std::string& path) override {
    return below_.make_directories(path);
  }
  Status write(const std::string& path, std::string_view bytes) override {
    return below_.write(path, bytes);
  }
  Result<std::unique_ptr<FileWriter>> open_writer(const std::string& path) override {
    return below_.open_writer(path);
  }
  Status remove_file(const std::string& path) override { return below_.remove_file(path); }
  Status remove_empty_directory(const std::string& path) override {
    return below_.remove_empty_directory(path);
  }

 private:
  FileSystem& below_;
  std::map<std::string, std::string> over_;
};

}  // namespace loci
