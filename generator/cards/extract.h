// Finds the flashcards of a note in its Markdown tree (never in code, mathematics, HTML, links or comments).
// The one place outside markdown/ that reads the tree.
//
//     > [!card] Question? ^c-7f3k2m9q     Q: Question?     - front :: back       {{c1::Read Committed::level}}
//     > Answer.                           A: Answer.       - term ::: meaning    ==cloze== under #flashcards
//
// Callouts ([!card], [!cloze], [!cards] over tables and lists) are cards in every note, and so are "Q:" lines and Logseq's #card.
// The other forms are cards in notes "in card scope": front matter `cards: true`, a `deck`, the tag #flashcards[/deck], or a
// folder that site.toml names. `cards: false` closes a note for all. docs/cards.md tells authors.
#pragma once

#include <vector>

#include "cards/card.h"
#include "markdown/document.h"
#include "source/config.h"
#include "source/diagnostic.h"
#include "source/front_matter.h"

namespace loci {

// What a site says of the cards of a note.
struct CardRules {
  CardForms forms{};
  bool open = false;  // the note's folder is in card scope
};

// Marks each card's blocks in the document so that render_body puts card holes around them.
std::vector<Card> extract_cards(Document& document, std::string_view path, const FrontMatter& meta,
                                const CardRules& rules, Diagnostics& diagnostics);
std::vector<Card> extract_cards(Document& document, std::string_view path, const FrontMatter& meta,
                                Diagnostics& diagnostics);

// "h-" + 13 base32 characters (a-z, 2-7) of SHA-256 over kind and NFC-normalised question without markup.
std::string content_key(CardKind kind, std::string_view question);

}  // namespace loci
