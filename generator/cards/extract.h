// Finds the flashcards of a note in its Markdown tree (never in code, mathematics, HTML, links or comments).
// The one place outside markdown/ that reads the tree.
//
//     > [!card] Question? ^c-7f3k2m9q        Q: Question?        The default is {{c1::Read Committed::level}}.
//     > Answer.                              A: Answer.
//
// Callouts are cards in every note. Q:/A: lines are cards in every note; clozes in paragraphs and lists are cards in notes
// "in card scope": front matter `cards: true`, a `deck`, or the tag #flashcards[/deck]. `cards: false` closes all.
#pragma once

#include <vector>

#include "cards/card.h"
#include "markdown/document.h"
#include "source/diagnostic.h"
#include "source/front_matter.h"

namespace loci {

// Marks each card's blocks in the document so that render_body puts card holes around them.
std::vector<Card> extract_cards(Document& document, std::string_view path, const FrontMatter& meta,
                                Diagnostics& diagnostics);

// "h-" + 13 base32 characters (a-z, 2-7) of SHA-256 over kind and NFC-normalised question without markup.
std::string content_key(CardKind kind, std::string_view question);

}  // namespace loci
