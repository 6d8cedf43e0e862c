#include "site/manifest.h"

#include <catch2/catch_test_macros.hpp>

namespace loci {

TEST_CASE("a manifest is read as it was written") {
  const Manifest manifest{{{"a/b.html", "00ff"}, {"quote \" ü.html", ""}}};
  CHECK(write_manifest(manifest) ==
        "{\"loci\":1,\"files\":{\n\"a/b.html\":\"00ff\",\n\"quote \\\" ü.html\":\"\"\n}}\n");
  CHECK(read_manifest(write_manifest(manifest)) == manifest);
  CHECK(read_manifest(write_manifest({})) == Manifest{});
}

TEST_CASE("what is not a manifest is none") {
  CHECK(read_manifest("") == std::nullopt);
  CHECK(read_manifest("{}") == std::nullopt);
  CHECK(read_manifest("{\"loci\":1,\"files\":[]}") == std::nullopt);
  CHECK(read_manifest("{\"loci\":1,\"files\":{") == std::nullopt);
}

TEST_CASE("paths that lead out of the folder are not ours to delete") {
  CHECK(read_manifest("{\"loci\":1,\"files\":{\"../x\":\"\",\"/etc/passwd\":\"\",\"a/../../"
                      "x\":\"\",\"a/./b\":\"\",\"\":\"\",\"ok\":1}}") == Manifest{{{"ok", ""}}});
}

}  // namespace loci
