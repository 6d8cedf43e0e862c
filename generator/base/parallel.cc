#include "base/parallel.h"

#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>

#include <algorithm>

namespace loci {

int available_jobs() { return std::max(1, tbb::info::default_concurrency()); }

struct JobLimit::Control {
  tbb::global_control limit;
};

JobLimit::JobLimit(int jobs)
    : control_(new Control{
          tbb::global_control(tbb::global_control::max_allowed_parallelism,
                              static_cast<std::size_t>(jobs > 0 ? jobs : available_jobs()))}) {}
JobLimit::JobLimit(JobLimit&&) noexcept = default;
JobLimit& JobLimit::operator=(JobLimit&&) noexcept = default;
JobLimit::~JobLimit() = default;

void parallel_ranges(std::size_t count, std::size_t grain,
                     const std::function<void(std::size_t, std::size_t)>& range) {
  if (count == 0) return;
  grain = std::max<std::size_t>(1, grain);
  if (count <= grain ||
      tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism) == 1) {
    range(0, count);
    return;
  }
  tbb::parallel_for(tbb::blocked_range<std::size_t>(0, count, grain),
                    [&range](const tbb::blocked_range<std::size_t>& piece) {
                      range(piece.begin(), piece.end());
                    });
}

}  // namespace loci
