#include "markdown/math.h"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace loci {
namespace {

std::string html(std::string_view tex, bool display = false, std::string_view preamble = {}) {
  const auto result = to_mathml({tex, preamble, display});
  return result->html.empty() ? "error: " + result->error : result->html;
}

// "message @offset"
std::string error(std::string_view tex, bool display = false) {
  const auto result = to_mathml({tex, {}, display});
  if (!result->html.empty()) return result->html;
  std::string text = result->error;
  if (result->offset != Mathematics::no_offset) text += " @" + std::to_string(result->offset);
  if (result->refused) text += " (refused)";
  return text;
}

// Every element that is opened is closed, in order; only names of MathML; no styles, addresses or handlers.
bool is_sound(const std::string& markup) {
  std::vector<std::string> open;
  for (std::size_t at = markup.find('<'); at != std::string::npos; at = markup.find('<', at + 1)) {
    const std::size_t end = markup.find('>', at);
    if (end == std::string::npos) return false;
    const std::string tag = markup.substr(at + 1, end - at - 1);
    if (tag.starts_with("/")) {
      if (open.empty() || open.back() != tag.substr(1)) return false;
      open.pop_back();
    } else {
      const std::string name = tag.substr(0, tag.find(' '));
      if (!name.starts_with('m') && name != "none") return false;
      for (const char* no : {" style=", " href=", " src=", " on", " id="})
        if (tag.substr(0, tag.find("alttext")).find(no) != std::string::npos) return false;
      open.push_back(name);
    }
  }
  return open.empty() && markup.starts_with("<math");
}

}  // namespace

TEST_CASE("formulas become MathML") {
  CHECK(html("x^2") == "<math alttext=\"x^2\"><msup><mi>x</mi><mn>2</mn></msup></math>");
  CHECK(html("\\frac{a}{b}") ==
        "<math alttext=\"\\frac{a}{b}\"><mfrac><mi>a</mi><mi>b</mi></mfrac></math>");
  CHECK(html("a < b", true) ==
        "<math display=\"block\" alttext=\"a &lt; "
        "b\"><mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow></math>");
  CHECK(html("\\mathbb{R}") == "<math alttext=\"\\mathbb{R}\"><mi>ℝ</mi></math>");
  CHECK(html("\\text{if } x") ==
        "<math alttext=\"\\text{if } x\"><mrow><mtext>if\u00A0</mtext><mi>x</mi></mrow></math>");
  CHECK(
      html("\\textcolor{red}{x}") ==
      "<math alttext=\"\\textcolor{red}{x}\"><mrow><mi mathcolor=\"#ff0000\">x</mi></mrow></math>");
  CHECK(html("𝐀") == "<math alttext=\"𝐀\"><mi>𝐀</mi></math>");
}

TEST_CASE("everything that notes are full of is understood") {
  const std::vector<std::string> formulas = {"a+b",
                                             "a_{i,j}^2",
                                             "\\sqrt{x}",
                                             "\\sqrt[3]{x+1}",
                                             "\\frac{1}{1+\\frac{1}{x}}",
                                             "\\dfrac12",
                                             "\\binom{n}{k}",
                                             "\\sum_{i=1}^n i",
                                             "\\prod_{p} \\frac{1}{1-p^{-s}}",
                                             "\\int_0^\\infty e^{-x^2}\\,dx",
                                             "\\iint_D f",
                                             "\\oint_C",
                                             "\\lim_{x \\to 0} \\frac{\\sin x}{x}",
                                             "\\max_{x \\in X}",
                                             "\\operatorname{argmin}_x",
                                             "\\log_2 n",
                                             "\\mathcal{O}(n \\log n)",
                                             "\\mathbb{E}[X]",
                                             "\\mathbf{v}",
                                             "\\boldsymbol{\\beta}",
                                             "\\mathrm{d}x",
                                             "\\mathfrak{g}",
                                             "\\mathscr{F}",
                                             "\\mathsf{A}",
                                             "\\mathtt{x}",
                                             "\\hat{x}",
                                             "\\bar{x}",
                                             "\\vec{v}",
                                             "\\dot{q}",
                                             "\\tilde{n}",
                                             "\\widehat{abc}",
                                             "\\overline{AB}",
                                             "\\underline{x}",
                                             "\\overbrace{a+b}^{n}",
                                             "\\underbrace{a+b}_{n}",
                                             "\\left(\\frac{a}{b}\\right)",
                                             "\\left\\{ x \\mid y \\right.",
                                             "\\bigl( \\bigr)",
                                             "\\lVert x \\rVert",
                                             "\\langle a, b \\rangle",
                                             "\\lfloor x \\rfloor",
                                             "\\alpha\\beta\\Gamma\\Omega",
                                             "\\forall x \\exists y",
                                             "\\therefore",
                                             "a \\equiv b \\pmod{n}",
                                             "A \\cup B \\cap C \\setminus D",
                                             "x \\in \\emptyset",
                                             "\\neg p \\land q \\lor r",
                                             "p \\implies q \\iff r",
                                             "\\leq \\geq \\neq \\approx \\sim \\propto",
                                             "\\partial_t \\nabla f",
                                             "a \\xrightarrow{f} b",
                                             "\\to \\mapsto \\Rightarrow \\hookrightarrow",
                                             "x' + y''",
                                             "\\dots \\cdots \\vdots \\ddots",
                                             "a\\!b\\,c\\;d\\quad e\\qquad f",
                                             "\\color{blue}{x}",
                                             "\\colorbox{yellow}{x}",
                                             "\\boxed{E=mc^2}",
                                             "\\cancel{x}",
                                             "\\text{for all } n",
                                             "\\begin{matrix}a&b\\\\c&d\\end{matrix}",
                                             "\\begin{pmatrix}1&0\\\\0&1\\end{pmatrix}",
                                             "\\begin{bmatrix}1\\end{bmatrix}",
                                             "\\begin{vmatrix}a&b\\\\c&d\\end{vmatrix}",
                                             "\\begin{cases}1&x>0\\\\0&\\text{else}\\end{cases}",
                                             "\\begin{aligned}a&=b\\\\&=c\\end{aligned}",
                                             "\\begin{align}a&=b\\end{align}",
                                             "\\begin{align*}a&=b\\\\c&=d\\end{align*}",
                                             "\\begin{gather}a\\\\b\\end{gather}",
                                             "\\begin{equation}x\\label{e}\\end{equation}",
                                             "\\begin{array}{l|r}a&b\\\\\\hline c&d\\end{array}",
                                             "\\begin{split}a&=b\\end{split}",
                                             "\\substack{a\\\\b}",
                                             "\\overset{!}{=}",
                                             "\\underset{x}{y}",
                                             "\\stackrel{def}{=}",
                                             "\\phantom{x}",
                                             "\\ce{2 H2 + O2 -> 2 H2O}",
                                             "\\newcommand{\\R}{\\mathbb R}\\R",
                                             "\\def\\x{y}\\x",
                                             "\\let\\a\\alpha\\a",
                                             "E = mc^2 \\tag{1}",
                                             "50\\%",
                                             "\\$5",
                                             "\\#\\&\\_",
                                             "a~b",
                                             "1,000.5",
                                             "x \\tfrac12 y",
                                             "\\cfrac{1}{2}",
                                             "\\mathring{A}",
                                             "\\dddot{x}",
                                             "\\ell \\hbar \\Re \\Im",
                                             "\\rule{1em}{1ex}",
                                             "\\raisebox{1ex}{x}",
                                             "\\llap{x}y",
                                             "\\verb|x|",
                                             "\\TeX",
                                             "\\degree",
                                             "é",

                                             "\\displaystyle\\sum_i",
                                             "\\limits",
                                             "\\mathop{x}\\limits_a",
                                             "\\smash{x}"};
  std::size_t understood = 0;
  for (const std::string& tex : formulas) {
    const auto result = to_mathml({tex, {}, true});
    INFO(tex << "\n" << result->error << "\n" << result->html);
    if (tex == "\\limits") {  // of nothing
      CHECK_FALSE(result->error.empty());
      continue;
    }
    CHECK(result->error.empty());
    CHECK(is_sound(result->html));
    ++understood;
  }
  CHECK(understood == formulas.size() - 1);
}

TEST_CASE("a formula that cannot be read says why and where") {
  CHECK(error("\\frac{a}{b") == "unexpected end of input in a macro argument, expected '}' @10");
  CHECK(error("x + \\foo") == "'\\foo' is not a command that is known @4");
  CHECK(error("ü𝐀\\foo") == "'\\foo' is not a command that is known @6");
  CHECK(error("x^2^3") == "double superscript @3");
  CHECK(error("\\left( x") == "expected '\\right', got 'EOF' @8");
  CHECK(error("\\begin{matrix}a") == "expected & or \\\\ or \\cr or \\end @15");
  CHECK(error("\\begin{nope}x\\end{nope}") == "no such environment: nope @6");
  CHECK(error("\\tag{1}") == "\\tag works only in display mode");
  CHECK(error("x}") == "expected 'EOF', got '}' @1");
}

TEST_CASE("a formula reaches nothing outside itself") {
  CHECK(error("\\href{javascript:alert(1)}{x}") == "'\\href' is not a command that is known @0");
  CHECK(error("\\url{x}") == "'\\url' is not a command that is known @0");
  CHECK(error("\\includegraphics{x.png}") == "function \"\\includegraphics\" is not trusted @0");
  CHECK(error("\\class{a}{x}") == "function \"\\class\" is not trusted @0");
  CHECK(error("\\style{position:fixed}{x}") == "function \"\\style\" is not trusted @0");
  CHECK(error("\\id{search}{x}") == "function \"\\id\" is not trusted @0");
  CHECK(error("\\data{a=b}{x}") == "function \"\\data\" is not trusted @0");
  CHECK(error("\\eqref{x}") ==
        "references to equations are not supported: write \\tag{1} and refer to it in words");
  CHECK(html("\\text{<script>alert(1)</script>}").find("<script") == std::string::npos);
  CHECK(is_sound(html("\\textcolor{#f00}{\\text{\"><img src=x onerror=alert(1)>}}")));
}

TEST_CASE("no formula knows what another defined, but those that follow a definition do") {
  CHECK(html("\\newcommand{\\mine}{y}\\mine").find("<mi>y</mi>") != std::string::npos);
  CHECK(error("\\mine") == "'\\mine' is not a command that is known @0");
  CHECK(error("\\gdef\\everywhere{z}\\everywhere").find("<mi>z</mi>") != std::string::npos);
  CHECK(error("\\everywhere") == "'\\everywhere' is not a command that is known @0");
  CHECK(html("\\mine", false, "\\newcommand{\\mine}{y}") ==
        "<math alttext=\"\\mine\"><mi>y</mi></math>");
  // Definitions may be repeated and changed.
  CHECK(html("\\newcommand{\\mine}[1]{#1!}\\mine x", false, "\\newcommand{\\mine}{y}\n")
            .find("<mi>x</mi>") != std::string::npos);
  CHECK(html("\\renewcommand{\\unheard}{u}\\unheard").find("<mi>u</mi>") != std::string::npos);
  CHECK(defines_commands("\\newcommand\\x{y}"));
  CHECK(defines_commands("a \\def\\x{y}"));
  CHECK_FALSE(defines_commands("\\frac{a}{b}"));
}

TEST_CASE("a hostile formula is stopped") {
  const auto begin = std::chrono::steady_clock::now();
  const std::vector<std::string> bombs = {
      "\\def\\x{\\x}\\x",
      "\\def\\x{\\x\\x}\\x",
      "\\def\\a{\\b\\b}\\def\\b{\\c\\c}\\def\\c{\\d\\d}\\def\\d{\\e\\e}\\def\\e{\\f\\f}\\def\\f{"
      "\\g\\g}"
      "\\def\\g{\\h\\h}\\def\\h{\\i\\i}\\def\\i{\\j\\j}\\def\\j{xx}\\a",
      "\\newcommand{\\x}{\\y}\\newcommand{\\y}{\\x}\\x",
      std::string(30'000, 'x'),
      std::string(9'000, '{') + std::string(9'000, '}'),
  };
  for (const std::string& bomb : bombs) {
    const auto result = to_mathml({bomb, {}, true});
    INFO(bomb.substr(0, 60) << ": " << result->error);
    CHECK(result->html.empty());
    CHECK(result->refused);
  }
  // Three copies of the inner formula for each \cancelto: the time runs out, or the memory.
  std::string nested = "x";
  for (int i = 0; i < 14; ++i) nested = "\\cancelto{1}{" + nested + "}";
  CHECK(to_mathml({nested, {}, false})->refused);
  // Long but harmless.
  std::string long_sum = "x_1";
  for (int i = 2; i < 1500; ++i) long_sum += " + x_{" + std::to_string(i) + "}";
  CHECK(is_sound(html(long_sum)));
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
  CHECK(spent.count() <
        60);  // seconds in a build with everything checked; about one in a release build
}

TEST_CASE("any number of threads get the same bytes") {
  std::vector<std::string> expected;
  const auto formula = [](int i) {
    return "\\sum_{i=" + std::to_string(i) + "}^n \\frac{\\alpha_i}{\\sqrt{" + std::to_string(i) +
           "}}" + (i % 7 == 0 ? "\\bad" : "");
  };
  for (int i = 0; i < 40; ++i) expected.push_back(error(formula(i) + " "));
  std::vector<std::vector<std::string>> found(4);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < found.size(); ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 40; ++i) found[t].push_back(error(formula(i) + " "));
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& one : found) CHECK(one == expected);
}

}  // namespace loci
