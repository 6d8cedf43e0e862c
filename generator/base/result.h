// The outcome of an operation that can fail: a value, or an Error that says why and what to do.
//
// For operations (a file, a socket, a configuration). Problems in the author's notes are
// diagnostics instead (source/diagnostic.h). Has the members of std::expected that we use; when the
// compilers we support have it, Result becomes an alias.
//
//     Result<std::string> text = files.read("site.toml");
//     if (!text) return std::move(text).error().with_context("cannot load the configuration");
#pragma once

#include <cassert>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace loci {

// What went wrong, decides the exit code (cli/): wrong usage or configuration is 2, the environment
// is 3.
enum class ErrorKind { usage, environment, locked, content };

struct Error {
  std::string message;             // lower case, no final period, names the thing in quotes
  std::vector<std::string> hints;  // what to do; shown one a line after "hint: "
  ErrorKind kind = ErrorKind::environment;

  // The same error seen from one level up: "context: message".
  Error with_context(const std::string& context) && {
    message = context + ": " + message;
    return std::move(*this);
  }
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(value()); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  T& value() {
    assert(has_value());
    return *std::get_if<0>(&state_);
  }
  const T& value() const {
    assert(has_value());
    return *std::get_if<0>(&state_);
  }
  T value_or(T fallback) const { return has_value() ? value() : std::move(fallback); }

  const Error& error() const& {
    assert(!has_value());
    return *std::get_if<1>(&state_);
  }
  Error&& error() && {
    assert(!has_value());
    return std::move(*std::get_if<1>(&state_));
  }

 private:
  std::variant<T, Error> state_;
};

// The outcome of an operation that has no value: `return {};` when it went well.
struct Done {};
using Status = Result<Done>;

}  // namespace loci
