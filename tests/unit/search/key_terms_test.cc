#include "search/key_terms.h"

#include <catch2/catch_test_macros.hpp>

namespace loci {
namespace {

SearchEntry page(std::string ref, std::string_view title, std::string_view body) {
  SearchEntry entry;
  entry.ref = std::move(ref);
  entry.title = title;
  entry.body = body;
  return entry;
}

// "0: dead tuple | 1: …": the words of each page.
std::string words_of(const KeyTerms& key) {
  std::string text;
  for (std::size_t p = 0; p + 1 < key.first_term.size(); ++p) {
    text += std::to_string(p) + ":";
    for (const KeyTerm& term : key.of(p)) text += " " + key.words[term.word];
    text += "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("key terms are words of at least two pages and of few") {
  std::vector<SearchEntry> entries;
  entries.push_back(page("a.html", "A", "vacuum everywhere alone 2024"));
  SearchEntry section = page("a.html#x", "A", "vacuum tuples");
  section.kind = EntryKind::section;
  section.heading = "Tuples";
  entries.push_back(section);
  entries.push_back(page("b.html", "B", "everywhere tuple 2024 secret"));
  entries.push_back(page("c.html", "C", "everywhere vacuum secret"));
  entries.push_back(page("d.html", "D", "everywhere"));
  const SearchIndex index = build_search_index(std::move(entries));
  const KeyTerms key = key_terms(index, "top secret");
  CHECK(words_of(key) == "0: vacuum tuple\n1: tuple\n2: vacuum\n3:\n");
  // A page's weights are a vector of length one; the title's or a heading's word weighs more.
  float sum = 0;
  for (const KeyTerm& term : key.of(0)) sum += term.weight * term.weight;
  CHECK(sum > 0.999F);
  CHECK(key.of(0)[1].weight > key.of(0)[0].weight);
}

TEST_CASE("an index without entries has no key terms") {
  const KeyTerms key = key_terms(SearchIndex());
  CHECK(key.words.empty());
  CHECK(key.first_term == std::vector<std::uint32_t>{0});
}

}  // namespace loci
