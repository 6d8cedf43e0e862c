#include "site/language.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace loci {

std::string language_tag(std::string_view text) {
  bool first = true;
  for (const std::string_view part : split(text, '-')) {
    const bool fits =
        !part.empty() && part.size() <= (first ? 3U : 8U) && (!first || part.size() >= 2) &&
        std::all_of(part.begin(), part.end(),
                    [&](char c) { return is_ascii_letter(c) || (!first && is_ascii_digit(c)); });
    if (!fits) return {};
    first = false;
  }
  return std::string(text);
}

std::string_view direction_of(std::string_view language) {
  // Of the scripts that run from right to left; a language of two scripts counts by the usual one.
  constexpr std::array<std::string_view, 13> codes = {"ar",  "arc", "ckb", "dv", "fa", "he", "iw",
                                                      "nqo", "ps",  "sd",  "ug", "ur", "yi"};
  const std::string whole = ascii_lower(language);
  if (whole.find("-latn") != std::string::npos || whole.find("-cyrl") != std::string::npos)
    return "";
  const std::string_view first = std::string_view(whole).substr(0, whole.find('-'));
  const bool is_rtl = std::find(codes.begin(), codes.end(), first) != codes.end() ||
                      whole.find("-arab") != std::string::npos ||
                      whole.find("-hebr") != std::string::npos;
  return is_rtl ? "rtl" : "";
}

}  // namespace loci
