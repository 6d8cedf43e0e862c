// Checks `sql pg` blocks against a live server; what a block may assert is in sql_text.h. All blocks of one note share one
// database and, outside of scenarios, one connection.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "verify/blocks.h"
#include "verify/pg_cluster.h"
#include "verify/sql_text.h"

namespace loci {

class NoteDatabase {
 public:
  NoteDatabase(PgCluster& cluster, std::string name) : cluster_(cluster), name_(std::move(name)) {}
  ~NoteDatabase();
  NoteDatabase(const NoteDatabase&) = delete;
  NoteDatabase& operator=(const NoteDatabase&) = delete;

  // Errors are the environment's; what the block says wrongly is a finding.
  Result<std::vector<Finding>> check(const RunBlock& block);

 private:
  friend class Scenario;
  Status open();
  PgAnswer run(const Statement& statement);
  Result<std::vector<Finding>> check_plain(const RunBlock& block,
                                           const std::vector<Statement>& statements);
  // Before a statement: the time, when it asks the server to read its settings again, else "".
  std::string before(const Statement& statement);
  void after(const std::string& reload_time);

  PgCluster& cluster_;
  std::string name_;
  std::unique_ptr<PgSession> main_;
  bool changed_settings_ = false;
};

}  // namespace loci
