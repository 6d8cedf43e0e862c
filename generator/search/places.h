// Where a term stands in its entries, as text: what phrases need and nothing else does.
//
// The places of one posting ascend. Each is written as its distance from the one before (the first
// from 0, later ones less 1), doubled, plus one when another follows. Such a number is written to
// the base 46, the lowest digit first, in the 92 printable characters that need no escape in a
// script: the first 46 end a number. A distance below 23 takes one character. The postings of a
// term follow one another without separators. assets/lib/search/places.ts reads it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loci {

// The places of one posting: ascending, no two the same.
void append_places(std::string& text, std::span<const std::uint32_t> places);

// Behind the posting that begins at `at`.
std::size_t end_of_places(std::string_view text, std::size_t at);

// Of the posting that begins at `at`, which is moved behind it.
void read_places(std::string_view text, std::size_t& at, std::vector<std::uint32_t>& places);

}  // namespace loci
