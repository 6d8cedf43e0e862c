#include "cli/card_choice.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/path.h"
#include "base/text.h"

namespace loci {

namespace {

// "databases" takes "databases" and "databases/sql", not "databases2".
bool deck_matches(std::string_view deck, std::string_view wanted) {
  return wanted.empty() || is_inside(deck, wanted);
}

// A note is named as people name it: its path, with or without ".md" and the notes folder, or its
// page's.
bool note_matches(const LinkedNote& note, std::string_view wanted) {
  if (wanted.empty()) return true;
  if (wanted.ends_with(".md")) wanted.remove_suffix(3);
  std::string_view path = note.parsed->path;
  if (path.ends_with(".md")) path.remove_suffix(3);
  return note.slug == wanted || path == wanted;
}

}  // namespace

std::vector<const SiteCard*> chosen_cards(const LinkedSite& site, const Options& options) {
  std::vector<const SiteCard*> cards;
  for (const SiteCard& card : site.cards) {
    if (deck_matches(card.deck, options.deck) && note_matches(site.note(card.note), options.note))
      cards.push_back(&card);
  }
  return cards;
}

Error no_such_cards(const LinkedSite& site, const Options& options) {
  std::vector<std::string> decks;
  for (const SiteCard& card : site.cards) {
    if (std::find(decks.begin(), decks.end(), card.deck) == decks.end()) decks.push_back(card.deck);
  }
  if (!options.deck.empty()) {
    const std::optional<std::string> meant = nearest_name(options.deck, decks);
    return Error{"there are no cards in the deck '" + options.deck + "'",
                 {meant ? "did you mean '" + *meant + "'?" : "the decks are " + join(decks, ", ")},
                 ErrorKind::usage};
  }
  std::vector<std::string> notes;
  for (const LinkedNote& note : site.notes) {
    if (!note.parsed->cards.empty()) notes.push_back(note.slug);
  }
  const std::optional<std::string> meant = nearest_name(options.note, notes);
  return Error{
      "there are no cards in a note '" + options.note + "'",
      {meant ? "did you mean '" + *meant + "'?" : "'loci list cards' shows where the cards are"},
      ErrorKind::usage};
}

}  // namespace loci
