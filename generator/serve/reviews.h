// Reviews made in the page, written into the log on disk: what the review script sends is saved before it is answered.
//
//     GET  /__loci/reviews   every event of the log, one JSON object a line
//     GET  /__loci/reviews?after=01KB…&count=812&mark=-1711…   those with a greater id, if the others are the 812 that the page has;
//                            else 409, and the page asks for all
//     POST /__loci/reviews   {"events":[{…},…]}  ->  {"saved":["01KB…",…]}   the events that are on disk now
//
// Events the log knows already count as saved: the page may send again after a lost answer.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
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

// What a page knows of the log: so many events, the greatest of their ids, and the marks of all ids exclusive-ored. A page with
// a hundred thousand events asks what is new, and gets some lines instead of all.
struct KnownEvents {
  std::uint64_t count = 0;
  std::string last;
  std::int32_t mark = 0;
};

// h = 31 h + c over the bytes of an id, as in assets/lib/review/mark.ts. Ids beyond ASCII have another mark there, and are
// never known.
std::int32_t mark_of(std::string_view id);

class ReviewStore {
 public:
  // `folder`: ".loci/reviews" of the project, absolute.
  explicit ReviewStore(std::string folder) : folder_(folder), log_(std::move(folder)) {}

  // Damaged lines are left out; the terminal's `loci review` names them.
  Result<std::string> all_lines();
  // nullopt: up to the last that is known the log has other events.
  Result<std::optional<std::string>> lines_after(const KnownEvents& known);

  // 200 all saved; 400 the body or an event is not understood, nothing saved; 500 the disk said no.
  SaveAnswer save(std::string_view body);

 private:
  std::string folder_;
  LiveLog log_;       // read on: each grade of the page is a request
  std::mutex mutex_;  // two tabs save one after the other
};

}  // namespace loci
