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
bool note_matches(std::string_view slug, std::string_view path, std::string_view wanted) {
  if (wanted.empty()) return true;
  if (wanted.ends_with(".md")) wanted.remove_suffix(3);
  if (path.ends_with(".md")) path.remove_suffix(3);
  return slug == wanted || path == wanted;
}

}  // namespace

bool is_chosen(std::string_view deck, std::string_view slug, std::string_view path,
               const Options& options) {
  return deck_matches(deck, options.deck) && note_matches(slug, path, options.note);
}

std::vector<const SiteCard*> chosen_cards(const LinkedSite& site, const Options& options) {
  std::vector<const SiteCard*> cards;
  for (const SiteCard& card : site.cards) {
    const LinkedNote& note = site.note(card.note);
    if (is_chosen(card.deck, note.slug, note.parsed->path, options)) cards.push_back(&card);
  }
  return cards;
}

Error no_such_cards(const LinkedSite& site, const Options& options) {
  return no_such_cards(list_cards(site), options);
}

Error no_such_cards(const CardList& list, const Options& options) {
  std::vector<std::string> decks;
  for (const ListedCard& card : list.cards) {
    if (std::find(decks.begin(), decks.end(), card.deck) == decks.end()) decks.push_back(card.deck);
  }
  if (!options.deck.empty()) {
    const std::optional<std::string> meant = nearest_name(options.deck, decks);
    return Error{"there are no cards in the deck '" + options.deck + "'",
                 {meant ? "did you mean '" + *meant + "'?" : "the decks are " + join(decks, ", ")},
                 ErrorKind::usage};
  }
  std::vector<std::string> notes;
  for (const ListedNote& note : list.notes) notes.push_back(note.slug);
  const std::optional<std::string> meant = nearest_name(options.note, notes);
  return Error{
      "there are no cards in a note '" + options.note + "'",
      {meant ? "did you mean '" + *meant + "'?" : "'loci list cards' shows where the cards are"},
      ErrorKind::usage};
}

}  // namespace loci
