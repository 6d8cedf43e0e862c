#include "search/spelling.h"

#include <algorithm>
#include <cstddef>

namespace loci {

namespace {

constexpr std::size_t most_words = 15000;  // about 75 kB compressed, with the words they come from
constexpr std::size_t shortest = 3, longest = 20;
constexpr std::size_t shortest_slip = 4;  // in a shorter word one slip makes any other word
constexpr std::size_t most_suggestions = 3;

bool is_english(std::string_view term) {
  return term.size() >= shortest && term.size() <= longest &&
         std::all_of(term.begin(), term.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

std::vector<std::uint32_t> spelling_terms(const LunrIndex& index) {
  std::vector<std::uint32_t> terms;
  for (const std::uint32_t term : index.sorted_terms()) {
    if (is_english(index.term(term))) terms.push_back(term);
  }
  std::stable_sort(terms.begin(), terms.end(), [&index](std::uint32_t a, std::uint32_t b) {
    return index.postings(a).size() > index.postings(b).size();
  });
  if (terms.size() > most_words) terms.resize(most_words);
  return terms;
}

std::vector<SimilarTerm> similar_terms(const LunrIndex& index, std::string_view word,
                                       std::string_view stem) {
  std::vector<SimilarTerm> similar;
  const bool is_letters =
      std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (word.size() < shortest_slip || !is_letters) return similar;  // the list is English
  for (const std::uint32_t term : spelling_terms(index)) {
    std::string_view shown;
    for (std::size_t i = 0; i < index.surface_count(term) && shown.empty(); ++i) {
      if (is_one_edit_apart(word, index.surface(term, i))) shown = index.surface(term, i);
    }
    if (shown.empty() && is_one_edit_apart(stem, index.term(term))) shown = index.surface(term);
    if (shown.empty()) continue;
    similar.push_back({term, shown});
    if (similar.size() == most_suggestions) break;
  }
  return similar;
}

bool is_one_edit_apart(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t i = 0;
  while (i < a.size() && a[i] == b[i]) ++i;
  if (a.size() < b.size()) return a.substr(i) == b.substr(i + 1);  // one inserted
  if (i == a.size()) return true;
  if (a.substr(i + 1) == b.substr(i + 1)) return true;  // one replaced
  return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] &&
         a.substr(i + 2) == b.substr(i + 2);
}

}  // namespace loci
