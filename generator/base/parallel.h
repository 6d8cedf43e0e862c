// The only threads of the library: loops over independent items, each of which writes its own slot.
//
// A body reads const inputs and writes result[i]; results are then merged in index order, so that
// the number of threads never shows in an output. No locks, no thread-locals.
//
//     std::vector<ParsedNote> notes(files.size());
//     parallel_for(files.size(), [&](std::size_t i) { notes[i] = parse(files[i]); });
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace loci {

// The number of processors, at least 1.
int available_jobs();

// While it lives, parallel_for uses at most `jobs` threads; 0 or less: as many as there are
// processors.
class JobLimit {
 public:
  explicit JobLimit(int jobs);
  JobLimit(JobLimit&&) noexcept;
  JobLimit& operator=(JobLimit&&) noexcept;
  ~JobLimit();

 private:
  struct Control;
  std::unique_ptr<Control> control_;
};

// Calls range(begin, end) for pieces that together are [0, count). For cheap items, or ones that
// share a scratch buffer: a piece has at least `grain` items where it can.
void parallel_ranges(std::size_t count, std::size_t grain,
                     const std::function<void(std::size_t, std::size_t)>& range);

// Calls body(i) for every i in [0, count). What a body throws is thrown here, once.
template <class Body>
void parallel_for(std::size_t count, const Body& body) {
  parallel_ranges(count, 1, [&body](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) body(i);
  });
}

// As above; tells the machinery that fewer than `grain` items are not worth a hand-over (about 10
// microseconds of work).
template <class Body>
void parallel_for(std::size_t count, std::size_t grain, const Body& body) {
  parallel_ranges(count, grain, [&body](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) body(i);
  });
}

}  // namespace loci
