// The one file that a command reads besides the notes: its path was typed, or it comes by standard
// input.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "cli/options.h"
#include "cli/surroundings.h"

namespace loci {

// The bytes of `options.path`; of standard input when it is "-" or was left out. Left out at a
// terminal, where nobody would know what is waited for, it is a usage error: `missing`, `hint`.
Result<std::string> read_input(const Options& options, const Surroundings& surroundings,
                               std::string_view missing, std::string_view hint);

}  // namespace loci
