// `loci cards match`: which histories have lost their card, and whose they are now.
#include <array>

#include "base/escape.h"
#include "base/path.h"
#include "base/text.h"
#include "cli/commands/cards_actions.h"
#include "cli/keep_histories.h"
#include "cli/project.h"
#include "cli/table.h"
#include "site/card_list.h"

namespace loci {

namespace {

constexpr std::array<std::string_view, 4> rule_names = {"pinned", "similar", "answer", "asked"};

std::string_view rule_name(MatchRule rule) { return rule_names[static_cast<std::size_t>(rule)]; }

std::string percent(double share) {
  return std::to_string(static_cast<int>(share * 100 + 0.5)) + "%";
}

std::string old_name(const CardTrace& old) {
  return old.question.empty() ? old.group : "'" + one_line(old.question) + "'";
}

Rows as_rows(const HistoryPlan& plan) {
  Rows table{{"rule", "similarity", "from", "to", "note", "old_question", "question"}, {}};
  for (const HistoryPlan::Found& found : plan.matches) {
    std::string number = std::to_string(found.match.similarity);
    number.resize(std::min<std::size_t>(number.size(), 5));
    table.rows.push_back({text_cell(rule_name(found.match.rule)), Cell{number, true},
                          text_cell(found.old.group), text_cell(found.card.group),
                          text_cell(found.card.note), text_cell(found.old.question),
                          text_cell(found.card.question)});
  }
  for (const CardTrace& orphan : plan.orphans) {
    table.rows.push_back({text_cell("none"), Cell{"0", true}, text_cell(orphan.group),
                          text_cell(""), text_cell(orphan.note), text_cell(orphan.question),
                          text_cell("")});
  }
  return table;
}

}  // namespace

ExitCode run_cards_match(const Options& options, const Surroundings& surroundings) {
  Timings timings;
  const Result<BuiltProject> project = build_project(options, surroundings, Depth::linked, timings);
  if (!project) return report(project.error(), surroundings);
  const std::string folder = join_path(project->config.root, ".loci");
  const std::string reviews = join_path(folder, "reviews");
  const CardList cards = list_cards(project->build->site);
  const Result<HistoryPlan> plan = plan_histories_of(cards, reviews);
  if (!plan) return report(plan.error(), surroundings);
  report_timings(timings, options, surroundings);
  if (options.json) {
    surroundings.out(as_json(as_rows(*plan)));
  } else {
    for (const HistoryPlan::Found& found : plan->matches) {
      const bool asked = found.match.rule == MatchRule::asked;
      surroundings.out(old_name(found.old) + (asked ? " may be now '" : " is now '") +
                       one_line(found.card.question) + "' in " + found.card.note + " (" +
                       (found.match.rule == MatchRule::pinned
                            ? std::string("it got an id")
                            : percent(found.match.similarity) + " alike") +
                       ")\n");
    }
    for (const CardTrace& orphan : plan->orphans)
      surroundings.out(old_name(orphan) + " has no card; its history is kept\n");
    if (plan->matches.empty() && plan->orphans.empty())
      surroundings.out("every history has its card\n");
  }
  if (!options.write) return ExitCode::fine;

  std::array<std::byte, 10> randomness{};
  surroundings.random(randomness);
  const Result<std::string> device = device_name(folder, surroundings.host_name, randomness);
  if (!device) return report(device.error(), surroundings);
  std::vector<HistoryPlan::Alias> accepted;
  const std::vector<SiteTrace> traces = trace_cards(cards);
  const Result<EventLog> log = read_event_log(reviews);
  if (!log) return report(log.error(), surroundings);
  for (const HistoryPlan::Found& found : plan->matches) {
    if (found.match.rule != MatchRule::asked) continue;
    surroundings.err("is " + old_name(found.old) + " now '" + one_line(found.card.question) +
                     "'? [y/N] ");
    std::string line;
    if (!surroundings.read_line(line)) break;
    if (ascii_lower(trim(line)) != "y" && ascii_lower(trim(line)) != "yes") continue;
    for (const SiteTrace& card : traces) {
      if (card.trace.group != found.card.group) continue;
      for (HistoryPlan::Alias& alias : aliases_of(log->events(), found.old, card))
        accepted.push_back(std::move(alias));
    }
  }
  const Result<std::vector<std::string>> written =
      write_histories(*plan, accepted, project->config, *device, surroundings);
  if (!written) return report(written.error(), surroundings);
  return ExitCode::fine;
}

}  // namespace loci
