#include "search/arrange.h"

#include <algorithm>
#include <set>

#include "search/analysis.h"
#include "search/parts.h"

namespace loci {

namespace {

constexpr std::size_t most_of_a_page = 3;  // hits of one note among those of a window

// How well a name says what was asked for.
enum class Agreement : std::uint8_t {
  other,
  same,  // every word of it is one of the query's, whole or in all its parts, and the other way round
  written,  // and it is written so
};

using TermSet = std::set<std::string, std::less<>>;

TermSet all_terms(const Asked& asked) {
  TermSet terms;
  for (const AskedWord& word : asked.words) {
    terms.insert(word.whole.begin(), word.whole.end());
    terms.insert(word.parts.begin(), word.parts.end());
  }
  return terms;
}

Agreement agreement(std::string_view name, const Asked& asked, const TermSet& terms) {
  const std::vector<Term> words = analyse_text(name);
  TermSet has;
  for (std::size_t i = 0; i < words.size();) {
    const std::size_t begin = i;
    bool counts = false, whole = false, has_parts = false, all_parts = true;
    for (; i < words.size() && words[i].chain == words[begin].chain; ++i) {
      counts = counts || (words[i].role != TermRole::extra && !words[i].stop);
      const bool is_asked = terms.contains(words[i].text);
      if (words[i].role == TermRole::whole) whole = whole || is_asked;
      if (words[i].role != TermRole::part) continue;
      has_parts = true;
      all_parts = all_parts && is_asked;
    }
    if (!counts) continue;
    if (!whole && !(has_parts && all_parts)) return Agreement::other;
    for (std::size_t k = begin; k < i; ++k) has.insert(words[k].text);
  }
  if (has.empty()) return Agreement::other;
  const auto is_there = [&has](const std::string& term) { return has.contains(term); };
  for (const auto& [whole, parts] : asked.words) {
    if (std::any_of(whole.begin(), whole.end(), is_there)) continue;
    if (parts.empty() || !std::all_of(parts.begin(), parts.end(), is_there))
      return Agreement::other;
  }
  return plain_text(name) == asked.text ? Agreement::written : Agreement::same;
}

class Window {
 public:
  Window(const SearchIndex& index, std::vector<RankedEntry> hits, const Asked& asked,
         const TermSet& terms)
      : entries_(index.entries()), hits_(std::move(hits)), taken_(hits_.size(), false) {
    for (const RankedEntry& hit : hits_) {
      const SearchEntry& entry = entries_[hit.entry];
      only_cards_ = only_cards_ && entry.kind == EntryKind::card;
      says_.push_back(entry.kind == EntryKind::card
                          ? Agreement::other
                          : agreement(entry.kind == EntryKind::page ? entry.title : entry.heading,
                                      asked, terms));
    }
  }

  void append_to(std::vector<RankedEntry>& arranged) {
    for (const Agreement level : {Agreement::written, Agreement::same}) {
      for (std::size_t i = 0; i < hits_.size(); ++i)
        if (hits_[i].tier == 0 && says_[i] == level) gather(i, arranged);
    }
    for (std::size_t i = 0; i < hits_.size(); ++i) gather(i, arranged);
  }

 private:
  // The hit and the others of its page and tier.
  void gather(std::size_t i, std::vector<RankedEntry>& arranged) {
    if (taken_[i]) return;
    const std::string_view page = page_of(entries_[hits_[i].entry].ref);
    std::vector<RankedEntry> group;
    bool has_card = false;
    Agreement best_section = Agreement::other;
    const auto take = [&](std::size_t k) {
      const SearchEntry& entry = entries_[hits_[k].entry];
      if (taken_[k] || hits_[k].tier != hits_[i].tier || page_of(entry.ref) != page) return;
      taken_[k] = true;
      if (entry.kind == EntryKind::card && has_card && !only_cards_) return;
      has_card = has_card || entry.kind == EntryKind::card;
      const bool leads =
          hits_[k].in_title && entry.kind == EntryKind::page && says_[k] >= best_section;
      group.insert(leads ? group.begin() : group.end(), hits_[k]);
      if (entry.kind == EntryKind::section) best_section = std::max(best_section, says_[k]);
    };
    take(i);
    for (std::size_t k = 0; k < hits_.size(); ++k) take(k);
    if (group.size() > most_of_a_page) group.resize(most_of_a_page);
    arranged.insert(arranged.end(), group.begin(), group.end());
  }

  const std::vector<SearchEntry>& entries_;
  std::vector<RankedEntry> hits_;
  std::vector<Agreement> says_;  // of each hit
  std::vector<bool> taken_;
  bool only_cards_ = true;
};

}  // namespace

std::string plain_text(std::string_view text) {
  const std::vector<Term> terms = analyse_text(text);
  std::string plain;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (i > 0) plain += terms[i].chain == terms[i - 1].chain ? '/' : ' ';
    plain += terms[i].surface;
  }
  return plain;
}

std::vector<RankedEntry> arrange_by_page(const SearchIndex& index,
                                         const std::vector<RankedEntry>& hits, const Asked& asked) {
  const TermSet terms = all_terms(asked);
  std::vector<RankedEntry> arranged;
  arranged.reserve(hits.size());
  for (std::size_t begin = 0; begin < hits.size(); begin += window_size) {
    const std::size_t end = std::min(begin + window_size, hits.size());
    const auto at = [&hits](std::size_t i) {
      return hits.begin() + static_cast<std::ptrdiff_t>(i);
    };
    Window(index, {at(begin), at(end)}, asked, terms).append_to(arranged);
  }
  return arranged;
}

}  // namespace loci
