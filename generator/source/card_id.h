// What a card is called: the one thing that those who write cards and those who remember them both know.
//
//     c-7f3k2m9q        an id that the author pinned            h-apy6ky7hs45ty   made of the question (cards/extract.h)
//     c-7f3k2m9q/r      the same, asked the other way round     h-apy6ky7hs45ty~2 another card of the site with that question
//     c-7f3k2m9q/c2     the second gap of a text
#pragma once

#include <string>
#include <string_view>

namespace loci {

// "h-x/c2~3" is "h-x~3": the group that a question, its other direction and its gaps share.
std::string card_group(std::string_view id);
// "/c2" of it; empty: the card itself.
std::string_view card_part(std::string_view id);

}  // namespace loci
