// lunr's English stemmer: "replication" and "replicated" become the one term "replic".
//
// It is Porter's algorithm as lunr 2.3.9 has it, which differs from the paper of 1980 in small ways
// (a final y becomes i after any consonant that is not the first letter; "logi" becomes "log";
// words of two letters stay). The classes are lunr's too: a, e, i, o, u are vowels, y is one after
// the first letter, and everything else is a consonant: digits, punctuation and the letters of
// every other script. assets/lib/search/stemmer.ts is its twin.
#pragma once

#include <string>

namespace loci {

// Replaces `word`, which is in lower case, by its stem. Lengths are counted in UTF-16 units, as
// JavaScript does.
void stem_word(std::string& word);

}  // namespace loci
