// The log of reviews as a program sees it that stays: asked again, it reads only what was added since.
//
// Files of a log are only ever appended to. One that is shorter, or other than before at the same length, or gone, and
// everything is read anew.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/result.h"
#include "study/event_log.h"

namespace loci {

class LiveLog {
 public:
  // `reviews`: ".loci/reviews" of a project. Reads nothing yet.
  explicit LiveLog(std::string reviews) : reviews_(std::move(reviews)) {}

  // The log as it is on the disk now. Good until it is asked for again.
  Result<const EventLog*> read();

 private:
  struct Followed {
    std::uint64_t inode = 0;
    std::uint64_t size = 0;
    std::int64_t changed_ns = 0;
    std::uint64_t whole = 0;  // bytes up to the last line end: a line may still be on its way
  };
  using Files = std::map<std::string, Followed>;

  Result<Files> files_now() const;
  bool only_grown(const Files& now) const;

  std::string reviews_;
  EventLog log_;
  Files files_;
};

}  // namespace loci
