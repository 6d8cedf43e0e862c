#include "study/live_log.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <utility>
#include <vector>

namespace loci {

Result<LiveLog::Files> LiveLog::files_now() const {
  const Result<std::vector<std::string>> paths = log_files(reviews_);
  if (!paths) return paths.error();
  Files now;
  for (const std::string& path : *paths) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) continue;  // gone since
    now[path] = {info.st_ino, static_cast<std::uint64_t>(info.st_size),
                 std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec, 0};
  }
  return now;
}

bool LiveLog::only_grown(const Files& now) const {
  return std::all_of(files_.begin(), files_.end(), [&now](const auto& entry) {
    const auto& [path, then] = entry;
    const auto found = now.find(path);
    if (found == now.end() || found->second.inode != then.inode) return false;
    return found->second.size > then.size ||
           (found->second.size == then.size && found->second.changed_ns == then.changed_ns);
  });
}

Result<const EventLog*> LiveLog::read() {
  Result<Files> now = files_now();
  if (!now) return std::move(now).error();
  if (!only_grown(*now)) {
    log_ = EventLog();
    files_.clear();
  }
  for (auto& [path, file] : *now) {
    const auto then = files_.find(path);
    if (then != files_.end() && then->second.size == file.size) {
      file.whole = then->second.whole;
      continue;
    }
    const std::uint64_t from = then == files_.end() ? 0 : then->second.whole;
    std::ifstream stream(path, std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(from));
    std::string text(file.size - from, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!stream) {
      // Nothing of what was followed so far is sure any more.
      files_.clear();
      log_ = EventLog();
      return Error{"cannot read '" + path + "'", {}, ErrorKind::environment};
    }
    const std::size_t last = text.rfind('\n');
    file.whole = last == std::string::npos ? from : from + last + 1;
    log_.add_text(path, std::move(text));
  }
  files_ = *std::move(now);
  return &std::as_const(log_);
}

}  // namespace loci
