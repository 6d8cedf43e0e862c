// The schedule of a whole log as it was folded last, kept in `.loci/cache/schedule`: a hundred thousand reviews are read and
// folded in a tenth of a second, which is as long as a sitting may take to begin.
//
// The log stays the truth. What is kept counts only for the same program and settings and for the very bytes that it was folded
// from: the same files, each of the same size and with the same times, or, where times prove nothing, with the same bytes
// (source/cache_file.h). Anything else, and the log is read. A log with damaged lines is never kept, so that they are named
// each time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "source/cache_file.h"
#include "source/config.h"
#include "source/file_system.h"
#include "study/schedule.h"

namespace loci {

struct KnownSchedule {
  Schedule schedule;
  std::int64_t newest_t = INT64_MIN;  // of all events of the log
  std::uint64_t cards = 0;            // what whoever stored it says the log agrees with
};

class ScheduleCache {
 public:
  // `root`: of the project, whose log is `.loci/reviews`.
  ScheduleCache(std::string_view root, const CardsConfig& config, FileSystem& files,
                std::string_view program);

  // `parameters`: as for the fold; the weights of a params event are in what is kept.
  std::optional<KnownSchedule> load(const FsrsParameters& parameters) const;

  // `log` was read after `now_ms` and nothing was added to it since; `schedule` is its fold.
  Status store(const EventLog& log, const Schedule& schedule, std::uint64_t cards,
               std::int64_t now_ms) const;

 private:
  std::optional<std::vector<KnownFile>> files_now() const;

  std::string reviews_;
  FileSystem& files_;
  CacheFile file_;
};

}  // namespace loci
