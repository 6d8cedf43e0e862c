#include "search/phrase.h"

#include <algorithm>

#include "search/places.h"

namespace loci {

namespace {

// The places of one term, by entry and field.
class TermPlaces {
 public:
  TermPlaces(const LunrIndex& index, std::uint32_t term) : postings_(index.postings(term)) {
    const std::string_view text = index.places(term);
    std::size_t at = 0;
    std::vector<Place> places;
    first_.reserve(postings_.size() + 1);
    for (std::size_t i = 0; i < postings_.size(); ++i) {
      first_.push_back(places_.size());
      read_places(text, at, places);
      places_.insert(places_.end(), places.begin(), places.end());
    }
    first_.push_back(places_.size());
  }

  std::span<const Posting> postings() const { return postings_; }

  std::span<const Place> of(std::uint32_t document, std::uint32_t field) const {
    const auto found =
        std::lower_bound(postings_.begin(), postings_.end(), std::pair(document, field),
                         [](const Posting& posting, const auto& key) {
                           return posting.document != key.first ? posting.document < key.first
                                                                : posting.field < key.second;
                         });
    if (found == postings_.end() || found->document != document || found->field != field) return {};
    const auto i = static_cast<std::size_t>(found - postings_.begin());
    return std::span(places_).subspan(first_[i], first_[i + 1] - first_[i]);
  }

 private:
  std::span<const Posting> postings_;
  std::vector<std::size_t> first_;
  std::vector<Place> places_;
};

bool stands_at(std::span<const Place> places, std::uint32_t at, std::uint8_t after) {
  const auto found =
      std::lower_bound(places.begin(), places.end(), at,
                       [](const Place& place, std::uint32_t value) { return place.at < value; });
  return found != places.end() && found->at == at && (after == 0 || found->after == after);
}

struct FoundStep {
  std::vector<TermPlaces> whole;  // none or one
  std::vector<TermPlaces> parts;  // none or all
  const PhraseStep* step = nullptr;

  bool is_nowhere() const { return !step->stop && whole.empty() && parts.empty(); }
};

// Where the next step may stand, given where this one may; `starts` is not looked at for the first.
std::vector<std::uint32_t> ends_of(const FoundStep& found, std::uint32_t document,
                                   std::uint32_t field, bool is_first,
                                   const std::vector<std::uint32_t>& starts) {
  const PhraseStep& step = *found.step;
  const auto may_start = [&](std::uint32_t place) {
    return is_first || std::binary_search(starts.begin(), starts.end(), place);
  };
  std::vector<std::uint32_t> ends;
  if (step.stop) {
    for (const std::uint32_t start : starts) ends.push_back(start + step.length);
  }
  for (const TermPlaces& whole : found.whole) {
    // "email" in the text may have been one word or, as "e-mail", two.
    for (const Place& place : whole.of(document, field)) {
      if (!may_start(place.at) || (step.before != 0 && place.before != step.before) ||
          (step.after != 0 && place.after != step.after))
        continue;
      ends.push_back(place.at + 1);
      ends.push_back(place.at + step.length);
    }
  }
  if (!found.parts.empty()) {
    // Stop words beside the word are those beside its first and its last part.
    const std::uint32_t first_offset = step.parts.front().second;
    const std::uint8_t before = first_offset == 0 ? step.before : std::uint8_t{0};
    const auto after_of = [&step](std::size_t part) {
      return step.parts[part].second + 1 == step.length ? step.after : std::uint8_t{0};
    };
    for (const Place& place : found.parts.front().of(document, field)) {
      if (place.at < first_offset || !may_start(place.at - first_offset) ||
          (before != 0 && place.before != before) ||
          (after_of(0) != 0 && place.after != after_of(0)))
        continue;
      const std::uint32_t start = place.at - first_offset;
      bool is_whole = true;
      for (std::size_t i = 1; i < found.parts.size() && is_whole; ++i) {
        is_whole = stands_at(found.parts[i].of(document, field), start + step.parts[i].second,
                             after_of(i));
      }
      if (is_whole) ends.push_back(start + step.length);
    }
  }
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  return ends;
}

bool has_phrase(const std::vector<FoundStep>& steps, std::uint32_t document, std::uint32_t field) {
  std::vector<std::uint32_t> starts;
  for (const FoundStep& step : steps) {
    starts = ends_of(step, document, field, &step == steps.data(), starts);
    if (starts.empty()) return false;
  }
  return true;
}

}  // namespace

PhraseMatches find_phrase(const LunrIndex& index, const std::vector<PhraseStep>& steps,
                          std::uint32_t fields) {
  PhraseMatches matches;
  const auto use = [&](std::uint32_t term) {
    if (std::find(matches.terms.begin(), matches.terms.end(), term) == matches.terms.end())
      matches.terms.push_back(term);
  };
  std::vector<FoundStep> found;
  for (const PhraseStep& step : steps) {
    FoundStep& each = found.emplace_back();
    each.step = &step;
    if (step.stop) continue;
    if (const std::uint32_t term = index.find(step.whole);
        !step.whole.empty() && term != TermTable::absent) {
      each.whole.emplace_back(index, term);
      use(term);
    }
    std::vector<std::uint32_t> parts;
    for (const auto& part : step.parts) {
      const std::uint32_t term = index.find(part.first);
      if (term != TermTable::absent) parts.push_back(term);
    }
    if (parts.size() != step.parts.size()) continue;
    for (const std::uint32_t term : parts) {
      each.parts.emplace_back(index, term);
      use(term);
    }
  }
  if (found.empty() || std::any_of(found.begin(), found.end(),
                                   [](const FoundStep& step) { return step.is_nowhere(); }))
    return matches;

  std::vector<std::uint32_t> candidates;
  const auto add_candidates = [&candidates](const std::vector<TermPlaces>& terms) {
    if (terms.empty()) return;
    for (const Posting& posting : terms.front().postings()) candidates.push_back(posting.document);
  };
  add_candidates(found.front().whole);
  add_candidates(found.front().parts);
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  for (const std::uint32_t document : candidates) {
    std::uint32_t mask = 0;
    for (std::uint32_t field = 0; field < field_count; ++field) {
      if ((fields >> field & 1u) != 0 && has_phrase(found, document, field)) mask |= 1u << field;
    }
    if (mask != 0) matches.entries.emplace_back(document, mask);
  }
  return matches;
}

}  // namespace loci
