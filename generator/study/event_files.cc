// The log on disk. The other half of study/event_log.h, in plain system calls: what is promised
// here (one write, on disk before we say so) can only be promised of calls one can count.

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "base/descriptor.h"
#include "base/hash.h"
#include "base/text.h"
#include "study/event_log.h"

namespace loci {

namespace {

Error system_error(const std::string& what, const std::string& path, int number) {
  std::string reason = std::generic_category().message(number);
  if (!reason.empty()) reason[0] = ascii_lower(reason[0]);
  return {what + " '" + path + "': " + reason, {}, ErrorKind::environment};
}

// After a file or folder was made: its name is in the folder, but the folder is not yet on disk.
Status sync_folder(const std::string& path) {
  const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder || ::fsync(folder.get()) != 0)
    return system_error("cannot save the folder", path, errno);
  return Done{};
}

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Status make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0755) == 0) return sync_folder(parent_of(path));
  if (errno == EEXIST) return Done{};
  if (errno == ENOENT && parent_of(path) != path) {
    if (Status made = make_folder(parent_of(path)); !made) return made;
    if (::mkdir(path.c_str(), 0755) == 0) return sync_folder(parent_of(path));
    if (errno == EEXIST) return Done{};
  }
  return system_error("cannot make the folder", path, errno);
}

Result<std::string> read_whole(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return system_error("cannot read", path, errno);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return system_error("cannot read", path, errno);
  // One byte more than the size, so that the end shows in the same call.
  std::string text(static_cast<std::size_t>(status.st_size) + 1, '\0');
  std::size_t size = 0;
  while (true) {
    const ssize_t count = ::read(file.get(), text.data() + size, text.size() - size);
    if (count == 0) break;
    if (count > 0) {
      size += static_cast<std::size_t>(count);
      if (size == text.size()) text.resize(text.size() * 2);  // it has grown since
    } else if (errno != EINTR) {
      return system_error("cannot read", path, errno);
    }
  }
  text.resize(size);
  return text;
}

// Names in a folder, sorted; without hidden ones. A missing folder has none.
Result<std::vector<std::string>> names_in(const std::string& path) {
  std::vector<std::string> names;
  DIR* folder = ::opendir(path.c_str());
  if (folder == nullptr) {
    if (errno == ENOENT) return names;
    return system_error("cannot read the folder", path, errno);
  }
  while (const dirent* entry = ::readdir(folder)) {
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  }
  ::closedir(folder);
  std::sort(names.begin(), names.end());
  return names;
}

bool is_folder(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

// "2026-11"
std::string month_of(const Moment& at) {
  const std::int64_t local_ms = at.unix_ms + std::int64_t{at.utc_offset_minutes} * 60'000;
  constexpr std::int64_t day_ms = 86'400'000;
  const std::int64_t day = local_ms / day_ms - (local_ms % day_ms < 0 ? 1 : 0);
  return to_string(date_from_days(day)).substr(0, 7);
}

// True when the file is empty or ends with a line end.
Result<bool> ends_cleanly(const Descriptor& file, const std::string& path) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return system_error("cannot read", path, errno);
  if (status.st_size == 0) return true;
  char last = 0;
  if (::pread(file.get(), &last, 1, status.st_size - 1) != 1)
    return system_error("cannot read", path, errno);
  return last == '\n';
}

Status write_once(const Descriptor& file, const std::string& path, std::string_view bytes) {
  ssize_t written = 0;
  do {
    written = ::write(file.get(), bytes.data(), bytes.size());
  } while (written < 0 && errno == EINTR);
  if (written < 0) return system_error("cannot append to", path, errno);
  if (static_cast<std::size_t>(written) != bytes.size())
    return system_error("cannot append to", path, ENOSPC);
  if (::fdatasync(file.get()) != 0) return system_error("cannot save", path, errno);
  return Done{};
}

std::string proposed_name(std::string_view host, std::span<const std::byte, 10> randomness) {
  std::string name;
  for (const char c : host.substr(0, std::min<std::size_t>(host.find('.'), 24))) {
    if (is_ascii_letter(c) || is_ascii_digit(c)) {
      name += ascii_lower(c);
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  if (name.empty()) name = "device";
  if (name.back() != '-') name += '-';
  for (std::size_t i = 0; i < 4; ++i) {
    name += "abcdefghijklmnopqrstuvwxyz234567"[std::to_integer<unsigned>(randomness[i]) & 31];
  }
  return name;
}

}  // namespace

namespace {

Status add_file(EventLog& log, const std::string& path) {
  Result<std::string> text = read_whole(path);
  if (!text) return std::move(text).error();
  log.add_text(path, std::move(*text));
  return Done{};
}

Status add_folder(EventLog& log, const std::string& reviews) {
  const Result<std::vector<std::string>> paths = log_files(reviews);
  if (!paths) return paths.error();
  std::size_t bytes = 0;
  for (const std::string& path : *paths) {
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0) bytes += static_cast<std::size_t>(status.st_size);
  }
  log.expect(bytes);
  for (const std::string& path : *paths) {
    if (Status added = add_file(log, path); !added) return added;
  }
  return Done{};
}

// Under its name all at once: written and synced beside it, then linked. EEXIST: the same events
// were imported meanwhile, and the name says that the bytes are the same.
Status write_new_file(const std::string& folder, const std::string& name, std::string_view text) {
  if (Status made = make_folder(folder); !made) return made;
  const std::string path = folder + "/" + name;
  const std::string draft = folder + "/." + name + "." + std::to_string(::getpid());
  {
    Descriptor file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!file) return system_error("cannot write", path, errno);
    Status written = write_once(file, path, text);
    if (written) {
      if (const int error = file.close(); error != 0)
        written = system_error("cannot save", path, error);
    }
    if (!written) {
      ::unlink(draft.c_str());
      return written;
    }
  }
  const int linked = ::link(draft.c_str(), path.c_str());
  const int reason = errno;
  ::unlink(draft.c_str());
  if (linked != 0 && reason != EEXIST) return system_error("cannot write", path, reason);
  return sync_folder(folder);
}

}  // namespace

Result<std::vector<std::string>> log_files(const std::string& reviews) {
  std::vector<std::string> paths;
  Result<std::vector<std::string>> devices = names_in(reviews);
  if (!devices) return std::move(devices).error();
  for (const std::string& device : *devices) {
    const std::string folder = reviews + "/" + device;
    if (!is_folder(folder)) {
      if (folder.ends_with(".jsonl")) paths.push_back(folder);
      continue;
    }
    Result<std::vector<std::string>> names = names_in(folder);
    if (!names) return std::move(names).error();
    for (const std::string& name : *names) {
      if (name.ends_with(".jsonl")) paths.push_back(folder + "/" + name);
    }
  }
  return paths;
}

Result<EventLog> read_event_log(const std::string& reviews) {
  EventLog log;
  if (Status added = add_folder(log, reviews); !added) return std::move(added).error();
  return log;
}

Status add_events_from(EventLog& log, const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    if (errno == ENOENT || errno == ENOTDIR)
      return Error{"there is no file or folder '" + path + "'", {}, ErrorKind::usage};
    return system_error("cannot read", path, errno);
  }
  if (!S_ISDIR(status.st_mode)) return add_file(log, path);
  const std::string inside = path + "/.loci/reviews";
  return add_folder(log, is_folder(inside) ? inside : path);
}

Result<ImportedEvents> import_events(const std::string& reviews, std::string_view device,
                                     const EventLog& incoming) {
  const Result<EventLog> log = read_event_log(reviews);
  if (!log) return log.error();
  ImportedEvents imported;
  std::string text;
  for (const Event& event : incoming.events()) {
    if (log->contains(event.id)) {
      ++imported.known;
      continue;
    }
    ++imported.added;
    text += event.line;
    text += '\n';
  }
  if (imported.added == 0) return imported;
  const std::string folder = reviews + "/" + std::string(device);
  const std::string name = "import-" + to_hex(hash64(text)) + ".jsonl";
  if (Status written = write_new_file(folder, name, text); !written)
    return std::move(written).error();
  imported.path = folder + "/" + name;
  return imported;
}

Status append_events(const std::string& reviews, std::string_view device, const Moment& at,
                     std::span<const std::string> lines) {
  if (lines.empty()) return Done{};
  const std::string folder = reviews + "/" + std::string(device);
  const std::string path = folder + "/" + month_of(at) + ".jsonl";
  if (Status made = make_folder(folder); !made) return made;
  bool created = true;
  int descriptor = ::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor < 0 && errno == EEXIST) {
    created = false;
    descriptor = ::open(path.c_str(), O_RDWR | O_APPEND | O_CLOEXEC);
  }
  Descriptor file(descriptor);
  if (!file) return system_error("cannot open", path, errno);
  while (::flock(file.get(), LOCK_EX) != 0) {
    if (errno != EINTR) return system_error("cannot lock", path, errno);
  }
  const Result<bool> clean = ends_cleanly(file, path);
  if (!clean) return clean.error();
  std::string bytes;
  if (!*clean) bytes += '\n';
  for (const std::string& line : lines) {
    bytes += line;
    bytes += '\n';
  }
  const off_t end = ::lseek(file.get(), 0, SEEK_END);
  if (Status written = write_once(file, path, bytes); !written) {
    // What fitted on a full disk would stay as a damaged line of which nobody was told that it is saved. That it cannot be taken
    // back is no worse.
    if (end >= 0) static_cast<void>(::ftruncate(file.get(), end) == 0);
    return written;
  }
  if (const int error = file.close(); error != 0) return system_error("cannot save", path, error);
  if (created) return sync_folder(folder);
  return Done{};
}

bool is_device_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || is_ascii_digit(c) || c == '-';
  });
}

Result<std::string> device_name(const std::string& loci_folder, std::string_view host,
                                std::span<const std::byte, 10> randomness) {
  const std::string path = loci_folder + "/device";
  const auto known_name = [&]() -> Result<std::string> {
    Result<std::string> text = read_whole(path);
    if (!text) return text;
    std::string name(trim(*text));
    if (is_device_name(name)) return name;
    return Error{
        "'" + path + "' holds no device name",
        {"write one of small letters, digits and '-' into it, or delete it to get a new one"},
        ErrorKind::environment};
  };
  if (::access(path.c_str(), F_OK) == 0) return known_name();
  if (Status made = make_folder(loci_folder); !made) return std::move(made).error();
  // Written beside, then linked: two programs that start at once agree on one name, and a crash
  // leaves none.
  const std::string name = proposed_name(host, randomness);
  const std::string draft = path + "." + name;
  {
    Descriptor file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!file) return system_error("cannot write", draft, errno);
    if (Status written = write_once(file, draft, name + "\n"); !written)
      return std::move(written).error();
  }
  const int linked = ::link(draft.c_str(), path.c_str());
  const int reason = errno;
  ::unlink(draft.c_str());
  if (linked != 0 && reason != EEXIST) return system_error("cannot write", path, reason);
  if (Status synced = sync_folder(loci_folder); !synced) return std::move(synced).error();
  return known_name();
}

}  // namespace loci
