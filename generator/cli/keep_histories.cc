#include "cli/keep_histories.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/path.h"
#include "site/card_traces.h"

namespace loci {

namespace {

std::string reviews_of(const SiteConfig& config) {
  return join_path(join_path(config.root, ".loci"), "reviews");
}

}  // namespace

Result<HistoryPlan> plan_histories_of(const SiteBuild& build, const std::string& reviews) {
  const Result<EventLog> log = read_event_log(reviews);
  if (!log) return log.error();
  if (log->events().empty()) return HistoryPlan{};
  return plan_histories(log->events(), trace_cards(build.site));
}

Status write_histories(const HistoryPlan& plan, const std::vector<HistoryPlan::Alias>& accepted,
                       const SiteConfig& config, const std::string& device,
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
  if (lines.empty()) return Done{};
  return append_events(reviews_of(config), device, now, lines);
}

Result<std::size_t> keep_histories(const SiteBuild& build, const Surroundings& surroundings) {
  const Result<HistoryPlan> plan = plan_histories_of(build, reviews_of(build.config));
  if (!plan) return plan.error();
  if (plan->aliases.empty() && plan->seen.empty()) return std::size_t{0};
  std::array<std::byte, 10> randomness{};
  surroundings.random(randomness);
  const Result<std::string> device =
      device_name(join_path(build.config.root, ".loci"), surroundings.host_name, randomness);
  if (!device) return device.error();
  if (Status written = write_histories(*plan, {}, build.config, *device, surroundings); !written)
    return std::move(written).error();
  return static_cast<std::size_t>(
      std::count_if(plan->matches.begin(), plan->matches.end(),
                    [](const auto& found) { return found.match.rule != MatchRule::asked; }));
}

}  // namespace loci
