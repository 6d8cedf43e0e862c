#include "search/places.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

using namespace loci;

namespace {

std::string text_of(std::vector<std::uint32_t> places) {
  std::string text;
  append_places(text, places);
  return text;
}

}  // namespace

TEST_CASE("near places take a character each, and nothing that a script escapes") {
  CHECK(text_of({0}) == " ");
  CHECK(text_of({22}) == "N");
  CHECK(text_of({0, 1, 2}) == "!! ");
  CHECK(text_of({23}).size() == 2);
  for (std::uint32_t place = 0; place < 5000; ++place) {
    for (const char c : text_of({place})) {
      CHECK((c >= ' ' && c < 0x7F && c != '"' && c != '\'' && c != '\\'));
    }
  }
}

TEST_CASE("places are read back, posting by posting") {
  const std::vector<std::vector<std::uint32_t>> postings = {
      {0}, {1, 2, 3}, {4294967294u}, {0, 45, 46, 47, 2115, 2116, 100000, 4000000000u}, {7}};
  std::string text;
  for (const auto& places : postings) append_places(text, places);
  std::size_t at = 0, end = 0;
  std::vector<std::uint32_t> read;
  for (const auto& places : postings) {
    end = end_of_places(text, end);
    read_places(text, at, read);
    CHECK(read == places);
    CHECK(at == end);
  }
  CHECK(at == text.size());
}
