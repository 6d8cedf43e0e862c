// One connection to PostgreSQL over its unix socket, in the simple query protocol: a statement may be sent and left to wait,
// which no client program lets others see. What is read of an answer is what psql -At prints, and the SQLSTATE, the tag and the
// notices beside it.
//
//     session->send("SELECT 1, NULL");
//     session->wait(deadline_in(30s));       true: the answer is there
//     session->answer().rows                 {"1|"}
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "verify/process.h"

namespace loci {

struct PgAnswer {
  std::vector<std::string> columns;  // their names
  std::vector<std::string> rows;     // lines: a value with a line end makes two
  std::vector<std::string> notices;  // "WARNING:  there is no transaction in progress"
  std::string tag;                   // "UPDATE 1"
  std::string code;                  // SQLSTATE of the error; empty: none
  std::string message;               // of the error

  bool failed() const { return !code.empty(); }
};

class PgSession {
 public:
  static Result<std::unique_ptr<PgSession>> connect(const std::string& socket_path,
                                                    const std::string& database,
                                                    const Workshop& workshop);
  ~PgSession();
  PgSession(const PgSession&) = delete;
  PgSession& operator=(const PgSession&) = delete;

  // One statement at a time; the answer of the last one is forgotten.
  void send(const std::string& statement);
  // Whether the answer is there, waiting for it until then. A lost connection is an answer: error 08006.
  bool wait(Deadline deadline);
  const PgAnswer& answer() const { return answer_; }
  // send, wait and take; a statement that does not end in time is error "none".
  PgAnswer ask(const std::string& statement, std::chrono::milliseconds limit);

  bool is_pending() const { return pending_; }
  bool is_lost() const { return lost_; }
  bool in_transaction() const { return transaction_ != 'I'; }
  std::int32_t pid() const { return pid_; }

 private:
  PgSession(int handle, const Workshop& workshop) : handle_(handle), workshop_(workshop) {}
  void put(std::string_view bytes);
  bool fill(int patience_ms);
  void read_messages();
  void take(char type, std::string_view body);
  void lose(std::string message);

  int handle_ = -1;
  const Workshop& workshop_;
  std::string buffer_;
  PgAnswer answer_;
  std::size_t answer_size_ = 0;
  std::int32_t pid_ = 0;
  char transaction_ = 'I';
  bool pending_ = false;
  bool lost_ = false;
};

}  // namespace loci
