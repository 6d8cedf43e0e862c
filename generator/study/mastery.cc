#include "study/mastery.h"

#include <algorithm>
#include <map>

namespace loci {

std::optional<double> Mastery::mean_recall() const {
  if (known == 0) return std::nullopt;
  return recall_sum / known;
}

std::optional<double> Mastery::share_at_risk() const {
  if (known == 0) return std::nullopt;
  return static_cast<double>(at_risk) / known;
}

std::int64_t due_day(const CardState& state) {
  const std::int64_t day = state.due.at_instant ? state.last_day : state.due.value;
  return std::max(day, state.buried_until);
}

double recall_on(const Schedule& schedule, const CardState& state, std::int64_t day) {
  return schedule.fsrs().retrievability(Schedule::elapsed_days(state, day), state.memory.stability);
}

void add_card(Mastery& mastery, const Schedule& schedule, std::string_view card, std::int64_t day,
              double desired_retention) {
  ++mastery.cards;
  const CardState* state = schedule.find(card);
  if (state != nullptr && state->suspended) {
    ++mastery.suspended;
    return;
  }
  if (state == nullptr || !state->reviewed()) {
    ++mastery.fresh;
    return;
  }
  const double recall = recall_on(schedule, *state, day);
  ++mastery.known;
  mastery.recall_sum += recall;
  if (recall < desired_retention) ++mastery.at_risk;
  const std::int64_t due = due_day(*state);
  if (due <= day) ++mastery.due;
  if (!mastery.next_due_day || due < *mastery.next_due_day) mastery.next_due_day = due;
}

void add(Mastery& mastery, const Mastery& other) {
  mastery.cards += other.cards;
  mastery.fresh += other.fresh;
  mastery.suspended += other.suspended;
  mastery.known += other.known;
  mastery.at_risk += other.at_risk;
  mastery.due += other.due;
  mastery.recall_sum += other.recall_sum;
  if (other.next_due_day && (!mastery.next_due_day || *other.next_due_day < *mastery.next_due_day))
    mastery.next_due_day = other.next_due_day;
}

std::vector<Mastery> mastery_of_notes(std::span<const QueueCard> cards, std::size_t notes,
                                      const Schedule& schedule, std::int64_t day,
                                      double desired_retention) {
  std::vector<Mastery> all(notes);
  for (const QueueCard& card : cards)
    add_card(all[card.note], schedule, card.id, day, desired_retention);
  return all;
}

std::vector<FolderMastery> mastery_of_folders(std::span<const std::string> slugs,
                                              std::span<const Mastery> notes) {
  std::map<std::string, Mastery, std::less<>> folders;
  folders.emplace("", Mastery{});
  for (std::size_t i = 0; i < slugs.size(); ++i) {
    if (notes[i].cards == 0) continue;
    std::string_view folder = slugs[i];
    while (!folder.empty()) {
      const std::size_t slash = folder.rfind('/');
      folder = slash == std::string_view::npos ? std::string_view() : folder.substr(0, slash);
      add(folders.try_emplace(std::string(folder)).first->second, notes[i]);
    }
  }
  std::vector<FolderMastery> all;
  for (auto& [folder, mastery] : folders) all.push_back({folder, mastery});
  return all;
}

}  // namespace loci
