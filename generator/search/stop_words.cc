#include "search/stop_words.h"

#include <algorithm>
#include <array>

namespace loci {

namespace {

// The codes of the first forty take one character in an index.
constexpr std::array<std::string_view, 43> words = {
    "the",  "to",   "a",   "and",  "of",  "in",   "is",  "for",  "you",  "that", "it",
    "with", "this", "on",  "as",   "be",  "are",  "can", "or",   "your", "from", "not",
    "if",   "by",   "an",  "have", "was", "will", "at",  "we",   "all",  "so",   "i",
    "but",  "when", "has", "no",   "how", "what", "do",  "does", "its",  "why",
};

struct Coded {
  std::string_view word;
  std::uint8_t code = 0;
};

constexpr std::array<Coded, words.size()> make_sorted() {
  std::array<Coded, words.size()> sorted{};
  for (std::size_t i = 0; i < words.size(); ++i)
    sorted[i] = {words[i], static_cast<std::uint8_t>(i + 1)};
  std::sort(sorted.begin(), sorted.end(),
            [](const Coded& a, const Coded& b) { return a.word < b.word; });
  return sorted;
}

constexpr std::array<Coded, words.size()> sorted = make_sorted();

constexpr std::size_t longest =
    std::max_element(words.begin(), words.end(), [](std::string_view a, std::string_view b) {
      return a.size() < b.size();
    })->size();

}  // namespace

std::span<const std::string_view> stop_words() { return words; }

std::uint8_t stop_word_code(std::string_view word) {
  if (word.size() > longest) return 0;
  const auto place = std::lower_bound(
      sorted.begin(), sorted.end(), word,
      [](const Coded& each, std::string_view wanted) { return each.word < wanted; });
  return place != sorted.end() && place->word == word ? place->code : std::uint8_t{0};
}

bool is_stop_word(std::string_view word) { return stop_word_code(word) != 0; }

}  // namespace loci
