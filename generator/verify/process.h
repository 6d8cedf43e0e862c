// Programs that a check run starts: clients that answer and end, servers that stay. Three promises: a server of ours never runs as
// root, it never outlives the run (the kernel ends it when this process dies), and its files are gone afterwards.
//
// Programs are started with fork and exec, without a shell; they are ended by their process id. Nothing here reads the
// environment: what of it is needed is in Workshop.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace loci {

// Where programs are found and temporary folders are made, and whether the user wants the run to end.
struct Workshop {
  std::string search_path;  // of programs, as PATH has it
  std::string temporary_folder = "/tmp";
  const std::atomic<bool>* stop = nullptr;  // may be null
  // The user's own commands run as the user, also as root: they may lie where nobody else can read. Empty: programs run as
  // another account, in their folder.
  std::string home{};

  bool stopped() const { return stop != nullptr && stop->load(); }
};

using Deadline = std::chrono::steady_clock::time_point;
Deadline deadline_in(std::chrono::milliseconds time);
bool is_over(Deadline deadline);
// Milliseconds until then, at most `most`: for poll().
int milliseconds_until(Deadline deadline, int most);
// "30 s", "250 ms".
std::string limit_text(std::chrono::milliseconds limit);

void sleep_for(std::chrono::milliseconds time);

// The file that a command's name means: itself when it has a '/', else the first of that name on the search path.
std::optional<std::string> find_program(std::string_view name, const Workshop& workshop);

// A temporary folder, gone with its contents at the end of its life. It belongs to the account that servers run as.
class TemporaryFolder {
 public:
  static Result<TemporaryFolder> make(const Workshop& workshop);
  TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, "")) {}
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  ~TemporaryFolder();

  const std::string& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

void remove_folder(const std::string& path);

struct ProgramEnd {
  int status = 0;         // as a shell has it: 128 and more for a signal
  bool too_late = false;  // it was ended because its time was over
  std::string output;     // of both streams, at most 4 MiB
};

// Runs a program to its end with `input` on its standard input.
Result<ProgramEnd> run_program(const std::vector<std::string>& command, const std::string& folder,
                               std::string_view input, std::chrono::milliseconds limit,
                               const Workshop& workshop);

// A program that stays until it is stopped. What it prints goes to a file.
class ServerProcess {
 public:
  // `last_signal`: what ends it at the end of its life, and when this process dies.
  static Result<std::unique_ptr<ServerProcess>> start(const std::vector<std::string>& command,
                                                      const std::string& folder,
                                                      const std::string& log, int last_signal,
                                                      const Workshop& workshop);
  ~ServerProcess() { stop(last_signal_); }
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  bool has_exited();
  // Sends the signal and waits; after five seconds it is killed. What it has started and left behind is killed too.
  void stop(int signal);
  // The end of what it printed, in one line.
  std::string log_tail() const;

 private:
  ServerProcess(pid_t pid, std::string log, int last_signal)
      : pid_(pid), log_(std::move(log)), last_signal_(last_signal) {}
  pid_t pid_ = 0;  // 0: it was stopped
  std::string log_;
  int last_signal_ = 0;
};

}  // namespace loci
