// How well the cards are remembered at this moment: of a note, of a folder, of the site.
//
// A pure sum over the schedule (study/schedule.h), so that a page, the statistics and
// `loci cards mastery` say the same. The browser's twin is assets/lib/review/mastery.ts; both answer
// tests/vectors/review/statistics.json.
//
//     Mastery mastery;
//     for (const QueueCard& card : cards) add_card(mastery, schedule, card.id, day, 0.9);
//     mastery.mean_recall();                          // 0.93: of 100 questions, 93 would be answered
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "study/queue.h"
#include "study/schedule.h"

namespace loci {

// Suspended cards are counted and otherwise left out: nobody asks for them. New cards are not
// remembered badly, they are not learnt: they have their own number and no part in the mean.
struct Mastery {
  std::uint32_t cards = 0;                   // all of them
  std::uint32_t fresh = 0;                   // never answered
  std::uint32_t suspended = 0;               // whether answered before or not
  std::uint32_t known = 0;                   // answered at least once and not suspended
  std::uint32_t at_risk = 0;                 // of the known: recall is below the desired retention
  std::uint32_t due = 0;                     // of the known: to be shown by the day asked about
  double recall_sum = 0;                     // of the known
  std::optional<std::int64_t> next_due_day;  // the earliest of the known; may be past

  std::optional<double> mean_recall() const;    // 0 to 1; nothing when nothing is known
  std::optional<double> share_at_risk() const;  // 0 to 1

  friend bool operator==(const Mastery&, const Mastery&) = default;
};

// The day on which a card is to be shown again: of a step within the day, the day of its review.
std::int64_t due_day(const CardState& state);

// The probability that a card is recalled on `day`. Only of a card that was reviewed.
double recall_on(const Schedule& schedule, const CardState& state, std::int64_t day);

void add_card(Mastery& mastery, const Schedule& schedule, std::string_view card, std::int64_t day,
              double desired_retention);
void add(Mastery& mastery, const Mastery& other);

// One entry for each of `notes` notes, in their order.
std::vector<Mastery> mastery_of_notes(std::span<const QueueCard> cards, std::size_t notes,
                                      const Schedule& schedule, std::int64_t day,
                                      double desired_retention);

// A folder with everything below it. "" is the site.
struct FolderMastery {
  std::string folder;  // "databases/sql"
  Mastery mastery;
};

// Folders that hold cards, sorted by name, the site first. `slugs` are those of the notes:
// "databases/sql/joins" is in "databases/sql", in "databases" and in "".
std::vector<FolderMastery> mastery_of_folders(std::span<const std::string> slugs,
                                              std::span<const Mastery> notes);

}  // namespace loci
