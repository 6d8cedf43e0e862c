// Files on a disk, through the system calls themselves: their errors name what is wrong, and the
// flags say what must not happen (following a link, waiting for a pipe). The twin for tests is
// memory_file_system.cc.

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <system_error>

#include "base/descriptor.h"
#include "base/hash.h"
#include "base/path.h"
#include "source/file_system.h"

namespace loci {

namespace {

// 64 KiB: large enough that the system call does not matter, small enough to stay in the cache.
constexpr std::size_t buffer_size = 64 * 1024;

std::string error_text(int code) {
  return std::error_code(code, std::generic_category()).message();
}

Error failure(std::string_view what, std::string_view path, std::string_view why) {
  std::string message = "cannot ";
  message.append(what).append(" '").append(path).append("': ").append(why);
  return Error{std::move(message), {}, ErrorKind::environment};
}

Error failure(std::string_view what, std::string_view path, int code) {
  return failure(what, path, error_text(code));
}

template <class Call>
auto retry_if_interrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

// 0, or the error.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written =
        retry_if_interrupted([&] { return ::write(descriptor, bytes.data(), bytes.size()); });
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

// A short name of our own beside the final one: a name of 255 bytes has no room for a suffix.
std::string temporary_beside(const std::string& path, std::uint64_t count) {
  const std::string seed = path + '\0' + std::to_string(::getpid()) + '\0' + std::to_string(count);
  return join_path(parent_path(path), ".loci-" + to_hex(hash64(seed)) + ".tmp");
}

class DiskFileWriter : public FileWriter {
 public:
  DiskFileWriter(std::string path, std::string temporary, Descriptor file)
      : path_(std::move(path)), temporary_(std::move(temporary)), file_(std::move(file)) {}

  ~DiskFileWriter() override {
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
  }

  Status append(std::string_view bytes) override {
    if (buffer_.size() + bytes.size() > buffer_size) {
      if (Status status = flush(); !status) return status;
      if (bytes.size() >= buffer_size) return put(bytes);
    }
    buffer_ += bytes;
    return Done{};
  }

  // All there will be, without a copy in the buffer.
  Status write_whole(std::string_view bytes) {
    if (Status status = put(bytes); !status) return status;
    return finish();
  }

  Status finish() override {
    if (Status status = flush(); !status) return status;
    if (const int error = file_.close(); error != 0) return failure("write", path_, error);
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) return failure("write", path_, errno);
    temporary_.clear();
    return Done{};
  }

 private:
  Status flush() {
    Status status = put(buffer_);
    buffer_.clear();
    return status;
  }

  Status put(std::string_view bytes) {
    const int error = write_all(file_.get(), bytes);
    if (error != 0) return failure("write", path_, error);
    return Done{};
  }

  std::string path_;
  std::string temporary_;  // empty once it has its final name
  Descriptor file_;
  std::string buffer_;
};

DirectoryEntry::Kind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return DirectoryEntry::Kind::file;
  if (S_ISDIR(mode)) return DirectoryEntry::Kind::directory;
  if (S_ISLNK(mode)) return DirectoryEntry::Kind::symlink;
  return DirectoryEntry::Kind::other;
}

std::int64_t milliseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000;
}

// Of the times also the one that nobody can set (st_ctim): a copy keeps the time of its original.
std::uint64_t mark_of(const struct stat& info) {
  const std::array<std::int64_t, 5> parts{info.st_mtim.tv_sec, info.st_mtim.tv_nsec,
                                          info.st_ctim.tv_sec, info.st_ctim.tv_nsec,
                                          static_cast<std::int64_t>(info.st_ino)};
  const std::uint64_t hash = hash64({reinterpret_cast<const char*>(parts.data()), sizeof parts});
  return hash == 0 ? 1 : hash;
}

class DiskFileSystem : public FileSystem {
 public:
  Result<std::vector<DirectoryEntry>> list(const std::string& directory) override {
    const std::string path = directory.empty() ? "." : directory;
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(path.c_str()), &::closedir);
    if (!stream) return failure("list", path, errno);
    std::vector<DirectoryEntry> entries;
    while (true) {
      errno = 0;
      const dirent* found = ::readdir(stream.get());
      if (found == nullptr) break;
      const std::string_view name = found->d_name;
      if (name == "." || name == "..") continue;
      struct stat info {};
      // A file that vanished since is no entry.
      if (::fstatat(::dirfd(stream.get()), found->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        continue;
      const auto size = S_ISREG(info.st_mode) ? static_cast<std::uint64_t>(info.st_size) : 0;
      entries.push_back({std::string(name), kind_of(info.st_mode), size, mark_of(info),
                         std::max(milliseconds(info.st_mtim), milliseconds(info.st_ctim))});
    }
    if (errno != 0) return failure("list", path, errno);
    std::sort(entries.begin(), entries.end(),
              [](const DirectoryEntry& a, const DirectoryEntry& b) { return a.name < b.name; });
    return entries;
  }

  Result<std::string> read(const std::string& path) override {
    struct stat info {};
    const Result<Descriptor> opened = open_file(path, info);
    if (!opened) return opened.error();

    // One byte more than the size, so that the end shows in the same call.
    std::string bytes(static_cast<std::size_t>(info.st_size) + 1, '\0');
    std::size_t size = 0;
    while (true) {
      const ssize_t got = retry_if_interrupted(
          [&] { return ::read(opened->get(), bytes.data() + size, bytes.size() - size); });
      if (got < 0) return failure("read", path, errno);
      if (got == 0) break;
      size += static_cast<std::size_t>(got);
      if (size == bytes.size())
        bytes.resize(bytes.size() * 2);  // it has grown since, or is one of /proc
    }
    bytes.resize(size);
    return bytes;
  }

  Result<std::string> read_head(const std::string& path, std::size_t limit) override {
    struct stat info {};
    const Result<Descriptor> opened = open_file(path, info);
    if (!opened) return opened.error();
    std::string bytes(std::min(limit, static_cast<std::size_t>(info.st_size)), '\0');
    std::size_t size = 0;
    while (size < bytes.size()) {
      const ssize_t got = retry_if_interrupted(
          [&] { return ::read(opened->get(), bytes.data() + size, bytes.size() - size); });
      if (got < 0) return failure("read", path, errno);
      if (got == 0) break;
      size += static_cast<std::size_t>(got);
    }
    bytes.resize(size);
    return bytes;
  }

  bool exists(const std::string& path) override {
    struct stat info {};
    return ::stat(path.empty() ? "." : path.c_str(), &info) == 0;
  }

  bool is_directory(const std::string& path) override {
    struct stat info {};
    return ::stat(path.empty() ? "." : path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
  }

  Result<std::string> real_path(const std::string& path) override {
    const std::unique_ptr<char, decltype(&std::free)> resolved(
        ::realpath(path.empty() ? "." : path.c_str(), nullptr), &std::free);
    if (!resolved) return failure("find", path, errno);
    return std::string(resolved.get());
  }

  Status make_directories(const std::string& path) override {
    if (path.empty() || is_directory(path)) return Done{};
    for (std::size_t slash = path.find('/', 1);; slash = path.find('/', slash + 1)) {
      const std::string part = path.substr(0, slash);
      if (::mkdir(part.c_str(), 0777) != 0) {
        const int error = errno;
        // Some parents exist and may not be ours to create in; only what is missing matters.
        if (!is_directory(part))
          return failure("create the folder", part, error == EEXIST ? ENOTDIR : error);
      }
      if (slash == std::string::npos) return Done{};
    }
  }

  Status write(const std::string& path, std::string_view bytes) override {
    Result<std::unique_ptr<DiskFileWriter>> writer = open_temporary(path);
    if (!writer) return std::move(writer).error();
    return (*writer)->write_whole(bytes);
  }

  Status write_new(const std::string& path, std::string_view bytes) override {
    Descriptor file = open_new(path);
    // A file, a folder or a link has the name: write says what is wrong, if anything is.
    if (!file && errno == EEXIST) return write(path, bytes);
    if (!file) return failure("write", path, errno);
    int error = write_all(file.get(), bytes);
    if (const int closing = file.close(); error == 0) error = closing;
    if (error == 0) return Done{};
    ::unlink(path.c_str());
    return failure("write", path, error);
  }

  Result<std::unique_ptr<FileWriter>> open_writer(const std::string& path) override {
    Result<std::unique_ptr<DiskFileWriter>> writer = open_temporary(path);
    if (!writer) return std::move(writer).error();
    return std::unique_ptr<FileWriter>(std::move(*writer));
  }

  Status remove_file(const std::string& path) override {
    if (::unlink(path.c_str()) != 0) return failure("remove", path, errno);
    return Done{};
  }

  Status remove_empty_directory(const std::string& path) override {
    if (::rmdir(path.c_str()) != 0) return failure("remove the folder", path, errno);
    return Done{};
  }

 private:
  Result<std::unique_ptr<DiskFileWriter>> open_temporary(const std::string& path) {
    std::string temporary = temporary_beside(path, writers_opened_++);
    Descriptor file = open_new(temporary);
    if (!file) return failure("write", path, errno);
    return std::make_unique<DiskFileWriter>(path, std::move(temporary), std::move(file));
  }

  // A file that was not there, open for writing; an invalid descriptor, with errno, where it could not be made.
  static Descriptor open_new(const std::string& path) {
    return Descriptor(retry_if_interrupted([&] {
      return ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    }));
  }

  // A regular file, open for reading, and what is known of it.
  static Result<Descriptor> open_file(const std::string& path, struct stat& info) {
    // O_NONBLOCK: opening a named pipe must not wait for its writer.
    Descriptor file(retry_if_interrupted(
        [&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK); }));
    if (!file) {
      if (errno == ELOOP) return failure("read", path, "it is a symbolic link");
      return failure("read", path, errno);
    }
    if (::fstat(file.get(), &info) != 0) return failure("read", path, errno);
    if (S_ISDIR(info.st_mode)) return failure("read", path, EISDIR);
    if (!S_ISREG(info.st_mode)) return failure("read", path, "it is not a regular file");
    return file;
  }

  std::atomic<std::uint64_t> writers_opened_{0};
};

}  // namespace

std::unique_ptr<FileSystem> disk_file_system() { return std::make_unique<DiskFileSystem>(); }

}  // namespace loci
