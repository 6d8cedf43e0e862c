#include "search/stop_words.h"

#include <algorithm>
#include <array>

namespace loci {

namespace {

constexpr std::array<std::string_view, 119> words = {
    "a",       "able",    "about", "across", "after",  "all",    "almost", "also",  "am",
    "among",   "an",      "and",   "any",    "are",    "as",     "at",     "be",    "because",
    "been",    "but",     "by",    "can",    "cannot", "could",  "dear",   "did",   "do",
    "does",    "either",  "else",  "ever",   "every",  "for",    "from",   "get",   "got",
    "had",     "has",     "have",  "he",     "her",    "hers",   "him",    "his",   "how",
    "however", "i",       "if",    "in",     "into",   "is",     "it",     "its",   "just",
    "least",   "let",     "like",  "likely", "may",    "me",     "might",  "most",  "must",
    "my",      "neither", "no",    "nor",    "not",    "of",     "off",    "often", "on",
    "only",    "or",      "other", "our",    "own",    "rather", "said",   "say",   "says",
    "she",     "should",  "since", "so",     "some",   "than",   "that",   "the",   "their",
    "them",    "then",    "there", "these",  "they",   "this",   "tis",    "to",    "too",
    "twas",    "us",      "wants", "was",    "we",     "were",   "what",   "when",  "where",
    "which",   "while",   "who",   "whom",   "why",    "will",   "with",   "would", "yet",
    "you",     "your",
};

// The forty that are most of a text: their codes take one character in an index.
constexpr std::array<std::string_view, 40> frequent = {
    "the",  "to",   "a",    "and",   "of",  "in",   "is",   "for",  "you",  "that",
    "it",   "with", "this", "on",    "as",  "be",   "are",  "can",  "or",   "your",
    "from", "not",  "if",   "by",    "an",  "have", "was",  "will", "at",   "we",
    "all",  "so",   "i",    "which", "but", "they", "when", "has",  "some", "like",
};

constexpr std::array<std::uint8_t, words.size()> make_codes() {
  std::array<std::uint8_t, words.size()> codes{};
  std::uint8_t next = 0;
  for (const std::string_view word : frequent) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (words[i] == word) codes[i] = ++next;
    }
  }
  for (std::uint8_t& code : codes) {
    if (code == 0) code = ++next;
  }
  return codes;
}

constexpr std::array<std::uint8_t, words.size()> codes = make_codes();  // parallel to words

constexpr std::size_t longest = 7;  // "however", "because", "neither"

}  // namespace

std::span<const std::string_view> stop_words() { return words; }

std::uint8_t stop_word_code(std::string_view word) {
  if (word.size() > longest) return 0;
  const auto place = std::lower_bound(words.begin(), words.end(), word);
  if (place == words.end() || *place != word) return 0;
  return codes[static_cast<std::size_t>(place - words.begin())];
}

bool is_stop_word(std::string_view word) {
  return word.size() <= longest && std::binary_search(words.begin(), words.end(), word);
}

}  // namespace loci
