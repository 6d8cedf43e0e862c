// Where a term stands in its entries, as text: what phrases need and nothing else does.
//
// Stop words have no places of their own, because one of them alone would have as many as all other
// words; a place says which one stands before it and which behind it, so that "to the disk" is not
// "on the disk".
//
// The places of one posting ascend. Each is written as its distance from the one before (the first
// from 0, later ones less 1) times eight; plus four when a stop word stands behind it, two when one
// stands before it, one when another place follows. Then the stop word before it and the one behind
// it follow, each as stop_word_code() less one. Numbers are written as digits.h says. The
// postings of a term follow one another without separators. assets/lib/search/places.ts reads it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loci {

struct Place {
  std::uint32_t at;
  std::uint8_t before = 0, after = 0;  // codes of stop words; 0: none stands there

  bool operator==(const Place&) const = default;
};

// The places of one posting: ascending, no two the same.
void append_places(std::string& text, std::span<const Place> places);

// Behind the posting that begins at `at`.
std::size_t end_of_places(std::string_view text, std::size_t at);

// Of the posting that begins at `at`, which is moved behind it.
void read_places(std::string_view text, std::size_t& at, std::vector<Place>& places);

}  // namespace loci
