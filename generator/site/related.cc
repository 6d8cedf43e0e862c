#include "site/related.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <span>
#include <utility>

#include "base/parallel.h"

namespace loci {
namespace {

// An index note of fewer words says where things are and little else: it is no note to read next.
constexpr std::size_t least_words = 60;
constexpr std::size_t most_related = 5;
constexpr float least_score = 0.1F;
// Of what is followed: a note that 40 others lead to is no news to two of them.
constexpr std::size_t most_followed = 40;
// What each kind of reason is worth, and how much of a score it must be to be told.
constexpr float words_worth = 1.0F, links_worth = 0.9F, tags_worth = 0.35F;
constexpr float least_share = 0.15F;
constexpr std::size_t most_kinds = 2;

class Finder {
 public:
  Finder(const LinkedSite& site, const LinkGraph& graph, const KeyTerms& terms,
         const std::vector<std::uint32_t>& page_of_note)
      : site_(site), graph_(graph), terms_(terms), page_of_note_(page_of_note) {
    only_leads_.resize(site.notes.size());
    is_index_.resize(site.notes.size());
    for (const SiteSection& section : site.sections) {
      if (section.index == no_note) continue;
      is_index_[index_of(section.index)] = true;
      only_leads_[index_of(section.index)] =
          site.note(section.index).parsed->body.words < least_words;
    }
    // Notes by word, as pages have them.
    first_with_word_.assign(terms.words.size() + 1, 0);
    for (const KeyTerm& term : terms.terms) ++first_with_word_[term.word + 1];
    for (std::size_t w = 0; w < terms.words.size(); ++w)
      first_with_word_[w + 1] += first_with_word_[w];
    with_word_.resize(terms.terms.size());
    std::vector<std::uint32_t> next(first_with_word_.begin(), first_with_word_.end() - 1);
    for (std::size_t n = 0; n < site.notes.size(); ++n) {
      if (page_of_note[n] == no_index) continue;
      for (const KeyTerm& term : terms.of(page_of_note[n]))
        with_word_[next[term.word]++] = {static_cast<std::uint32_t>(n), term.weight};
    }
    rarity_.resize(most_followed + 1);
    const double all = static_cast<double>(site.notes.size()) + 1;
    for (std::size_t count = 1; count <= most_followed; ++count) {
      const double rarity = std::log2(all / static_cast<double>(count)) / std::log2(all + 1);
      rarity_[count] = static_cast<float>(std::clamp(rarity, 0.05, 1.0));
    }
    tags_of_.resize(site.notes.size());
    for (std::size_t t = 0; t < site.tags.size(); ++t) {
      for (const NoteId id : site.tags[t].notes)
        tags_of_[index_of(id)].push_back(static_cast<std::uint32_t>(t));
    }
    length_.resize(site.notes.size());
    for (std::size_t n = 0; n < site.notes.size(); ++n) {
      const NoteId id{static_cast<std::uint32_t>(n)};
      length_[n] = {one_by_root(graph.to(id).size()), one_by_root(graph.from(id).size()),
                    one_by_root(tags_of_[n].size())};
    }
  }

  // `scores`: a slot for each note, zero before and after.
  std::vector<RelatedNote> find(NoteId id, std::vector<float>& scores) const {
    std::vector<std::uint32_t> touched;
    const std::size_t self = index_of(id);
    const auto add = [&](std::size_t other, float score) {
      if (scores[other] == 0) touched.push_back(static_cast<std::uint32_t>(other));
      scores[other] += score;
    };
    for (const NoteId target : graph_.to(id)) {
      const std::span<const NoteId> others = graph_.from(target);
      if (others.size() > most_followed) continue;
      const float score = links_worth * rarity_[others.size()] * length_[self].to;
      for (const NoteId other : others) add(index_of(other), score * length_[index_of(other)].to);
    }
    for (const NoteId source : graph_.from(id)) {
      const std::span<const NoteId> others = graph_.to(source);
      if (others.size() > most_followed) continue;
      const float score = links_worth * rarity_[others.size()] * length_[self].from;
      for (const NoteId other : others) add(index_of(other), score * length_[index_of(other)].from);
    }
    for (const std::uint32_t tag : tags_of_[self]) {
      const std::vector<NoteId>& others = site_.tags[tag].notes;
      if (others.size() > most_followed) continue;
      const float score = tags_worth * rarity_[others.size()] * length_[self].tags;
      for (const NoteId other : others) add(index_of(other), score * length_[index_of(other)].tags);
    }
    for (const KeyTerm& term : terms_of(self)) {
      for (const WithWord& other : with(term.word))
        add(other.note, words_worth * term.weight * other.weight);
    }
    scores[self] = 0;

    std::vector<std::pair<float, std::uint32_t>> best;
    for (const std::uint32_t other : touched) {
      const float score = std::exchange(scores[other], 0.0F);
      if (score < least_score) continue;
      if (best.size() == most_related && score <= best.back().first &&
          (score < best.back().first || other > best.back().second))
        continue;
      if (only_leads_[other] || graph_.are_linked(id, NoteId{other})) continue;
      const auto place = std::find_if(best.begin(), best.end(), [&](const auto& one) {
        return one.first < score || (one.first == score && one.second > other);
      });
      best.insert(place, {score, other});
      if (best.size() > most_related) best.pop_back();
    }
    std::vector<RelatedNote> related;
    for (const auto& [score, other] : best) {
      RelatedNote one = explain(id, NoteId{other}, score);
      // A score that is the sum of many little things cannot be told.
      if (!one.both_lead_to.empty() || !one.lead_to_both.empty() || !one.tags.empty() ||
          !one.words.empty())
        related.push_back(std::move(one));
    }
    return related;
  }

 private:
  struct WithWord {
    std::uint32_t note;
    float weight;
  };
  struct Lengths {
    float to, from, tags;
  };
  struct Reason {
    float score;
    std::uint32_t what;
  };

  static float one_by_root(std::size_t count) {
    return count == 0 ? 0 : 1 / std::sqrt(static_cast<float>(count));
  }

  std::span<const KeyTerm> terms_of(std::size_t note) const {
    const std::uint32_t page = page_of_note_[note];
    return page == no_index ? std::span<const KeyTerm>() : terms_.of(page);
  }
  std::span<const WithWord> with(std::uint32_t word) const {
    return std::span(with_word_)
        .subspan(first_with_word_[word], first_with_word_[word + 1] - first_with_word_[word]);
  }

  // The strongest reasons of one kind, none when together they are too little of the score. Returns what they are of it.
  template <class Id>
  static float tell(std::vector<Reason>& reasons, float score, std::size_t most,
                    std::vector<Id>& told) {
    float sum = 0;
    for (const Reason& reason : reasons) sum += reason.score;
    if (sum < least_share * score) return 0;
    std::stable_sort(reasons.begin(), reasons.end(),
                     [](const Reason& a, const Reason& b) { return a.score > b.score; });
    for (std::size_t i = 0; i < reasons.size() && i < most; ++i)
      told.push_back(static_cast<Id>(reasons[i].what));
    return sum;
  }

  RelatedNote explain(NoteId a, NoteId b, float score) const {
    RelatedNote related;
    related.note = b;
    related.score = score;
    const Lengths &own = length_[index_of(a)], &other = length_[index_of(b)];
    std::vector<Reason> reasons;
    const auto shared = [&](std::span<const NoteId> ours, std::span<const NoteId> theirs,
                            bool forward, float factor) {
      reasons.clear();
      for (const NoteId note : ours) {
        if (!std::binary_search(theirs.begin(), theirs.end(), note)) continue;
        if (!forward && is_index_[index_of(note)]) continue;  // it lists its folder
        const std::size_t count = forward ? graph_.from(note).size() : graph_.to(note).size();
        if (count > most_followed) continue;
        reasons.push_back({factor * rarity_[count], static_cast<std::uint32_t>(index_of(note))});
      }
    };
    shared(graph_.to(a), graph_.to(b), true, links_worth * own.to * other.to);
    const float to = tell(reasons, score, 2, related.both_lead_to);
    shared(graph_.from(a), graph_.from(b), false, links_worth * own.from * other.from);
    // What is linked both ways is told once.
    std::vector<NoteId> back;
    float from = tell(reasons, score, 2, back);
    const auto is_told = [&](NoteId note) {
      return std::find(related.both_lead_to.begin(), related.both_lead_to.end(), note) !=
             related.both_lead_to.end();
    };
    if (related.both_lead_to.empty() || std::none_of(back.begin(), back.end(), is_told))
      related.lead_to_both = std::move(back);
    else
      from = 0;
    reasons.clear();
    for (const std::uint32_t tag : tags_of_[index_of(a)]) {
      const std::vector<NoteId>& notes = site_.tags[tag].notes;
      if (notes.size() <= most_followed && std::binary_search(notes.begin(), notes.end(), b))
        reasons.push_back({tags_worth * rarity_[notes.size()] * own.tags * other.tags, tag});
    }
    const float tags = tell(reasons, score, 2, related.tags);
    reasons.clear();
    const std::span<const KeyTerm> theirs = terms_of(index_of(b));
    for (const KeyTerm& term : terms_of(index_of(a))) {
      const auto same =
          std::lower_bound(theirs.begin(), theirs.end(), term.word,
                           [](const KeyTerm& one, std::uint32_t word) { return one.word < word; });
      if (same != theirs.end() && same->word == term.word)
        reasons.push_back({words_worth * term.weight * same->weight, term.word});
    }
    const float words = tell(reasons, score * 0.6F, 3, related.words);

    // Two kinds of reasons are read; a third and a fourth are a list.
    std::array<float, 4> kinds = {to, from, tags, words};
    std::sort(kinds.begin(), kinds.end(), std::greater<>());
    const float least = kinds[most_kinds - 1];
    if (to < least) related.both_lead_to.clear();
    if (from < least) related.lead_to_both.clear();
    if (tags < least) related.tags.clear();
    if (words < least) related.words.clear();
    return related;
  }

  const LinkedSite& site_;
  const LinkGraph& graph_;
  const KeyTerms& terms_;
  const std::vector<std::uint32_t>& page_of_note_;
  std::vector<std::uint32_t> first_with_word_;
  std::vector<WithWord> with_word_;
  std::vector<bool> only_leads_;  // an index note that has hardly a text of its own
  std::vector<bool> is_index_;
  std::vector<float> rarity_;  // by how many notes have it
  std::vector<std::vector<std::uint32_t>> tags_of_;
  std::vector<Lengths> length_;  // one by the root of how many there are
};

}  // namespace

std::vector<std::vector<RelatedNote>> find_related(const LinkedSite& site, const LinkGraph& graph,
                                                   const KeyTerms& terms,
                                                   const std::vector<std::uint32_t>& page_of_note) {
  std::vector<std::vector<RelatedNote>> related(site.notes.size());
  const Finder finder(site, graph, terms, page_of_note);
  parallel_ranges(site.notes.size(), 64, [&](std::size_t begin, std::size_t end) {
    std::vector<float> scores(site.notes.size(), 0);
    for (std::size_t n = begin; n < end; ++n)
      related[n] = finder.find(NoteId{static_cast<std::uint32_t>(n)}, scores);
  });
  return related;
}

}  // namespace loci
