#include "verify/process.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <thread>

#include "base/descriptor.h"
#include "base/path.h"
#include "base/text.h"

namespace loci {

namespace {

constexpr std::size_t output_limit = 4 << 20;
constexpr std::size_t longest_temporary_folder = 60;  // a unix socket's path holds 107 bytes
constexpr std::chrono::milliseconds stop_limit{5000};

std::string system_message(int code) {
  return std::error_code(code, std::generic_category()).message();
}

struct Pipe {
  Descriptor read, write;
};

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return Error{"cannot make a pipe: " + system_message(errno), {}};
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

// PostgreSQL refuses to run as root, and nothing else has a reason to.
struct Account {
  uid_t user = 0;
  gid_t group = 0;
};

Result<std::optional<Account>> unprivileged_account(const Workshop& workshop) {
  if (::geteuid() != 0 || !workshop.home.empty()) return std::optional<Account>();
  for (const char* name : {"postgres", "nobody"}) {
    passwd entry{};
    passwd* found = nullptr;
    std::array<char, 4096> buffer{};
    if (::getpwnam_r(name, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
      return std::optional<Account>(Account{entry.pw_uid, entry.pw_gid});
  }
  return Error{"run as root, but there is neither a user 'postgres' nor a user 'nobody' to drop to",
               {"run it as another user"}};
}

struct Start {
  const std::vector<std::string>& command;
  const std::string& folder;
  int input = -1;   // -1: /dev/null
  int output = -1;  // of both streams
  int last_signal = 0;
};

// What happens between fork and exec: only calls that are safe in the child of a program with threads.
void become(const Start& start, const std::optional<Account>& account, char* const* arguments,
            char* const* environment, int null_device, pid_t parent) {
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::setpgid(0, 0);  // Ctrl-C is for us, who then stop it in order
  if (account && (::setgroups(0, nullptr) != 0 || ::setgid(account->group) != 0 ||
                  ::setuid(account->user) != 0))
    return;
  if (start.last_signal != 0) {
    ::prctl(PR_SET_PDEATHSIG, start.last_signal);
    if (::getppid() != parent) ::_exit(127);
  }
  if (::chdir(start.folder.c_str()) != 0) return;
  if (::dup2(start.input >= 0 ? start.input : null_device, STDIN_FILENO) < 0 ||
      ::dup2(start.output, STDOUT_FILENO) < 0 || ::dup2(start.output, STDERR_FILENO) < 0)
    return;
  ::execve(arguments[0], arguments, environment);
}

Result<pid_t> start_process(const Start& start, const Workshop& workshop) {
  const std::optional<std::string> program = find_program(start.command.front(), workshop);
  if (!program) return Error{"there is no program '" + start.command.front() + "'", {}};
  const Result<std::optional<Account>> account = unprivileged_account(workshop);
  if (!account) return account.error();

  std::vector<std::string> words = start.command;
  words.front() = *program;
  std::vector<std::string> settings = {
      "PATH=" + workshop.search_path, "LC_ALL=C", "TZ=UTC",
      "HOME=" + (workshop.home.empty() ? start.folder : workshop.home), "TMPDIR=" + start.folder};
  const auto pointers = [](std::vector<std::string>& texts) {
    std::vector<char*> list;
    for (std::string& text : texts) list.push_back(text.data());
    list.push_back(nullptr);
    return list;
  };
  const std::vector<char*> arguments = pointers(words);
  const std::vector<char*> environment = pointers(settings);
  const Descriptor null_device(::open("/dev/null", O_RDWR | O_CLOEXEC));
  Result<Pipe> failure = make_pipe();
  if (!failure) return std::move(failure).error();

  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) return Error{"cannot start '" + *program + "': " + system_message(errno), {}};
  if (pid == 0) {
    become(start, *account, arguments.data(), environment.data(), null_device.get(), parent);
    const int code = errno;
    [[maybe_unused]] const ssize_t told = ::write(failure->write.get(), &code, sizeof code);
    ::_exit(127);
  }
  failure->write.close();
  int code = 0;
  ssize_t got = 0;
  do {
    got = ::read(failure->read.get(), &code, sizeof code);
  } while (got < 0 && errno == EINTR);
  if (got == static_cast<ssize_t>(sizeof code)) {
    ::waitpid(pid, nullptr, 0);
    return Error{"cannot start '" + *program + "': " + system_message(code), {}};
  }
  return pid;
}

// While it lives, writing to a pipe that nobody reads is an error and not the end of this process.
class NoPipeSignal {
 public:
  NoPipeSignal() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &signals_, &before_);
  }
  NoPipeSignal(const NoPipeSignal&) = delete;
  NoPipeSignal& operator=(const NoPipeSignal&) = delete;
  ~NoPipeSignal() {
    const timespec now{0, 0};
    while (::sigtimedwait(&signals_, nullptr, &now) > 0) {
    }
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t signals_{};
  sigset_t before_{};
};

// Whether the process has ended; it stays until bury().
bool has_ended(pid_t pid) {
  siginfo_t facts{};
  return ::waitid(P_PID, static_cast<id_t>(pid), &facts, WEXITED | WNOHANG | WNOWAIT) != 0 ||
         facts.si_pid == pid;
}

// Kills the process and all that it has started, and returns its status. Until it has been waited for, its number is nobody else's.
int bury(pid_t pid) {
  ::kill(-pid, SIGKILL);
  ::kill(pid, SIGKILL);
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

// Whether another account can reach what is in the folder: root's own temporary folder may be closed to it.
bool is_open_to_all(std::string folder) {
  while (true) {
    struct stat facts {};
    if (::stat(folder.c_str(), &facts) != 0 || (facts.st_mode & S_IXOTH) == 0) return false;
    const std::string parent(parent_path(folder));
    if (parent.empty() || parent == folder || folder == "/") return true;
    folder = parent;
  }
}

int shell_status(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Deadline deadline_in(std::chrono::milliseconds time) {
  return std::chrono::steady_clock::now() + time;
}

bool is_over(Deadline deadline) { return std::chrono::steady_clock::now() >= deadline; }

int milliseconds_until(Deadline deadline, int most) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, most));
}

std::string limit_text(std::chrono::milliseconds limit) {
  return limit.count() % 1000 == 0 ? std::to_string(limit.count() / 1000) + " s"
                                   : std::to_string(limit.count()) + " ms";
}

void sleep_for(std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }

std::optional<std::string> find_program(std::string_view name, const Workshop& workshop) {
  const auto runs = [](const std::string& path) {
    std::error_code error;
    return std::filesystem::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
  };
  if (name.find('/') != std::string_view::npos) {
    if (std::string path(name); runs(path)) return path;
    return std::nullopt;
  }
  for (const std::string_view folder : split(workshop.search_path, ':')) {
    if (folder.empty()) continue;
    if (std::string path = join_path(folder, name); runs(path)) return path;
  }
  return std::nullopt;
}

Result<TemporaryFolder> TemporaryFolder::make(const Workshop& workshop) {
  const Result<std::optional<Account>> account = unprivileged_account(workshop);
  if (!account) return account.error();
  const std::string& wanted = workshop.temporary_folder;
  const bool fits = !wanted.empty() && wanted.size() <= longest_temporary_folder &&
                    (!*account || is_open_to_all(wanted));
  std::string path = join_path(fits ? wanted : "/tmp", "loci-XXXXXX");
  if (::mkdtemp(path.data()) == nullptr)
    return Error{"cannot make the folder '" + path + "': " + system_message(errno), {}};
  TemporaryFolder folder(std::move(path));
  if (*account && ::chown(folder.path_.c_str(), (*account)->user, (*account)->group) != 0)
    return Error{"cannot give away the folder '" + folder.path_ + "': " + system_message(errno),
                 {}};
  return folder;
}

TemporaryFolder::~TemporaryFolder() {
  if (!path_.empty()) remove_folder(path_);
}

void remove_folder(const std::string& path) {
  // A server that is still going down may write once more.
  for (int attempt = 0; attempt < 20; ++attempt) {
    std::error_code error;
    std::filesystem::remove_all(path, error);
    if (!error) return;
    sleep_for(std::chrono::milliseconds(50));
  }
}

Result<ProgramEnd> run_program(const std::vector<std::string>& command, const std::string& folder,
                               std::string_view input, std::chrono::milliseconds limit,
                               const Workshop& workshop) {
  Result<Pipe> to = make_pipe();
  if (!to) return std::move(to).error();
  Result<Pipe> from = make_pipe();
  if (!from) return std::move(from).error();
  const Result<pid_t> pid =
      start_process({command, folder, to->read.get(), from->write.get(), SIGKILL}, workshop);
  if (!pid) return pid.error();
  to->read.close();
  from->write.close();
  ::fcntl(to->write.get(), F_SETFL, O_NONBLOCK);
  ::fcntl(from->read.get(), F_SETFL, O_NONBLOCK);

  const NoPipeSignal no_signal;
  ProgramEnd end;
  const Deadline deadline = deadline_in(limit);
  std::array<char, 65536> buffer{};
  while (true) {
    if (input.empty()) to->write.close();
    if (is_over(deadline) || workshop.stopped()) {
      end.too_late = true;
      break;
    }
    std::array<pollfd, 2> waits = {pollfd{from->read.get(), POLLIN, 0},
                                   pollfd{to->write.get(), POLLOUT, 0}};
    if (::poll(waits.data(), waits.size(), milliseconds_until(deadline, 100)) <= 0) continue;
    if (waits[1].revents != 0) {
      // A program that does not read its input closes the pipe.
      const ssize_t put = ::write(to->write.get(), input.data(), input.size());
      if (put > 0) input.remove_prefix(static_cast<std::size_t>(put));
      if (put < 0 && errno != EAGAIN && errno != EINTR) input = {};
    }
    if (waits[0].revents != 0) {
      const ssize_t got = ::read(from->read.get(), buffer.data(), buffer.size());
      if (got == 0) break;
      if (got > 0 && end.output.size() < output_limit)
        end.output.append(buffer.data(), static_cast<std::size_t>(got));
    }
  }
  // It has closed its output, which is not yet its end.
  while (!end.too_late && !has_ended(*pid)) {
    if (is_over(deadline) || workshop.stopped()) end.too_late = true;
    sleep_for(std::chrono::milliseconds(1));
  }
  end.status = shell_status(bury(*pid));
  return end;
}

Result<std::unique_ptr<ServerProcess>> ServerProcess::start(const std::vector<std::string>& command,
                                                            const std::string& folder,
                                                            const std::string& log, int last_signal,
                                                            const Workshop& workshop) {
  const Descriptor output(::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (output.get() < 0) return Error{"cannot write '" + log + "': " + system_message(errno), {}};
  // A program may take its time over SIGTERM, or ignore it.
  const int at_death = last_signal == SIGTERM ? SIGKILL : last_signal;
  const Result<pid_t> pid = start_process({command, folder, -1, output.get(), at_death}, workshop);
  if (!pid) return pid.error();
  return std::unique_ptr<ServerProcess>(new ServerProcess(*pid, log, last_signal));
}

bool ServerProcess::has_exited() { return pid_ == 0 || has_ended(pid_); }

void ServerProcess::stop(int signal) {
  if (pid_ == 0) return;
  if (!has_exited()) ::kill(pid_, signal);
  const Deadline deadline = deadline_in(stop_limit);
  while (!has_exited() && !is_over(deadline)) sleep_for(std::chrono::milliseconds(2));
  bury(pid_);
  pid_ = 0;
}

std::string ServerProcess::log_tail() const {
  std::ifstream file(log_, std::ios::binary);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (!trim(line).empty()) lines.push_back(line);
    if (lines.size() > 5) lines.erase(lines.begin());
  }
  return lines.empty() ? "(no log)" : join(lines, " | ");
}

}  // namespace loci
