#include "site/parse_cache.h"

#include <catch2/catch_test_macros.hpp>

#include "site/parse.h"

namespace loci {
namespace {

std::shared_ptr<const ParsedNote> note_at(const std::string& path) {
  auto note = std::make_shared<ParsedNote>();
  note->path = path;
  return note;
}

}  // namespace

TEST_CASE("a note is found by path, bytes and options together") {
  ParseCache cache;
  const auto note = note_at("a.md");
  cache.store(1, 2, note);
  CHECK(cache.find("a.md", 1, 2) == note);
  CHECK(cache.find("b.md", 1, 2) == nullptr);
  CHECK(cache.find("a.md", 9, 2) == nullptr);
  CHECK(cache.find("a.md", 1, 9) == nullptr);
}

TEST_CASE("what a build did not ask for is dropped") {
  ParseCache cache;
  cache.store(1, 1, note_at("a.md"));
  cache.store(1, 1, note_at("b.md"));
  cache.sweep();
  CHECK(cache.find("a.md", 1, 1) != nullptr);
  cache.sweep();
  CHECK(cache.find("a.md", 1, 1) != nullptr);
  CHECK(cache.find("b.md", 1, 1) == nullptr);
}

TEST_CASE("options that change a parse change the fingerprint") {
  SiteConfig config;
  const std::uint64_t plain = parse_options_hash(config);
  config.title = "other";
  CHECK(parse_options_hash(config) == plain);
  config.markdown.hard_line_breaks = true;
  CHECK(parse_options_hash(config) != plain);
  config.markdown.hard_line_breaks = false;
  config.extra_front_matter = {"mine"};
  CHECK(parse_options_hash(config) != plain);
}

}  // namespace loci
