// The 119 English words that lunr 2.3.9 leaves out of an index because they say nothing about a
// text.
//
// The list is part of the format: an index made with another one is not lunr's.
// assets/lib/search/stop_words.ts is its twin.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace loci {

std::span<const std::string_view> stop_words();  // sorted

bool is_stop_word(std::string_view word);  // lower case

// 1 to 119, the frequent ones first: what stands beside a word of a phrase. 0: no stop word.
std::uint8_t stop_word_code(std::string_view word);

}  // namespace loci
