// Reviews made in the page, written into the log on disk: what the review script sends is saved before it is answered.
//
//     GET  /__loci/reviews   every event of the log, one JSON object a line
//     POST /__loci/reviews   {"events":[{…},…]}  ->  {"saved":["01KB…",…]}   the events that are on disk now
//
// Events the log knows already count as saved: the page may send again after a lost answer.
#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"
#include "study/live_log.h"

namespace loci {

struct SaveAnswer {
  int status = 200;
  std::string body;  // JSON
};

class ReviewStore {
 public:
  // `folder`: ".loci/reviews" of the project, absolute.
  explicit ReviewStore(std::string folder) : folder_(folder), log_(std::move(folder)) {}

  // Damaged lines are left out; the terminal's `loci review` names them.
  Result<std::string> all_lines();

  // 200 all saved; 400 the body or an event is not understood, nothing saved; 500 the disk said no.
  SaveAnswer save(std::string_view body);

 private:
  std::string folder_;
  LiveLog log_;       // read on: each grade of the page is a request
  std::mutex mutex_;  // two tabs save one after the other
};

}  // namespace loci
