#include "study/alea.h"

#include <cmath>
#include <cstdint>
#include <string>

namespace loci {

namespace {

constexpr double two_to_minus_32 = 2.3283064365386963e-10;
constexpr double two_to_32 = 4294967296.0;

// JavaScript's `x >>> 0` for x >= 0: the whole part modulo 2^32.
std::uint32_t to_uint32(double value) {
  const double whole = std::floor(value);
  if (whole < two_to_32) return static_cast<std::uint32_t>(whole);
  return static_cast<std::uint32_t>(std::fmod(whole, two_to_32));
}

// The text as UTF-16 units. Bytes that are not UTF-8 count as themselves: a seed need not be
// beautiful, only stable.
std::u16string utf16_units(std::string_view text) {
  std::u16string units;
  units.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC0 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                                             : 4;
    if (length < 2 || at + length > text.size()) {
      units += static_cast<char16_t>(lead);
      ++at;
      continue;
    }
    std::uint32_t code = lead & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
      code = code << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
    if (code < 0x10000) {
      units += static_cast<char16_t>(code);
    } else {
      units += static_cast<char16_t>(0xD7C0 + (code >> 10));
      units += static_cast<char16_t>(0xDC00 + (code & 0x3FF));
    }
    at += length;
  }
  return units;
}

// Mash: folds texts into 32 bits. It goes on from text to text, so the order of the calls is part
// of it.
class Mash {
 public:
  double operator()(std::u16string_view text) {
    for (const char16_t unit : text) {
      n_ += unit;
      double h = 0.02519603282416938 * n_;
      n_ = to_uint32(h);
      h -= n_;
      h *= n_;
      n_ = to_uint32(h);
      h -= n_;
      n_ += h * two_to_32;
    }
    return to_uint32(n_) * two_to_minus_32;
  }

 private:
  double n_ = 4022871197.0;
};

}  // namespace

Alea::Alea(std::string_view seed) {
  const std::u16string units = utf16_units(seed);
  Mash mash;
  for (double& part : state_) part = mash(u" ");
  for (double& part : state_) {
    part -= mash(units);
    if (part < 0) part += 1;
  }
}

double Alea::next() {
  const double t = 2091639.0 * state_[0] + carry_ * two_to_minus_32;
  state_[0] = state_[1];
  state_[1] = state_[2];
  carry_ = static_cast<std::int32_t>(t);
  state_[2] = t - carry_;
  return state_[2];
}

}  // namespace loci
