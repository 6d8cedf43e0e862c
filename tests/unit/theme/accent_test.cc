#include "theme/accent.h"

#include <catch2/catch_test_macros.hpp>

namespace loci {

TEST_CASE("contrast is that of WCAG") {
  CHECK(contrast(colour_of("#000000"), colour_of("#ffffff")) == 21.0);
  const double grey = contrast(colour_of("#767676"), colour_of("#ffffff"));
  CHECK(grey > 4.53);
  CHECK(grey < 4.55);
}

TEST_CASE("a colour that cannot be read is moved until it can") {
  const Colour paper = colour_of("#fbf9f5");
  CHECK(to_string(readable_on(colour_of("#7a1f5c"), paper)) == "#7a1f5c");
  const Colour mended = readable_on(colour_of("#ffcc00"), paper);
  CHECK(mended != colour_of("#ffcc00"));
  CHECK(contrast(mended, paper) >= 4.5);
  CHECK(contrast(readable_on(colour_of("#101010"), colour_of("#191816")), colour_of("#191816")) >=
        4.5);
}

TEST_CASE("the style of an accent") {
  LookConfig look;
  look.accent = "#7a1f5c";
  look.accent_dark = "#e6a8d0";
  CHECK(accent_style(look) ==
        ":root {\n"
        "  --accent: light-dark(#7a1f5c, #e6a8d0);\n"
        "  --accent-ink: light-dark(#ffffff, #000000);\n"
        "  --accent-paper: light-dark(#f1e8e9, #32292c);\n"
        "}\n");
}

}  // namespace loci
