// Whole small sites: a folder with notes, a site.toml or none, and in expected/ every page and
// message that a build makes.
//
//   LOCI_UPDATE_GOLDEN=1 ctest -R golden    rewrites expected/; read the diff before committing it
//
// Asset names and the build's fingerprint change with every style and template, so they stand as
// HASH. Search and card data have tests of their own.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "base/text.h"
#include "site/pipeline.h"
#include "site/render.h"
#include "source/config.h"
#include "source/diagnostic_printer.h"
#include "test_places.h"
#include "theme/theme.h"

namespace loci {
namespace {

namespace fs = std::filesystem;
using Files = std::map<std::string, std::string>;

bool is_compared(OutputKind kind) {
  return kind != OutputKind::asset && kind != OutputKind::data && kind != OutputKind::lunr_index &&
         kind != OutputKind::attachment;
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

Files build_case(const std::string& folder) {
  const auto disk = disk_file_system();
  Result<SiteConfig> config = load_config(folder, {}, *disk);
  REQUIRE(config.has_value());
  config->ignore.push_back("/expected/");
  Result<Theme> theme = load_theme(*config, *disk);
  REQUIRE(theme.has_value());
  Timings timings;
  const auto build = build_site(*config, *theme, *disk, Depth::planned, nullptr, timings);
  REQUIRE(build.has_value());

  Files made;
  std::string& plan = made["plan.txt"];
  for (const Output& output : (*build)->plan.outputs) {
    if (output.kind != OutputKind::asset && output.kind != OutputKind::data)
      plan += output.path + "\n";
    if (!is_compared(output.kind)) continue;
    std::string& bytes = made[output.path];
    Result<std::string> rendered = render(output, **build, *theme);
    REQUIRE(rendered.has_value());
    bytes = *std::move(rendered);
    for (const Asset& asset : theme->assets()) {
      if (asset.output_path == "assets/" + asset.name) continue;
      const std::size_t dot = asset.name.rfind('.');
      bytes = replace_all(bytes, asset.output_path,
                          "assets/" + asset.name.substr(0, dot) + ".HASH" + asset.name.substr(dot));
    }
    bytes = replace_all(bytes, (*build)->build_id, "HASH");
  }
  made["messages.txt"] = print_diagnostics(
      (*build)->diagnostics, [&](std::string_view path) { return (*build)->text_of(path); }, {});
  return made;
}

Files read_expected(const fs::path& folder) {
  Files files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file())
      files.emplace(fs::relative(entry.path(), folder).generic_string(), read_file(entry.path()));
  }
  return files;
}

void check_case(const std::string& name) {
  const std::string folder = std::string(LOCI_SOURCE_DIR) + "/tests/golden/" + name;
  const fs::path expected_folder = folder + "/expected";
  const Files made = build_case(folder);
  if (std::getenv("LOCI_UPDATE_GOLDEN") != nullptr) {
    fs::remove_all(expected_folder);
    for (const auto& [path, bytes] : made) {
      fs::create_directories((expected_folder / path).parent_path());
      std::ofstream(expected_folder / path, std::ios::binary) << bytes;
    }
    return;
  }
  const Files expected = read_expected(expected_folder);
  for (const auto& [path, bytes] : made) {
    INFO("tests/golden/" << name << "/expected/" << path);
    const auto known = expected.find(path);
    CHECK(known != expected.end());
    if (known != expected.end()) CHECK(bytes == known->second);
  }
  for (const auto& [path, bytes] : expected) {
    INFO("tests/golden/" << name << "/expected/" << path << " is no longer made");
    CHECK(made.contains(path));
  }
}

}  // namespace

TEST_CASE("golden site: a house with everything, in Loci's own templates") { check_case("house"); }
TEST_CASE("golden site: a vault without site.toml") { check_case("vault"); }
TEST_CASE("golden site: a theme of its own, in German") { check_case("theme"); }
TEST_CASE("golden site: embeds, pictures, redirects and a private note") { check_case("embeds"); }
TEST_CASE("golden site: awkward names and broken links") { check_case("awkward"); }

}  // namespace loci
