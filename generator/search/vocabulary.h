// Every term with the words it comes from: for wildcards and for ~n, which no shard can be named
// for. The page gets it in files of its own (search/v….js), fetched when somebody asks so.
//
// assets/lib/search/vocabulary.ts is the twin.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "search/lunr_index.h"

namespace loci {

// What a term is known by besides itself.
using TermTest = std::function<bool(std::uint32_t term)>;

// The letters that every term begins with which the pattern can match: stemming changes ends only.
std::string_view vocabulary_key(std::string_view pattern);

// The terms of which the test holds, in UTF-16 order; of too many the most frequent.
std::vector<std::uint32_t> vocabulary_terms(const LunrIndex& index, std::string_view key,
                                            const TermTest& test);

// True when the term or a word it comes from matches a pattern, in which each '*' stands for any
// characters.
bool term_matches(const LunrIndex& index, std::uint32_t term, std::string_view pattern);

// True when the term is at most `edits` edits from the stem, or a word it comes from from the word.
// An edit inserts, deletes or replaces a character or swaps neighbours.
bool term_is_near(const LunrIndex& index, std::uint32_t term, std::string_view word,
                  std::string_view stem, int edits);

// How frequent a term is, roughly: each step is twice as many postings.
std::uint32_t frequency_bucket(std::size_t postings);

// "configur,e,ed": the term, and behind commas the words it comes from without what they begin with
// in common, or whole behind '='. A term that is its only word has no comma.
void append_term_record(std::string& text, const LunrIndex& index, std::uint32_t term);

// The vocabulary as files: the records of sorted terms cut into pieces, each behind its bucket as a
// letter from 'a': "dconfigur,e,ed".
struct VocabularyPiece {
  std::string first_key;
  std::string text;  // records separated by blanks
};
std::vector<VocabularyPiece> vocabulary_pieces(const LunrIndex& index);

}  // namespace loci
