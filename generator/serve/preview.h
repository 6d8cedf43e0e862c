// What the preview server shows: the newest build, kept fresh. A change makes a new immutable Preview; requests that run keep
// the old one until they are done.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timer.h"
#include "site/parse_cache.h"
#include "site/pipeline.h"
#include "source/config.h"
#include "source/file_system.h"
#include "theme/theme.h"

namespace loci {

struct Preview {
  std::shared_ptr<const SiteBuild> build;  // null: nothing could be built yet
  std::shared_ptr<const Theme> theme;
  std::string
      problems;  // what the terminal says about the notes or the configuration; empty when all is well
  std::vector<std::string> changed;  // source files that differ from the build before
  std::uint64_t version = 0;
  double milliseconds = 0;  // what the build took
};

struct PageChange {
  bool text = false;   // anything of it
  bool shell = false;  // what stands around its text: head and foot of the site, styles, scripts
};

class PreviewSession {
 public:
  PreviewSession(std::string root, ConfigOverrides overrides, FileSystem& files);

  // Reads everything again. When the configuration or a template is broken, the build before stays and `problems` says why.
  // Called from one thread; readers may be many.
  void rebuild();

  Preview current() const;
  // The first preview with a version above `version`, or the current one when `patience` is over.
  Preview wait_newer(std::uint64_t version, std::chrono::milliseconds patience) const;
  // Wakes all who wait, for the end of the server.
  void wake() const { changed_.notify_all(); }

  // An output's bytes as this server sends it: pages get the live-reload script and the token for saving reviews.
  static Result<std::string> page(const Preview& preview, std::string_view path,
                                  std::string_view token);
  // What of a page reads differently in the two previews, its build id aside.
  static PageChange change_of(const Preview& before, const Preview& after, std::string_view path);

 private:
  std::string root_;
  ConfigOverrides overrides_;
  FileSystem& files_;
  ParseCache cache_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  Preview current_;
};

}  // namespace loci
