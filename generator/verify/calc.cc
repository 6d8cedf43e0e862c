#include "verify/calc.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <span>
#include <utility>

#include "base/text.h"
#include "search/number_text.h"

namespace loci {

namespace {

constexpr int max_depth =
    200;  // of parentheses and signs: recursion must end before the stack does

bool is_name_start(char c) { return is_ascii_letter(c) || c == '_'; }
bool is_name_part(char c) { return is_name_start(c) || is_ascii_digit(c); }

struct Token {
  enum class Kind : std::uint8_t { number, name, sign } kind = Kind::sign;
  double number = 0;
  std::string_view text;
};

std::optional<double> plain_number(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c != '_' && c != ',' && c != '+') digits += c;
    if (c == '+' && !digits.empty()) digits += c;  // of an exponent
  }
  return parse_number(digits);
}

// Length of \d[\d_]*(\.\d[\d_]*)?([eE][+-]?\d+)? at the start of `text`.
std::size_t number_length(std::string_view text) {
  const auto digit_at = [text](std::size_t at) {
    return at < text.size() && is_ascii_digit(text[at]);
  };
  const auto skip = [&](std::size_t at) {
    while (digit_at(at) || (at < text.size() && text[at] == '_')) ++at;
    return at;
  };
  std::size_t at = skip(0);
  if (at < text.size() && text[at] == '.' && digit_at(at + 1)) at = skip(at + 1);
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    std::size_t digits = at + 1;
    if (digits < text.size() && (text[digits] == '+' || text[digits] == '-')) ++digits;
    if (digit_at(digits)) {
      while (digit_at(digits)) ++digits;
      at = digits;
    }
  }
  return at;
}

Error cannot(std::string message) { return Error{std::move(message), {}, ErrorKind::content}; }

Result<std::vector<Token>> tokenize(std::string_view text) {
  std::vector<Token> tokens;
  for (std::string_view rest = trim(text); !rest.empty(); rest = trim_left(rest)) {
    Token token;
    std::size_t length = 1;
    if (is_ascii_digit(rest.front())) {
      length = number_length(rest);
      const std::optional<double> number = plain_number(rest.substr(0, length));
      if (!number) return cannot("'" + std::string(rest.substr(0, length)) + "' is too large");
      token.kind = Token::Kind::number;
      token.number = *number;
    } else if (is_name_start(rest.front())) {
      // A dot belongs to the name of a figure: orders.open.2
      while (length < rest.size() &&
             (is_name_part(rest[length]) ||
              (rest[length] == '.' && length + 1 < rest.size() && is_name_part(rest[length + 1]))))
        ++length;
      token.kind = Token::Kind::name;
    } else if (rest.starts_with("**")) {
      length = 2;
    } else if (std::string_view("-+*/(),").find(rest.front()) == std::string_view::npos) {
      return cannot("cannot read '" + std::string(trim(rest)) + "'");
    }
    token.text = rest.substr(0, length);
    tokens.push_back(token);
    rest.remove_prefix(length);
  }
  return tokens;
}

std::optional<double> call_function(std::string_view name, std::span<const double> values) {
  const double first = values.front();
  if (name == "min" || name == "max") {
    double best = first;
    for (const double value : values.subspan(1)) {
      best = name == "min" ? std::fmin(best, value) : std::fmax(best, value);
    }
    return best;
  }
  if (name == "ceil") return std::ceil(first);
  if (name == "floor") return std::floor(first);
  if (name == "round") return js_round(first);
  if (name == "sqrt") return std::sqrt(first);
  if (name == "ln") return js_log(first);
  if (name == "log2") return std::log2(first);
  if (name == "exp") return std::exp(first);
  return std::nullopt;
}

constexpr std::array<std::string_view, 9> function_names = {"min",  "max", "ceil", "floor", "round",
                                                            "sqrt", "ln",  "log2", "exp"};

class Evaluator {
 public:
  Evaluator(std::string_view text, std::vector<Token> tokens, const Values& values)
      : text_(trim(text)), tokens_(std::move(tokens)), values_(values) {}

  Result<double> run() {
    const double value = sum();
    if (error_.empty() && at_ != tokens_.size()) fail("cannot read the end of '" + shown() + "'");
    if (error_.empty() && !std::isfinite(value)) fail("'" + shown() + "' is not a finite number");
    if (!error_.empty()) return cannot(error_);
    return value;
  }

 private:
  std::string shown() const { return std::string(text_); }

  double fail(std::string message) {
    if (error_.empty()) error_ = std::move(message);
    return 0;
  }

  bool sees(std::string_view sign) const {
    return error_.empty() && at_ < tokens_.size() && tokens_[at_].kind == Token::Kind::sign &&
           tokens_[at_].text == sign;
  }

  void take(std::string_view sign) {
    if (!sees(sign)) {
      fail("'" + std::string(sign) + "' is missing in '" + shown() + "'");
    } else {
      ++at_;
    }
  }

  double atom() {
    if (!error_.empty()) return 0;
    if (at_ == tokens_.size()) return fail("'" + shown() + "' ends too early");
    const Token& token = tokens_[at_++];
    if (token.kind == Token::Kind::number) return token.number;
    if (token.kind == Token::Kind::sign) {
      if (token.text != "(")
        return fail("'" + std::string(token.text) + "' is out of place in '" + shown() + "'");
      const double value = sum();
      take(")");
      return value;
    }
    const std::string name(token.text);
    if (sees("(")) {
      bool known = false;
      for (const std::string_view function : function_names) known = known || function == name;
      if (!known) return fail("no function named '" + name + "'");
      take("(");
      std::vector<double> arguments = {sum()};
      while (sees(",")) {
        take(",");
        arguments.push_back(sum());
      }
      take(")");
      return call_function(name, arguments).value_or(0);
    }
    const auto found = values_.find(name);
    if (found == values_.end()) return fail("no value named '" + name + "'");
    return found->second;
  }

  // ** binds to the right, and tighter than a minus on its left: -2 ** 2 is -4.
  double power() {
    const double base = atom();
    if (!sees("**")) return base;
    take("**");
    return std::pow(base, signed_value());
  }

  double signed_value() {
    if (++depth_ > max_depth) return fail("'" + shown() + "' is nested too deeply");
    double value = 0;
    if (sees("-")) {
      take("-");
      value = -signed_value();
    } else if (sees("+")) {
      take("+");
      value = signed_value();
    } else {
      value = power();
    }
    --depth_;
    return value;
  }

  double product() {
    double value = signed_value();
    while (sees("*") || sees("/")) {
      const bool times = sees("*");
      ++at_;
      const double right = signed_value();
      value = times ? value * right : value / right;
    }
    return value;
  }

  double sum() {
    double value = product();
    while (sees("+") || sees("-")) {
      const bool plus = sees("+");
      ++at_;
      const double right = product();
      value = plus ? value + right : value - right;
    }
    return value;
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  const Values& values_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::string error_;
};

// "name = expression" at its name and what follows the sign.
struct Assignment {
  std::string name;
  std::string_view expression;
};

std::optional<Assignment> read_assignment(std::string_view code) {
  const std::string_view text = trim_left(code);
  std::size_t length = 0;
  while (length < text.size() && is_name_part(text[length])) ++length;
  if (length == 0 || !is_name_start(text.front())) return std::nullopt;
  const std::string_view rest = trim_left(text.substr(length));
  if (!rest.starts_with('=')) return std::nullopt;
  return Assignment{std::string(text.substr(0, length)), rest.substr(1)};
}

}  // namespace

Result<double> evaluate(std::string_view text, const Values& values) {
  Result<std::vector<Token>> tokens = tokenize(text);
  if (!tokens) return std::move(tokens).error();
  return Evaluator(text, *std::move(tokens), values).run();
}

std::optional<PrintedNumber> read_printed_number(std::string_view text) {
  PrintedNumber number;
  std::size_t at = 0;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) ++at;
  const auto digit_at = [text](std::size_t i) {
    return i < text.size() && is_ascii_digit(text[i]);
  };
  if (!digit_at(at)) return std::nullopt;
  // "1,500, that is" or "10,11" in a sentence: a comma that no three digits follow is the sentence's.
  const auto separates = [&](std::size_t i) {
    if (i >= text.size()) return false;
    if (text[i] == '_') return digit_at(i + 1);
    return text[i] == ',' && digit_at(i + 1) && digit_at(i + 2) && digit_at(i + 3) &&
           !digit_at(i + 4);
  };
  while (digit_at(at) || separates(at)) {
    if (!digit_at(at)) number.separator = text[at];
    ++at;
  }
  if (at < text.size() && text[at] == '.' && digit_at(at + 1)) {
    for (++at; digit_at(at) || (at < text.size() && text[at] == '_'); ++at) {
      if (text[at] != '_') ++number.decimals;
    }
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    std::size_t digits = at + 1;
    if (digits < text.size() && (text[digits] == '+' || text[digits] == '-')) ++digits;
    if (digit_at(digits)) {
      while (digit_at(digits)) ++digits;
      const std::string_view exponent = text.substr(at + 1, digits - at - 1);
      const std::optional<double> value = plain_number(exponent);
      if (!value || std::fabs(*value) > 400) return std::nullopt;
      number.exponent = static_cast<int>(*value);
      number.has_exponent = true;
      at = digits;
    }
  }
  const std::optional<double> value = plain_number(text.substr(0, at));
  if (!value) return std::nullopt;
  number.length = at;
  std::size_t behind = at;
  while (behind < text.size() && is_ascii_space(text[behind])) ++behind;
  number.is_percentage = behind < text.size() && text[behind] == '%';
  const double scale = number.is_percentage ? 0.01 : 1;
  number.value = *value * scale;
  const double half_step =
      0.5 * std::pow(10.0, number.exponent - static_cast<int>(number.decimals)) * scale;
  number.tolerance = half_step + std::fabs(number.value) * 1e-12;
  return number;
}

std::string print_like(double value, const PrintedNumber& model) {
  if (model.is_percentage) value *= 100;
  std::array<char, 400> buffer{};
  const int decimals = static_cast<int>(model.decimals > 30 ? 30 : model.decimals);
  std::snprintf(buffer.data(), buffer.size(), model.has_exponent ? "%.*e" : "%.*f", decimals,
                value);
  std::string text = buffer.data();
  if (model.has_exponent) {
    // "2.84e-07" is written 2.84e-7.
    const std::size_t e = text.find('e');
    std::string exponent = text.substr(e + 1);
    const bool negative = exponent.starts_with('-');
    exponent.erase(0, exponent.find_first_not_of("+-0"));
    return text.substr(0, e + 1) + (negative ? "-" : "") + (exponent.empty() ? "0" : exponent);
  }
  if (model.separator != 0) {
    const std::size_t first = text.starts_with('-') ? 1 : 0;
    for (std::size_t at = std::min(text.find('.'), text.size()); at > first + 3;) {
      at -= 3;
      text.insert(at, 1, model.separator);
    }
  }
  return text;
}

std::string number_text(double value) {
  std::string text;
  append_js_number(text, value);
  return text;
}

std::string readable_number(double value) {
  if (value == std::floor(value) && std::fabs(value) < 1e15) return number_text(value);
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.6g", value);
  return buffer.data();
}

std::vector<Finding> check_calc(const RunBlock& block, Values& values) {
  std::vector<Finding> findings;
  std::size_t asserted = 0;
  std::uint32_t number = block.line;
  for (const std::string_view line : split(block.text, '\n')) {
    ++number;
    const std::size_t hash = std::min(line.find('#'), line.size());
    const std::string_view code = line.substr(0, hash);
    const std::string_view comment = hash < line.size() ? trim(line.substr(hash + 1)) : "";
    if (trim(code).empty()) {
      if (comment.starts_with("=>")) {
        findings.push_back(
            {number, "an assertion on the line of its expression", std::string(trim(line)), true});
      }
      continue;
    }
    const std::optional<Assignment> assignment = read_assignment(code);
    if (!assignment) {
      findings.push_back({number, "name = expression", std::string(trim(code)), true});
      continue;
    }
    const Result<double> value = evaluate(assignment->expression, values);
    if (!value) {
      findings.push_back({number, "an expression", value.error().message, true});
      continue;
    }
    values.insert_or_assign(assignment->name, *value);
    if (!comment.starts_with("=>")) continue;
    const std::string_view wanted = trim(comment.substr(2));
    const std::optional<PrintedNumber> printed = read_printed_number(wanted);
    ++asserted;
    if (!printed) {
      Finding finding{number, "a number after =>", wanted.empty() ? "none" : std::string(wanted),
                      true};
      if (wanted.empty())
        finding.change =
            LineChange{number, 1, {std::string(trim_right(line)) + " " + readable_number(*value)}};
      findings.push_back(std::move(finding));
    } else if (!(std::fabs(*value - printed->value) <= printed->tolerance)) {
      const std::size_t at = static_cast<std::size_t>(wanted.data() - line.data());
      std::string changed(line.substr(0, at));
      changed += print_like(*value, *printed);
      changed += line.substr(at + printed->length);
      findings.push_back({number, assignment->name + " = " + std::string(wanted),
                          number_text(*value), false, LineChange{number, 1, {std::move(changed)}}});
    }
  }
  if (asserted == 0 && findings.empty()) {
    findings.push_back({block.line, "at least one asserted result (# => value)", "none", true});
  }
  return findings;
}

}  // namespace loci
