#include "serve/watcher.h"

#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <string>

#include "unit/temporary_folder.h"

using namespace loci;
namespace fs = std::filesystem;

namespace {

// True when the watcher woke for `change` within five seconds.
bool wakes_for(Watcher& watcher, const std::function<void()>& change) {
  std::atomic<bool> stop = false;
  std::future<bool> woke = std::async(std::launch::async, [&] { return watcher.wait(stop); });
  change();
  if (woke.wait_for(std::chrono::seconds(5)) != std::future_status::ready) stop = true;
  return woke.get();
}

bool stays_quiet_for(Watcher& watcher, const std::function<void()>& change) {
  std::atomic<bool> stop = false;
  std::future<bool> woke = std::async(std::launch::async, [&] { return watcher.wait(stop); });
  change();
  const bool quiet = woke.wait_for(std::chrono::milliseconds(400)) == std::future_status::timeout;
  stop = true;
  woke.get();
  return quiet;
}

bool skip_public(std::string_view folder) { return folder.ends_with("/public"); }

}  // namespace

TEST_CASE("a watcher wakes for saves, renames, deletions and files in new folders") {
  for (const bool polling : {false, true}) {
    CAPTURE(polling);
    test::TemporaryFolder folder;
    folder.write("a.md", "one");
    Watcher::Options options;
    options.force_polling = polling;
    options.poll = std::chrono::milliseconds(50);
    Watcher watcher({folder.path()}, skip_public, options);
    CHECK(watcher.is_polling() == polling);
    CHECK(wakes_for(watcher, [&] { folder.write("a.md", "two, longer"); }));
    CHECK(wakes_for(watcher, [&] {
      folder.write(".a.md.tmp", "three, saved by rename");
      fs::rename(folder.path() + "/.a.md.tmp", folder.path() + "/a.md");
    }));
    CHECK(wakes_for(watcher, [&] {
      fs::create_directories(folder.path() + "/new/deep");
      folder.write("new/deep/b.md", "text");
    }));
    CHECK(wakes_for(watcher, [&] { folder.write("new/deep/b.md", "other text"); }));
    CHECK(wakes_for(watcher, [&] { fs::remove(folder.path() + "/a.md"); }));
  }
}

TEST_CASE("a watcher sleeps through the output folder and the files of editors") {
  for (const bool polling : {false, true}) {
    CAPTURE(polling);
    test::TemporaryFolder folder;
    fs::create_directories(folder.path() + "/public");
    Watcher::Options options;
    options.force_polling = polling;
    options.poll = std::chrono::milliseconds(50);
    Watcher watcher({folder.path()}, skip_public, options);
    CHECK(stays_quiet_for(watcher, [&] { folder.write("public/a.html", "page"); }));
    CHECK(stays_quiet_for(watcher, [&] {
      folder.write(".a.md.swp", "x");
      folder.write("a.md~", "x");
      folder.write("4913", "x");
    }));
  }
}

TEST_CASE("a watcher gives up at once when it is told to stop") {
  test::TemporaryFolder folder;
  Watcher watcher({folder.path()}, skip_public, {});
  std::atomic<bool> stop = true;
  CHECK_FALSE(watcher.wait(stop));
}
