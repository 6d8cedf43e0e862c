// `calc` blocks: named arithmetic with asserted results. A small recursive descent over + - * / ** and parentheses, in the
// precedence of Python; no program is started.
//
//     daily_users = 10_000_000              # an assumption
//     rps = daily_users * 20 / 86_400       # => 2314.8
//
// `# => value` asserts to the precision that is printed: 2314.8 accepts 2314.75 to 2314.85. Names live as long as the note, so
// a later block may use an earlier one, and the figures of blocks with a name (results.h): `share = orders.open / orders.total`.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "verify/blocks.h"

namespace loci {

using Values = std::map<std::string, double, std::less<>>;

// The value of an expression. Errors say what cannot be read; the value is finite.
Result<double> evaluate(std::string_view text, const Values& values);

// A printed number: 63.4% is 0.634 +- 0.0005, "1_000 per second" is 1000 +- 0.5, 2.8e-7 is 2.8e-7 +- 5e-9.
struct PrintedNumber {
  double value = 0;
  double tolerance = 0;
  std::size_t length = 0;    // of its text
  std::size_t decimals = 0;  // as printed
  int exponent = 0;
  bool has_exponent = false;
  bool is_percentage = false;
  char separator = 0;  // between thousands; 0: none
};

// The number that `text` begins with; nullopt: it begins with none.
std::optional<PrintedNumber> read_printed_number(std::string_view text);

// `value` in the form of `model`: so many decimals, a percentage, the same separator.
std::string print_like(double value, const PrintedNumber& model);

// The shortest text that gives the same number again.
std::string number_text(double value);

// A number for a reader who has not said how many digits count: a whole number whole, others to six digits.
std::string readable_number(double value);

std::vector<Finding> check_calc(const RunBlock& block, Values& values);

}  // namespace loci
