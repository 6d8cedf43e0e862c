// Turns the due cards of a schedule into the order of one session.
//
// Learning steps come first, by instant; then due reviews, the most forgotten first, with new cards
// mixed in evenly. Siblings (cards of one note) stay apart where they can: for a1 a2 b1 the order
// is a1 b1 a2. Suspended and buried cards stay out. The schedule itself is study/schedule.h; the
// browser's twin is assets/lib/review/queue.ts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "source/config.h"
#include "study/schedule.h"

namespace loci {

// A card of the site as the queue needs it. The order of the cards given is the order of learning
// new ones.
struct QueueCard {
  std::string id;
  std::uint32_t note = 0;  // equal for siblings
};

struct QueueCounts {
  std::size_t due = 0;       // reviews
  std::size_t fresh = 0;     // new cards today's limit still admits
  std::size_t learning = 0;  // steps within the day, whether their minute has come or not

  friend bool operator==(const QueueCounts&, const QueueCounts&) = default;
};

struct Queue {
  // Indices into the cards given. `learning` by instant; `main`: reviews and new cards in the order
  // of the session.
  std::vector<std::uint32_t> learning;
  std::vector<std::uint32_t> main;
  QueueCounts counts;
  std::optional<Due> next;  // when nothing is due now: when the next card will be
};

Queue build_queue(std::span<const QueueCard> cards, const Schedule& schedule,
                  const CardsConfig& config, std::int64_t now_ms, std::int64_t day);

// The parameters of the scheduler that a site's configuration asks for.
FsrsParameters fsrs_parameters(const CardsConfig& config);

// Keeps cards of one note apart: `notes` are the notes of the positions; gives the order of the
// positions.
std::vector<std::uint32_t> spread_siblings(std::span<const std::uint32_t> notes);

}  // namespace loci
