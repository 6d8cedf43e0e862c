#include "search/query.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>
#include <optional>

#include "base/unicode.h"
#include "search/analysis.h"
#include "search/parts.h"
#include "search/spelling.h"
#include "search/stemmer.h"

namespace loci {

namespace {

constexpr std::size_t most_prefix_shards = 4;  // what the page loads for a prefix at most
constexpr std::size_t most_prefix_terms = 24;
constexpr std::size_t window = 12;         // rows of a page of results
constexpr std::size_t most_of_a_page = 3;  // hits of one note among them

// Endings that the stemmer takes off or changes. Somebody who types "replicati" is on the way to
// "replication", whose term is "replic": what is left over begins such an ending.
constexpr std::array<std::string_view, 30> endings = {
    "ability", "able", "al",    "alism", "ality", "ance",    "ant", "ate",  "ation", "ational",
    "ator",    "ed",   "ement", "ence",  "ent",   "er",      "es",  "ible", "ical",  "ies",
    "ing",     "ings", "ism",   "ity",   "ively", "iveness", "ize", "ly",   "ment",  "ousness"};

bool begins_an_ending(std::string_view rest) {
  return std::any_of(endings.begin(), endings.end(),
                     [rest](std::string_view ending) { return ending.starts_with(rest); });
}

// A word of the query with the terms that answer it.
struct Expanded {
  std::vector<std::uint32_t> whole;  // none or one
  std::vector<std::uint32_t> parts;  // all must be there
  std::vector<std::uint32_t> near;   // begin with it
  std::vector<std::uint32_t> fuzzy;
  bool required = false;

  bool empty() const { return whole.empty() && parts.empty() && near.empty() && fuzzy.empty(); }
};

class Expander {
 public:
  explicit Expander(const SearchIndex& index)
      : index_(index.parts().lunr), shards_(index.parts().shards) {}

  // A word becomes one, or several when it is a chain that is nowhere: then its parts are words.
  void expand(const QueryWord& word, std::vector<Expanded>& result,
              std::vector<Correction>& corrections) const {
    Expanded expanded = exact(word);
    if (word.typing) add_prefixes(word.whole_surface, expanded);
    if (expanded.empty() && word.parts.size() > 1) {
      for (std::size_t i = 0; i < word.parts.size(); ++i) {
        QueryWord part;
        part.whole = word.parts[i];
        part.whole_surface = word.part_surfaces[i];
        part.typing = word.typing && i + 1 == word.parts.size();
        part.required = word.required;
        expand(part, result, corrections);
      }
      return;
    }
    if (expanded.empty()) add_shortened(word.whole_surface, expanded);
    if (expanded.empty()) {
      const std::string& asked = word.whole.empty() && !word.parts.empty()
                                     ? word.part_surfaces.front()
                                     : word.whole_surface;
      expanded.fuzzy = similar_terms(index_, word.whole_surface, word.whole);
      Correction correction{asked, {}};
      for (const std::uint32_t term : expanded.fuzzy)
        correction.instead.emplace_back(index_.surface(term));
      corrections.push_back(std::move(correction));
    }
    result.push_back(std::move(expanded));
  }

  // The terms that are the word itself, nothing like it.
  Expanded exact(const QueryWord& word) const {
    Expanded expanded;
    expanded.required = word.required;
    if (const std::uint32_t term = index_.find(word.whole);
        !word.whole.empty() && term != TermTable::absent) {
      expanded.whole.push_back(term);
    }
    for (const std::string& part : word.parts) {
      const std::uint32_t term = index_.find(part);
      if (term == TermTable::absent) {
        expanded.parts.clear();
        break;
      }
      expanded.parts.push_back(term);
    }
    return expanded;
  }

 private:
  // The most frequent terms that begin with what was typed, of those that the first shards hold.
  void add_prefixes(std::string_view prefix, Expanded& expanded) const {
    if (prefix.empty() || (prefix.size() == 1 && static_cast<unsigned char>(prefix[0]) < 0x80))
      return;
    const std::span<const std::uint32_t> sorted = index_.sorted_terms();
    const auto begin = std::lower_bound(sorted.begin(), sorted.end(), prefix,
                                        [this](std::uint32_t term, std::string_view key) {
                                          return less_in_utf16(index_.term(term), key);
                                        });
    const std::size_t last_shard =
        std::min(shard_of(shards_, prefix) + most_prefix_shards, shards_.size());
    const std::size_t limit =
        last_shard < shards_.size() ? shards_[last_shard].first_term : sorted.size();
    std::vector<std::uint32_t> terms;
    for (auto place = begin;
         place != sorted.end() && static_cast<std::size_t>(place - sorted.begin()) < limit;
         ++place) {
      if (!index_.term(*place).starts_with(prefix)) break;
      if (expanded.whole.empty() || *place != expanded.whole.front()) terms.push_back(*place);
    }
    if (terms.size() > most_prefix_terms) {
      std::vector<std::uint32_t> frequent = terms;
      std::stable_sort(frequent.begin(), frequent.end(), [this](std::uint32_t a, std::uint32_t b) {
        return index_.postings(a).size() > index_.postings(b).size();
      });
      frequent.resize(most_prefix_terms);
      std::sort(frequent.begin(), frequent.end());
      std::erase_if(terms, [&](std::uint32_t term) {
        return !std::binary_search(frequent.begin(), frequent.end(), term);
      });
    }
    expanded.near = std::move(terms);
  }

  // The longest term that the word begins with, when the rest of the word is the beginning of an
  // ending.
  void add_shortened(std::string_view word, Expanded& expanded) const {
    if (!is_ascii(word)) return;
    for (std::size_t length = word.size(); length-- > 3;) {
      if (!begins_an_ending(word.substr(length))) continue;
      const std::uint32_t term = index_.find(word.substr(0, length));
      if (term == TermTable::absent) continue;
      expanded.near.push_back(term);
      return;
    }
  }

  const LunrIndex& index_;
  const std::vector<ShardRange>& shards_;
};

// lunr's score of every entry for a set of terms: the sum over fields of q.d / |q|.
class Scores {
 public:
  explicit Scores(const LunrIndex& index)
      : index_(index),
        fields_(index.fields().size()),
        sums_(index.document_count() * fields_, 0.0),
        seen_(index.document_count()) {}

  // In the order of the query's clauses; a term that comes again counts again.
  void add(std::uint32_t term) {
    const auto known = std::find_if(terms_.begin(), terms_.end(),
                                    [term](const auto& weighted) { return weighted.term == term; });
    if (known != terms_.end()) {
      known->boost += 1;
    } else {
      terms_.push_back({term, 1});
    }
  }

  void compute() {
    // lunr's sort is stable, so equals stand in the order in which they were found: by term, then
    // field, then document. The sum over an entry's fields is in that order too.
    for (std::uint32_t t = 0; t < terms_.size(); ++t) {
      for (const Posting& posting : index_.postings(terms_[t].term)) {
        Seen& seen = seen_[posting.document];
        const std::uint32_t field = posting.field;
        if ((seen.mask >> field & 1u) != 0) continue;
        if (seen.mask == 0) seen.rank = t * 8 + field;
        seen.order |= field << (4 * static_cast<unsigned>(std::popcount(seen.mask)));
        seen.mask |= 1u << field;
      }
    }
    // Vectors are in the order of term numbers, so their products are added in that order.
    std::vector<Weighted> by_number = terms_;
    std::sort(by_number.begin(), by_number.end(),
              [](const Weighted& a, const Weighted& b) { return a.term < b.term; });
    double squares = 0;
    for (const Weighted& weighted : by_number) {
      squares += weighted.boost * weighted.boost;
      for (const Posting& posting : index_.postings(weighted.term)) {
        sums_[posting.document * fields_ + posting.field] +=
            weighted.boost * index_.weight(weighted.term, posting);
      }
    }
    magnitude_ = std::sqrt(squares);
  }

  double score(std::uint32_t document) const {
    const Seen& seen = seen_[document];
    double total = 0;
    for (int k = 0; k < std::popcount(seen.mask); ++k) {
      const std::size_t field = seen.order >> (4 * k) & 0xfu;
      const double part = sums_[document * fields_ + field] / magnitude_;
      total = k == 0 ? part : total + part;
    }
    return total;
  }

  std::uint32_t rank(std::uint32_t document) const { return seen_[document].rank; }

 private:
  struct Weighted {
    std::uint32_t term;
    double boost;
  };
  struct Seen {
    std::uint32_t mask = 0;   // fields
    std::uint32_t order = 0;  // the fields by first match, four bits each
    std::uint32_t rank = 0;   // first match: term and field
  };

  const LunrIndex& index_;
  std::size_t fields_;
  std::vector<double> sums_;
  std::vector<Seen> seen_;
  std::vector<Weighted> terms_;
  double magnitude_ = 1;
};

// One bit a word of the query: how each entry answers it.
struct Matches {
  std::uint32_t exact = 0;
  std::uint32_t near = 0;
  std::uint32_t fuzzy = 0;
  std::uint32_t title = 0;
};

void mark_matches(const LunrIndex& index, const std::vector<Expanded>& words,
                  std::vector<Matches>& matches) {
  const auto mark = [&](std::uint32_t term, std::uint32_t Matches::*kind, std::uint32_t bit) {
    for (const Posting& posting : index.postings(term)) {
      Matches& match = matches[posting.document];
      match.*kind |= bit;
      if (posting.field == title_field) match.title |= bit;
    }
  };
  for (std::size_t w = 0; w < words.size(); ++w) {
    const Expanded& word = words[w];
    const std::uint32_t bit = 1u << w;
    for (const std::uint32_t term : word.whole) mark(term, &Matches::exact, bit);
    for (const std::uint32_t term : word.near) mark(term, &Matches::near, bit);
    for (const std::uint32_t term : word.fuzzy) mark(term, &Matches::fuzzy, bit);
    if (word.parts.empty()) continue;
    // An entry counts when it has every part.
    std::vector<std::pair<std::uint8_t, std::uint8_t>> found(
        matches.size());  // parts found: anywhere, in the title
    std::uint8_t wanted = 0;
    for (const std::uint32_t term : word.parts) {
      for (const Posting& posting : index.postings(term)) {
        auto& [anywhere, title] = found[posting.document];
        if (anywhere == wanted) anywhere = static_cast<std::uint8_t>(wanted + 1);
        if (posting.field == title_field && title == wanted)
          title = static_cast<std::uint8_t>(wanted + 1);
      }
      ++wanted;
    }
    for (std::size_t d = 0; d < matches.size(); ++d) {
      if (found[d].first == wanted) matches[d].exact |= bit;
      if (found[d].second == wanted) matches[d].title |= bit;
    }
  }
}

void mark_filter(const SearchIndex::Parts& parts, const std::string& name,
                 std::vector<bool>& entries) {
  const auto place = std::lower_bound(parts.filters.begin(), parts.filters.end(), name,
                                      [](const SearchFilter& filter, const std::string& key) {
                                        return less_in_utf16(filter.name, key);
                                      });
  if (place == parts.filters.end() || place->name != name) return;
  for (const SearchFilter::Run& run : place->runs) {
    for (std::uint32_t i = 0; i < run.count; ++i) entries[run.first + i] = true;
  }
}

// The entries that filters and excluded words leave.
std::vector<bool> allowed_entries(const SearchIndex& index, const ParsedQuery& query,
                                  const Expander& expander) {
  const SearchIndex::Parts& parts = index.parts();
  const std::size_t count = parts.entries.size();
  std::vector<bool> allowed(count, true);
  for (const std::string& name : query.filters) {
    std::vector<bool> members(count, false);
    mark_filter(parts, name, members);
    for (std::size_t d = 0; d < count; ++d) allowed[d] = allowed[d] && members[d];
  }
  std::vector<bool> refused(count, false);
  for (const std::string& name : query.excluded_filters) mark_filter(parts, name, refused);
  for (const QueryWord& word : query.excluded) {
    std::vector<Matches> matches(count);
    mark_matches(parts.lunr, {expander.exact(word)}, matches);
    for (std::size_t d = 0; d < count; ++d) refused[d] = refused[d] || matches[d].exact != 0;
  }
  for (std::size_t d = 0; d < count; ++d) allowed[d] = allowed[d] && !refused[d];
  return allowed;
}

constexpr std::uint8_t no_tier = 255;

std::uint8_t tier_of(const Matches& match, std::uint32_t all, std::uint32_t required) {
  const std::uint32_t near = match.exact | match.near;
  const std::uint32_t any = near | match.fuzzy;
  if (any == 0 || (any & required) != required) return no_tier;
  if (match.exact == all) return 0;
  if (near == all) return 1;
  return any == all ? 2 : 3;
}

}  // namespace

Ranking rank_entries(const SearchIndex& index, std::string_view text) {
  Ranking ranking;
  const LunrIndex& lunr = index.parts().lunr;
  const Expander expander(index);
  const ParsedQuery query = parse_query(text);
  std::vector<Expanded> words;
  for (const QueryWord& word : query.words) expander.expand(word, words, ranking.corrections);
  if (words.size() > 32) words.resize(32);
  const std::vector<bool> allowed = allowed_entries(index, query, expander);

  if (words.empty()) {  // filters alone list their entries; a query of refusals alone finds nothing
    if (query.filters.empty()) return ranking;
    for (std::uint32_t d = 0; d < allowed.size(); ++d) {
      if (allowed[d]) ranking.hits.push_back({d, 0, true, 0});
    }
    return ranking;
  }

  std::vector<Matches> matches(lunr.document_count());
  mark_matches(lunr, words, matches);
  Scores strict(lunr), wide(lunr);
  bool is_wider = false;
  std::vector<std::uint32_t> used;
  for (const Expanded& word : words) {
    for (const std::vector<std::uint32_t>* terms : {&word.whole, &word.parts}) {
      for (const std::uint32_t term : *terms)
        strict.add(term), wide.add(term), used.push_back(term);
    }
    for (const std::vector<std::uint32_t>* terms : {&word.near, &word.fuzzy}) {
      for (const std::uint32_t term : *terms) is_wider = true, wide.add(term), used.push_back(term);
    }
  }
  strict.compute();
  if (is_wider) wide.compute();

  std::uint32_t required = 0;
  for (std::size_t w = 0; w < words.size(); ++w) required |= words[w].required ? 1u << w : 0u;
  const std::uint32_t all = words.size() == 32 ? ~0u : (1u << words.size()) - 1;
  for (std::uint32_t d = 0; d < matches.size(); ++d) {
    if (!allowed[d]) continue;
    const std::uint8_t tier = tier_of(matches[d], all, required);
    if (tier == no_tier) continue;
    const Scores& scores = tier == 0 || !is_wider ? strict : wide;
    ranking.hits.push_back({d, tier, matches[d].title == all, scores.score(d)});
  }
  std::sort(ranking.hits.begin(), ranking.hits.end(),
            [&](const RankedEntry& a, const RankedEntry& b) {
              if (a.tier != b.tier) return a.tier < b.tier;
              if (a.score != b.score) return a.score > b.score;
              const Scores& scores = a.tier == 0 || !is_wider ? strict : wide;
              const std::uint32_t rank_a = scores.rank(a.entry), rank_b = scores.rank(b.entry);
              return rank_a != rank_b ? rank_a < rank_b : a.entry < b.entry;
            });

  for (const std::uint32_t term : used) {
    std::string shown(lunr.term(term));
    if (std::find(ranking.terms.begin(), ranking.terms.end(), shown) == ranking.terms.end())
      ranking.terms.push_back(std::move(shown));
  }
  return ranking;
}

std::vector<RankedEntry> arrange_by_page(const SearchIndex& index,
                                         const std::vector<RankedEntry>& hits) {
  const std::vector<SearchEntry>& entries = index.entries();
  std::vector<RankedEntry> arranged;
  arranged.reserve(hits.size());
  for (std::size_t begin = 0; begin < hits.size(); begin += window) {
    const std::size_t end = std::min(begin + window, hits.size());
    std::vector<bool> taken(end - begin, false);
    for (std::size_t i = begin; i < end; ++i) {
      if (taken[i - begin]) continue;
      const std::string_view page = page_of(entries[hits[i].entry].ref);
      std::vector<RankedEntry> group;
      for (std::size_t k = i; k < end; ++k) {
        if (taken[k - begin] || hits[k].tier != hits[i].tier ||
            page_of(entries[hits[k].entry].ref) != page)
          continue;
        taken[k - begin] = true;
        const bool leads = hits[k].in_title && entries[hits[k].entry].ref.size() == page.size();
        group.insert(leads ? group.begin() : group.end(), hits[k]);
      }
      if (group.size() > most_of_a_page) group.resize(most_of_a_page);
      arranged.insert(arranged.end(), group.begin(), group.end());
    }
  }
  return arranged;
}

}  // namespace loci
