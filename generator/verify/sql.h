// Checks `sql pg` blocks against a live server; what a block may assert is in sql_text.h. A block begins with an
// empty database and a new connection; one that `continues` has those of the block before.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "verify/blocks.h"
#include "verify/calc.h"
#include "verify/pg_cluster.h"
#include "verify/sql_text.h"

namespace loci {

class NoteDatabase {
 public:
  // `limit`: of a block that says none.
  NoteDatabase(PgCluster& cluster, std::string name, std::chrono::milliseconds limit)
      : cluster_(cluster), name_(std::move(name)), limit_(limit) {}
  ~NoteDatabase();
  NoteDatabase(const NoteDatabase&) = delete;
  NoteDatabase& operator=(const NoteDatabase&) = delete;

  // Errors are the environment's; what the block says wrongly is a finding.
  // `values` gets the figures of a block with a name.
  Result<std::vector<Finding>> check(const RunBlock& block, Values& values);

 private:
  friend class Scenario;
  Status open();
  void close();
  PgAnswer run(const Statement& statement);
  Result<std::vector<Finding>> check_plain(const RunBlock& block,
                                           const std::vector<Statement>& statements,
                                           Values& values);
  // Before a statement: the time, when it asks the server to read its settings again, else "".
  std::string before(const Statement& statement);
  void after(const std::string& reload_time);

  PgCluster& cluster_;
  std::string name_;
  std::chrono::milliseconds limit_;
  // Of the block that runs:
  std::chrono::milliseconds limit_now_{};
  Deadline deadline_{};
  std::unique_ptr<PgSession> main_;
  bool changed_settings_ = false;
};

}  // namespace loci
