#include "cards/quality.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "base/text.h"

namespace loci {

namespace {

constexpr std::size_t most_words = 40;
constexpr std::size_t most_items = 7;

// Runs of what is no blank.
std::size_t count_words(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool blank = is_ascii_space(c);
    if (!blank && !inside) ++words;
    inside = !blank;
  }
  return words;
}

// The items of the plain text of a list: "- one", "1. one".
std::size_t count_items(std::string_view text) {
  std::size_t items = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    std::size_t digits = 0;
    while (digits < line.size() && is_ascii_digit(line[digits])) ++digits;
    if (line.starts_with("- ") || (digits > 0 && line.substr(digits).starts_with(". "))) ++items;
    begin = end + 1;
  }
  return items;
}

// "Yes", "No, because …": the answer begins with a word that only takes a side.
bool takes_a_side(std::string_view answer) {
  constexpr std::array<std::string_view, 4> words = {"yes", "no", "true", "false"};
  std::size_t end = 0;
  while (end < answer.size() && is_ascii_letter(answer[end])) ++end;
  const std::string word = ascii_lower(answer.substr(0, end));
  for (const std::string_view side : words) {
    if (word != side) continue;
    // "No rows", "True positives": a word of the sentence.
    return end == answer.size() || answer[end] == '.' || answer[end] == ',' || answer[end] == ';' ||
           answer[end] == '!' || answer[end] == ':' || answer[end] == '\n' ||
           answer.substr(end).starts_with(" -") ||
           answer.substr(end).starts_with(" \xE2\x80\x94") ||
           answer.substr(end).starts_with(" \xE2\x80\x93");
  }
  return false;
}

}  // namespace

void check_quality(const Card& card, std::string_view path, Diagnostics& diagnostics) {
  const std::string where(path);
  if (card.kind == CardKind::basic) {
    const std::size_t items = count_items(card.back_text);
    const std::size_t words = count_words(card.back_text);
    if (items > most_items) {
      diagnostics.report(Code::card_long_list, where, card.span,
                         "the answer is a list of " + std::to_string(items) + " things",
                         {"ask for its parts: up to " + std::to_string(most_items) +
                          " are remembered, and one forgotten fails them all"});
    } else if (words > most_words) {
      diagnostics.report(Code::card_long_answer, where, card.span,
                         "the answer has " + std::to_string(words) + " words",
                         {"split the card: up to " + std::to_string(most_words) +
                          " can be checked against what one said"});
    }
    if (takes_a_side(trim(card.back_text))) {
      diagnostics.report(Code::card_yes_no, where, card.span,
                         "the question is answered by yes or no",
                         {"ask for the reason: why, when, which, what happens"});
    }
  }
}

}  // namespace loci
