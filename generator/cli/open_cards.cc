#include "cli/open_cards.h"

#include <utility>

#include "cli/note_texts.h"
#include "cli/project.h"
#include "site/card_cache.h"

namespace loci {

Result<OpenedCards> open_cards(const Options& options, const Surroundings& surroundings,
                               Timings& timings) {
  const std::int64_t now_ms = surroundings.now().unix_ms;
  Result<SiteConfig> config = open_project(options, surroundings);
  if (!config) return std::move(config).error();
  CardCache cache(*config, *surroundings.files, surroundings.program);
  {
    const auto timer = timings.start("card list");
    if (std::optional<CardList> list = cache.load(now_ms))
      return OpenedCards{*std::move(config), *std::move(list)};
  }
  const Result<BuiltProject> project = build_project(options, surroundings, Depth::linked, timings);
  if (!project) return project.error();
  NoteTexts texts(*project->build, *surroundings.files);
  CardList list =
      list_cards(project->build->site, [&texts](const LinkedNote& note, const Card& card) {
        return texts.place(note.parsed->path, card.span.begin).line;
      });
  // Not being able to write costs time only. A site without cards has nothing to remember, and gets no folder.
  if (!list.cards.empty()) static_cast<void>(cache.store(list, project->build->sources, now_ms));
  return OpenedCards{*std::move(config), std::move(list)};
}

}  // namespace loci
