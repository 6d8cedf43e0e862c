// Finds many phrases in a text at once: whole words, case aside, the longest where several begin.
//
// An automaton whose letters are words. A phrase begins and ends at the border of a word, so a text
// is cut into words, blanks and single signs, each is hashed once, and most words are dismissed by
// one look at a bitmap of the words that phrases begin with. From the others a path of hashes leads
// on as long as some phrase does. The time is linear in the text; it grows neither with the number
// of phrases nor with what they have in common.
//
//     PhraseFinder finder;
//     finder.add("Write-ahead log");                              0
//     PhraseFinder::Scratch scratch;
//     finder.find("a write-ahead log.", {0, 18}, scratch, [](const PhraseFinder::Match& match) {
//       return true;                                              // {0, 2, 17}
//     });
//
// Scripts without blanks (Chinese, Japanese, Thai; Hangul with its endings) have a border at every
// character.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "markdown/note_body.h"

namespace loci {

class PhraseFinder {
 public:
  static constexpr std::uint32_t no_phrase = 0xffffffff;

  enum class TokenKind : std::uint8_t { word, unspaced, blank, sign };

  struct Token {
    std::uint64_t hash = 0;  // of the folded word
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    TokenKind kind{};
  };

  struct Match {
    std::uint32_t phrase = 0;
    std::uint32_t begin = 0;  // bytes of the text
    std::uint32_t end = 0;
    std::size_t first_token = 0;  // into Scratch::tokens
    std::size_t last_token = 0;
  };

  struct Scratch {  // keep one a thread: its memory is used again
    std::vector<Token> tokens;
    std::vector<Match> found;
    std::string key;
  };

  // Phrases that are equal when folded have one number; numbers are dense. no_phrase: it has no
  // word, or more parts than a phrase that someone would write in a sentence.
  std::uint32_t add(std::string_view phrase);

  std::size_t size() const { return keys_.size(); }

  // In the text's `range`. accept(match) is asked for the longest phrase that begins at a word, then
  // for shorter ones, until it returns true; the search goes on behind that one, else at the next
  // word.
  template <class Accept>
  void find(std::string_view text, TextRange range, Scratch& scratch, const Accept& accept) const {
    tokenize(text, range, scratch.tokens);
    for (std::size_t i = 0; i < scratch.tokens.size(); ++i) {
      if (!may_begin(scratch.tokens, i)) continue;
      candidates(text, i, scratch);
      for (std::size_t c = scratch.found.size(); c-- > 0;) {
        if (!accept(scratch.found[c])) continue;
        i = scratch.found[c].last_token;
        break;
      }
    }
  }

  // Words, runs of blanks, and signs one by one.
  static void tokenize(std::string_view text, TextRange range, std::vector<Token>& tokens);

 private:
  static constexpr std::size_t most_tokens = 32;

  // A set of hashes that says yes to one in some dozens of the others too: 32 bits or more for each. The lowest bit of a hash
  // does not count.
  class HashBits {
   public:
    void add(std::uint64_t hash);
    bool may_have(std::uint64_t hash) const {
      return !bits_.empty() && (bits_[(hash >> 7) & mask_] >> (hash >> 1 & 63) & 1) != 0;
    }

   private:
    std::vector<std::uint64_t> hashes_;
    std::vector<std::uint64_t> bits_;
    std::size_t mask_ = 0;
  };

  bool may_begin(const std::vector<Token>& tokens, std::size_t first) const {
    const std::uint64_t hash = tokens[first].hash;
    if (!first_words_.may_have(hash)) return false;
    if (short_phrases_.may_have(hash)) return true;
    return first + 2 < tokens.size() &&
           beginnings_.may_have(next_path(next_path(next_path(0, hash), tokens[first + 1].hash),
                                          tokens[first + 2].hash));
  }
  // The path of a phrase's parts so far, and of one more. Never 0.
  static constexpr std::uint64_t next_path(std::uint64_t path, std::uint64_t part) {
    return spread_bits(path * 31 + part) | 1;
  }
  struct Path {
    std::uint64_t hash = 0;            // 0: free
    std::uint32_t phrase = no_phrase;  // that ends here
  };
  const Path* find_path(std::uint64_t hash) const;
  Path& add_path(std::uint64_t hash, bool& is_new);
  // Phrases that begin at a token, shortest first, into scratch.found.
  void candidates(std::string_view text, std::size_t first, Scratch& scratch) const;

  std::vector<Path> paths_;  // a hash table, at most half full
  std::size_t path_count_ = 0;
  std::vector<std::string> keys_;  // folded phrases, by number
  HashBits first_words_;           // of all phrases
  HashBits short_phrases_;         // first words of phrases of one or two parts
  HashBits beginnings_;            // paths of the first three parts of the others
};

}  // namespace loci
