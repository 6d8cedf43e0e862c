#include "review/math_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "base/text.h"

namespace loci {
namespace {

constexpr int deepest = 40;
constexpr std::size_t longest_formula = 4000;

struct Named {
  std::string_view name;
  std::string_view text;
};

// What stands for itself. Sorted by nothing: a formula is short, and so is the table.
constexpr Named symbols[] = {
    {"alpha", "α"},      {"beta", "β"},       {"gamma", "γ"},       {"delta", "δ"},
    {"epsilon", "ϵ"},    {"varepsilon", "ε"}, {"zeta", "ζ"},        {"eta", "η"},
    {"theta", "θ"},      {"vartheta", "ϑ"},   {"iota", "ι"},        {"kappa", "κ"},
    {"lambda", "λ"},     {"mu", "μ"},         {"nu", "ν"},          {"xi", "ξ"},
    {"pi", "π"},         {"varpi", "ϖ"},      {"rho", "ρ"},         {"varrho", "ϱ"},
    {"sigma", "σ"},      {"varsigma", "ς"},   {"tau", "τ"},         {"upsilon", "υ"},
    {"phi", "ϕ"},        {"varphi", "φ"},     {"chi", "χ"},         {"psi", "ψ"},
    {"omega", "ω"},      {"Gamma", "Γ"},      {"Delta", "Δ"},       {"Theta", "Θ"},
    {"Lambda", "Λ"},     {"Xi", "Ξ"},         {"Pi", "Π"},          {"Sigma", "Σ"},
    {"Upsilon", "Υ"},    {"Phi", "Φ"},        {"Psi", "Ψ"},         {"Omega", "Ω"},
    {"infty", "∞"},      {"partial", "∂"},    {"nabla", "∇"},       {"forall", "∀"},
    {"exists", "∃"},     {"nexists", "∄"},    {"neg", "¬"},         {"lnot", "¬"},
    {"emptyset", "∅"},   {"varnothing", "∅"}, {"ell", "ℓ"},         {"hbar", "ℏ"},
    {"Re", "ℜ"},         {"Im", "ℑ"},         {"aleph", "ℵ"},       {"angle", "∠"},
    {"triangle", "△"},   {"square", "□"},     {"blacksquare", "■"}, {"top", "⊤"},
    {"bot", "⊥"},        {"prime", "′"},      {"degree", "°"},      {"ldots", "…"},
    {"dots", "…"},       {"cdots", "⋯"},      {"vdots", "⋮"},       {"ddots", "⋱"},
    {"dotsb", "⋯"},      {"dotsc", "…"},      {"sum", "∑"},         {"prod", "∏"},
    {"coprod", "∐"},     {"int", "∫"},        {"iint", "∬"},        {"iiint", "∭"},
    {"oint", "∮"},       {"bigcup", "⋃"},     {"bigcap", "⋂"},      {"bigoplus", "⨁"},
    {"bigotimes", "⨂"},  {"bigvee", "⋁"},     {"bigwedge", "⋀"},    {"langle", "⟨"},
    {"rangle", "⟩"},     {"lfloor", "⌊"},     {"rfloor", "⌋"},      {"lceil", "⌈"},
    {"rceil", "⌉"},      {"lbrace", "{"},     {"rbrace", "}"},      {"lvert", "|"},
    {"rvert", "|"},      {"vert", "|"},       {"lVert", "‖"},       {"rVert", "‖"},
    {"Vert", "‖"},       {"|", "‖"},          {"{", "{"},           {"}", "}"},
    {"%", "%"},          {"$", "$"},          {"#", "#"},           {"&", "&"},
    {"_", "_"},          {"backslash", "\\"}, {"checkmark", "✓"},   {"dagger", "†"},
    {"complement", "∁"}, {"wp", "℘"},         {"colon", ": "},      {"lparen", "("},
    {"rparen", ")"}};

// What stands between two things, with a blank on either side.
constexpr Named relations[] = {{"le", "≤"},
                               {"leq", "≤"},
                               {"leqslant", "≤"},
                               {"ge", "≥"},
                               {"geq", "≥"},
                               {"geqslant", "≥"},
                               {"ne", "≠"},
                               {"neq", "≠"},
                               {"approx", "≈"},
                               {"equiv", "≡"},
                               {"sim", "∼"},
                               {"simeq", "≃"},
                               {"cong", "≅"},
                               {"propto", "∝"},
                               {"ll", "≪"},
                               {"gg", "≫"},
                               {"prec", "≺"},
                               {"succ", "≻"},
                               {"preceq", "⪯"},
                               {"succeq", "⪰"},
                               {"in", "∈"},
                               {"notin", "∉"},
                               {"ni", "∋"},
                               {"subset", "⊂"},
                               {"subseteq", "⊆"},
                               {"subsetneq", "⊊"},
                               {"supset", "⊃"},
                               {"supseteq", "⊇"},
                               {"mid", "|"},
                               {"nmid", "∤"},
                               {"parallel", "∥"},
                               {"perp", "⊥"},
                               {"vdash", "⊢"},
                               {"models", "⊨"},
                               {"vDash", "⊨"},
                               {"to", "→"},
                               {"rightarrow", "→"},
                               {"longrightarrow", "⟶"},
                               {"gets", "←"},
                               {"leftarrow", "←"},
                               {"leftrightarrow", "↔"},
                               {"Rightarrow", "⇒"},
                               {"Longrightarrow", "⟹"},
                               {"implies", "⟹"},
                               {"Leftarrow", "⇐"},
                               {"impliedby", "⟸"},
                               {"Leftrightarrow", "⇔"},
                               {"iff", "⟺"},
                               {"mapsto", "↦"},
                               {"hookrightarrow", "↪"},
                               {"uparrow", "↑"},
                               {"downarrow", "↓"},
                               {"rightleftharpoons", "⇌"},
                               {"times", "×"},
                               {"div", "÷"},
                               {"pm", "±"},
                               {"mp", "∓"},
                               {"cdot", "·"},
                               {"ast", "∗"},
                               {"star", "⋆"},
                               {"circ", "∘"},
                               {"bullet", "•"},
                               {"oplus", "⊕"},
                               {"ominus", "⊖"},
                               {"otimes", "⊗"},
                               {"odot", "⊙"},
                               {"cup", "∪"},
                               {"cap", "∩"},
                               {"setminus", "∖"},
                               {"wedge", "∧"},
                               {"land", "∧"},
                               {"vee", "∨"},
                               {"lor", "∨"},
                               {"coloneqq", "≔"},
                               {"doteq", "≐"},
                               {"triangleq", "≜"},
                               {"bmod", "mod"},
                               {"Join", "⋈"},
                               {"bowtie", "⋈"},
                               {"ltimes", "⋉"},
                               {"rtimes", "⋊"},
                               {"therefore", "∴"},
                               {"because", "∵"}};

// Written upright, with a blank before what follows.
constexpr std::string_view functions[] = {
    "sin",  "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh",
    "tanh", "log", "ln",  "lg",  "exp", "lim", "limsup", "liminf", "sup",    "inf",  "max",
    "min",  "arg", "det", "dim", "ker", "gcd", "deg",    "Pr",     "hom"};

constexpr std::string_view ignored[] = {
    "displaystyle", "textstyle", "scriptstyle", "limits",  "nolimits", "big",  "Big",
    "bigg",         "Bigg",      "bigl",        "bigr",    "Bigl",     "Bigr", "biggl",
    "biggr",        "bigm",      "middle",      "left",    "right",    "!",    "notag",
    "nonumber",     "hfill",     "mathstrut",   "boldmath"};

// Their argument, as it is.
constexpr std::string_view transparent[] = {
    "mathrm",   "mathbf",     "mathit",  "mathsf",     "mathtt",    "mathcal", "mathscr",
    "mathfrak", "boldsymbol", "bm",      "underbrace", "overbrace", "boxed",   "underline",
    "mathop",   "mathbin",    "mathrel", "mathord",    "phantom"};
constexpr std::string_view texts[] = {"text",   "textrm", "textbf",       "textit",       "texttt",
                                      "textsf", "mbox",   "operatorname", "operatorname*"};

// Marks over the letter before them.
constexpr Named accents[] = {{"hat", "\u0302"},      {"widehat", "\u0302"}, {"bar", "\u0304"},
                             {"overline", "\u0305"}, {"tilde", "\u0303"},   {"widetilde", "\u0303"},
                             {"vec", "\u20d7"},      {"dot", "\u0307"},     {"ddot", "\u0308"},
                             {"check", "\u030c"},    {"acute", "\u0301"},   {"grave", "\u0300"}};

constexpr Named doubled[] = {{"R", "ℝ"}, {"N", "ℕ"}, {"Z", "ℤ"}, {"Q", "ℚ"}, {"C", "ℂ"},
                             {"P", "ℙ"}, {"E", "𝔼"}, {"H", "ℍ"}, {"F", "𝔽"}, {"1", "𝟙"}};

constexpr Named raised[] = {
    {"0", "⁰"}, {"1", "¹"}, {"2", "²"}, {"3", "³"}, {"4", "⁴"}, {"5", "⁵"}, {"6", "⁶"},
    {"7", "⁷"}, {"8", "⁸"}, {"9", "⁹"}, {"+", "⁺"}, {"−", "⁻"}, {"=", "⁼"}, {"(", "⁽"},
    {")", "⁾"}, {"a", "ᵃ"}, {"b", "ᵇ"}, {"c", "ᶜ"}, {"d", "ᵈ"}, {"e", "ᵉ"}, {"f", "ᶠ"},
    {"g", "ᵍ"}, {"h", "ʰ"}, {"i", "ⁱ"}, {"j", "ʲ"}, {"k", "ᵏ"}, {"l", "ˡ"}, {"m", "ᵐ"},
    {"n", "ⁿ"}, {"o", "ᵒ"}, {"p", "ᵖ"}, {"r", "ʳ"}, {"s", "ˢ"}, {"t", "ᵗ"}, {"u", "ᵘ"},
    {"v", "ᵛ"}, {"w", "ʷ"}, {"x", "ˣ"}, {"y", "ʸ"}, {"z", "ᶻ"}, {"T", "ᵀ"}, {"β", "ᵝ"},
    {"′", "′"}, {"∗", "*"}, {"*", "*"}, {"∘", "°"}, {"°", "°"}, {"†", "†"}, {" ", ""}};
constexpr Named lowered[] = {{"0", "₀"}, {"1", "₁"}, {"2", "₂"}, {"3", "₃"}, {"4", "₄"}, {"5", "₅"},
                             {"6", "₆"}, {"7", "₇"}, {"8", "₈"}, {"9", "₉"}, {"+", "₊"}, {"−", "₋"},
                             {"=", "₌"}, {"(", "₍"}, {")", "₎"}, {"a", "ₐ"}, {"e", "ₑ"}, {"h", "ₕ"},
                             {"i", "ᵢ"}, {"j", "ⱼ"}, {"k", "ₖ"}, {"l", "ₗ"}, {"m", "ₘ"}, {"n", "ₙ"},
                             {"o", "ₒ"}, {"p", "ₚ"}, {"r", "ᵣ"}, {"s", "ₛ"}, {"t", "ₜ"}, {"u", "ᵤ"},
                             {"v", "ᵥ"}, {"x", "ₓ"}, {" ", ""}};

template <std::size_t Size>
const Named* find(const Named (&table)[Size], std::string_view name) {
  const auto* found = std::find_if(std::begin(table), std::end(table),
                                   [&](const Named& n) { return n.name == name; });
  return found == std::end(table) ? nullptr : found;
}

template <std::size_t Size>
bool holds(const std::string_view (&table)[Size], std::string_view name) {
  return std::find(std::begin(table), std::end(table), name) != std::end(table);
}

std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> all;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    all.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return all;
}

// In small letters above or below the line where all of it has one; else "^(…)".
template <std::size_t Size>
std::string shifted(std::string_view text, char mark, const Named (&table)[Size]) {
  std::string small;
  const std::vector<std::string_view> all = characters(text);
  for (const std::string_view c : all) {
    const Named* found = find(table, c);
    if (found == nullptr)
      return all.size() == 1 ? mark + std::string(text) : mark + ("(" + std::string(text) + ")");
    small += found->text;
  }
  return small;
}

// One thing next to a stroke or a root: "x", "12", "x²", "(a + b)"; "a + b" and "ab" need parentheses.
std::string bound(const std::string& text) {
  const std::vector<std::string_view> all = characters(text);
  if (all.size() <= 1) return text;
  const bool number =
      std::all_of(text.begin(), text.end(), [](char c) { return is_ascii_digit(c) || c == '.'; });
  const auto is_mark = [](std::string_view c) {
    const auto same = [c](const Named& n) { return n.text == c && !n.text.empty(); };
    return std::any_of(std::begin(raised), std::end(raised), same) ||
           std::any_of(std::begin(lowered), std::end(lowered), same);
  };
  const bool marked = std::all_of(all.begin() + 1, all.end(), is_mark);
  const bool closed = text.front() == '(' && text.find(')') == text.size() - 1;
  return number || marked || closed ? text : "(" + text + ")";
}

class Formula {
 public:
  explicit Formula(std::string_view tex) : rest_(tex) {}

  std::optional<std::string> read() {
    std::string text = sequence(0);
    if (!rest_.empty() || failed_) return std::nullopt;
    return std::string(trim(text));
  }

 private:
  std::string fail() {
    failed_ = true;
    rest_ = {};
    return {};
  }

  void skip_blanks() { rest_ = trim_left(rest_); }

  bool accept(std::string_view what) {
    skip_blanks();
    if (!rest_.starts_with(what)) return false;
    rest_.remove_prefix(what.size());
    return true;
  }

  static void space(std::string& out) {
    if (!out.empty() && out.back() != ' ' && out.back() != '\n') out += ' ';
  }

  static void relation(std::string& out, std::string_view text) {
    space(out);
    out += text;
    out += ' ';
  }

  // Up to what closes the group, a cell, a row, or the whole.
  std::string sequence(int depth) {
    if (depth > deepest) return fail();
    std::string out;
    while (!failed_) {
      skip_blanks();
      if (rest_.empty() || rest_.front() == '}' || rest_.front() == '&' ||
          rest_.starts_with("\\\\") || rest_.starts_with("\\end") ||
          (depth > 0 && stop_at_bracket_ && rest_.front() == ']'))
        break;
      item(out, depth);
    }
    return out;
  }

  void item(std::string& out, int depth) {
    const char c = rest_.front();
    if (c == '^' || c == '_') {
      rest_.remove_prefix(1);
      const std::string script = argument(depth);
      while (!out.empty() && out.back() == ' ') out.pop_back();
      out += c == '^' ? shifted(script, '^', raised) : shifted(script, '_', lowered);
      if (after_function_) out += ' ';
      return;
    }
    const bool was_function = after_function_;
    after_function_ = false;
    const std::string piece = atom(out, depth);
    // "sin(x)" and "log₂ n", but "sin x".
    if (was_function && piece.starts_with('(') && out.ends_with(' ')) out.pop_back();
    out += piece;
  }

  // What one character or command gives; relations are put behind `out` with their blanks.
  std::string atom(std::string& out, int depth) {
    const char c = rest_.front();
    if (c == '\\') return command(out, depth);
    if (c == '{') return group(depth);
    const std::string_view whole = characters(rest_.substr(0, 4)).front();
    rest_.remove_prefix(whole.size());
    switch (c) {
      case '=':
      case '<':
      case '>':
        relation(out, whole);
        return {};
      case '+':
      case '-': {
        const std::string_view sign = c == '-' ? "−" : "+";
        const bool is_first = out.empty() || out.back() == '(' || out.back() == '[' ||
                              out.back() == ' ' || out.back() == ',';
        if (is_first) return std::string(sign);
        relation(out, sign);
        return {};
      }
      case ',':
        return ", ";
      case '\'':
        return "′";
      case '~':
        return " ";
      case '$':
      case '%':
        return fail();
      default:
        return std::string(whole);
    }
  }

  std::string group(int depth) {
    rest_.remove_prefix(1);
    const bool outer = std::exchange(stop_at_bracket_, false);
    std::string inner = sequence(depth + 1);
    stop_at_bracket_ = outer;
    after_function_ = false;
    if (!accept("}")) return fail();
    return inner;
  }

  // A group, a command or one character.
  std::string argument(int depth) {
    skip_blanks();
    if (rest_.empty() || depth > deepest) return fail();
    const bool outer = std::exchange(after_function_, false);
    std::string out;
    const std::string piece = atom(out, depth + 1);
    after_function_ = outer;
    return std::string(trim(out + piece));
  }

  // "[n]" of a root.
  std::string option(int depth) {
    if (!accept("[")) return {};
    const bool outer = std::exchange(stop_at_bracket_, true);
    std::string inner = sequence(depth + 1);
    stop_at_bracket_ = outer;
    if (!accept("]")) return fail();
    return std::string(trim(inner));
  }

  // The words of \text{…}, blanks and all.
  std::string raw_argument() {
    skip_blanks();
    const std::size_t end = rest_.find('}');
    if (!rest_.starts_with('{') || end == std::string_view::npos) return fail();
    const std::string_view words = rest_.substr(1, end - 1);
    if (words.find_first_of("\\{$") != std::string_view::npos) return fail();
    rest_.remove_prefix(end + 1);
    return std::string(words);
  }

  std::string_view name() {
    rest_.remove_prefix(1);
    std::size_t length = 0;
    while (length < rest_.size() && is_ascii_letter(rest_[length])) ++length;
    if (length == 0) length = std::min<std::size_t>(1, rest_.size());
    if (rest_.substr(length).starts_with('*') && rest_.substr(0, length) == "operatorname")
      ++length;
    const std::string_view found = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return found;
  }

  std::string command(std::string& out, int depth) {
    const std::string_view what = name();
    if (const Named* relation_of = find(relations, what)) {
      relation(out, relation_of->text);
      return {};
    }
    if (what == "not") {
      const std::string other = argument(depth);
      relation(out, other == "=" ? "≠" : other == "∈" ? "∉" : other + "\u0338");
      return {};
    }
    if (const Named* symbol = find(symbols, what)) return std::string(symbol->text);
    if (holds(functions, what)) {
      if (!out.empty() && (is_ascii_letter(out.back()) || is_ascii_digit(out.back()))) out += ' ';
      after_function_ = true;
      return std::string(what) + ' ';
    }
    if (what == "," || what == ";" || what == ":" || what == " " || what == "quad" ||
        what == "qquad" || what == "enspace") {
      space(out);
      return {};
    }
    if (what == "left" || what == "right") {
      if (accept(".")) return {};
      return {};
    }
    if (holds(ignored, what)) return {};
    if (holds(transparent, what)) return argument(depth);
    if (holds(texts, what)) {
      std::string words = raw_argument();
      after_function_ = what.starts_with("operatorname");
      return after_function_ ? words + ' ' : words;
    }
    if (const Named* accent = find(accents, what)) {
      const std::string under = argument(depth);
      std::string marked;
      for (const std::string_view each : characters(under))
        marked += std::string(each) + std::string(accent->text);
      return marked;
    }
    if (what == "mathbb") {
      const std::string plain = argument(depth);
      std::string letters;
      for (const std::string_view each : characters(plain)) {
        const Named* found = find(doubled, each);
        letters += found == nullptr ? each : found->text;
      }
      return letters;
    }
    if (what == "frac" || what == "dfrac" || what == "tfrac" || what == "cfrac") {
      const std::string above = argument(depth);
      const std::string below = argument(depth);
      // "2 a/b" rather than "2a/b", which is something else.
      if (!out.empty() && out.back() != ' ' && out.back() != '(') out += ' ';
      return bound(above) + "/" + bound(below);
    }
    if (what == "binom") {
      const std::string above = argument(depth);
      return "(" + above + " choose " + argument(depth) + ")";
    }
    if (what == "sqrt") {
      const std::string degree = option(depth);
      const std::string under = bound(argument(depth));
      const std::string small = degree == "3" ? "∛" : shifted(degree, '^', raised) + "√";
      return (degree.empty() ? "√" : small) + under;
    }
    if (what == "pmod") {
      space(out);
      return "(mod " + argument(depth) + ")";
    }
    if (what == "begin") return environment(depth);
    return fail();
  }

  std::string environment(int depth) {
    const std::string kind = raw_argument();
    struct Shape {
      std::string_view name, open, close, cell, row;
    };
    constexpr std::array<Shape, 11> shapes{{{"matrix", "(", ")", " ", "; "},
                                            {"pmatrix", "(", ")", " ", "; "},
                                            {"bmatrix", "[", "]", " ", "; "},
                                            {"vmatrix", "|", "|", " ", "; "},
                                            {"smallmatrix", "(", ")", " ", "; "},
                                            {"cases", "{ ", "", ", ", "; "},
                                            {"aligned", "", "", "", "\n"},
                                            {"align", "", "", "", "\n"},
                                            {"align*", "", "", "", "\n"},
                                            {"gathered", "", "", "", "\n"},
                                            {"split", "", "", "", "\n"}}};
    const auto* shape =
        std::find_if(shapes.begin(), shapes.end(), [&](const Shape& s) { return s.name == kind; });
    if (shape == shapes.end()) return fail();
    std::string text(shape->open);
    std::string row;
    while (!failed_) {
      std::string cell = sequence(depth + 1);
      after_function_ = false;
      if (shape->cell.empty()) {
        // "a &= b": the sign stands at the beginning of its cell.
        if (!cell.empty()) space(row);
        row += cell;
      } else {
        row += trim(cell);
      }
      if (accept("&")) {
        row += shape->cell;
      } else {
        text += trim(row);
        row.clear();
        if (!accept("\\\\")) break;
        if (trim_left(rest_).starts_with("\\end")) break;
        text += shape->row;
      }
    }
    if (!accept("\\end") || raw_argument() != kind) return fail();
    return text + std::string(shape->close);
  }

  std::string_view rest_;
  bool failed_ = false;
  bool after_function_ = false;   // the last thing was a function's name
  bool stop_at_bracket_ = false;  // within the option of a root
};

// Where the formula that begins at `at` with `fence` ends; npos: it is none. Of one dollar: no blank inside either end, and no
// digit behind, so that "$5 or $6" is money.
std::size_t end_of_formula(std::string_view text, std::size_t at, std::string_view fence) {
  const std::size_t begin = at + fence.size();
  for (std::size_t end = begin; (end = text.find('$', end)) != std::string_view::npos; ++end) {
    if (text[end - 1] == '\\') continue;
    if (fence.size() == 2) {
      if (text.substr(end, 2) == fence && end > begin) return end;
      continue;
    }
    if (end == begin || is_ascii_space(text[begin]) || is_ascii_space(text[end - 1]) ||
        (end + 1 < text.size() && is_ascii_digit(text[end + 1])))
      return std::string_view::npos;
    return end;
  }
  return std::string_view::npos;
}

}  // namespace

std::optional<std::string> math_text(std::string_view tex) {
  if (tex.size() > longest_formula) return std::nullopt;
  return Formula(tex).read();
}

std::string with_readable_math(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t dollar = std::min(text.find('$', at), text.size());
    out += text.substr(at, dollar - at);
    at = dollar;
    if (at == text.size()) break;
    const std::string_view fence = text.substr(at).starts_with("$$") ? "$$" : "$";
    const bool escaped = at > 0 && text[at - 1] == '\\';
    const std::size_t end = escaped ? std::string_view::npos : end_of_formula(text, at, fence);
    std::optional<std::string> read;
    if (end != std::string_view::npos)
      read = math_text(text.substr(at + fence.size(), end - at - fence.size()));
    const std::size_t after =
        end == std::string_view::npos ? at + fence.size() : end + fence.size();
    out += read ? std::string_view(*read) : text.substr(at, after - at);
    at = after;
  }
  return out;
}

}  // namespace loci
