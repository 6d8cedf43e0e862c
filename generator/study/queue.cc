#include "study/queue.h"

#include <algorithm>
#include <tuple>

namespace loci {

namespace {

enum class Place { out, fresh, learning, review, later };

struct Placed {
  Place place = Place::out;
  std::optional<Due> then;  // for cards that are not for today: when
};

Placed place_card(const CardState* state, std::int64_t day) {
  if (state == nullptr) return {Place::fresh, {}};
  if (state->suspended) return {};
  const bool buried = day < state->buried_until;
  if (!state->reviewed()) {
    if (buried) return {Place::later, Due{false, state->buried_until}};
    return {Place::fresh, {}};
  }
  if (state->due.at_instant) {
    if (buried) return {Place::later, Due{false, state->buried_until}};
    return {Place::learning, {}};
  }
  const std::int64_t due = std::max(state->due.value, state->buried_until);
  if (due > day) return {Place::later, Due{false, due}};
  return {Place::review, {}};
}

// Evenly: after the share r of the reviews, about the share r of the new cards has been shown.
// Begins with a review.
std::vector<std::uint32_t> mix(const std::vector<std::uint32_t>& reviews,
                               const std::vector<std::uint32_t>& fresh) {
  std::vector<std::uint32_t> mixed;
  mixed.reserve(reviews.size() + fresh.size());
  std::size_t r = 0;
  std::size_t f = 0;
  while (r < reviews.size() || f < fresh.size()) {
    const bool review =
        f == fresh.size() ||
        (r < reviews.size() && (2 * r + 1) * fresh.size() <= (2 * f + 1) * reviews.size());
    mixed.push_back(review ? reviews[r++] : fresh[f++]);
  }
  return mixed;
}

void note_next(std::optional<Due>& next, const std::optional<Due>& candidate) {
  if (candidate && (!next || candidate->value < next->value)) next = candidate;
}

}  // namespace

FsrsParameters fsrs_parameters(const CardsConfig& config) {
  FsrsParameters parameters;
  parameters.desired_retention = config.desired_retention;
  parameters.maximum_interval_days = config.maximum_interval_days;
  return parameters;
}

// One pass: a card of the note just shown waits until another note came between. Cards that still
// wait at the end are put into gaps further up, the last gap first; only when there is none do
// siblings meet.
std::vector<std::uint32_t> spread_siblings(std::span<const std::uint32_t> notes) {
  std::vector<std::uint32_t> order;
  order.reserve(notes.size());
  std::vector<std::uint32_t> waiting;  // all of one note: that of the last card of `order`
  std::size_t first_waiting = 0;
  const auto note_of_last = [&] { return notes[order.back()]; };
  for (std::uint32_t i = 0; i < notes.size(); ++i) {
    if (!order.empty() && notes[i] == note_of_last()) {
      waiting.push_back(i);
      continue;
    }
    order.push_back(i);
    if (first_waiting < waiting.size()) order.push_back(waiting[first_waiting++]);
  }
  if (first_waiting == waiting.size()) return order;

  const std::uint32_t note = notes[waiting.back()];
  std::vector<std::uint32_t> reversed;
  reversed.reserve(notes.size());
  std::size_t left = waiting.size() - first_waiting;
  std::vector<std::uint32_t> fillers(waiting.begin() + static_cast<std::ptrdiff_t>(first_waiting),
                                     waiting.end());
  for (std::size_t i = order.size(); i-- > 0;) {
    reversed.push_back(order[i]);
    const bool gap = notes[order[i]] != note && (i == 0 || notes[order[i - 1]] != note);
    if (gap && left > 0) reversed.push_back(fillers[--left]);
  }
  std::reverse(reversed.begin(), reversed.end());
  for (std::size_t i = 0; i < left; ++i) reversed.push_back(fillers[i]);
  return reversed;
}

Queue build_queue(std::span<const QueueCard> cards, const Schedule& schedule,
                  const CardsConfig& config, std::int64_t now_ms, std::int64_t day) {
  struct Ranked {
    double rank;
    std::uint32_t card;
  };
  std::vector<Ranked> learning;
  std::vector<Ranked> reviews;
  std::vector<std::uint32_t> fresh;
  Queue queue;
  std::optional<Due> later;
  for (std::uint32_t i = 0; i < cards.size(); ++i) {
    const CardState* state = schedule.find(cards[i].id);
    const Placed placed = place_card(state, day);
    note_next(later, placed.then);
    switch (placed.place) {
      case Place::fresh:
        fresh.push_back(i);
        break;
      case Place::learning:
        learning.push_back({static_cast<double>(state->due.value), i});
        break;
      case Place::review:
        reviews.push_back({schedule.fsrs().retrievability(Schedule::elapsed_days(*state, day),
                                                          state->memory.stability),
                           i});
        break;
      case Place::out:
      case Place::later:
        break;
    }
  }
  const auto by_rank = [](const Ranked& a, const Ranked& b) {
    return std::tie(a.rank, a.card) < std::tie(b.rank, b.card);
  };
  std::sort(learning.begin(), learning.end(), by_rank);
  std::sort(reviews.begin(), reviews.end(), by_rank);

  const DayCounts today = schedule.on_day(day);
  const auto allowed = [](int limit, int done) {
    return static_cast<std::size_t>(std::max(0, limit - done));
  };
  if (config.reviews_per_day > 0 &&
      reviews.size() > allowed(config.reviews_per_day, today.reviews)) {
    reviews.resize(allowed(config.reviews_per_day, today.reviews));
    note_next(later, Due{false, day + 1});
  }
  if (fresh.size() > allowed(config.new_per_day, today.introduced)) {
    fresh.resize(allowed(config.new_per_day, today.introduced));
    if (config.new_per_day > 0) note_next(later, Due{false, day + 1});
  }

  std::vector<std::uint32_t> due;
  for (const Ranked& ranked : reviews) due.push_back(ranked.card);
  const std::vector<std::uint32_t> mixed = mix(due, fresh);
  std::vector<std::uint32_t> notes;
  notes.reserve(mixed.size());
  for (const std::uint32_t card : mixed) notes.push_back(cards[card].note);
  for (const std::uint32_t position : spread_siblings(notes)) queue.main.push_back(mixed[position]);
  for (const Ranked& ranked : learning) queue.learning.push_back(ranked.card);
  queue.counts = {due.size(), fresh.size(), learning.size()};

  // A step is always sooner than a day.
  if (!learning.empty()) {
    const auto at = static_cast<std::int64_t>(learning.front().rank);
    if (at > now_ms) queue.next = Due{true, at};
  } else if (queue.main.empty()) {
    queue.next = later;
  }
  return queue;
}

}  // namespace loci
