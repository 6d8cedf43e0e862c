#include "theme/accent.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace loci {
namespace {

// --paper of assets/styles/tokens.css.
constexpr Colour light_paper{{0xfb, 0xf9, 0xf5}};
constexpr Colour dark_paper{{0x19, 0x18, 0x16}};
constexpr Colour white{{255, 255, 255}};
constexpr Colour black{{0, 0, 0}};
constexpr double enough = 4.5;

double luminance(const Colour& colour) {
  const auto channel = [](int value) {
    const double c = value / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(colour.rgb[0]) + 0.7152 * channel(colour.rgb[1]) +
         0.0722 * channel(colour.rgb[2]);
}

Colour mix(const Colour& from, const Colour& to, double share) {
  Colour mixed;
  for (std::size_t i = 0; i < 3; ++i) {
    mixed.rgb[i] = static_cast<int>(std::lround(from.rgb[i] + (to.rgb[i] - from.rgb[i]) * share));
  }
  return mixed;
}

int hex_value(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

}  // namespace

Colour colour_of(std::string_view hex) {
  Colour colour;
  for (std::size_t i = 0; i < 3; ++i)
    colour.rgb[i] = hex_value(hex[1 + 2 * i]) * 16 + hex_value(hex[2 + 2 * i]);
  return colour;
}

std::string to_string(const Colour& colour) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "#";
  for (const int value : colour.rgb) {
    text += digits[static_cast<std::size_t>(value / 16)];
    text += digits[static_cast<std::size_t>(value % 16)];
  }
  return text;
}

double contrast(const Colour& a, const Colour& b) {
  const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
  return (light + 0.05) / (dark + 0.05);
}

Colour readable_on(const Colour& colour, const Colour& paper) {
  const Colour& end = luminance(paper) > 0.5 ? black : white;
  for (int step = 0; step < 20; ++step) {
    const Colour moved = mix(colour, end, step / 20.0);
    if (contrast(moved, paper) >= enough) return moved;
  }
  return end;
}

std::vector<MendedColour> mended_colours(const LookConfig& look) {
  std::vector<MendedColour> mended;
  const auto add = [&](std::string_view key, const std::string& chosen, Span span, bool dark) {
    if (chosen.empty()) return;
    const Colour& paper = dark ? dark_paper : light_paper;
    const Colour colour = colour_of(chosen);
    const Colour used = readable_on(colour, paper);
    if (used == colour) return;
    // Cut, not rounded: 4.46 must not read as enough.
    std::array<char, 16> digits{};
    std::snprintf(digits.data(), digits.size(), "%.1f",
                  std::floor(contrast(colour, paper) * 10) / 10);
    mended.push_back({std::string(key), span, chosen, to_string(used), digits.data(), dark});
  };
  add("look.accent", look.accent, look.accent_span, false);
  add("look.accent_dark", look.accent_dark, look.accent_dark_span, true);
  return mended;
}

std::string accent_style(const LookConfig& look) {
  const Colour light = readable_on(colour_of(look.accent), light_paper);
  const Colour dark =
      readable_on(colour_of(look.accent_dark.empty() ? look.accent : look.accent_dark), dark_paper);
  const auto pair = [](const Colour& a, const Colour& b) {
    return "light-dark(" + to_string(a) + ", " + to_string(b) + ")";
  };
  const auto ink_on = [](const Colour& colour) {
    return contrast(white, colour) >= contrast(black, colour) ? white : black;
  };
  return ":root {\n  --accent: " + pair(light, dark) +
         ";\n  --accent-ink: " + pair(ink_on(light), ink_on(dark)) + ";\n  --accent-paper: " +
         pair(mix(light_paper, light, 0.08), mix(dark_paper, dark, 0.12)) + ";\n}\n";
}

}  // namespace loci
