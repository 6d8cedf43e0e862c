#include "verify/sim.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "base/text.h"
#include "markdown/script.h"

namespace loci {

namespace {

constexpr ScriptLimits limits = {.memory = 64 << 20, .ticks = 2000};

// Alea (Johannes Baagoe, 2010), as study/alea.h has it. The program is compiled here so that an error is an answer and not the
// end of the engine; the names it asserts are read where it ends.
constexpr std::string_view engine_source = R"js(
function loci_sim(code, names, seed) {
  var n = 0xefc8249d;
  function mash(data) {
    for (var i = 0; i < data.length; i++) {
      n += data.charCodeAt(i);
      var h = 0.02519603282416938 * n;
      n = h >>> 0;
      h -= n;
      h *= n;
      n = h >>> 0;
      h -= n;
      n += h * 0x100000000;
    }
    return (n >>> 0) * 2.3283064365386963e-10;
  }
  var s0 = mash(' '), s1 = mash(' '), s2 = mash(' '), c = 1;
  s0 -= mash(seed); if (s0 < 0) s0 += 1;
  s1 -= mash(seed); if (s1 < 0) s1 += 1;
  s2 -= mash(seed); if (s2 < 0) s2 += 1;
  function random() {
    var t = 2091639 * s0 + c * 2.3283064365386963e-10;
    s0 = s1;
    s1 = s2;
    return s2 = t - (c = t | 0);
  }
  Math.random = random;
  var list = names === '' ? [] : names.split(' ');
  var run = new Function('random', code + '\n;return [' + list.join(',') + '];');
  return run(random).join(' ');
}
)js";

bool is_name_part(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '$';
}

// "var share = hits / n;" -> "share"
std::optional<std::string> assigned_name(std::string_view code) {
  std::string_view text = trim(code);
  if (text.starts_with("var ")) text = trim_left(text.substr(4));
  std::size_t length = 0;
  while (length < text.size() && is_name_part(text[length])) ++length;
  const std::string_view rest = trim_left(text.substr(length));
  if (length == 0 || is_ascii_digit(text.front()) || !rest.starts_with('=') ||
      rest.starts_with("=="))
    return std::nullopt;
  return std::string(text.substr(0, length));
}

struct Assertion {
  std::string name;
  std::string_view wanted;  // into RunBlock::text
  std::string_view whole;   // the line; into RunBlock::text
  std::uint32_t line = 0;
};

// "5%" of the value, or a number; nullopt: neither.
struct Tolerance {
  double absolute = 0;
  double relative = 0;
};
std::optional<Tolerance> read_tolerance(std::string_view text) {
  const std::optional<PrintedNumber> number = read_printed_number(text);
  if (!number || number->value < 0) return std::nullopt;
  const std::size_t length = number->length + (number->is_percentage ? 1 : 0);
  if (length != text.size()) return std::nullopt;
  return number->is_percentage ? Tolerance{0, number->value} : Tolerance{number->value, 0};
}

std::string_view end_text(ScriptEnd end) {
  switch (end) {
    case ScriptEnd::out_of_time:
      return "it was stopped after too many instructions";
    case ScriptEnd::out_of_memory:
      return "it was stopped because it needs too much memory";
    case ScriptEnd::value:
    case ScriptEnd::thrown:
      break;
  }
  return "";
}

}  // namespace

std::vector<Finding> check_sim(const RunBlock& block, Values& values) {
  const std::string* seed = block.option("seed");
  if (seed == nullptr || seed->empty()) return {{block.line, "a seed (seed=1)", "none", true}};
  Tolerance tolerance;
  if (const std::string* text = block.option("tolerance")) {
    const std::optional<Tolerance> read = read_tolerance(*text);
    if (!read) return {{block.line, "a tolerance such as 5% or 0.01", *text, true}};
    tolerance = *read;
  }

  std::vector<Finding> findings;
  std::vector<Assertion> assertions;
  std::vector<std::string> names;
  std::uint32_t line = block.line;
  for (const std::string_view whole : split(block.text, '\n')) {
    ++line;
    const std::size_t comment = whole.rfind("//");
    if (comment == std::string_view::npos) continue;
    const std::string_view note = trim(whole.substr(comment + 2));
    if (!note.starts_with("=>")) continue;
    std::optional<std::string> name = assigned_name(whole.substr(0, comment));
    if (!name) {
      findings.push_back(
          {line, "an assertion on the line of its assignment", std::string(trim(whole)), true});
      continue;
    }
    names.push_back(*name);
    assertions.push_back({*std::move(name), trim(note.substr(2)), whole, line});
  }
  if (!findings.empty()) return findings;
  if (assertions.empty())
    return {{block.line, "at least one asserted result (// => value)", "none", true}};

  const std::unique_ptr<Script> script = Script::start(engine_source, limits);
  if (script == nullptr) return {{block.line, "a result", "the simulation cannot be run", true}};
  const ScriptAnswer answer = script->call("loci_sim", {block.text, join(names, " "), *seed});
  if (answer.end != ScriptEnd::value) {
    const std::string_view why = end_text(answer.end);
    return {{block.line, "a program that ends", why.empty() ? answer.text : std::string(why)}};
  }
  const std::vector<std::string_view> results = split(answer.text, ' ');
  for (std::size_t i = 0; i < assertions.size(); ++i) {
    const Assertion& assertion = assertions[i];
    const std::optional<double> value =
        i < results.size() ? parse_number(results[i]) : std::nullopt;
    if (!value) {
      findings.push_back({assertion.line, assertion.name + " = " + std::string(assertion.wanted),
                          i < results.size() ? std::string(results[i]) : "nothing"});
      continue;
    }
    values.insert_or_assign(assertion.name, *value);
    const std::optional<PrintedNumber> printed = read_printed_number(assertion.wanted);
    if (!printed) {
      Finding finding{assertion.line, "a number after =>",
                      assertion.wanted.empty() ? "none" : std::string(assertion.wanted), true};
      if (assertion.wanted.empty())
        finding.change =
            LineChange{assertion.line,
                       1,
                       {std::string(trim_right(assertion.whole)) + " " + readable_number(*value)}};
      findings.push_back(std::move(finding));
      continue;
    }
    const double allowed = std::max(
        {printed->tolerance, tolerance.absolute, tolerance.relative * std::fabs(printed->value)});
    if (std::fabs(*value - printed->value) <= allowed) continue;
    const std::size_t at =
        static_cast<std::size_t>(assertion.wanted.data() - assertion.whole.data());
    std::string changed(assertion.whole.substr(0, at));
    changed += print_like(*value, *printed);
    changed += assertion.whole.substr(at + printed->length);
    findings.push_back({assertion.line, assertion.name + " = " + std::string(assertion.wanted),
                        number_text(*value), false,
                        LineChange{assertion.line, 1, {std::move(changed)}}});
  }
  return findings;
}

}  // namespace loci
