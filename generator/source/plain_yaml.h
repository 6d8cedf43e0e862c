// The YAML that nearly all front matter is made of: lines of `key: value`, with plain or "quoted" scalars of ASCII, `[lists, in,
// brackets]` and lists of `- items`. libfyaml takes a thirtieth of a build for it; read here it takes a tenth of that.
// What is the least out of the ordinary (a comment, a colon, an escape, an indent, a letter beyond ASCII, a key twice) is
// left to the library, whose results these must equal, places included: a test holds them side by side.
#pragma once

#include <optional>
#include <string_view>

#include "source/value.h"

namespace loci {

// As parse_yaml, of a text without long runs of blanks. nullopt: the library must read it.
std::optional<Value> read_plain_yaml(std::string_view text, std::uint32_t offset);

// parse_yaml without the short way: for the test.
ParsedValue parse_yaml_by_library(std::string_view text, std::uint32_t offset);

// The core schema of YAML 1.2: what a text without quotes means.
void resolve_plain_scalar(Value& value);

}  // namespace loci
