#include "search/number_text.h"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

#include "base/byte_search.h"

namespace loci {

namespace {

// ln 2 in two parts: the high one has its last bits zero, so that k * ln2_high is exact for every
// exponent k.
constexpr double ln2_high = 6.93147180369123816490e-01;
constexpr double ln2_low = 1.90821492927058770002e-10;

// (log(1+s) - log(1-s)) / s - 2 as a polynomial in s * s, coefficients of the Remez approximation
// that fdlibm uses.
constexpr double c1 = 6.666666666666735130e-01;
constexpr double c2 = 3.999999999940941908e-01;
constexpr double c3 = 2.857142874366239149e-01;
constexpr double c4 = 2.222219843214978396e-01;
constexpr double c5 = 1.818357216161805012e-01;
constexpr double c6 = 1.531383769920937332e-01;
constexpr double c7 = 1.479819860511658591e-01;

// "00" to "99".
constexpr std::array<char, 200> pairs = [] {
  std::array<char, 200> text{};
  for (std::size_t i = 0; i < 100; ++i) {
    text[i * 2] = static_cast<char>('0' + i / 10);
    text[i * 2 + 1] = static_cast<char>('0' + i % 10);
  }
  return text;
}();

// Writes the digits to `to`, which has room for twenty; how many.
std::size_t write_integer(char* to, std::uint64_t value) {
  if (value < 10) {
    *to = static_cast<char>('0' + value);
    return 1;
  }
  if (value < 100) {
    std::memcpy(to, pairs.data() + value * 2, 2);
    return 2;
  }
  std::size_t count = 3;
  for (std::uint64_t limit = 1000; count < 20 && value >= limit; limit *= 10) ++count;
  char* end = to + count;
  for (; value >= 100; value /= 100) {
    end -= 2;
    std::memcpy(end, pairs.data() + value % 100 * 2, 2);
  }
  if (value >= 10) {
    std::memcpy(to, pairs.data() + value * 2, 2);
  } else {
    *to = static_cast<char>('0' + value);
  }
  return count;
}

constexpr std::uint64_t mantissa_mask = 0x000fffffffffffffu;

}  // namespace

// x = 2^k (1 + f) with 1 + f between sqrt(1/2) and sqrt(2), then log x = k ln 2 + log(1 + f). The
// order of every operation matters: results must agree to the last bit.
double js_log(double x) {
  if (std::isnan(x) || x < 0) return std::nan("");
  if (x == 0) return -HUGE_VAL;
  if (std::isinf(x)) return x;
  int k = 0;
  if (x < 0x1p-1022) {
    k -= 54;
    x *= 0x1p54;
  }
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const auto high = static_cast<std::int32_t>((bits & mantissa_mask) >> 32);
  k += static_cast<int>(bits >> 52) - 1023;
  const std::int32_t carry =
      (high + 0x95f64) & 0x100000;  // set when the mantissa is above sqrt(2): then it is halved
  k += carry >> 20;
  const std::uint64_t exponent = static_cast<std::uint32_t>(carry ^ 0x3ff00000);
  const double f = std::bit_cast<double>((bits & mantissa_mask) | (exponent << 32)) - 1.0;
  const double dk = k;

  if ((0xfffff & (2 + high)) < 3) {  // |f| < 2^-20: the first terms of the series are enough
    if (f == 0) return k == 0 ? 0 : dk * ln2_high + dk * ln2_low;
    const double r = f * f * (0.5 - 0.33333333333333333 * f);
    if (k == 0) return f - r;
    return dk * ln2_high - ((r - dk * ln2_low) - f);
  }
  const double s = f / (2.0 + f);
  const double z = s * s;
  const double w = z * z;
  const double even = w * (c2 + w * (c4 + w * c6));
  const double odd = z * (c1 + w * (c3 + w * (c5 + w * c7)));
  const double r = odd + even;
  if (((high - 0x6147a) | (0x6b851 - high)) > 0) {
    const double half_square = 0.5 * f * f;
    if (k == 0) return f - (half_square - s * (half_square + r));
    return dk * ln2_high - ((half_square - (s * (half_square + r) + dk * ln2_low)) - f);
  }
  if (k == 0) return f - s * (f - r);
  return dk * ln2_high - ((s * (f - r) - dk * ln2_low) - f);
}

void append_integer(std::string& out, std::uint64_t value) {
  char digits[20];
  out.append(digits, write_integer(digits, value));
}

void NumberAppender::integer(std::uint64_t value) {
  if (used_ + longest > sizeof buffer_) flush();
  used_ += write_integer(buffer_ + used_, value);
}

void append_js_number(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  if (value == 0) {
    out += '0';  // also for -0
    return;
  }
  char text[32];
  const auto written =
      std::to_chars(text, text + sizeof text, value, std::chars_format::scientific);
  std::string_view scientific(text, static_cast<std::size_t>(written.ptr - text));
  if (scientific.front() == '-') {
    out += '-';
    scientific.remove_prefix(1);
  }
  const std::size_t e = scientific.find('e');
  std::string digits(scientific.substr(0, 1));
  if (e > 2) digits += scientific.substr(2, e - 2);
  int exponent = 0;
  const bool negative = scientific[e + 1] == '-';
  std::from_chars(scientific.data() + e + 2, scientific.data() + scientific.size(), exponent);
  if (negative) exponent = -exponent;

  // ECMAScript's Number::toString: point = number of digits before the decimal point.
  const int count = static_cast<int>(digits.size());
  const int point = exponent + 1;
  if (point > 21 || point < -5) {
    out += digits[0];
    if (count > 1) {
      out += '.';
      out.append(digits, 1);
    }
    out += exponent < 0 ? "e-" : "e+";
    append_integer(out, static_cast<std::uint64_t>(exponent < 0 ? -exponent : exponent));
  } else if (point <= 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-point), '0');
    out += digits;
  } else if (count <= point) {
    out += digits;
    out.append(static_cast<std::size_t>(point - count), '0');
  } else {
    out.append(digits, 0, static_cast<std::size_t>(point));
    out += '.';
    out.append(digits, static_cast<std::size_t>(point));
  }
}

void NumberAppender::thousandths(double thousandths) {
  if (!(std::fabs(thousandths) < 1e15)) {  // also for what is not a number
    flush();
    append_js_number(out_, thousandths / 1000);
    return;
  }
  if (used_ + longest > sizeof buffer_) flush();
  auto count = static_cast<std::int64_t>(thousandths);
  if (count < 0) {
    buffer_[used_++] = '-';
    count = -count;
  }
  const auto whole = static_cast<std::uint64_t>(count) / 1000;
  const auto rest = static_cast<unsigned>(static_cast<std::uint64_t>(count) % 1000);
  used_ += write_integer(buffer_ + used_, whole);
  if (rest == 0) return;
  buffer_[used_++] = '.';
  buffer_[used_++] = static_cast<char>('0' + rest / 100);
  if (rest % 100 == 0) return;
  buffer_[used_++] = static_cast<char>('0' + rest / 10 % 10);
  if (rest % 10 == 0) return;
  buffer_[used_++] = static_cast<char>('0' + rest % 10);
}

void append_js_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t copied = 0;
  const auto next = [text](std::size_t from) { return find_byte<true, '"', '\\'>(text, from); };
  for (std::size_t at = next(0); at < text.size(); at = next(at + 1)) {
    const auto c = static_cast<unsigned char>(text[at]);
    out += text.substr(copied, at - copied);
    copied = at + 1;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        out += "\\u00";
        out += "0123456789abcdef"[c >> 4];
        out += "0123456789abcdef"[c & 15];
    }
  }
  out += text.substr(copied);
  out += '"';
}

}  // namespace loci
