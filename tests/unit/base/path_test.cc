#include "base/path.h"

#include <catch2/catch_test_macros.hpp>

using namespace loci;

TEST_CASE("paths are joined and parted") {
  CHECK(join_path("notes", "a.md") == "notes/a.md");
  CHECK(join_path("notes/", "a.md") == "notes/a.md");
  CHECK(join_path("", "a.md") == "a.md");
  CHECK(join_path(".", "a.md") == "a.md");
  CHECK(join_path("a", ".") == "a");
  CHECK(join_path("a", "/b") == "/b");
  CHECK(join_path("/", "b") == "/b");
  CHECK(parent_path("a/b/c.md") == "a/b");
  CHECK(parent_path("c.md") == "");
  CHECK(parent_path("/c.md") == "/");
  CHECK(file_name("a/b.md") == "b.md");
  CHECK(file_stem("a/b.c.md") == "b.c");
  CHECK(extension("a.b/c") == "");
  CHECK(extension("a/b.md") == ".md");
  CHECK(file_stem(".gitignore") == ".gitignore");
}

TEST_CASE("normal_path resolves dots without a disk") {
  CHECK(normal_path("a/./b//../c/") == "a/c");
  CHECK(normal_path("./") == "");
  CHECK(normal_path("a/..") == "");
  CHECK(normal_path("../a/../../b") == "../../b");
  CHECK(normal_path("/../a") == "/a");
  CHECK(normal_path("/") == "/");
}

TEST_CASE("is_inside compares whole parts") {
  CHECK(is_inside("notes/a.md", "notes"));
  CHECK(is_inside("notes", "notes"));
  CHECK_FALSE(is_inside("notes2/a.md", "notes"));
  CHECK(is_inside("a.md", ""));
  CHECK_FALSE(is_inside("../a.md", ""));
  CHECK_FALSE(is_inside("/a.md", ""));
  CHECK(is_inside("/a", "/"));
}

TEST_CASE("a path is written relative to the folder of the file it stands in") {
  CHECK(relative_path("a/b", "a/c/d.md") == "../c/d.md");
  CHECK(relative_path("a", "a/d.md") == "d.md");
  CHECK(relative_path("", "a/d.md") == "a/d.md");
  CHECK(relative_path("a/b", "d.md") == "../../d.md");
  CHECK(relative_path("a/b", "a/b") == "../b");
}
