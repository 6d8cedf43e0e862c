#include "search/query.h"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <optional>

#include "base/unicode.h"
#include "search/analysis.h"
#include "search/phrase.h"
#include "search/spelling.h"
#include "search/vocabulary.h"

namespace loci {

namespace {

constexpr std::size_t enough_postings = 24;  // of the word itself: then what is like it is not read
constexpr std::size_t most_prefix_terms = 24;

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
  // Of a phrase: the entries that have it. Then `whole` only counts for the score.
  std::optional<PhraseMatches> phrase;
  bool required = false;
  std::uint32_t fields = all_fields;
  double boost = 1;

  bool empty() const { return whole.empty() && parts.empty() && near.empty() && fuzzy.empty(); }
};

// What the page loads for a prefix at most. Hundreds of words begin with two letters: a shard of
// them that is loaded for the word itself anyway will do, until the reader has typed one more.
std::size_t most_prefix_shards(std::string_view prefix) {
  constexpr std::size_t most = 4;
  return is_ascii(prefix) ? std::min(most, std::max<std::size_t>(prefix.size(), 2) - 1) : most;
}

class Expander {
 public:
  explicit Expander(const SearchIndex& index)
      : index_(index.parts().lunr), shards_(index.parts().shards) {}

  // A word becomes one, or several when it is a chain that is nowhere: then its parts are words.
  void expand(const QueryWord& word, std::vector<Expanded>& result,
              std::vector<Correction>& corrections) const {
    Expanded expanded = exact(word);
    if (is_power(word)) {
      const bool is_found = expanded.phrase ? !expanded.phrase->entries.empty() : !expanded.empty();
      if (!is_found) corrections.push_back({word.whole_surface, {}});
      result.push_back(std::move(expanded));
      return;
    }
    if (word.typing) add_prefixes(word.whole_surface, expanded);
    if (expanded.empty() && word.parts.size() > 1) {
      for (std::size_t i = 0; i < word.parts.size(); ++i) {
        QueryWord part;
        part.whole = word.parts[i];
        part.whole_surface = word.part_surfaces[i];
        part.typing = word.typing && i + 1 == word.parts.size();
        part.required = word.required;
        part.fields = word.fields;
        part.boost = word.boost;
        expand(part, result, corrections);
      }
      return;
    }
    if (expanded.empty()) add_shortened(word.whole_surface, expanded);
    if (expanded.empty()) {
      const std::string& asked = word.whole.empty() && !word.parts.empty()
                                     ? word.part_surfaces.front()
                                     : word.whole_surface;
      Correction correction{asked, {}};
      for (const SimilarTerm& similar : similar_terms(index_, word.whole_surface, word.whole)) {
        expanded.fuzzy.push_back(similar.term);
        correction.instead.emplace_back(similar.shown);
      }
      corrections.push_back(std::move(correction));
    }
    result.push_back(std::move(expanded));
  }

  // The terms that are the word itself, or what was asked for in so many signs; nothing like it.
  Expanded exact(const QueryWord& word) const {
    Expanded expanded;
    expanded.required = word.required;
    expanded.fields = word.fields;
    expanded.boost = word.boost;
    if (!word.steps.empty()) {
      expanded.phrase = find_phrase(index_, word.steps, word.fields);
      expanded.whole = expanded.phrase->terms;
      return expanded;
    }
    if (!word.pattern.empty()) {
      expanded.whole = vocabulary_terms(
          index_, vocabulary_key(word.pattern),
          [&](std::uint32_t term) { return term_matches(index_, term, word.pattern); });
      return expanded;
    }
    if (word.edits > 0) {
      expanded.whole = vocabulary_terms(index_, {}, [&](std::uint32_t term) {
        return term_is_near(index_, term, word.whole_surface, word.whole, word.edits);
      });
      return expanded;
    }
    if (const std::uint32_t term = index_.find(word.whole);
        !word.whole.empty() && term != TermTable::absent) {
      expanded.whole.push_back(term);
    }
    // Texts that only have the parts of "GitHub" are not missed when many have the name itself.
    if (has_enough(expanded)) return expanded;
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
  bool has_enough(const Expanded& expanded) const {
    return !expanded.whole.empty() &&
           index_.postings(expanded.whole.front()).size() >= enough_postings;
  }

  // Asked for as it is: neither prefixes nor spelling.
  static bool is_power(const QueryWord& word) {
    return !word.steps.empty() || !word.pattern.empty() || word.edits > 0;
  }

  // The most frequent terms that begin with what was typed, of those that the first shards hold.
  void add_prefixes(std::string_view prefix, Expanded& expanded) const {
    if (prefix.empty() || (prefix.size() == 1 && static_cast<unsigned char>(prefix[0]) < 0x80))
      return;
    const std::span<const std::uint32_t> sorted = index_.sorted_terms();
    const auto begin = std::lower_bound(sorted.begin(), sorted.end(), prefix,
                                        [this](std::uint32_t term, std::string_view key) {
                                          return less_in_utf16(index_.term(term), key);
                                        });
    // What begins with the word ranks behind what has it: enough of that makes more shards a waste.
    const std::size_t last_shard = std::min(
        shard_of(shards_, prefix) + (has_enough(expanded) ? 1 : most_prefix_shards(prefix)),
        shards_.size());
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

// One bit a word of the query: how each entry answers it.
struct Matches {
  std::uint32_t exact = 0;
  std::uint32_t near = 0;
  std::uint32_t fuzzy = 0;
  std::uint32_t title = 0;
};

void mark_matches(const LunrIndex& index, const std::vector<Expanded>& words,
                  std::vector<Matches>& matches) {
  const auto mark = [&](const std::vector<std::uint32_t>& terms, std::uint32_t fields,
                        std::uint32_t Matches::*kind, std::uint32_t bit) {
    for (const std::uint32_t term : terms) {
      for (const Posting& posting : index.postings(term)) {
        if ((fields >> posting.field & 1u) == 0) continue;
        Matches& match = matches[posting.document];
        match.*kind |= bit;
        if (posting.field == title_field) match.title |= bit;
      }
    }
  };
  for (std::size_t w = 0; w < words.size(); ++w) {
    const Expanded& word = words[w];
    const std::uint32_t bit = 1u << w;
    if (word.phrase) {
      for (const auto& [entry, fields] : word.phrase->entries) {
        matches[entry].exact |= bit;
        if ((fields >> title_field & 1u) != 0) matches[entry].title |= bit;
      }
      continue;
    }
    mark(word.whole, word.fields, &Matches::exact, bit);
    mark(word.near, word.fields, &Matches::near, bit);
    mark(word.fuzzy, word.fields, &Matches::fuzzy, bit);
    if (word.parts.empty()) continue;
    // An entry counts when it has every part.
    std::vector<std::pair<std::uint8_t, std::uint8_t>> found(
        matches.size());  // parts found: anywhere, in the title
    std::uint8_t wanted = 0;
    for (const std::uint32_t term : word.parts) {
      for (const Posting& posting : index.postings(term)) {
        if ((word.fields >> posting.field & 1u) == 0) continue;
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

void mark_runs(const SearchFilter& filter, std::vector<bool>& entries) {
  for (const SearchFilter::Run& run : filter.runs) {
    for (std::uint32_t i = 0; i < run.count; ++i) entries[run.first + i] = true;
  }
}

std::vector<bool> members_of(const SearchIndex::Parts& parts, const std::string& name) {
  std::vector<bool> members(parts.entries.size(), false);
  if (name == "is:section") {  // what is neither of the others
    for (std::size_t d = 0; d < members.size(); ++d)
      members[d] = parts.entries[d].kind == EntryKind::section;
  } else if (const SearchFilter* filter =
                 find_filter(parts, name == "is:note" ? "is:page" : std::string_view(name))) {
    mark_runs(*filter, members);
  }
  return members;
}

// The entries that filters refuse, and those that excluded words refuse.
struct Refused {
  std::vector<bool> by_filter, by_word;
};

Refused refused_entries(const SearchIndex& index, const ParsedQuery& query,
                        const Expander& expander) {
  const SearchIndex::Parts& parts = index.parts();
  const std::size_t count = parts.entries.size();
  Refused refused{std::vector<bool>(count, false), std::vector<bool>(count, false)};
  for (const std::string& name : query.filters) {
    const std::vector<bool> members = members_of(parts, name);
    for (std::size_t d = 0; d < count; ++d)
      refused.by_filter[d] = refused.by_filter[d] || !members[d];
  }
  for (const std::string& name : query.excluded_filters) {
    const std::vector<bool> members = members_of(parts, name);
    for (std::size_t d = 0; d < count; ++d)
      refused.by_filter[d] = refused.by_filter[d] || members[d];
  }
  for (const QueryWord& word : query.excluded) {
    std::vector<Matches> matches(count);
    mark_matches(parts.lunr, {expander.exact(word)}, matches);
    for (std::size_t d = 0; d < count; ++d)
      refused.by_word[d] = refused.by_word[d] || matches[d].exact != 0;
  }
  return refused;
}

// What filters and refusals alone leave. Pages, unless a kind was asked for: a page is refused when
// any of its entries has a refused word.
std::vector<RankedEntry> list_entries(const SearchIndex& index, const ParsedQuery& query,
                                      const Refused& refused) {
  std::vector<RankedEntry> hits;
  if (query.filters.empty() && query.excluded.empty() && query.excluded_filters.empty())
    return hits;
  const bool asks_for_kind =
      std::any_of(query.filters.begin(), query.filters.end(),
                  [](const std::string& name) { return name.starts_with("is:"); });
  const std::vector<SearchEntry>& entries = index.entries();
  for (std::uint32_t d = 0; d < entries.size();) {
    std::uint32_t end = d + 1;
    bool has_refused_word = refused.by_word[d];
    if (!asks_for_kind) {
      for (; end < entries.size() && entries[end].kind != EntryKind::page; ++end)
        has_refused_word = has_refused_word || refused.by_word[end];
    }
    const bool is_listed = asks_for_kind || entries[d].kind == EntryKind::page;
    if (is_listed && !refused.by_filter[d] && !has_refused_word) hits.push_back({d, 0, true, 0});
    d = end;
  }
  return hits;
}

constexpr std::uint8_t no_tier = 255;
constexpr std::uint8_t some_tier = 6;
// What the score of a page's best entry, which has only some of the words, counts beside one that
// has all. Tuned on half of the known items of a vault: tests/bench/README.md.
constexpr double page_share = 0.5;

bool has_every_word(std::uint8_t tier) { return tier < some_tier; }
// Entries and pages that have every word in the same way: exactly, as beginnings, as what slips may
// have meant.
unsigned level_of(std::uint8_t tier) { return tier / 2u; }
bool is_page_tier(std::uint8_t tier) { return tier < some_tier && tier % 2 == 1; }

std::uint32_t words_of(const Matches& match, unsigned level) {
  return match.exact | (level > 0 ? match.near : 0u) | (level > 1 ? match.fuzzy : 0u);
}

std::uint8_t tier_of(const Matches& match, std::uint32_t all, std::uint32_t required) {
  const std::uint32_t any = words_of(match, 2);
  if (any == 0 || (any & required) != required) return no_tier;
  for (unsigned level = 0; level < 3; ++level) {
    if (words_of(match, level) == all) return static_cast<std::uint8_t>(2 * level);
  }
  return some_tier;
}

// Of a page that has every word, but no entry that has them all, the best entry stands for the
// page: the one with most words, then with the best score. `hits` are by entry; `score_of` an entry
// at a level.
template <typename ScoreOf>
void promote_pages(const SearchIndex& index, const std::vector<Matches>& matches, std::uint32_t all,
                   std::vector<RankedEntry>& hits, const ScoreOf& score_of) {
  const std::vector<SearchEntry>& entries = index.entries();
  for (std::size_t begin = 0, end = 0; begin < hits.size(); begin = end) {
    std::uint32_t page_end = hits[begin].entry + 1;
    while (page_end < entries.size() && entries[page_end].kind != EntryKind::page) ++page_end;
    bool has_all = false;
    std::array<std::uint32_t, 3> words{};  // of the page, by level
    for (; end < hits.size() && hits[end].entry < page_end; ++end) {
      has_all = has_all || has_every_word(hits[end].tier);
      for (unsigned level = 0; level < words.size(); ++level)
        words[level] |= words_of(matches[hits[end].entry], level);
    }
    const auto complete = std::find(words.begin(), words.end(), all);
    if (has_all || complete == words.end()) continue;
    const auto level = static_cast<unsigned>(complete - words.begin());
    RankedEntry* best = nullptr;
    int most = 0;
    double best_score = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const int count = std::popcount(words_of(matches[hits[i].entry], level));
      const double score = score_of(hits[i].entry, level);
      if (best != nullptr && (count < most || (count == most && score <= best_score))) continue;
      best = &hits[i];
      most = count;
      best_score = score;
    }
    best->tier = static_cast<std::uint8_t>(2 * level + 1);
    best->score = best_score;
  }
}

}  // namespace

Ranking rank_entries(const SearchIndex& index, std::string_view text) {
  Ranking ranking;
  const LunrIndex& lunr = index.parts().lunr;
  const Expander expander(index);
  const ParsedQuery query = parse_query(text);
  ranking.asked.text = plain_text(text);
  std::vector<Expanded> words;
  for (const QueryWord& word : query.words) expander.expand(word, words, ranking.corrections);
  if (words.size() > 32) words.resize(32);
  const Refused refused = refused_entries(index, query, expander);
  if (words.empty()) {
    ranking.hits = list_entries(index, query, refused);
    return ranking;
  }

  std::vector<Matches> matches(lunr.document_count());
  mark_matches(lunr, words, matches);
  Scores strict(lunr), wide(lunr);
  bool is_wider = false;
  std::vector<std::uint32_t> used;
  for (const Expanded& word : words) {
    for (const std::vector<std::uint32_t>* terms : {&word.whole, &word.parts}) {
      for (const std::uint32_t term : *terms) {
        strict.add(term, word.fields, word.boost);
        wide.add(term, word.fields, word.boost);
        used.push_back(term);
      }
    }
    for (const std::vector<std::uint32_t>* terms : {&word.near, &word.fuzzy}) {
      for (const std::uint32_t term : *terms) {
        is_wider = true;
        wide.add(term, word.fields, word.boost);
        used.push_back(term);
      }
    }
  }
  strict.compute();
  if (is_wider) wide.compute();
  const auto scores_of = [&](unsigned level) -> const Scores& {
    return level == 0 || !is_wider ? strict : wide;
  };

  std::uint32_t required = 0;
  for (std::size_t w = 0; w < words.size(); ++w) required |= words[w].required ? 1u << w : 0u;
  const std::uint32_t all = words.size() == 32 ? ~0u : (1u << words.size()) - 1;
  for (std::uint32_t d = 0; d < matches.size(); ++d) {
    if (refused.by_filter[d] || refused.by_word[d]) continue;
    const std::uint8_t tier = tier_of(matches[d], all, required);
    if (tier == no_tier) continue;
    const Scores& scores = scores_of(level_of(tier));
    ranking.hits.push_back({d, tier, matches[d].title == all, scores.score(d)});
  }
  const auto complete =
      std::count_if(ranking.hits.begin(), ranking.hits.end(),
                    [](const RankedEntry& hit) { return has_every_word(hit.tier); });
  if (words.size() > 1 && static_cast<std::size_t>(complete) < window_size) {
    promote_pages(index, matches, all, ranking.hits, [&](std::uint32_t entry, unsigned level) {
      return scores_of(level).score(entry);
    });
  }
  const auto weight = [](const RankedEntry& hit) {
    return is_page_tier(hit.tier) ? page_share * hit.score : hit.score;
  };
  std::sort(ranking.hits.begin(), ranking.hits.end(),
            [&](const RankedEntry& a, const RankedEntry& b) {
              if (level_of(a.tier) != level_of(b.tier)) return a.tier < b.tier;
              const double weight_a = weight(a), weight_b = weight(b);
              if (weight_a != weight_b) return weight_a > weight_b;
              if (a.tier != b.tier) return a.tier < b.tier;
              const Scores& scores = scores_of(level_of(a.tier));
              const std::uint32_t rank_a = scores.rank(a.entry), rank_b = scores.rank(b.entry);
              return rank_a != rank_b ? rank_a < rank_b : a.entry < b.entry;
            });

  const auto name = [&lunr](std::uint32_t term) { return std::string(lunr.term(term)); };
  for (const Expanded& word : words) {
    AskedWord& asked = ranking.asked.words.emplace_back();
    std::transform(word.whole.begin(), word.whole.end(), std::back_inserter(asked.whole), name);
    std::transform(word.parts.begin(), word.parts.end(), std::back_inserter(asked.parts), name);
  }
  for (const std::uint32_t term : used) {
    std::string shown(lunr.term(term));
    if (std::find(ranking.terms.begin(), ranking.terms.end(), shown) == ranking.terms.end())
      ranking.terms.push_back(std::move(shown));
  }
  ranking.strict = strict.clauses();
  ranking.wide = wide.clauses();
  return ranking;
}

}  // namespace loci
