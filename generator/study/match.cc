#include "study/match.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "base/unicode.h"

namespace loci {

namespace {

constexpr double sure_similarity = 0.5;
constexpr double sure_margin = 0.2;
constexpr double asked_similarity = 0.3;
constexpr double answer_similarity = 0.2;
constexpr std::size_t telling_letters = 8;  // an answer with fewer says too little

// Small letters, digits and what is not ASCII; everything else is one blank, one at each end: " what is x ".
std::string folded(std::string_view text) {
  std::string out = " ";
  for (const char c : nfc(text)) {
    const bool letter =
        is_ascii_letter(c) || is_ascii_digit(c) || static_cast<unsigned char>(c) >= 0x80;
    if (letter) {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.back() != ' ') out += ' ';
  return out;
}

// Three bytes each, sorted, each once.
using Trigrams = std::vector<std::uint32_t>;

Trigrams trigrams_of(std::string_view text) {
  const std::string letters = folded(text);
  Trigrams trigrams;
  trigrams.reserve(letters.size());
  const auto byte = [&](std::size_t at) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(letters[at]));
  };
  for (std::size_t at = 0; at + 2 < letters.size(); ++at)
    trigrams.push_back(byte(at) << 16 | byte(at + 1) << 8 | byte(at + 2));
  std::sort(trigrams.begin(), trigrams.end());
  trigrams.erase(std::unique(trigrams.begin(), trigrams.end()), trigrams.end());
  return trigrams;
}

// How many of all are in both.
double jaccard(const Trigrams& a, const Trigrams& b) {
  if (a.empty() && b.empty()) return 1;
  std::size_t both = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (*x == *y) {
      ++both;
      ++x;
      ++y;
    } else if (*x < *y) {
      ++x;
    } else {
      ++y;
    }
  }
  return static_cast<double>(both) / static_cast<double>(a.size() + b.size() - both);
}

struct Candidate {
  std::uint32_t old = 0;
  std::uint32_t card = 0;
  double similarity = 0;
};

class Matcher {
 public:
  Matcher(std::span<const CardTrace> old, std::span<const CardTrace> cards)
      : old_(old), cards_(cards), old_done_(old.size()), card_done_(cards.size()) {
    for (const CardTrace& trace : old) old_trigrams_.push_back(trigrams_of(trace.question));
    for (const CardTrace& card : cards) card_trigrams_.push_back(trigrams_of(card.question));
  }

  std::vector<CardMatch> run() {
    match_pinned();
    collect();
    match_similar();
    match_answers();
    match_asked();
    std::sort(matches_.begin(), matches_.end(),
              [](const CardMatch& a, const CardMatch& b) { return a.old < b.old; });
    return std::move(matches_);
  }

 private:
  using Index = std::unordered_map<std::string_view, std::vector<std::uint32_t>>;

  void take(const Candidate& pair, MatchRule rule) {
    old_done_[pair.old] = card_done_[pair.card] = true;
    matches_.push_back({pair.old, pair.card, rule, pair.similarity});
  }

  bool is_free(const Candidate& pair) const {
    return !old_done_[pair.old] && !card_done_[pair.card];
  }

  void match_pinned() {
    Index by_content;
    for (std::uint32_t i = 0; i < cards_.size(); ++i) {
      if (!cards_[i].content.empty()) by_content[cards_[i].content].push_back(i);
    }
    for (std::uint32_t i = 0; i < old_.size(); ++i) {
      const std::string& key = old_[i].content.empty() ? old_[i].group : old_[i].content;
      const auto found = by_content.find(key);
      if (found == by_content.end()) continue;
      for (const std::uint32_t card : found->second) {
        if (card_done_[card]) continue;
        take({i, card, 1}, MatchRule::pinned);
        break;
      }
    }
  }

  // Pairs that stand where the other stood.
  void collect() {
    Index by_note, by_answer, by_place;
    std::vector<std::string> places(cards_.size());
    for (std::uint32_t i = 0; i < cards_.size(); ++i) {
      if (card_done_[i]) continue;
      if (!cards_[i].note.empty()) by_note[cards_[i].note].push_back(i);
      if (!cards_[i].answer.empty()) by_answer[cards_[i].answer].push_back(i);
      if (cards_[i].before.empty() || cards_[i].after.empty()) continue;
      places[i] = cards_[i].before + ' ' + cards_[i].after;
      by_place[places[i]].push_back(i);
    }
    for (std::uint32_t i = 0; i < old_.size(); ++i) {
      if (old_done_[i] || old_[i].question.empty()) continue;
      std::vector<std::uint32_t> near;
      const auto add = [&near](const Index& index, std::string_view key) {
        const auto found = index.find(key);
        if (found != index.end())
          near.insert(near.end(), found->second.begin(), found->second.end());
      };
      add(by_note, old_[i].note);
      if (!old_[i].answer.empty()) add(by_answer, old_[i].answer);
      if (!old_[i].before.empty() && !old_[i].after.empty())
        add(by_place, old_[i].before + ' ' + old_[i].after);
      std::sort(near.begin(), near.end());
      near.erase(std::unique(near.begin(), near.end()), near.end());
      for (const std::uint32_t card : near) {
        const double alike = jaccard(old_trigrams_[i], card_trigrams_[card]);
        if (alike >= answer_similarity) pairs_.push_back({i, card, alike});
      }
    }
    std::stable_sort(pairs_.begin(), pairs_.end(), [](const Candidate& a, const Candidate& b) {
      return a.similarity > b.similarity;
    });
    pairs_of_old_.resize(old_.size());
    pairs_of_card_.resize(cards_.size());
    for (std::uint32_t i = 0; i < pairs_.size(); ++i) {
      pairs_of_old_[pairs_[i].old].push_back(i);
      pairs_of_card_[pairs_[i].card].push_back(i);
    }
  }

  // How alike the best of the others is that the old one or the card might belong to.
  double best_other(const Candidate& pair) const {
    double best = 0;
    for (const std::vector<std::uint32_t>* others :
         {&pairs_of_old_[pair.old], &pairs_of_card_[pair.card]}) {
      for (const std::uint32_t number : *others) {
        const Candidate& other = pairs_[number];
        if (&other == &pair || !is_free(other)) continue;
        best = std::max(best, other.similarity);
        break;  // they stand best first
      }
    }
    return best;
  }

  // Best pairs first: once they are taken, they stand in nobody's way.
  void match_similar() {
    for (bool again = true; again;) {
      again = false;
      for (const Candidate& pair : pairs_) {
        if (pair.similarity < sure_similarity) break;
        if (!is_free(pair) || pair.similarity - best_other(pair) < sure_margin) continue;
        take(pair, MatchRule::similar);
        again = true;
      }
    }
  }

  void match_answers() {
    std::unordered_map<std::string, std::pair<std::uint32_t, std::uint32_t>> counts;
    const auto key = [](const CardTrace& trace) { return trace.note + '\n' + trace.answer; };
    for (std::uint32_t i = 0; i < old_.size(); ++i) {
      if (!old_done_[i] && !old_[i].answer.empty()) ++counts[key(old_[i])].first;
    }
    for (std::uint32_t i = 0; i < cards_.size(); ++i) {
      if (!card_done_[i] && !cards_[i].answer.empty()) ++counts[key(cards_[i])].second;
    }
    for (const Candidate& pair : pairs_) {
      const CardTrace& old = old_[pair.old];
      const CardTrace& card = cards_[pair.card];
      if (!is_free(pair) || old.answer.empty() || old.answer != card.answer ||
          old.note != card.note)
        continue;
      const auto& count = counts[key(old)];
      if (count.first == 1 && count.second == 1) take(pair, MatchRule::answer);
    }
  }

  void match_asked() {
    for (const Candidate& pair : pairs_) {
      if (pair.similarity < asked_similarity) break;
      if (is_free(pair)) take(pair, MatchRule::asked);
    }
  }

  std::span<const CardTrace> old_;
  std::span<const CardTrace> cards_;
  std::vector<Trigrams> old_trigrams_;
  std::vector<Trigrams> card_trigrams_;
  std::vector<bool> old_done_;
  std::vector<bool> card_done_;
  std::vector<Candidate> pairs_;                          // most alike first
  std::vector<std::vector<std::uint32_t>> pairs_of_old_;  // numbers of pairs
  std::vector<std::vector<std::uint32_t>> pairs_of_card_;
  std::vector<CardMatch> matches_;
};

}  // namespace

std::string answer_mark(std::string_view answer) {
  const std::string letters = folded(answer);
  const auto count = static_cast<std::size_t>(
      std::count_if(letters.begin(), letters.end(), [](char c) { return c != ' '; }));
  return count < telling_letters ? std::string() : to_hex(hash64(letters));
}

double similarity(std::string_view a, std::string_view b) {
  return jaccard(trigrams_of(a), trigrams_of(b));
}

std::vector<CardMatch> match_cards(std::span<const CardTrace> old,
                                   std::span<const CardTrace> cards) {
  return Matcher(old, cards).run();
}

}  // namespace loci
