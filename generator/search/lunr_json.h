// lunr-index.json: the text that JSON.stringify makes of a lunr 2.3.9 index, byte for byte, written
// piece by piece.
#pragma once

#include <functional>
#include <string_view>

#include "search/lunr_index.h"

namespace loci {

// False from the sink stops the writing; returns whether all was taken.
bool write_lunr_index(const LunrIndex& index, const std::function<bool(std::string_view)>& sink);

}  // namespace loci
