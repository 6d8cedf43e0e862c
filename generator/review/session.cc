#include "review/session.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace loci {

namespace {

// Anki's rule: rather than to send the reader away for a few minutes, show a step early.
constexpr std::int64_t learn_ahead_ms = 20 * 60'000;
// Longer means that the reader was away, not that the card was hard.
constexpr std::int64_t most_answer_ms = 60'000;

}  // namespace

// Days up to a month, then months of 30 and years of 365 days with one decimal.
std::string interval_label(const Outcome& outcome) {
  const auto tenths = [](std::int64_t days, std::int64_t unit) {
    const std::int64_t value = (days * 10 + unit / 2) / unit;
    std::string text = std::to_string(value / 10);
    if (value % 10 != 0) text += "." + std::to_string(value % 10);
    return text;
  };
  const std::int64_t minutes = outcome.delay_minutes;
  if (minutes < 60) return std::to_string(minutes) + "m";
  if (minutes < 24 * 60) return std::to_string((minutes + 30) / 60) + "h";
  const std::int64_t days = minutes / (24 * 60);
  if (days < 30) return std::to_string(days) + "d";
  if (days < 365) return tenths(days, 30) + "mo";
  return tenths(days, 365) + "y";
}

bool is_leech_now(std::uint32_t lapses) {
  return lapses >= leech_lapses && (lapses - leech_lapses) % (leech_lapses / 2) == 0;
}

Result<ReviewSession> ReviewSession::start(const ReviewSetup& setup) {
  const auto read = [&setup]() -> Result<SittingStart> {
    Result<EventLog> log = read_event_log(setup.reviews);
    if (!log) return std::move(log).error().with_context("cannot read the reviews");
    return SittingStart{*std::move(log), std::nullopt};
  };
  Result<SittingStart> start = setup.open ? setup.open() : read();
  if (!start) return std::move(start).error();
  return ReviewSession(setup, *std::move(start));
}

ReviewSession::ReviewSession(const ReviewSetup& setup, SittingStart start)
    : setup_(&setup), config_(setup.config), log_(std::move(start.log)) {
  queue_cards_.reserve(setup.cards.size());
  for (const ReviewCard& card : setup.cards) queue_cards_.push_back({card.id, card.note});
  if (start.known) {
    schedule_ = std::move(start.known->schedule);
    newest_t_ = start.known->newest_t;
  } else {
    if (!log_) log_.emplace();
    schedule_.emplace(log_->events(), fsrs_parameters(config_));
    if (!log_->events().empty()) newest_t_ = log_->events().back().t;
  }
  if (log_) summary_.problems = log_->problems();
  summary_.disagreements = schedule_->disagreements().size();
  const Moment now = setup_->clock();
  started_at_ = now.unix_ms;
  if (setup.new_cards) {
    const std::int64_t today = review_day(now, config_.rollover_hour);
    config_.new_per_day = schedule_->on_day(today).introduced + *setup.new_cards;
  }
  rebuild(now);
  choose(now);
}

// What this sitting has written is on disk, and so in what is read. nullptr: the log cannot be read.
const EventLog* ReviewSession::full_log() const {
  if (!log_) {
    Result<EventLog> log = read_event_log(setup_->reviews);
    if (!log) return nullptr;
    log_ = *std::move(log);
  }
  return &*log_;
}

Status ReviewSession::fold() {
  const EventLog* log = full_log();
  if (log == nullptr) return Error{"cannot read the reviews in '" + setup_->reviews + "'", {}};
  schedule_.emplace(log->events(), fsrs_parameters(config_));
  return Done{};
}

bool ReviewSession::time_is_up(const Moment& now) const {
  return setup_->time_budget_ms > 0 && now.unix_ms - started_at_ >= setup_->time_budget_ms;
}

void ReviewSession::rebuild(const Moment& now) {
  day_ = review_day(now, config_.rollover_hour);
  queue_ = build_queue(queue_cards_, *schedule_, config_, now.unix_ms, day_);
}

const ReviewCard* ReviewSession::current() const {
  return current_ ? &setup_->cards[*current_] : nullptr;
}

const CardState* ReviewSession::current_state() const {
  return current_ ? schedule_->find(queue_cards_[*current_].id) : nullptr;
}

std::array<Outcome, 4> ReviewSession::choices() const {
  if (!current_) return {};
  return choices_of(*current_);
}

std::array<Outcome, 4> ReviewSession::choices_of(std::uint32_t card) const {
  const std::string& id = queue_cards_[card].id;
  const CardState* state = schedule_->find(id);
  const MemoryState memory = state != nullptr ? state->memory : MemoryState{};
  const int elapsed = state != nullptr ? Schedule::elapsed_days(*state, day_) : 0;
  const std::string seed = fuzz_seed(id, memory.reps + 1);
  const int retention = setup_->cards[card].retention;
  if (retention == 0) return schedule_->fsrs().preview(memory, elapsed, seed);
  return schedule_->fsrs().at_retention(retention / 100.0).preview(memory, elapsed, seed);
}

std::array<std::string, 4> ReviewSession::labels() const {
  std::array<std::string, 4> labels;
  const std::array<Outcome, 4> outcomes = choices();
  for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = interval_label(outcomes[i]);
  return labels;
}

EventStamp ReviewSession::stamp(const Moment& now) const {
  std::array<std::byte, 10> randomness{};
  setup_->random(randomness);
  return {make_ulid(now.unix_ms, randomness), setup_->device, now, day_};
}

// On disk first, then in memory: what the reader sees is what is saved.
Status ReviewSession::write(const Moment& now, std::vector<std::string> lines) {
  if (Status saved = append_events(setup_->reviews, setup_->device, now, lines); !saved) {
    return std::move(saved).error().with_context("the review is not saved");
  }
  const bool last_in_order = newest_t_ < now.unix_ms;
  newest_t_ = std::max(newest_t_, now.unix_ms);
  if (log_) {
    for (const std::string& line : lines) {
      Result<bool> added = log_->add_line(line);
      if (!added) return std::move(added).error();
    }
  }
  // Usually one, and the newest event; not when the clock went back or another device's is ahead.
  if (lines.size() == 1 && last_in_order) {
    EventLog one;
    Result<bool> added = one.add_line(std::move(lines.front()));
    if (!added) return std::move(added).error();
    if (schedule_->add(one.events().front())) return Done{};
  }
  return fold();
}

Status ReviewSession::grade(Grade grade, std::int64_t answer_ms) {
  if (!current_) return Done{};
  const Moment now = setup_->clock();
  const std::uint32_t card = *current_;
  const Outcome outcome = choices()[index_of(grade)];
  const CardState* state = current_state();
  const bool introduced = state == nullptr || !state->reviewed();
  const std::uint32_t lapses = state != nullptr ? state->memory.lapses : 0;
  const Due due = outcome.interval_days > 0
                      ? Due{false, day_ + outcome.interval_days}
                      : Due{true, now.unix_ms + outcome.delay_minutes * 60'000};
  const EventStamp event = stamp(now);
  const std::int64_t spent = std::clamp<std::int64_t>(answer_ms, 0, most_answer_ms);
  std::vector<std::string> lines{
      review_line(event, queue_cards_[card].id, grade, spent, due, outcome.memory)};
  if (Status saved = write(now, std::move(lines)); !saved) return saved;
  const bool leech = outcome.memory.lapses > lapses && is_leech_now(outcome.memory.lapses);
  done_.push_back({{event.id}, card, grade, introduced, leech, spent});
  ++summary_.grades[index_of(grade)];
  if (introduced) ++summary_.introduced;
  if (leech) summary_.leeches.push_back(setup_->cards[card].source);
  summary_.answer_ms += spent;
  move_on(card, now);
  return Done{};
}

Status ReviewSession::put_away(
    bool whole_note,
    const std::function<std::string(const EventStamp&, std::string_view)>& line_of) {
  if (!current_) return Done{};
  const Moment now = setup_->clock();
  const std::uint32_t card = *current_;
  DoneThing done;
  done.card = card;
  std::vector<std::string> lines;
  for (std::uint32_t other = 0; other < queue_cards_.size(); ++other) {
    const bool chosen =
        other == card || (whole_note && queue_cards_[other].note == queue_cards_[card].note);
    if (!chosen) continue;
    const CardState* state = schedule_->find(queue_cards_[other].id);
    if (other != card && state != nullptr && state->hidden_on(day_)) continue;
    const EventStamp event = stamp(now);
    lines.push_back(line_of(event, queue_cards_[other].id));
    done.event_ids.push_back(event.id);
  }
  if (Status saved = write(now, std::move(lines)); !saved) return saved;
  done_.push_back(std::move(done));
  if (whole_note) {
    rebuild(now);
    last_note_ = queue_cards_[card].note;
    choose(now);
  } else {
    move_on(card, now);
  }
  return Done{};
}

Status ReviewSession::bury() {
  return put_away(false, [this](const EventStamp& event, std::string_view card) {
    return bury_line(event, card, day_ + 1);
  });
}

Status ReviewSession::bury_note() {
  return put_away(true, [this](const EventStamp& event, std::string_view card) {
    return bury_line(event, card, day_ + 1);
  });
}

Status ReviewSession::suspend() {
  return put_away(false, [](const EventStamp& event, std::string_view card) {
    return suspend_line(event, card, true);
  });
}

Status ReviewSession::suspend_note() {
  return put_away(true, [](const EventStamp& event, std::string_view card) {
    return suspend_line(event, card, true);
  });
}

// What was done in earlier sittings is found in the log: the newest event of this device that
// counts still, of a card of this session.
std::optional<ReviewSession::DoneThing> ReviewSession::last_done() const {
  if (!done_.empty()) return done_.back();
  const EventLog* log = full_log();
  if (log == nullptr) return std::nullopt;
  const std::vector<Event>& events = log->events();
  std::unordered_set<std::string_view> undone;
  for (const Event& event : events) {
    if (event.kind == EventKind::undo) undone.insert(event.ref);
  }
  for (std::size_t i = events.size(); i-- > 0;) {
    const Event& event = events[i];
    const bool can_be_undone = event.kind == EventKind::review ||
                               event.kind == EventKind::suspend || event.kind == EventKind::bury;
    if (!can_be_undone || event.device != setup_->device || undone.contains(event.id)) continue;
    const std::string_view id = schedule_->current_id(event.card);
    const auto found = std::find_if(queue_cards_.begin(), queue_cards_.end(),
                                    [&](const QueueCard& card) { return card.id == id; });
    if (found == queue_cards_.end()) continue;
    DoneThing done;
    done.event_ids.emplace_back(event.id);
    done.card = static_cast<std::uint32_t>(found - queue_cards_.begin());
    return done;
  }
  return std::nullopt;
}

bool ReviewSession::can_undo() const { return last_done().has_value(); }

Status ReviewSession::undo() {
  const std::optional<DoneThing> last = last_done();
  if (!last) return Done{};
  const Moment now = setup_->clock();
  std::vector<std::string> lines;
  for (const std::string& id : last->event_ids) lines.push_back(undo_line(stamp(now), id));
  if (Status saved = write(now, std::move(lines)); !saved) return saved;
  if (!done_.empty()) {
    done_.pop_back();
    if (last->grade) --summary_.grades[index_of(*last->grade)];
    if (last->introduced) --summary_.introduced;
    if (last->leech) summary_.leeches.pop_back();
    summary_.answer_ms -= last->answer_ms;
  }
  // A card that was put away left room for another new one, which goes again.
  if (!last->grade) rebuild(now);
  const std::size_t fresh = queue_.counts.fresh;
  leave_queue(last->card);
  const CardState* state = schedule_->find(queue_cards_[last->card].id);
  if (state != nullptr && state->reviewed() && state->due.at_instant) {
    join_learning(last->card);
  } else {
    queue_.main.insert(queue_.main.begin(), last->card);
  }
  count();
  if (!last->grade && queue_.counts.fresh > fresh) {
    const auto front = queue_.main.rend() - 1;
    const auto other = std::find_if(queue_.main.rbegin(), front,
                                    [this](std::uint32_t card) { return is_new(card); });
    if (other != front) queue_.main.erase(std::next(other).base());
    count();
  }
  current_ = last->card;
  return Done{};
}

void ReviewSession::refresh() {
  const Moment now = setup_->clock();
  if (review_day(now, config_.rollover_hour) != day_) {
    rebuild(now);
    choose(now);
  } else if (!current_) {
    choose(now);
  }
}

void ReviewSession::leave_queue(std::uint32_t card) {
  std::erase(queue_.main, card);
  std::erase(queue_.learning, card);
}

void ReviewSession::join_learning(std::uint32_t card) {
  const auto rank = [&](std::uint32_t index) {
    return std::pair(schedule_->find(queue_cards_[index].id)->due.value, index);
  };
  const auto later = std::find_if(queue_.learning.begin(), queue_.learning.end(),
                                  [&](std::uint32_t other) { return rank(other) > rank(card); });
  queue_.learning.insert(later, card);
}

void ReviewSession::move_on(std::uint32_t card, const Moment& now) {
  leave_queue(card);
  last_note_ = queue_cards_[card].note;
  const CardState* state = schedule_->find(queue_cards_[card].id);
  if (state != nullptr && state->reviewed() && state->due.at_instant && !state->hidden_on(day_))
    join_learning(card);
  count();
  if (review_day(now, config_.rollover_hour) != day_) rebuild(now);
  choose(now);
}

bool ReviewSession::is_new(std::uint32_t card) const {
  const CardState* state = schedule_->find(queue_cards_[card].id);
  return state == nullptr || !state->reviewed();
}

void ReviewSession::count() {
  queue_.counts.fresh = static_cast<std::size_t>(std::count_if(
      queue_.main.begin(), queue_.main.end(), [this](std::uint32_t card) { return is_new(card); }));
  queue_.counts.due = queue_.main.size() - queue_.counts.fresh;
  queue_.counts.learning = queue_.learning.size();
}

void ReviewSession::choose(const Moment& now) {
  current_.reset();
  if (time_is_up(now)) return;
  // Cards buried or suspended in this sitting leave room for other new ones.
  if (queue_.main.empty()) rebuild(now);
  const auto first_step_by = [&](std::int64_t until) {
    if (queue_.learning.empty()) return false;
    const std::uint32_t card = queue_.learning.front();
    if (schedule_->find(queue_cards_[card].id)->due.value > until) return false;
    current_ = card;
    return true;
  };
  const std::optional<Due> next = queue_.next;
  queue_.next.reset();
  if (first_step_by(now.unix_ms)) return;
  if (!queue_.main.empty()) {
    // A learning step may have come between two siblings' places; one look further keeps them
    // apart.
    const bool sibling = queue_cards_[queue_.main[0]].note == last_note_;
    if (sibling && queue_.main.size() > 1 && queue_cards_[queue_.main[1]].note != last_note_) {
      std::swap(queue_.main[0], queue_.main[1]);
    }
    current_ = queue_.main.front();
    return;
  }
  if (!first_step_by(now.unix_ms + learn_ahead_ms)) queue_.next = next;
}

std::vector<std::uint32_t> ReviewSession::order() const {
  std::vector<std::uint32_t> order = queue_.learning;
  order.insert(order.end(), queue_.main.begin(), queue_.main.end());
  return order;
}

SessionSummary ReviewSession::summary() const {
  SessionSummary summary = summary_;
  summary.left = queue_.counts;
  summary.next = queue_.next;
  summary.out_of_time = !current_ && time_is_up(setup_->clock());
  return summary;
}

}  // namespace loci
