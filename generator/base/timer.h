// Names and durations of the passes, for `--timings`. The only clock in the library is the steady
// one, here.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace loci {

class Timings {
 public:
  // Measures until it is destroyed: `auto timer = timings.start("parse");`
  class Scope {
   public:
    Scope(Timings& timings, std::string name)
        : timings_(timings), name_(std::move(name)), begin_(std::chrono::steady_clock::now()) {}
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    ~Scope() {
      const std::chrono::duration<double, std::milli> spent =
          std::chrono::steady_clock::now() - begin_;
      timings_.passes_.emplace_back(std::move(name_), spent.count());
    }

   private:
    Timings& timings_;
    std::string name_;
    std::chrono::steady_clock::time_point begin_;
  };

  [[nodiscard]] Scope start(std::string name) { return Scope(*this, std::move(name)); }
  const std::vector<std::pair<std::string, double>>& passes() const {
    return passes_;
  }  // milliseconds

 private:
  std::vector<std::pair<std::string, double>> passes_;
};

}  // namespace loci
