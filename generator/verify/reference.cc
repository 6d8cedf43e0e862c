#include "verify/reference.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "base/text.h"

namespace loci {

namespace {

// The prose of a note with runs of blanks as one, and the line of each byte of it.
struct Prose {
  std::string text;
  std::vector<std::uint32_t> lines;

  void add(char c, std::uint32_t line) {
    if (is_ascii_space(c)) {
      if (text.ends_with(' ')) return;
      c = ' ';
    }
    text += c;
    lines.push_back(line);
  }
};

Prose read_prose(std::string_view note) {
  Prose prose;
  std::string_view fence;
  std::uint32_t number = 0;
  for (const std::string_view line : split(note, '\n')) {
    ++number;
    std::string_view rest = trim(line);
    while (rest.starts_with('>')) rest = trim_left(rest.substr(1));
    const bool marks = rest.starts_with("```") || rest.starts_with("~~~");
    if (fence.empty() && marks) {
      fence = rest.substr(0, std::min(rest.find_first_not_of(rest.front()), rest.size()));
      continue;
    }
    if (!fence.empty()) {
      if (marks && rest.starts_with(fence) &&
          rest.find_first_not_of(fence.front()) == std::string_view::npos)
        fence = {};
      continue;
    }
    for (const char c : rest) prose.add(c, number);
    prose.add(' ', number);
  }
  return prose;
}

std::string squeezed(std::string_view text) {
  Prose one;
  for (const char c : trim(text)) one.add(c, 0);
  return one.text;
}

double scale_of(std::string_view behind) {
  struct Scale {
    std::string_view word;
    double factor;
  };
  constexpr std::array<Scale, 9> scales = {{{"thousand", 1e3},
                                            {"million", 1e6},
                                            {"billion", 1e9},
                                            {"trillion", 1e12},
                                            {"k", 1e3},
                                            {"K", 1e3},
                                            {"M", 1e6},
                                            {"G", 1e9},
                                            {"T", 1e12}}};
  const std::string_view text = trim_left(behind);
  for (const Scale& scale : scales) {
    if (text.starts_with(scale.word) &&
        (text.size() == scale.word.size() || !is_ascii_letter(text[scale.word.size()])))
      return scale.factor;
  }
  return 1;
}

bool is_vague(std::string_view before) {
  constexpr std::array<std::string_view, 6> words = {"about", "roughly", "around",
                                                     "some",  "~",       "≈"};
  const std::string text = ascii_lower(trim_right(before));
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.ends_with(word); });
}

struct Figure {
  double value = 0;
  double tolerance = 0;
};

std::optional<Figure> read_figure(std::string_view text) {
  const auto* const first = std::find_if(text.begin(), text.end(), is_ascii_digit);
  if (first == text.end()) return std::nullopt;
  std::size_t at = static_cast<std::size_t>(first - text.begin());
  if (at > 0 && text[at - 1] == '-' && (at == 1 || text[at - 2] == ' ')) --at;
  const std::optional<PrintedNumber> number = read_printed_number(text.substr(at));
  if (!number) return std::nullopt;
  Figure figure{number->value, number->tolerance};
  const std::string_view digits = text.substr(at, number->length);
  if (number->decimals == 0 && !number->has_exponent && is_vague(text.substr(0, at))) {
    for (const char c : std::string(digits.rbegin(), digits.rend())) {
      if (c == ',' || c == '_') continue;
      if (c != '0') break;
      figure.tolerance *= 10;
    }
  }
  const double factor = scale_of(text.substr(at + number->length));
  return Figure{figure.value * factor, figure.tolerance * factor};
}

}  // namespace

std::vector<Finding> check_reference(const RunBlock& block, std::string_view note,
                                     const Values& values) {
  std::vector<Finding> findings;
  const Prose prose = read_prose(note);
  std::size_t checked = 0;
  std::uint32_t number = block.line;
  for (const std::string_view line : split(block.text, '\n')) {
    ++number;
    const std::string_view text = trim(line);
    if (text.empty() || text.starts_with('#')) continue;
    ++checked;
    const std::size_t quote = text.find('"');
    if (quote == std::string_view::npos || quote == 0 || text.size() < quote + 2 ||
        !text.ends_with('"')) {
      findings.push_back({number, "name \"text of the note\"", std::string(text), true});
      continue;
    }
    const std::string name(trim(text.substr(0, quote)));
    const std::string wanted = squeezed(text.substr(quote + 1, text.size() - quote - 2));
    const auto value = values.find(name);
    if (value == values.end()) {
      findings.push_back({number, "the name of a result", "no value named '" + name + "'", true});
      continue;
    }
    const std::optional<Figure> figure = read_figure(wanted);
    if (!figure) {
      findings.push_back({number, "a text with a number", wanted, true});
      continue;
    }
    const std::size_t at = prose.text.find(wanted);
    if (at == std::string::npos) {
      findings.push_back({number, "'" + wanted + "' in the note's prose", "no such text"});
    } else if (!(std::fabs(value->second - figure->value) <= figure->tolerance)) {
      findings.push_back({prose.lines[at], wanted, name + " = " + number_text(value->second)});
    }
  }
  if (checked == 0)
    findings.push_back({block.line, "a line: name \"text of the note\"", "none", true});
  return findings;
}

}  // namespace loci
