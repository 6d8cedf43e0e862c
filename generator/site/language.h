// Tags of languages, as pages and notes name them.
#pragma once

#include <string>
#include <string_view>

namespace loci {

// "de", "pt-BR"; empty for what is no tag of a language, such as the name of one or of a programming
// language.
std::string language_tag(std::string_view text);

// "rtl" for a language that is written from right to left, else "".
std::string_view direction_of(std::string_view language);

}  // namespace loci
