#include "cli/study.h"

#include <cmath>

#include "base/path.h"
#include "cli/card_choice.h"

namespace loci {

Result<std::unique_ptr<Study>> open_study(const Options& options,
                                          const Surroundings& surroundings) {
  Timings timings;
  Result<BuiltProject> project = build_project(options, surroundings, Depth::linked, timings);
  if (!project) return std::move(project).error();
  auto study = std::make_unique<Study>();
  study->config = std::move(project->config);
  study->build = std::move(project->build);
  const LinkedSite& site = study->build->site;
  const std::vector<const SiteCard*> cards = chosen_cards(site, options);
  if (cards.empty() && (!options.deck.empty() || !options.note.empty()))
    return no_such_cards(site, options);
  for (const SiteCard* card : cards) {
    const LinkedNote* note = &site.note(card->note);
    if (study->notes.empty() || study->notes.back() != note) study->notes.push_back(note);
    study->cards.push_back({card->id, static_cast<std::uint32_t>(study->notes.size() - 1)});
  }

  const CardsConfig& config = study->config.cards;
  const std::string reviews = join_path(join_path(study->config.root, ".loci"), "reviews");
  Result<EventLog> log = read_event_log(reviews);
  if (!log) return std::move(log).error();
  study->log = *std::move(log);
  for (const LogProblem& problem : study->log.problems()) {
    surroundings.err(problem.path + ":" + std::to_string(problem.line) +
                     ": warning: " + problem.message + "\n");
  }
  StudyHistory& history = study->history;
  study->schedule.emplace(study->log.events(), fsrs_parameters(config),
                          [&history](const ReplayedReview& review) { history.add(review); });
  study->now = surroundings.now();
  study->day = review_day(study->now, config.rollover_hour);
  report_timings(timings, options, surroundings);
  return study;
}

std::string percent_text(const std::optional<double>& share) {
  if (!share) return "-";
  return std::to_string(std::lround(*share * 100)) + " %";
}

}  // namespace loci
