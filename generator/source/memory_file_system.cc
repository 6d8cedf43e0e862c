// The twin of disk_file_system.cc that tests use: the same answers and messages, without a disk.

#include <algorithm>

#include "base/path.h"
#include "source/file_system.h"

namespace loci {

namespace {

Error failure(std::string_view what, const std::string& path, std::string_view why) {
  return Error{"cannot " + std::string(what) + " '" + path + "': " + std::string(why),
               {},
               ErrorKind::environment};
}

std::string prefix_of(const std::string& normal) {
  return normal.empty() || normal == "/" ? normal : normal + "/";
}

}  // namespace

class MemoryFileWriter : public FileWriter {
 public:
  MemoryFileWriter(MemoryFileSystem& files, std::string path)
      : files_(files), path_(std::move(path)) {}

  Status append(std::string_view bytes) override {
    bytes_ += bytes;
    return Done{};
  }

  Status finish() override {
    const std::lock_guard lock(files_.mutex_);
    files_.put(path_, std::move(bytes_));
    return Done{};
  }

 private:
  MemoryFileSystem& files_;
  std::string path_;
  std::string bytes_;
};

MemoryFileSystem::MemoryFileSystem(std::map<std::string, std::string> files) {
  for (auto& [path, bytes] : files) files_.emplace(normal_path(path), std::move(bytes));
}

bool MemoryFileSystem::holds_directory(const std::string& normal) const {
  if (normal.empty() || normal == "/") return true;
  const std::string prefix = prefix_of(normal);
  const auto file = files_.lower_bound(prefix);
  if (file != files_.end() && file->first.starts_with(prefix)) return true;
  return std::any_of(directories_.begin(), directories_.end(), [&](const std::string& directory) {
    return directory == normal || directory.starts_with(prefix);
  });
}

void MemoryFileSystem::put(const std::string& normal, std::string bytes) {
  files_.insert_or_assign(normal, std::move(bytes));
}

Result<std::vector<DirectoryEntry>> MemoryFileSystem::list(const std::string& directory) {
  const std::lock_guard lock(mutex_);
  const std::string normal = normal_path(directory);
  if (files_.contains(normal)) return failure("list", directory, "Not a directory");
  if (!holds_directory(normal)) return failure("list", directory, "No such file or directory");
  const std::string prefix = prefix_of(normal);
  std::map<std::string, DirectoryEntry> entries;
  const auto add = [&](const std::string& path, std::uint64_t size, DirectoryEntry::Kind kind) {
    if (!path.starts_with(prefix) || path.size() == prefix.size()) return;
    std::string name = path.substr(prefix.size());
    if (const std::size_t slash = name.find('/'); slash != std::string::npos) {
      name.resize(slash);
      kind = DirectoryEntry::Kind::directory;
      size = 0;
    }
    if (name.empty()) return;
    entries.insert_or_assign(name, DirectoryEntry{name, kind, size, 0, 0});
  };
  for (auto file = files_.lower_bound(prefix);
       file != files_.end() && file->first.starts_with(prefix); ++file) {
    add(file->first, file->second.size(), DirectoryEntry::Kind::file);
  }
  for (const std::string& made : directories_) add(made, 0, DirectoryEntry::Kind::directory);
  std::vector<DirectoryEntry> sorted;
  for (auto& [name, entry] : entries) sorted.push_back(std::move(entry));
  return sorted;
}

Result<std::string> MemoryFileSystem::read(const std::string& path) {
  const std::lock_guard lock(mutex_);
  const std::string normal = normal_path(path);
  if (std::find(unreadable_.begin(), unreadable_.end(), normal) != unreadable_.end()) {
    return failure("read", path, "Permission denied");
  }
  if (const auto file = files_.find(normal); file != files_.end()) return file->second;
  return failure("read", path,
                 holds_directory(normal) ? "Is a directory" : "No such file or directory");
}

bool MemoryFileSystem::exists(const std::string& path) {
  const std::lock_guard lock(mutex_);
  const std::string normal = normal_path(path);
  return files_.contains(normal) || holds_directory(normal);
}

bool MemoryFileSystem::is_directory(const std::string& path) {
  const std::lock_guard lock(mutex_);
  const std::string normal = normal_path(path);
  return !files_.contains(normal) && holds_directory(normal);
}

Result<std::string> MemoryFileSystem::real_path(const std::string& path) {
  if (!exists(path)) return failure("find", path, "No such file or directory");
  return normal_path(path);
}

Status MemoryFileSystem::make_directories(const std::string& path) {
  const std::lock_guard lock(mutex_);
  const std::string normal = normal_path(path);
  for (std::string part = normal; !part.empty() && part != "/";
       part = std::string(parent_path(part))) {
    if (files_.contains(part)) return failure("create the folder", path, "Not a directory");
  }
  if (!holds_directory(normal)) directories_.push_back(normal);
  return Done{};
}

Status MemoryFileSystem::write(const std::string& path, std::string_view bytes) {
  Result<std::unique_ptr<FileWriter>> writer = open_writer(path);
  if (!writer) return std::move(writer).error();
  if (Status status = (*writer)->append(bytes); !status) return status;
  return (*writer)->finish();
}

Result<std::unique_ptr<FileWriter>> MemoryFileSystem::open_writer(const std::string& path) {
  const std::lock_guard lock(mutex_);
  const std::string normal = normal_path(path);
  if (!files_.contains(normal) && holds_directory(normal))
    return failure("write", path, "Is a directory");
  if (!holds_directory(std::string(parent_path(normal))))
    return failure("write", path, "No such file or directory");
  return std::unique_ptr<FileWriter>(new MemoryFileWriter(*this, normal));
}

Status MemoryFileSystem::remove_file(const std::string& path) {
  const std::lock_guard lock(mutex_);
  const std::string normal = normal_path(path);
  const auto file = files_.find(normal);
  if (file == files_.end()) return failure("remove", path, "No such file or directory");
  // As on a disk, the folder outlives its last file.
  if (const std::string parent(parent_path(normal)); !parent.empty())
    directories_.push_back(parent);
  files_.erase(file);
  return Done{};
}

Status MemoryFileSystem::remove_empty_directory(const std::string& path) {
  const std::lock_guard lock(mutex_);
  const std::string normal = normal_path(path);
  if (!holds_directory(normal))
    return failure("remove the folder", path, "No such file or directory");
  const std::string prefix = prefix_of(normal);
  const auto file = files_.lower_bound(prefix);
  const bool has_files = file != files_.end() && file->first.starts_with(prefix);
  const bool has_folders =
      std::any_of(directories_.begin(), directories_.end(),
                  [&](const std::string& made) { return made.starts_with(prefix); });
  if (has_files || has_folders) return failure("remove the folder", path, "Directory not empty");
  if (const std::string parent(parent_path(normal)); !parent.empty())
    directories_.push_back(parent);
  std::erase(directories_, normal);
  return Done{};
}

}  // namespace loci
