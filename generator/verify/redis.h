// Checks `redis` blocks against a temporary redis-server of the note's own, with default settings.
//
//     > ZADD board 10 alice
//     (integer) 1
//
// A reply is compared as redis-cli prints it. `(integer) 90..120` accepts a range, a last line `...` accepts whatever follows, an
// error that ends in `...` is compared by its beginning. `#` begins a comment line. A command without a reply below it must only
// not fail. `name=board` names the figures of the replies (results.h), `limit=5s` ends the block, `continues` begins it with what
// the block before left, else the server is empty.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "verify/blocks.h"
#include "verify/calc.h"
#include "verify/process.h"

namespace loci {

// The lines that redis-cli prints for the reply (RESP2) at the start of `bytes`. nullopt: it has not arrived whole.
struct RedisReply {
  std::vector<std::string> lines;
  std::size_t size = 0;  // of its bytes
};
std::optional<RedisReply> read_redis_reply(std::string_view bytes);

// Words as redis-cli splits them: "..." knows escapes such as \x00, '...' does not.
std::vector<std::string> split_redis_command(std::string_view text);

bool redis_reply_matches(const std::vector<std::string>& wanted,
                         const std::vector<std::string>& got);

class NoteRedis {
 public:
  // `command`: the server program and arguments of the user's; empty: redis-server. `limit`: of a block that says none.
  NoteRedis(const std::vector<std::string>& command, std::chrono::milliseconds limit,
            const Workshop& workshop)
      : command_(command), limit_(limit), workshop_(workshop) {}
  ~NoteRedis();
  NoteRedis(const NoteRedis&) = delete;
  NoteRedis& operator=(const NoteRedis&) = delete;

  // `values` gets the figures of a block with a name.
  Result<std::vector<Finding>> check(const RunBlock& block, Values& values);
  const std::string& version() const { return version_; }  // "7.0.15"

 private:
  Status open();
  void close();
  // nullopt: no reply until then; the connection is of no more use.
  std::optional<std::vector<std::string>> ask(const std::vector<std::string>& words,
                                              Deadline deadline);

  const std::vector<std::string>& command_;
  std::chrono::milliseconds limit_;
  const Workshop& workshop_;
  std::unique_ptr<TemporaryFolder> folder_;
  std::unique_ptr<ServerProcess> server_;
  int handle_ = -1;
  bool lost_ = false;
  std::string buffer_;
  std::string version_;
};

}  // namespace loci
