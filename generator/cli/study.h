// What `loci cards stats` and `loci cards mastery` begin with: the chosen cards, the log folded, today.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/project.h"
#include "study/event_log.h"
#include "study/queue.h"
#include "study/statistics.h"

namespace loci {

struct Study {
  SiteConfig config;
  std::shared_ptr<const SiteBuild> build;
  EventLog log;
  StudyHistory history;
  std::optional<Schedule> schedule;  // always there
  std::vector<QueueCard> cards;      // those of --deck and --note; `note` is a position in `notes`
  std::vector<const LinkedNote*> notes;  // that hold one of them, in the order of the site
  Moment now;
  std::int64_t day = 0;  // today
};

// Damaged lines of the log are named on standard error.
Result<std::unique_ptr<Study>> open_study(const Options& options, const Surroundings& surroundings);

// "93 %"; "-" for nothing.
std::string percent_text(const std::optional<double>& share);

}  // namespace loci
