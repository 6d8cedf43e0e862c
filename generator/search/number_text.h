// Numbers as JavaScript computes and prints them, for files that must equal lunr's byte for byte.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

namespace loci {

// Math.log as V8 has it: the algorithm of fdlibm. The C library's differs in the last bit for one
// value in fifteen.
double js_log(double x);

// Math.round(x): halves go up, also those of negative numbers.
inline double js_round(double x) {
  // A conversion to and fro costs a fifth of std::floor without SSE 4.1. 2^52 and above are whole.
  if (x >= 0 && x < 4503599627370496.0) {
    const auto below = static_cast<double>(static_cast<std::int64_t>(x));
    return x - below >= 0.5 ? below + 1 : below;
  }
  const double below = std::floor(x);
  return x - below >= 0.5 ? below + 1 : below;
}

void append_integer(std::string& out, std::uint64_t value);

// JSON.stringify of a number: "2", "0.681", "4.084e+22"; not finite: "null".
void append_js_number(std::string& out, double value);

// Appends many numbers to a string: they gather in a small buffer, which costs half of appending
// each. The string has all of them after flush() or the appender's end.
class NumberAppender {
 public:
  explicit NumberAppender(std::string& out) : out_(out) {}
  NumberAppender(const NumberAppender&) = delete;
  NumberAppender& operator=(const NumberAppender&) = delete;
  ~NumberAppender() { flush(); }

  void put(char c) {
    if (used_ + longest > sizeof buffer_) flush();
    buffer_[used_++] = c;
  }
  void integer(std::uint64_t value);
  // As append_js_number for a whole number divided by 1000, which is what an index is full of.
  void thousandths(double count);
  void flush() {
    out_.append(buffer_, used_);
    used_ = 0;
  }

 private:
  static constexpr std::size_t longest = 24;  // an integer and three decimals

  std::string& out_;
  std::size_t used_ = 0;
  char buffer_[1024];
};

// JSON.stringify of a string. Differs from base/escape in what it leaves as it is: \b and \f are
// short, U+007F is raw.
void append_js_string(std::string& out, std::string_view text);

}  // namespace loci
