#include "serve/reviews.h"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>

#include "unit/temporary_folder.h"

namespace loci {
namespace {

// The same in tests/browser-unit/review/kept_fold.test.ts.
TEST_CASE("the mark of an id is what the page makes of it") {
  CHECK(mark_of("") == 0);
  CHECK(mark_of("01KB3M7QABCDEFGHJKMNPQRSTV") == -1219144266);
  CHECK(mark_of("zz-9") == 3753196);
}

std::string suspension(std::string_view id, std::int64_t t) {
  return R"({"v":1,"id":")" + std::string(id) + R"(","dev":"d","t":)" + std::to_string(t) +
         R"(,"e":"suspend","c":"h-a"})" + "\n";
}

TEST_CASE("a page that knows all events but the last is sent the last") {
  const test::TemporaryFolder folder;
  std::filesystem::create_directories(folder / "desk");
  const auto append = [&](std::string_view text) {
    std::ofstream(folder / "desk/2026-11.jsonl", std::ios::app | std::ios::binary) << text;
  };
  append(suspension("A", 10) + suspension("B", 20));
  ReviewStore store(folder.path());
  const KnownEvents both{2, "B", mark_of("A") ^ mark_of("B")};
  CHECK(store.lines_after({0, "", 0})->value() == suspension("A", 10) + suspension("B", 20));
  CHECK(store.lines_after(both)->value().empty());
  append(suspension("D", 30));
  CHECK(store.lines_after(both)->value() == suspension("D", 30));
  // Another event than the page has, and one that it has not.
  CHECK_FALSE(store.lines_after({2, "B", mark_of("A") ^ mark_of("C")})->has_value());
  CHECK_FALSE(store.lines_after({1, "B", mark_of("B")})->has_value());
  append(suspension("AA", 40));
  CHECK_FALSE(store.lines_after(both)->has_value());
  CHECK(*store.all_lines() ==
        suspension("A", 10) + suspension("B", 20) + suspension("D", 30) + suspension("AA", 40));
}

}  // namespace
}  // namespace loci
