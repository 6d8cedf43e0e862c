#include "cli/external_check.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <map>
#include <optional>
#include <string_view>
#include <thread>

#include "base/text.h"

extern char** environ;

namespace loci {

namespace {

constexpr std::size_t hosts_at_a_time = 8;
constexpr std::size_t most_output = 4096;

// curl's exit codes (man curl, EXIT CODES).
constexpr int curl_no_host = 6;

struct Answer {
  int exit_code = -1;
  int status = 0;  // of HTTP; 0: none came
};

// Why no answer came. curl's own words hold times and numbers that change with every run.
std::string reason(int exit_code) {
  switch (exit_code) {
    case curl_no_host:
      return "its host is not found";
    case 7:
      return "its host takes no connection";
    case 28:
      return "no answer came in 10 seconds";
    case 35:
      return "no secure connection can be made";
    case 47:
      return "it leads round in a circle";
    case 51:
    case 58:
    case 60:
    case 83:
    case 91:
      return "its host's certificate is not valid";
    case 52:
    case 56:
      return "its host ends the connection without an answer";
    default:
      return "no answer came (curl's error " + std::to_string(exit_code) + ")";
  }
}

std::optional<Answer> run_curl(const std::string& url, bool head) {
  std::vector<std::string> arguments = {"curl",          "--silent",
                                        "--location",    "--globoff",
                                        "--max-redirs",  "10",
                                        "--max-time",    "10",
                                        "--proto",       "=http,https",
                                        "--proto-redir", "=http,https",
                                        "--user-agent",  "loci/" LOCI_VERSION " (link check)",
                                        "--output",      "/dev/null",
                                        "--write-out",   "%{http_code}"};
  if (head) arguments.emplace_back("--head");
  arguments.emplace_back("--url");
  arguments.push_back(url);
  std::vector<char*> raw;
  for (std::string& argument : arguments) raw.push_back(argument.data());
  raw.push_back(nullptr);

  std::array<int, 2> pipe_ends{};
  if (::pipe2(pipe_ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int failed = ::posix_spawnp(&child, "curl", &actions, nullptr, raw.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(pipe_ends[1]);
  if (failed != 0) {
    ::close(pipe_ends[0]);
    return std::nullopt;
  }
  std::string output;
  std::array<char, 512> buffer{};
  for (;;) {
    const ssize_t count = ::read(pipe_ends[0], buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    if (output.size() < most_output) output.append(buffer.data(), static_cast<std::size_t>(count));
  }
  ::close(pipe_ends[0]);
  int state = 0;
  while (::waitpid(child, &state, 0) < 0 && errno == EINTR) {
  }
  Answer answer;
  answer.exit_code = WIFEXITED(state) ? WEXITSTATUS(state) : -1;
  answer.status = static_cast<int>(parse_integer(trim(output)).value_or(0));
  // posix_spawnp tells of a missing program by 127 on some systems.
  if (answer.exit_code == 127) return std::nullopt;
  return answer;
}

bool is_refusal(int status) {
  return status == 401 || status == 402 || status == 403 || status == 405 || status == 406 ||
         status == 407 || status == 429 || status == 451 || status == 501 || status == 503 ||
         status == 999;
}

std::optional<Answer> ask(const std::string& url) {
  std::optional<Answer> answer = run_curl(url, true);
  // Many servers know no HEAD, or answer it wrongly.
  if (answer && answer->exit_code != curl_no_host && (answer->status == 0 || answer->status >= 400))
    answer = run_curl(url, false);
  return answer;
}

std::string_view without_fragment(std::string_view url) { return url.substr(0, url.find('#')); }

std::string host_of(std::string_view url) {
  const std::size_t begin = url.find("://") + 3;
  std::string_view authority = url.substr(begin, url.find_first_of("/?", begin) - begin);
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos)
    authority.remove_prefix(at + 1);
  return ascii_lower(authority);
}

bool is_web(std::string_view url) {
  const std::string head = ascii_lower(url.substr(0, 8));
  return head.starts_with("http://") || head.starts_with("https://");
}

}  // namespace

Result<ExternalCheck> check_external_links(const LinkedSite& site) {
  std::map<std::string, std::map<std::string, Answer>> by_host;
  for (const LinkedNote& note : site.notes) {
    for (const ExternalLink& link : note.parsed->body.external) {
      if (!is_web(link.url)) continue;
      const std::string url(without_fragment(link.url));
      by_host[host_of(url)].try_emplace(url);
    }
  }
  ExternalCheck check;
  if (by_host.empty()) return check;

  std::vector<std::map<std::string, Answer>*> hosts;
  for (auto& [host, urls] : by_host) hosts.push_back(&urls);
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> has_curl = true;
  {
    std::vector<std::jthread> workers;
    for (std::size_t i = 0; i < std::min(hosts_at_a_time, hosts.size()); ++i) {
      workers.emplace_back([&] {
        for (std::size_t at = next++; at < hosts.size() && has_curl; at = next++) {
          for (auto& [url, answer] : *hosts[at]) {
            std::optional<Answer> given = ask(url);
            if (!given) {
              has_curl = false;
              return;
            }
            answer = *std::move(given);
          }
        }
      });
    }
  }
  if (!has_curl) {
    return Error{"the addresses of other hosts were not checked: there is no program 'curl'",
                 {"install curl, or leave --external out"}};
  }
  const bool is_offline = std::all_of(by_host.begin(), by_host.end(), [](const auto& host) {
    return std::all_of(host.second.begin(), host.second.end(),
                       [](const auto& one) { return one.second.exit_code == curl_no_host; });
  });
  if (is_offline) {
    return Error{"the addresses of other hosts were not checked: no host could be found",
                 {"is this computer offline?"}};
  }

  for (const auto& [host, urls] : by_host) {
    for (const auto& [url, answer] : urls) {
      ++check.asked;
      if (is_refusal(answer.status)) ++check.refused;
    }
  }
  Diagnostics diagnostics;
  for (const LinkedNote& note : site.notes) {
    for (const ExternalLink& link : note.parsed->body.external) {
      if (!is_web(link.url)) continue;
      const std::string url(without_fragment(link.url));
      const Answer& answer = by_host.at(host_of(url)).at(url);
      const bool answers = answer.status > 0 && answer.status < 400;
      if (answers || is_refusal(answer.status)) continue;
      const std::string why = answer.status > 0
                                  ? "its host answers " + std::to_string(answer.status)
                                  : reason(answer.exit_code);
      diagnostics.report(Code::external_link_dead, note.parsed->path, link.span,
                         "the address '" + shorten(link.url, 80) + "' is dead: " + why);
    }
  }
  check.diagnostics = diagnostics.take();
  return check;
}

}  // namespace loci
