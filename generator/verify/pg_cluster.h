// A temporary PostgreSQL cluster and, when a note asks for it, a streaming standby, reached through a unix socket only.
//
// What takes luck out of the checks is here: a statement is seen to wait by asking the server who blocks it, a reload is over
// when every process has obeyed it, and a standby is asked only when it has received what the primary wrote.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "verify/pg_session.h"
#include "verify/process.h"

namespace loci {

class PgCluster {
 public:
  // `command`: the server program and arguments of the user's; empty: the newest installed one. The folder of the program holds
  // initdb and pg_basebackup too.
  static Result<std::unique_ptr<PgCluster>> start(const std::vector<std::string>& command,
                                                  const Workshop& workshop);
  ~PgCluster();
  PgCluster(const PgCluster&) = delete;
  PgCluster& operator=(const PgCluster&) = delete;

  const std::string& version() const { return version_; }  // "15.4"

  Result<std::unique_ptr<PgSession>> connect(const std::string& database);
  Result<std::unique_ptr<PgSession>> connect_standby(const std::string& database);
  Status create_database(const std::string& name);
  // Drops it and what a note may leave outside it: replication slots and roles. What cannot go stays.
  void drop_database(const std::string& name);

  // Who holds the session back: process ids, {0} for a wait for a synchronous standby, or {} when nothing does.
  std::vector<std::int32_t> blockers(const PgSession& session);
  void terminate(const PgSession& session);

  // The server's time, as it prints it: what settle_reload measures by.
  std::string now();
  void settle_reload(const std::string& earliest);
  void reset_settings();

  Status start_standby();
  Status settle_standby();
  void stop_standby();

 private:
  struct Instance {
    std::unique_ptr<ServerProcess> server;
    std::unique_ptr<PgSession> monitor;
  };
  PgCluster(TemporaryFolder folder, std::vector<std::string> command, const Workshop& workshop)
      : folder_(std::move(folder)), command_(std::move(command)), workshop_(workshop) {}
  Result<Instance> start_server(const std::string& data, int port,
                                const std::vector<std::string>& settings);
  std::string socket_path(int port) const;
  // A query of our own: its rows, none when it fails.
  static std::vector<std::string> ask(PgSession& session, const std::string& query);

  TemporaryFolder folder_;
  std::vector<std::string> command_;  // the first word is an absolute path
  const Workshop& workshop_;
  std::string version_;
  Instance primary_;
  Instance standby_;
};

}  // namespace loci
