#include "verify/pg_cluster.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>
#include <optional>

#include "base/path.h"
#include "base/text.h"

namespace loci {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds start_limit{60'000};  // of a machine that is busy
constexpr milliseconds program_limit{60'000};
constexpr milliseconds query_limit{30'000};

// They name the socket files; nothing listens on TCP.
constexpr int primary_port = 5432;
constexpr int standby_port = 5433;

constexpr std::string_view debian_folder = "/usr/lib/postgresql";

// Settings that differ from the defaults, each for a reason: no durability is needed; a background vacuum would make heap
// fetches and dead row counts a matter of luck; wal_level lets a note make a logical slot.
std::vector<std::string> server_settings() {
  return {"listen_addresses=", "fsync=off",    "autovacuum=off",
          "wal_level=logical", "timezone=UTC", "log_timezone=UTC"};
}

bool is_server_folder(const std::string& folder, const Workshop& workshop) {
  constexpr std::array<std::string_view, 3> programs = {"initdb", "postgres", "pg_basebackup"};
  return std::all_of(programs.begin(), programs.end(), [&](std::string_view name) {
    return find_program(join_path(folder, name), workshop).has_value();
  });
}

// The newest that Debian has installed side by side, else what is on the search path.
std::optional<std::string> installed_server(const Workshop& workshop) {
  std::vector<std::pair<double, std::string>> versions;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(std::string(debian_folder), error), end;
       !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (const std::optional<double> version = parse_number(name))
      versions.emplace_back(*version, join_path(join_path(debian_folder, name), "bin"));
  }
  std::sort(versions.rbegin(), versions.rend());
  std::vector<std::string> folders;
  for (auto& version : versions) folders.push_back(std::move(version.second));
  for (const std::string_view folder : split(workshop.search_path, ':')) {
    if (!folder.empty()) folders.emplace_back(folder);
  }
  for (const std::string& folder : folders) {
    if (is_server_folder(folder, workshop)) return join_path(folder, "postgres");
  }
  return std::nullopt;
}

Error missing_server(const std::string& what) {
  return Error{
      "PostgreSQL is missing: " + what,
      {"install the package 'postgresql', or name the server in site.toml: [verify.pg] start"}};
}

Status run_tool(const std::vector<std::string>& command, const std::string& folder,
                const Workshop& workshop) {
  const Result<ProgramEnd> end = run_program(command, folder, "", program_limit, workshop);
  if (!end) return end.error();
  if (end->too_late) return Error{"'" + command.front() + "' did not end in time", {}};
  if (end->status != 0)
    return Error{"'" + command.front() + "' failed: " + replace_all(trim(end->output), "\n", " | "),
                 {}};
  return Done{};
}

}  // namespace

std::string PgCluster::socket_path(int port) const {
  return join_path(folder_.path(), ".s.PGSQL." + std::to_string(port));
}

std::vector<std::string> PgCluster::ask(PgSession& session, const std::string& query) {
  PgAnswer answer = session.ask(query, query_limit);
  if (answer.failed()) return {};
  return std::move(answer.rows);
}

Result<PgCluster::Instance> PgCluster::start_server(const std::string& data, int port,
                                                    const std::vector<std::string>& settings) {
  std::vector<std::string> command = command_;
  for (const std::string& word : {std::string("-D"), data, std::string("-k"), folder_.path(),
                                  std::string("-p"), std::to_string(port)})
    command.push_back(word);
  for (const std::string& setting : settings) {
    command.emplace_back("-c");
    command.push_back(setting);
  }
  Result<std::unique_ptr<ServerProcess>> server = ServerProcess::start(
      command, folder_.path(), join_path(folder_.path(), std::to_string(port) + ".log"), SIGQUIT,
      workshop_);
  if (!server) return std::move(server).error();
  const Deadline deadline = deadline_in(start_limit);
  while (true) {
    Result<std::unique_ptr<PgSession>> monitor =
        PgSession::connect(socket_path(port), "postgres", workshop_);
    if (monitor) return Instance{*std::move(server), *std::move(monitor)};
    if ((*server)->has_exited() || is_over(deadline) || workshop_.stopped()) {
      return Error{
          "PostgreSQL did not start (" + monitor.error().message + "): " + (*server)->log_tail(),
          {}};
    }
    sleep_for(milliseconds(20));
  }
}

Result<std::unique_ptr<PgCluster>> PgCluster::start(const std::vector<std::string>& command,
                                                    const Workshop& workshop) {
  std::vector<std::string> words = command;
  const std::optional<std::string> program =
      words.empty() ? installed_server(workshop) : find_program(words.front(), workshop);
  if (!program)
    return missing_server(words.empty() ? "no folder with 'initdb' and 'postgres'"
                                        : "no program '" + words.front() + "'");
  if (words.empty()) words.emplace_back();
  words.front() = *program;
  const std::string programs(parent_path(*program));
  if (!is_server_folder(programs, workshop))
    return missing_server("no 'initdb' and 'pg_basebackup' beside '" + *program + "'");

  Result<TemporaryFolder> folder = TemporaryFolder::make(workshop);
  if (!folder) return std::move(folder).error();
  std::unique_ptr<PgCluster> cluster(new PgCluster(*std::move(folder), std::move(words), workshop));
  const std::string data = join_path(cluster->folder_.path(), "data");
  if (Status done =
          run_tool({join_path(programs, "initdb"), "-D", data, "-U", "postgres", "-A", "trust",
                    "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"},
                   cluster->folder_.path(), workshop);
      !done)
    return std::move(done).error();
  Result<Instance> primary = cluster->start_server(data, primary_port, server_settings());
  if (!primary) return std::move(primary).error();
  cluster->primary_ = *std::move(primary);
  const std::vector<std::string> version =
      ask(*cluster->primary_.monitor, "SELECT current_setting('server_version')");
  if (!version.empty()) cluster->version_ = version.front().substr(0, version.front().find(' '));
  return cluster;
}

PgCluster::~PgCluster() {
  stop_standby();
  primary_.monitor.reset();
  if (primary_.server) primary_.server->stop(SIGQUIT);
}

Result<std::unique_ptr<PgSession>> PgCluster::connect(const std::string& database) {
  return PgSession::connect(socket_path(primary_port), database, workshop_);
}

Result<std::unique_ptr<PgSession>> PgCluster::connect_standby(const std::string& database) {
  return PgSession::connect(socket_path(standby_port), database, workshop_);
}

Status PgCluster::create_database(const std::string& name) {
  const PgAnswer answer = primary_.monitor->ask("CREATE DATABASE " + name, query_limit);
  if (answer.failed()) return Error{"cannot make a database: " + answer.message, {}};
  return Done{};
}

void PgCluster::drop_database(const std::string& name) {
  PgSession& monitor = *primary_.monitor;
  ask(monitor,
      "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active");
  ask(monitor, "DROP DATABASE " + name + " WITH (FORCE)");
  for (const std::string& role :
       ask(monitor,
           "SELECT quote_ident(rolname) FROM pg_roles WHERE oid >= 16384 ORDER BY oid DESC"))
    ask(monitor, "DROP ROLE " + role);
}

std::vector<std::int32_t> PgCluster::blockers(const PgSession& session) {
  const std::string pid = std::to_string(session.pid());
  std::vector<std::int32_t> found;
  for (const std::string& row :
       ask(*primary_.monitor, "SELECT unnest(pg_blocking_pids(" + pid +
                                  ") || pg_safe_snapshot_blocking_pids(" + pid +
                                  ")) UNION ALL SELECT 0 FROM pg_stat_activity WHERE pid = " + pid +
                                  " AND wait_event = 'SyncRep'")) {
    found.push_back(static_cast<std::int32_t>(parse_integer(row).value_or(0)));
  }
  return found;
}

void PgCluster::terminate(const PgSession& session) {
  ask(*primary_.monitor,
      "SELECT pg_terminate_backend(" + std::to_string(session.pid()) + ", 2000)");
}

std::string PgCluster::now() {
  const std::vector<std::string> rows = ask(*primary_.monitor, "SELECT clock_timestamp()");
  return rows.empty() ? "now" : rows.front();
}

// A connection made after the postmaster has read the files proves that every process has been signalled, and a checkpoint
// proves that the checkpointer, which publishes the synchronous standbys, has obeyed.
void PgCluster::settle_reload(const std::string& earliest) {
  const Deadline deadline = deadline_in(start_limit);
  while (!is_over(deadline) && !workshop_.stopped()) {
    const Result<std::unique_ptr<PgSession>> fresh = connect("postgres");
    if (!fresh) return;
    const std::vector<std::string> loaded =
        ask(**fresh, "SELECT pg_conf_load_time() >= '" + earliest + "'");
    if (loaded.empty() || loaded.front() != "t") continue;
    ask(**fresh, "CHECKPOINT");
    return;
  }
}

void PgCluster::reset_settings() {
  const std::string earliest = now();
  ask(*primary_.monitor, "ALTER SYSTEM RESET ALL");
  ask(*primary_.monitor, "SELECT pg_reload_conf()");
  settle_reload(earliest);
}

Status PgCluster::start_standby() {
  if (standby_.server) return Done{};
  const std::string data = join_path(folder_.path(), "standby");
  const std::string tool = join_path(parent_path(command_.front()), "pg_basebackup");
  if (Status done =
          run_tool({tool, "-h", folder_.path(), "-p", std::to_string(primary_port), "-U",
                    "postgres", "-D", data, "-R", "-X", "stream", "-c", "fast", "--no-sync"},
                   folder_.path(), workshop_);
      !done)
    return done;
  std::vector<std::string> settings = server_settings();
  settings.emplace_back("cluster_name=standby");
  Result<Instance> started = start_server(data, standby_port, settings);
  if (!started) return std::move(started).error();
  standby_ = *std::move(started);
  const Deadline deadline = deadline_in(start_limit);
  while (ask(*primary_.monitor, "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'")
             .empty()) {
    if (is_over(deadline) || workshop_.stopped())
      return Error{"the standby does not stream: " + standby_.server->log_tail(), {}};
    sleep_for(milliseconds(20));
  }
  return Done{};
}

// Before a statement on the standby: all that the primary has written so far has arrived, and has been replayed unless the note
// paused the replay.
Status PgCluster::settle_standby() {
  const std::vector<std::string> target =
      ask(*primary_.monitor, "SELECT pg_current_wal_flush_lsn()");
  if (target.empty()) return Error{"the primary does not answer", {}};
  const std::string lsn = "'" + target.front() + "'";
  const std::string query =
      "SELECT pg_last_wal_receive_lsn() >= " + lsn +
      " AND CASE pg_get_wal_replay_pause_state() WHEN 'paused' THEN true WHEN 'pause requested' "
      "THEN false ELSE pg_last_wal_replay_lsn() >= " +
      lsn + " END";
  const Deadline deadline = deadline_in(start_limit);
  while (!is_over(deadline) && !workshop_.stopped()) {
    const std::vector<std::string> settled = ask(*standby_.monitor, query);
    if (!settled.empty() && settled.front() == "t") return Done{};
    sleep_for(milliseconds(5));
  }
  return Error{"the standby does not catch up", {}};
}

void PgCluster::stop_standby() {
  if (!standby_.server) return;
  standby_.monitor.reset();
  standby_.server->stop(SIGQUIT);
  standby_.server.reset();
  remove_folder(join_path(folder_.path(), "standby"));
}

}  // namespace loci
