// `loci cards ACTION`: which action it is. Each has its own file, commands/cards_<action>.cc.
#include "cli/commands/cards_actions.h"

namespace loci {

ExitCode run_cards(const Options& options, const Surroundings& surroundings) {
  switch (options.cards) {
    case CardsAction::list:
      return run_cards_list(options, surroundings);
    case CardsAction::mastery:
      return run_cards_mastery(options, surroundings);
    case CardsAction::stats:
      return run_cards_stats(options, surroundings);
    case CardsAction::check:
      return run_cards_check(options, surroundings);
    case CardsAction::pin:
      return run_cards_pin(options, surroundings);
    case CardsAction::match:
      return run_cards_match(options, surroundings);
    case CardsAction::exported:
      return run_cards_export(options, surroundings);
  }
  return ExitCode::usage;
}

}  // namespace loci
