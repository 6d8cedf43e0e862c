// Keeps histories with their cards when questions change: reads what the log says that cards were, and makes the lines that
// keep it true. Pure; who writes them is a command that has the log open (`loci review`, `serve`, `cards match`), never a build.
//
//     {"v":1,"id":"01KB…","dev":"lap1","t":…,"tz":60,"day":20458,"e":"seen","c":"h-apy6ky7hs45ty","note":"databases/joins",
//      "q":"What does a LEFT JOIN keep?","a":"9f86d081884c7d65","b":"h-…","n":"h-…"}
//
// A "seen" event says what a card with a history was when it was last seen: its note, its question (at most 300 bytes),
// the mark of its answer (study/match.h), the cards before and after it. The last one counts.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "study/event_log.h"
#include "study/match.h"

namespace loci {

// A card of the site as this room knows it: what it is and every id that belongs to it.
struct SiteTrace {
  CardTrace trace;
  std::vector<std::string> ids;  // "h-x", "h-x/r"
};

struct HistoryPlan {
  struct Alias {
    std::string from;  // full ids
    std::string to;
  };
  struct Found {
    CardMatch match;
    CardTrace old;
    CardTrace card;
  };
  std::vector<Alias> aliases;   // of all certain matches: to be written
  std::vector<Found> matches;   // certain ones and those to be asked about
  std::vector<CardTrace> seen;  // to be written: cards whose last "seen" is not what they are now
  std::vector<CardTrace> orphans;  // histories without a card and without a match
};

// What is to be done so that every history finds its card. The same log and site give the same plan.
HistoryPlan plan_histories(std::span<const Event> events, std::span<const SiteTrace> site);

// A question as "seen" events hold it and as questions are compared: one line of at most 300 bytes.
std::string short_question(std::string_view question);

// One line without its line end.
std::string seen_line(const EventStamp& stamp, const CardTrace& card);

// The aliases that make one card of two: for each id of the old one that the card has too.
std::vector<HistoryPlan::Alias> aliases_of(std::span<const Event> events, const CardTrace& old,
                                           const SiteTrace& card);

}  // namespace loci
