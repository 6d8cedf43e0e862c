// The 119 English words that lunr 2.3.9 leaves out of an index because they say nothing about a
// text.
//
// The list is part of the format: an index made with another one is not lunr's. The reader's own
// index leaves out fewer: stop_words.h.
#pragma once

#include <span>
#include <string_view>

namespace loci {

std::span<const std::string_view> lunr_stop_words();  // sorted

bool is_lunr_stop_word(std::string_view word);  // lower case

}  // namespace loci
