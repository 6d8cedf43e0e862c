#include "search/places.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

using namespace loci;

namespace {

std::string text_of(const std::vector<Place>& places) {
  std::string text;
  append_places(text, places);
  return text;
}

}  // namespace

TEST_CASE("near places take a character each, and nothing that a script escapes") {
  CHECK(text_of({{0}}) == " ");
  CHECK(text_of({{4}}) == "B");
  CHECK(text_of({{0}, {1}, {2}}) == "!! ");
  CHECK(text_of({{5}}).size() == 2);
  for (std::uint32_t place = 0; place < 5000; ++place) {
    for (const char c : text_of({{place, static_cast<std::uint8_t>(place % 120),
                                  static_cast<std::uint8_t>(place / 7 % 120)}})) {
      CHECK((c >= ' ' && c < 0x7F && c != '"' && c != '\'' && c != '\\'));
    }
  }
}

TEST_CASE("a place names the stop words beside it") {
  CHECK(text_of({{0, 1, 0}}) == "# ");
  CHECK(text_of({{0, 0, 2}}) == "%!");
  CHECK(text_of({{0, 1, 2}}) == "( !");
}

TEST_CASE("places are read back, posting by posting") {
  const std::vector<std::vector<Place>> postings = {
      {{0}},
      {{1, 0, 119}, {2, 119, 0}, {3, 40, 41}},
      {{4294967294u, 3, 0}},
      {{0}, {45}, {46}, {47, 1, 1}, {2115}, {2116, 118, 117}, {100000}, {4000000000u}},
      {{7, 0, 40}}};
  std::string text;
  for (const auto& places : postings) append_places(text, places);
  std::size_t at = 0, end = 0;
  std::vector<Place> read;
  for (const auto& places : postings) {
    end = end_of_places(text, end);
    read_places(text, at, read);
    CHECK(read == places);
    CHECK(at == end);
  }
  CHECK(at == text.size());
}
