// Numbers and texts in one string, for files of a cache that never leave the machine: numbers as the machine has them, texts
// with their length before them.
//
//     std::string bytes;
//     PackedWriter writer(bytes);
//     writer.number(std::uint32_t{7});
//     writer.text("seven");
//     PackedReader reader(bytes);
//     reader.number<std::uint32_t>();  reader.text();  reader.is_whole();
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace loci {

class PackedWriter {
 public:
  explicit PackedWriter(std::string& out) : out_(out) {}

  template <class Number>
  void number(Number value) {
    static_assert(std::is_arithmetic_v<Number>);
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    out_ += value;
  }

 private:
  std::string& out_;
};

// Gives zeros and empty texts once something does not fit; is_whole() tells in the end.
class PackedReader {
 public:
  explicit PackedReader(std::string_view bytes) : rest_(bytes) {}

  // Nothing was missing and nothing is left.
  bool is_whole() const { return !failed_ && rest_.empty(); }

  template <class Number>
  Number number() {
    static_assert(std::is_arithmetic_v<Number>);
    Number value{};
    if (rest_.size() < sizeof value) return fail(), value;
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }
  std::string_view text() {
    const auto size = number<std::uint32_t>();
    if (rest_.size() < size) return fail(), std::string_view();
    const std::string_view value = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return value;
  }
  // How many follow of what takes at least `least` bytes each: a damaged number must not take all memory.
  std::size_t count(std::size_t least) {
    const auto value = number<std::uint32_t>();
    if (value > rest_.size() / least) return fail(), 0;
    return value;
  }

 private:
  void fail() {
    failed_ = true;
    rest_ = {};
  }

  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace loci
