#include "markdown/mathml.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

namespace loci {
namespace {

std::string clean(std::string_view markup, std::string_view tex = "x") {
  return clean_mathml(markup, tex).value_or("refused");
}

std::string inside(std::string_view markup) {
  return clean("<math>" + std::string(markup) + "</math>");
}

}  // namespace

TEST_CASE("MathML passes with its TeX as alternative text") {
  CHECK(clean("<math><mi>x</mi></math>", " x <\n\"y\" ") ==
        "<math alttext=\"x &lt;\n&quot;y&quot;\"><mi>x</mi></math>");
  CHECK(inside("<mo stretchy=\"false\" lspace=\"0.22em\">&lt;</mo>") ==
        "<math alttext=\"x\"><mo stretchy=\"false\" lspace=\"0.22em\">&lt;</mo></math>");
}

TEST_CASE("nothing but MathML passes") {
  for (const char* markup :
       {"<script>alert(1)</script>", "<mi onclick=\"x\">x</mi>", "<mi href=\"javascript:x\">x</mi>",
        "<a href='#x'>x</a>", "<img src='x' alt='x'>", "<mglyph></mglyph>",
        "<annotation-xml></annotation-xml>", "<mi>x</mo>", "<mi>x", "<mi>&nbsp;</mi>",
        "<mi mathcolor=\"url(x)\">x</mi>", "<mo width=\"1em;x:y\">x</mo>", "<mi a=b>x</mi>",
        "<math></math>", "<MI>x</MI>", "<mi/>", "<!-- -->"}) {
    INFO(markup);
    CHECK(inside(markup) == "refused");
  }
  CHECK(clean("") == "refused");
  CHECK(clean("text") == "refused");
  CHECK(clean("<mi>x</mi>") == "refused");
  CHECK(clean("<math></math><math></math>") == "refused");
}

TEST_CASE("what a style says becomes a class or an attribute") {
  CHECK(inside("<mi style=\"color:#ff0000;\">x</mi>") ==
        "<math alttext=\"x\"><mi mathcolor=\"#ff0000\">x</mi></math>");
  CHECK(inside("<mi style=\"color:expression(x);\">x</mi>") ==
        "<math alttext=\"x\"><mi>x</mi></math>");
  CHECK(inside("<mrow style=\"margin-left:-0.1667em;\"></mrow>") ==
        "<math alttext=\"x\"><mrow class=\"m-n3\"></mrow></math>");
  CHECK(
      inside(
          "<mtd style=\"padding-left:0em;padding-right:0.4em;border-top:0.06em solid;\"></mtd>") ==
      "<math alttext=\"x\"><mtd class=\"m-l0 m-ts\"></mtd></math>");
  CHECK(inside("<mtd style=\"padding-top:1.3ex;padding-bottom:1.3ex;\"></mtd>") ==
        "<math alttext=\"x\"><mtd class=\"m-v5\"></mtd></math>");
  CHECK(inside("<mi style=\"background:url(//x);position:fixed;\">x</mi>") ==
        "<math alttext=\"x\"><mi>x</mi></math>");
}

TEST_CASE("classes are ours, names and tooltips go, a counter is left out") {
  CHECK(inside("<mrow class=\"tml-cancel upstrike evil\"></mrow>") ==
        "<math alttext=\"x\"><mrow class=\"m-strike m-up\"></mrow></math>");
  CHECK(inside("<mtr id=\"search\"></mtr>") == "<math alttext=\"x\"><mtr></mtr></math>");
  CHECK(inside("<mtext><span class=\"tml-eqn\"></span></mtext>") ==
        "<math alttext=\"x\"><mtext></mtext></math>");
}

}  // namespace loci
