// lunr-index.json: the text that JSON.stringify makes of a lunr 2.3.9 index, byte for byte, written
// piece by piece.
//
// The documents are read by nlohmann/json; the entries are not written by it. Its serializer writes
// 2.0 where JavaScript writes 2, so every weight needs a text of our own anyway; and its ordered
// objects are searched from the front at each insertion, which is quadratic for a term that stands
// in every document. Strings are escaped alike in both.
#pragma once

#include <functional>
#include <string_view>

#include "search/lunr_index.h"

namespace loci {

// False from the sink stops the writing; returns whether all was taken.
bool write_lunr_index(const LunrIndex& index, const std::function<bool(std::string_view)>& sink);

}  // namespace loci
