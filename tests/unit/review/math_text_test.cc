#include "review/math_text.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

namespace loci {
namespace {

TEST_CASE("formulas are text that can be read") {
  struct Case {
    const char* tex;
    const char* text;
  };
  const Case cases[] = {
      {"x", "x"},
      {"E = mc^2", "E = mc²"},
      {"x^{10}", "x¹⁰"},
      {"x^{-1}", "x⁻¹"},
      {"e^{i\\pi} + 1 = 0", "e^(iπ) + 1 = 0"},
      {"x^\\alpha", "x^α"},
      {"a_{ij}", "aᵢⱼ"},
      {"x_1, \\ldots, x_n", "x₁, …, xₙ"},
      {"a_n^2", "aₙ²"},
      {"T_{max}", "Tₘₐₓ"},
      {"P_{AB}", "P_(AB)"},
      {"\\frac{a}{b}", "a/b"},
      {"\\frac12", "1/2"},
      {"\\frac{a+b}{2}", "(a + b)/2"},
      {"\\frac{x^2}{10}", "x²/10"},
      {"2\\frac{a}{b}", "2 a/b"},
      {"\\dfrac{1}{1-\\rho}", "1/(1 − ρ)"},
      {"\\sqrt{2}", "√2"},
      {"\\sqrt{a+b}", "√(a + b)"},
      {"\\sqrt[3]{x}", "∛x"},
      {"\\sqrt[n]{x}", "ⁿ√x"},
      {"a \\le b \\neq c", "a ≤ b ≠ c"},
      {"\\neg a \\land b", "¬a ∧ b"},
      {"x \\in \\mathbb{R}", "x ∈ ℝ"},
      {"x \\not\\in A", "x ∉ A"},
      {"\\sum_{i=1}^n i^2", "∑ᵢ₌₁ⁿi²"},
      {"\\int_0^1 f(x)\\,dx", "∫₀¹f(x) dx"},
      {"O(n \\log n)", "O(n log n)"},
      {"\\log_2 n", "log₂ n"},
      {"\\sin(x)", "sin(x)"},
      {"\\sin x", "sin x"},
      {"\\lim_{x \\to 0} f", "lim_(x → 0) f"},
      {"-x", "−x"},
      {"a-b", "a − b"},
      {"(-1)^n", "(−1)ⁿ"},
      {"f'(x)", "f′(x)"},
      {"\\bar{x}", "x\u0304"},
      {"\\vec v", "v\u20d7"},
      {"\\left( \\frac{a}{b} \\right)", "(a/b)"},
      {"\\left. x \\right|", "x|"},
      {"\\text{if } x > 0", "if x > 0"},
      {"\\mathrm{Var}(X)", "Var(X)"},
      {"\\operatorname{rank} A", "rank A"},
      {"\\binom{n}{k}", "(n choose k)"},
      {"a \\equiv b \\pmod{n}", "a ≡ b (mod n)"},
      {"\\{a, b\\}", "{a, b}"},
      {"P(A|B)", "P(A|B)"},
      {"\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}", "(a b; c d)"},
      {"f = \\begin{cases} 1 & x > 0 \\\\ 0 & \\text{else} \\end{cases}",
       "f = { 1, x > 0; 0, else"},
      {"\\begin{aligned} a &= b \\\\ &= c \\end{aligned}", "a = b\n= c"},
      {"R \\bowtie S", "R ⋈ S"},
      {"日^2", "日²"},
      {"", ""},
  };
  for (const Case& each : cases) {
    INFO(each.tex);
    CHECK(math_text(each.tex).value_or("(none)") == each.text);
  }
}

TEST_CASE("what is not known stays as it is") {
  for (const char* tex :
       {"\\unknown{x}", "\\frac{a}", "x^", "{x", "x}", "\\begin{tikz}x\\end{tikz}", "\\sqrt[3",
        "\\text{$x$}", "\\", "a & b", "a \\\\ b", "\\begin{cases} 1"}) {
    INFO(tex);
    CHECK_FALSE(math_text(tex));
  }
  CHECK_FALSE(math_text(std::string(500, '{') + "x" + std::string(500, '}')));
  CHECK_FALSE(math_text(std::string(100'000, 'x')));
}

TEST_CASE("formulas within a text") {
  CHECK(with_readable_math("What is $x^2$?") == "What is x²?");
  CHECK(with_readable_math("$$E = mc^2$$ and $a_1$.") == "E = mc² and a₁.");
  CHECK(with_readable_math("It costs $5 or $6.") == "It costs $5 or $6.");
  CHECK(with_readable_math("$HOME and $PATH") == "$HOME and $PATH");
  CHECK(with_readable_math("$\\unknown x$ but $\\pi$") == "$\\unknown x$ but π");
  CHECK(with_readable_math("\\$x$ $y$") == "\\$x$ y");
  CHECK(with_readable_math("$") == "$");
  CHECK(with_readable_math("$$") == "$$");
  CHECK(with_readable_math("$$ $$") == "");
  CHECK(with_readable_math("no formula") == "no formula");
}

}  // namespace
}  // namespace loci
