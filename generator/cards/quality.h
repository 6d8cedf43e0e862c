// What makes a card hard to remember, as diagnostics of severity note: `loci cards check` shows them, and `loci check --verbose`.
//
// An answer of more than 40 words or a list of more than seven things is several cards in one; a question that yes or no
// answers is right half the time by chance. Empty cards (L401) and doubled ones (L402) are found where cards are made.
#pragma once

#include <string_view>

#include "cards/card.h"
#include "source/diagnostic.h"

namespace loci {

void check_quality(const Card& card, std::string_view path, Diagnostics& diagnostics);

}  // namespace loci
