// Everything Loci reads and writes goes through this interface; tests use the memory twin.
//
// Paths are absolute or relative to the process's folder, '/' between parts. No function throws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace loci {

struct DirectoryEntry {
  enum class Kind { file, directory, symlink, other };
  std::string name;  // last part only
  Kind kind = Kind::file;
  std::uint64_t size = 0;  // of a file
  // Of a file: another number whenever its times or the file itself are others; 0: not known.
  std::uint64_t mark = 0;
  std::int64_t changed_ms =
      0;  // the last change of its bytes or of what is known of it, since 1970
};

// Receives a file's bytes piece by piece; finish() makes them visible under the final name, all at
// once. Destroyed without finish(): nothing has happened.
class FileWriter {
 public:
  virtual ~FileWriter() = default;
  virtual Status append(std::string_view bytes) = 0;
  virtual Status finish() = 0;
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;

  // Entries in byte order of their names; symlinks are reported, not followed.
  virtual Result<std::vector<DirectoryEntry>> list(const std::string& directory) = 0;
  // Regular files only. A symlink in the last part is refused, so that a file found by list()
  // cannot become a way out of the project before it is read; a caller that means to follow one
  // reads real_path(path).
  virtual Result<std::string> read(const std::string& path) = 0;
  // As read, but at most the first `bytes` of the file: for what is told by its head.
  // The disk reads no more; here the rest is cut off.
  virtual Result<std::string> read_head(const std::string& path, std::size_t bytes) {
    Result<std::string> whole = read(path);
    if (whole && whole->size() > bytes) whole->resize(bytes);
    return whole;
  }
  virtual bool exists(const std::string& path) = 0;
  virtual bool is_directory(const std::string& path) = 0;
  // Resolves every symlink; the result tells whether a link leaves the project.
  virtual Result<std::string> real_path(const std::string& path) = 0;
  virtual Status make_directories(const std::string& path) = 0;
  // Writes through a temporary file in the same folder and a rename, so a reader sees the old bytes
  // or the new.
  virtual Status write(const std::string& path, std::string_view bytes) = 0;
  // As write, for a file that nobody reads before it is whole: where there is none it may be made under its own name, which
  // saves the rename (a fifth of a build's system time on ext4). Cut off by the death of the process it leaves a part, so the
  // caller must know its own unfinished files. Where there is a file already, this is write.
  virtual Status write_new(const std::string& path, std::string_view bytes) {
    return write(path, bytes);
  }
  virtual Result<std::unique_ptr<FileWriter>> open_writer(const std::string& path) = 0;
  virtual Status remove_file(const std::string& path) = 0;
  virtual Status remove_empty_directory(const std::string& path) = 0;
};

std::unique_ptr<FileSystem> disk_file_system();

// Files in memory: {"notes/a.md", "text"}. Folders exist when a file is in them or make_directories
// named them.
class MemoryFileSystem : public FileSystem {
 public:
  explicit MemoryFileSystem(std::map<std::string, std::string> files = {});

  Result<std::vector<DirectoryEntry>> list(const std::string& directory) override;
  Result<std::string> read(const std::string& path) override;
  bool exists(const std::string& path) override;
  bool is_directory(const std::string& path) override;
  Result<std::string> real_path(const std::string& path) override;
  Status make_directories(const std::string& path) override;
  Status write(const std::string& path, std::string_view bytes) override;
  Result<std::unique_ptr<FileWriter>> open_writer(const std::string& path) override;
  Status remove_file(const std::string& path) override;
  Status remove_empty_directory(const std::string& path) override;

  const std::map<std::string, std::string>& files() const { return files_; }
  void fail_reads_of(std::string path) {
    unreadable_.push_back(std::move(path));
  }  // permission denied

 private:
  friend class MemoryFileWriter;
  bool holds_directory(const std::string& normal) const;
  void put(const std::string& normal, std::string bytes);

  std::mutex mutex_;  // outputs are written from several threads
  std::map<std::string, std::string> files_;
  std::vector<std::string> directories_;
  std::vector<std::string> unreadable_;
};

}  // namespace loci
