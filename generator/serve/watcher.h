// Waits until something under a folder changes: inotify where it works, looking at sizes and times where it does not
// (no watches left, a network share, another system).
//
//     Watcher watcher({root}, skip);
//     while (watcher.wait(stop)) session.rebuild();
//
// An editor that saves makes several events; wait() returns once they have been quiet for a moment.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace loci {

class Watcher {
 public:
  struct Options {
    std::chrono::milliseconds quiet{40};     // saves by rename take a few events within about 10 ms
    std::chrono::milliseconds longest{500};  // a folder that never rests is built all the same
    std::chrono::milliseconds poll{500};     // between looks when inotify does not work
    bool force_polling = false;
  };

  // `skip` is asked with absolute folder paths: the output folder, .git and their like are not watched.
  Watcher(std::vector<std::string> folders, std::function<bool(std::string_view)> skip,
          Options options);
  ~Watcher();
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  // True: something changed. False: `stop` became true.
  bool wait(const std::atomic<bool>& stop);

  bool is_polling() const { return polling_; }

 private:
  struct Stamp {
    std::int64_t modified_ns = 0;
    std::uint64_t size = 0;
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  using Snapshot = std::map<std::string, Stamp>;

  void watch_tree(const std::string& folder);
  void start_over();
  bool drain();  // reads what inotify has; true when something counted
  bool wait_for_events(const std::atomic<bool>& stop);
  bool wait_by_polling(const std::atomic<bool>& stop);
  Snapshot take_snapshot() const;

  std::vector<std::string> folders_;
  std::function<bool(std::string_view)> skip_;
  Options options_;
  int inotify_ = -1;
  std::map<int, std::string> watched_;  // watch descriptor -> folder
  bool polling_ = false;
  Snapshot snapshot_;
};

}  // namespace loci
