#include "verify/reference.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "base/text.h"

namespace loci {

namespace {

// The prose of a note with runs of blanks as one, and where each byte of it stands.
struct Prose {
  struct Place {
    std::uint32_t line = 0;
    std::uint32_t column = 0;  // bytes from 0
  };
  std::string text;
  std::vector<Place> places;

  void add(char c, Place place) {
    if (is_ascii_space(c)) {
      if (text.ends_with(' ')) return;
      c = ' ';
    }
    text += c;
    places.push_back(place);
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
    std::uint32_t column = static_cast<std::uint32_t>(rest.data() - line.data());
    for (const char c : rest) prose.add(c, {number, column++});
    prose.add(' ', {number, column});
  }
  return prose;
}

std::string squeezed(std::string_view text) {
  Prose one;
  for (const char c : trim(text)) one.add(c, {});
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
  std::size_t begin = 0;  // of its digits, in the text that it was read from
  std::size_t length = 0;
  double scale = 1;  // of the word behind it
  int zeros = 0;     // at the end that are no digits that count
  PrintedNumber printed;
};

std::optional<Figure> read_figure(std::string_view text) {
  const auto* const first = std::find_if(text.begin(), text.end(), is_ascii_digit);
  if (first == text.end()) return std::nullopt;
  std::size_t at = static_cast<std::size_t>(first - text.begin());
  if (at > 0 && text[at - 1] == '-' && (at == 1 || text[at - 2] == ' ')) --at;
  const std::optional<PrintedNumber> number = read_printed_number(text.substr(at));
  if (!number) return std::nullopt;
  const std::string_view digits = text.substr(at, number->length);
  Figure figure;
  figure.begin = at;
  figure.length = number->length;
  figure.printed = *number;
  if (number->decimals == 0 && !number->has_exponent && is_vague(text.substr(0, at))) {
    for (const char c : std::string(digits.rbegin(), digits.rend())) {
      if (c == ',' || c == '_') continue;
      if (c != '0') break;
      ++figure.zeros;
    }
  }
  figure.scale = scale_of(text.substr(at + number->length));
  figure.value = number->value * figure.scale;
  figure.tolerance = number->tolerance * figure.scale * std::pow(10.0, figure.zeros);
  return figure;
}

// The value in the form of the figure; nullopt: nothing of it would be left in so few digits.
std::optional<std::string> print_as(double value, const Figure& figure) {
  const double step = std::pow(10.0, figure.zeros);
  const double shown = std::round(value / figure.scale / step) * step;
  const bool rounds = figure.zeros > 0;
  const std::string text = print_like(rounds ? shown : value / figure.scale, figure.printed);
  if (value != 0 && text.find_first_of("123456789") == std::string::npos) return std::nullopt;
  return text;
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
      Finding finding{prose.places[at].line, wanted, name + " = " + number_text(value->second)};
      if (const std::optional<std::string> now = print_as(value->second, *figure)) {
        const std::uint32_t length = static_cast<std::uint32_t>(figure->length);
        for (std::size_t found = at; found != std::string::npos;
             found = prose.text.find(wanted, found + wanted.size())) {
          const Prose::Place place = prose.places[found + figure->begin];
          finding.words.push_back({place.line, place.column, length, *now});
        }
        const std::size_t digits =
            line.find(std::string_view(wanted).substr(figure->begin, figure->length),
                      static_cast<std::size_t>(text.data() - line.data()) + quote);
        if (digits != std::string_view::npos)
          finding.words.push_back({number, static_cast<std::uint32_t>(digits), length, *now});
      }
      findings.push_back(std::move(finding));
    }
  }
  if (checked == 0)
    findings.push_back({block.line, "a line: name \"text of the note\"", "none", true});
  return findings;
}

}  // namespace loci
