// A file descriptor that is closed at the end of its life.
#pragma once

#include <unistd.h>

#include <cerrno>
#include <utility>

namespace loci {

class Descriptor {
 public:
  explicit Descriptor(int value = -1) : value_(value) {}
  Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~Descriptor() { close(); }

  explicit operator bool() const { return value_ >= 0; }
  int get() const { return value_; }

  // Closing is where some file systems first tell that a write failed. 0, or the error; 0 also when nothing is open.
  int close() {
    if (value_ < 0) return 0;
    return ::close(std::exchange(value_, -1)) == 0 ? 0 : errno;
  }

 private:
  int value_;
};

}  // namespace loci
