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

TEST_CASE("a colour that is not used as it was chosen is known, with what is used") {
  LookConfig look;
  look.accent = "#ffe600";
  look.accent_span = {10, 19};
  std::vector<MendedColour> mended = mended_colours(look);
  REQUIRE(mended.size() == 1);  // the dark one is made of it, and is ours
  CHECK(mended[0].key == "look.accent");
  CHECK(mended[0].span == Span{10, 19});
  CHECK(mended[0].used == "#807300");
  CHECK(mended[0].contrast == "1.2");
  CHECK_FALSE(mended[0].dark);
  look.accent = "#7a1f5c";
  look.accent_dark = "#7a1f5c";
  mended = mended_colours(look);
  REQUIRE(mended.size() == 1);
  CHECK(mended[0].key == "look.accent_dark");
  CHECK(mended[0].dark);
  look.accent_dark.clear();
  CHECK(mended_colours(look).empty());
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
