#include "site/single_inline.h"

#include <catch2/catch_test_macros.hpp>

namespace loci {

TEST_CASE("nothing in a script or a style ends its element, in any case of letters") {
  CHECK(inline_script("a('</script>','</SCRIPT >','</ScRiPt\\n')") ==
        "a('<\\/script>','<\\/SCRIPT >','<\\/ScRiPt\\n')");
  CHECK(inline_script("'<!-- <script>' </scrip") == "'\\x3c!-- <script>' </scrip");
  CHECK(inline_script("</</script") == "</<\\/script");
  CHECK(inline_style("a{content:'</Style>'} </script>") == "a{content:'<\\/Style>'} </script>");
  CHECK(inline_json("[\"</ScRipt><!--\"]") == "[\"\\u003c/ScRipt>\\u003c!--\"]");
  CHECK(inline_script("").empty());
}

}  // namespace loci
