// Fingerprints: XXH3 for "are these the same bytes" (names of assets, caches, manifests), SHA-256
// for the keys of cards, which the browser computes too.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace loci {

struct Hash128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  friend bool operator==(const Hash128&, const Hash128&) = default;
};

std::uint64_t hash64(std::string_view bytes);
Hash128 hash128(std::string_view bytes);

std::string to_hex(std::uint64_t hash);   // 16 lower-case digits
std::string to_hex(const Hash128& hash);  // 32

// XXH3-64 of bytes that arrive piece by piece.
class StreamHash {
 public:
  StreamHash();
  StreamHash(StreamHash&&) noexcept;
  StreamHash& operator=(StreamHash&&) noexcept;
  ~StreamHash();

  void append(std::string_view bytes);
  // One of several texts: what ends it is hashed too, so that "ab", "c" is not "a", "bc".
  void append_part(std::string_view text);
  std::uint64_t value() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::array<std::uint8_t, 32> sha256(std::string_view bytes);
std::string to_hex(std::span<const std::uint8_t> bytes);

// RFC 4648 with lower-case letters (a-z, 2-7) and without padding; the first `length` characters.
std::string base32(std::span<const std::uint8_t> bytes, std::size_t length);

// Spreads a number's bits upwards and a little down again: for tables of what is no secret.
constexpr std::uint64_t spread_bits(std::uint64_t value) {
  value *= 0x9E3779B97F4A7C15;  // 2^64 / golden ratio
  return value ^ (value >> 32);
}

}  // namespace loci
