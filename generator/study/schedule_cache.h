// The schedule of a whole log as it was folded last, kept in `.loci/cache/schedule`: a hundred thousand reviews are read and
// folded in a tenth of a second, which is as long as a sitting may take to begin.
//
// The log stays the truth. What is kept counts only for the same program and settings and for the very bytes that it was folded
// from: the same files, each of the same size and with the same times, or, where times prove nothing, with the same bytes
// (source/cache_file.h). A log with damaged lines is never kept, so that they are named each time.
//
// A log that has only grown (the page reviewed, a sitting was killed) is not read again: the kept fold goes on with what was
// added. It does so where that is the fold of the whole beyond doubt: what was there is proved unchanged by its hash, the new
// lines are all sound, each is later than everything folded and has a greater id, so that none can be a second line of an
// event that is known, and none says anything of what was folded before it (an undo of it, an alias, parameters). Anything
// else, and the log is read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "source/cache_file.h"
#include "source/config.h"
#include "source/file_system.h"
#include "study/schedule.h"

namespace loci {

struct KnownSchedule {
  Schedule schedule;
  std::int64_t newest_t = INT64_MIN;     // of all events of the log
  std::uint64_t cards = 0;               // what whoever stored it says the log agrees with
  std::vector<std::string> cards_since{};  // named by events that were added since; sorted, each once
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
  // What was added to the files that were folded, and new files. nullopt: more happened to them than that.
  std::optional<EventLog> added_since(const std::vector<KnownFile>& then,
                                      std::int64_t made_ms) const;

  std::string reviews_;
  FileSystem& files_;
  CacheFile file_;
};

}  // namespace loci
