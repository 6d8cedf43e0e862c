// The one colour that a site chooses for itself: links, the current page, buttons.
//
// A colour that cannot be read is mended rather than used: in light it is made darker, in dark lighter,
// until it stands out from the paper by 4.5:1 (WCAG 2.2, 1.4.3).
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "source/config.h"

namespace loci {

struct Colour {
  std::array<int, 3> rgb{};  // 0 to 255

  friend bool operator==(const Colour&, const Colour&) = default;
};

Colour colour_of(std::string_view hex);  // "#0f5468"
std::string to_string(const Colour& colour);

// (L1 + 0.05) / (L2 + 0.05) of the relative luminances, the lighter first: 1 to 21.
double contrast(const Colour& a, const Colour& b);

// `colour`, moved towards black or white in steps of a twentieth until its contrast with `paper` is 4.5.
Colour readable_on(const Colour& colour, const Colour& paper);

// A colour of site.toml that is not used as it was chosen.
struct MendedColour {
  std::string key;  // "look.accent"
  Span span;        // in SiteConfig::text
  std::string chosen;
  std::string used;
  std::string contrast;  // of the chosen one with the page: "1.2"
  bool dark = false;     // in dark pages
};
// One for `accent` in light and `accent_dark` in dark; a dark one that is made of `accent` is ours to choose.
std::vector<MendedColour> mended_colours(const LookConfig& look);

// The style sheet that sets --accent and what goes with it, from `accent` and `accent_dark`.
std::string accent_style(const LookConfig& look);

}  // namespace loci
