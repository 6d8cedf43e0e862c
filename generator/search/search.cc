// `loci search`: the ranking of query.cc with excerpts.
#include "search/excerpt.h"
#include "search/parts.h"
#include "search/query.h"
#include "search/search_index.h"

namespace loci {

namespace {

constexpr std::size_t excerpt_bytes = 200;

}  // namespace

std::vector<SearchHit> search(const SearchIndex& index, std::string_view query, std::size_t limit) {
  const Ranking ranking = rank_entries(index, query);
  std::vector<RankedEntry> shown = arrange_by_page(index, ranking.hits, ranking.asked);
  if (shown.size() > limit) shown.resize(limit);
  std::vector<SearchHit> hits;
  hits.reserve(shown.size());
  for (const RankedEntry& entry : shown) {
    Excerpt excerpt =
        make_excerpt(excerpt_source(index.entries(), entry.entry), ranking.terms, excerpt_bytes);
    hits.push_back({entry.entry, entry.score, std::move(excerpt.marks), std::move(excerpt.text)});
  }
  return hits;
}

std::vector<SpellingHint> search_corrections(const SearchIndex& index, std::string_view query) {
  std::vector<SpellingHint> hints;
  for (Correction& correction : rank_entries(index, query).corrections) {
    hints.push_back({std::move(correction.word), std::move(correction.instead)});
  }
  return hints;
}

}  // namespace loci
