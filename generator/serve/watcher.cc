#include "serve/watcher.h"

#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <thread>
#include <utility>

namespace loci {

namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t interesting = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM |
                                      IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ATTRIB |
                                      IN_ONLYDIR;

// Files that editors make and unmake beside the one that is saved.
bool is_editor_noise(std::string_view name) {
  return name.empty() || name.starts_with('.') || name.ends_with('~') || name.ends_with(".swp") ||
         name.ends_with(".tmp") || name == "4913";
}

}  // namespace

Watcher::Watcher(std::vector<std::string> folders, std::function<bool(std::string_view)> skip,
                 Options options)
    : folders_(std::move(folders)), skip_(std::move(skip)), options_(options) {
  start_over();
}

Watcher::~Watcher() {
  if (inotify_ >= 0) close(inotify_);
}

void Watcher::start_over() {
  if (inotify_ >= 0) close(inotify_);
  inotify_ = -1;
  watched_.clear();
  polling_ = options_.force_polling;
  if (!polling_) {
    inotify_ = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (inotify_ < 0) polling_ = true;
    for (const std::string& folder : folders_) watch_tree(folder);
  }
  if (polling_) {
    if (inotify_ >= 0) close(inotify_);
    inotify_ = -1;
    watched_.clear();
    snapshot_ = take_snapshot();
  }
}

// A watch is added before the folder is listed, so nothing made in between is missed.
void Watcher::watch_tree(const std::string& folder) {
  if (polling_ || skip_(folder)) return;
  const int watch = inotify_add_watch(inotify_, folder.c_str(), interesting);
  if (watch < 0) {
    // ENOENT, EACCES: the folder has gone or is closed to us. All else (no watches left): look ourselves.
    if (errno != ENOENT && errno != EACCES && errno != ENOTDIR) polling_ = true;
    return;
  }
  watched_[watch] = folder;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code type_error;
    if (it->symlink_status(type_error).type() == fs::file_type::directory)
      watch_tree(it->path().string());
  }
}

bool Watcher::drain() {
  bool counted = false;
  alignas(inotify_event) std::array<char, 16 * 1024> buffer{};
  while (true) {
    const ssize_t got = read(inotify_, buffer.data(), buffer.size());
    if (got <= 0) return counted;
    for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const std::string_view name =
          event.len > 0 ? std::string_view(buffer.data() + at + sizeof event) : std::string_view();
      at += sizeof event + event.len;
      if (event.mask & IN_Q_OVERFLOW) {
        // Events were lost: folders may have come and gone unseen.
        start_over();
        return true;
      }
      const auto folder = watched_.find(event.wd);
      if (folder == watched_.end()) continue;
      if (event.mask & IN_IGNORED) {
        watched_.erase(folder);
        continue;
      }
      if (event.mask & IN_ISDIR) {
        if (event.mask & (IN_CREATE | IN_MOVED_TO))
          watch_tree(folder->second + "/" + std::string(name));
        if (polling_) {
          start_over();
          return true;
        }
        // A folder that is not skipped may already hold files that were made before it was watched.
        if (!is_editor_noise(name) || !skip_(folder->second + "/" + std::string(name)))
          counted = true;
      } else if (!is_editor_noise(name)) {
        counted = true;
      }
    }
  }
}

bool Watcher::wait_for_events(const std::atomic<bool>& stop) {
  using Clock = std::chrono::steady_clock;
  pollfd waiting{inotify_, POLLIN, 0};
  while (!stop) {
    if (::poll(&waiting, 1, 100) <= 0) continue;
    if (!drain()) continue;
    const Clock::time_point first = Clock::now();
    while (!stop && !polling_ && Clock::now() - first < options_.longest) {
      waiting.fd = inotify_;
      if (::poll(&waiting, 1, static_cast<int>(options_.quiet.count())) <= 0) break;
      drain();
    }
    return !stop;
  }
  return false;
}

Watcher::Snapshot Watcher::take_snapshot() const {
  Snapshot snapshot;
  for (const std::string& root : folders_) {
    std::error_code error;
    fs::recursive_directory_iterator it(root, fs::directory_options::skip_permission_denied, error);
    for (const fs::recursive_directory_iterator end; !error && it != end; it.increment(error)) {
      const std::string path = it->path().string();
      struct stat facts {};
      if (lstat(path.c_str(), &facts) != 0) continue;
      if (S_ISDIR(facts.st_mode)) {
        if (skip_(path)) it.disable_recursion_pending();
        continue;
      }
      if (is_editor_noise(it->path().filename().string())) continue;
      const std::int64_t modified =
          static_cast<std::int64_t>(facts.st_mtim.tv_sec) * 1'000'000'000 + facts.st_mtim.tv_nsec;
      snapshot[path] = {modified, static_cast<std::uint64_t>(facts.st_size)};
    }
  }
  return snapshot;
}

bool Watcher::wait_by_polling(const std::atomic<bool>& stop) {
  while (!stop) {
    for (auto waited = std::chrono::milliseconds(0); waited < options_.poll && !stop;
         waited += std::chrono::milliseconds(50)) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    Snapshot now = take_snapshot();
    if (now == snapshot_) continue;
    snapshot_ = std::move(now);
    return !stop;
  }
  return false;
}

bool Watcher::wait(const std::atomic<bool>& stop) {
  return polling_ ? wait_by_polling(stop) : wait_for_events(stop);
}

}  // namespace loci
