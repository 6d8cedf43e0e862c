// The words that are in so many texts that the reader's index leaves them out of all fields but
// titles.
//
// They are fewer than lunr's (lunr_stop_words.h): "into" or "most" may be what somebody remembers of
// a text, while the list of what has "the" would be the longest of all files. Question words and
// what goes with them are among them, so that "how do I ..." asks for the rest.
// assets/lib/search/stop_words.ts is its twin.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace loci {

std::span<const std::string_view> stop_words();  // the most frequent first

bool is_stop_word(std::string_view word);  // lower case

// From 1, the most frequent first: what stands beside a word of a phrase. 0: no stop word.
std::uint8_t stop_word_code(std::string_view word);

}  // namespace loci
