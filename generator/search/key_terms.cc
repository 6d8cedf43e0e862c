#include "search/key_terms.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"
#include "search/lunr_stop_words.h"
#include "search/parts.h"

namespace loci {
namespace {

constexpr std::size_t most_terms = 12;  // of a page: more add noise, and each costs its pages
constexpr std::size_t most_pages = 40;  // of a term; what more pages have tells none from another
constexpr std::size_t least_letters = 3;

// By field: what a title says counts more than what a text says once. Tags and aliases, the
// keywords, are not words of the text.
constexpr std::array<float, field_count> field_weights = {3.0F, 2.0F, 0.0F, 1.0F};

struct Candidates {
  std::array<KeyTerm, most_terms> terms;
  std::uint32_t count = 0;
  std::uint32_t least = 0;  // the lightest, once there are as many as may be

  void add(KeyTerm term) {
    if (count < most_terms) {
      terms[count++] = term;
      if (count == most_terms) find_least();
    } else if (term.weight > terms[least].weight) {
      terms[least] = term;
      find_least();
    }
  }

  void find_least() {
    for (std::uint32_t i = least = 0; i < count; ++i) {
      if (terms[i].weight < terms[least].weight) least = i;
    }
  }
};

// Numbers and names of variables say little about what a page is about.
bool is_word(std::string_view text) {
  return text.size() >= least_letters && std::none_of(text.begin(), text.end(), [](char c) {
           return is_ascii_digit(c) || c == '_' || c == '.' || c == '/' || c == ':';
         });
}

}  // namespace

KeyTerms key_terms(const SearchIndex& index, std::string_view unwanted) {
  const SearchIndex::Parts& parts = index.parts();
  std::vector<std::uint32_t> page_of_entry(parts.entries.size());
  std::uint32_t page_count = 0;
  for (std::size_t e = 0; e < parts.entries.size(); ++e) {
    if (parts.entries[e].kind == EntryKind::page) ++page_count;
    page_of_entry[e] = page_count == 0 ? 0 : page_count - 1;
  }

  // In a small site a word that a quarter of the pages has is no key to any.
  const std::size_t pages_allowed = std::min<std::size_t>(most_pages, 2 + page_count / 6);
  const std::size_t postings_allowed = pages_allowed * 24;  // a page has several entries
  std::vector<Candidates> candidates(page_count);
  std::vector<KeyTerm> found;  // of one term: pages, in place of words
  for (const std::uint32_t term : parts.lunr.sorted_terms()) {
    const std::span<const Posting> postings = parts.lunr.postings(term);
    if (postings.size() < 2 || postings.size() > postings_allowed) continue;
    if (page_of_entry[postings.front().document] == page_of_entry[postings.back().document] ||
        !is_word(parts.lunr.term(term)) || is_lunr_stop_word(parts.lunr.surface(term)) ||
        unwanted.find(parts.lunr.surface(term)) != std::string_view::npos)
      continue;
    found.clear();
    for (const Posting& posting : postings) {
      if (posting.field == keywords_field) continue;
      const std::uint32_t page = page_of_entry[posting.document];
      if (found.empty() || found.back().word != page) found.push_back({page, 0});
      found.back().weight += field_weights[posting.field] * static_cast<float>(posting.count);
    }
    if (found.size() < 2 || found.size() > pages_allowed) continue;
    const float rarity = static_cast<float>(
        std::log2(1 + static_cast<double>(page_count) / static_cast<double>(found.size())));
    for (const KeyTerm& on : found)
      candidates[on.word].add({term, rarity * on.weight / (on.weight + 2.0F)});
  }

  // The words, once each, in the order of their numbers.
  std::vector<std::uint32_t> used;
  for (Candidates& page : candidates) {
    for (std::uint32_t i = 0; i < page.count; ++i) used.push_back(page.terms[i].word);
  }
  std::sort(used.begin(), used.end());
  used.erase(std::unique(used.begin(), used.end()), used.end());
  KeyTerms key;
  key.words.reserve(used.size());
  for (const std::uint32_t term : used) key.words.emplace_back(parts.lunr.surface(term));
  for (Candidates& page : candidates) {
    key.first_term.push_back(static_cast<std::uint32_t>(key.terms.size()));
    float sum = 0;
    for (std::uint32_t i = 0; i < page.count; ++i)
      sum += page.terms[i].weight * page.terms[i].weight;
    const float length = std::sqrt(sum);
    for (std::uint32_t i = 0; i < page.count; ++i) {
      const auto word = std::lower_bound(used.begin(), used.end(), page.terms[i].word);
      key.terms.push_back({static_cast<std::uint32_t>(word - used.begin()),
                           length > 0 ? page.terms[i].weight / length : 0});
    }
    std::sort(key.terms.end() - static_cast<std::ptrdiff_t>(page.count), key.terms.end(),
              [](const KeyTerm& a, const KeyTerm& b) { return a.word < b.word; });
  }
  key.first_term.push_back(static_cast<std::uint32_t>(key.terms.size()));
  return key;
}

}  // namespace loci
