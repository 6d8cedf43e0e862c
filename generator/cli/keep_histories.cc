#include "cli/keep_histories.h"

#include <array>
#include <cstddef>

#include "base/path.h"
#include "study/event_log.h"

namespace loci {

namespace {

std::string reviews_of(const SiteConfig& config) {
  return join_path(join_path(config.root, ".loci"), "reviews");
}

}  // namespace

Result<HistoryPlan> plan_histories_of(const CardList& cards, const std::string& reviews) {
  const Result<EventLog> log = read_event_log(reviews);
  if (!log) return log.error();
  if (log->events().empty()) return HistoryPlan{};
  return plan_histories(log->events(), trace_cards(cards));
}

Result<std::vector<std::string>> write_histories(const HistoryPlan& plan,
                                                 const std::vector<HistoryPlan::Alias>& accepted,
                                                 const SiteConfig& config,
                                                 const std::string& device,
                                                 const Surroundings& surroundings) {
  std::vector<std::string> lines;
  const Moment now = surroundings.now();
  const auto stamp = [&] {
    std::array<std::byte, 10> randomness{};
    surroundings.random(randomness);
    return EventStamp{make_ulid(now.unix_ms, randomness), device, now,
                      review_day(now, config.cards.rollover_hour)};
  };
  for (const std::vector<HistoryPlan::Alias>* aliases : {&plan.aliases, &accepted}) {
    for (const HistoryPlan::Alias& alias : *aliases)
      lines.push_back(alias_line(stamp(), alias.from, alias.to));
  }
  for (const CardTrace& card : plan.seen) lines.push_back(seen_line(stamp(), card));
  if (lines.empty()) return lines;
  if (Status saved = append_events(reviews_of(config), device, now, lines); !saved)
    return std::move(saved).error();
  return lines;
}

Status keep_histories(const CardList& cards, EventLog& log, const SiteConfig& config,
                      const Surroundings& surroundings) {
  if (log.events().empty()) return Done{};
  const HistoryPlan plan = plan_histories(log.events(), trace_cards(cards));
  if (plan.aliases.empty() && plan.seen.empty()) return Done{};
  std::array<std::byte, 10> randomness{};
  surroundings.random(randomness);
  const Result<std::string> device =
      device_name(join_path(config.root, ".loci"), surroundings.host_name, randomness);
  if (!device) return device.error();
  Result<std::vector<std::string>> lines = write_histories(plan, {}, config, *device, surroundings);
  if (!lines) return std::move(lines).error();
  for (std::string& line : *lines) {
    if (Result<bool> added = log.add_line(std::move(line)); !added) return std::move(added).error();
  }
  return Done{};
}

Status keep_histories(const CardList& cards, const SiteConfig& config,
                      const Surroundings& surroundings) {
  Result<EventLog> log = read_event_log(reviews_of(config));
  if (!log) return std::move(log).error();
  return keep_histories(cards, *log, config, surroundings);
}

}  // namespace loci
