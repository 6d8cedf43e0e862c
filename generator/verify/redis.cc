#include "verify/redis.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "base/path.h"
#include "base/text.h"
#include "verify/results.h"

namespace loci {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds start_limit{60'000};  // of a machine that is busy
constexpr std::size_t reply_size_limit = 64 << 20;
constexpr int deepest_reply = 32;  // arrays in arrays

std::string quoted(std::string_view bytes) {
  std::string text = "\"";
  for (const char c : bytes) {
    constexpr std::string_view special = "\n\r\t\a\b\"\\";
    constexpr std::string_view letters = "nrtab\"\\";
    const unsigned char byte = static_cast<unsigned char>(c);
    if (const std::size_t at = special.find(c); at != std::string_view::npos) {
      text += '\\';
      text += letters[at];
    } else if (byte >= 0x20 && byte < 0x7f) {
      text += c;
    } else {
      constexpr std::string_view digits = "0123456789abcdef";
      text += "\\x";
      text += digits[byte >> 4];
      text += digits[byte & 15];
    }
  }
  return text + '"';
}

std::optional<RedisReply> read_reply(std::string_view bytes, int depth) {
  const std::size_t end = bytes.find("\r\n");
  if (end == std::string_view::npos || end == 0 || depth > deepest_reply) return std::nullopt;
  const char type = bytes.front();
  const std::string head(bytes.substr(1, end - 1));
  std::size_t at = end + 2;
  if (type == '+') return RedisReply{{head}, at};
  if (type == '-') return RedisReply{{"(error) " + head}, at};
  if (type == ':') return RedisReply{{"(integer) " + head}, at};
  const std::int64_t size = parse_integer(head).value_or(-1);
  if (size < 0) return RedisReply{{"(nil)"}, at};
  const std::size_t count = static_cast<std::size_t>(size);
  if (type == '$') {
    if (count > reply_size_limit || bytes.size() < at + count + 2) return std::nullopt;
    return RedisReply{{quoted(bytes.substr(at, count))}, at + count + 2};
  }
  if (count == 0) return RedisReply{{"(empty array)"}, at};
  const std::size_t width = std::to_string(count).size();
  RedisReply reply;
  for (std::size_t index = 0; index < count; ++index) {
    std::optional<RedisReply> item = read_reply(bytes.substr(at), depth + 1);
    if (!item) return std::nullopt;
    at += item->size;
    std::string label = std::to_string(index + 1);
    label.insert(0, width - label.size(), ' ');
    label += ") ";
    for (const std::string& line : item->lines) {
      reply.lines.push_back(label + line);
      label.assign(label.size(), ' ');
    }
  }
  reply.size = at;
  return reply;
}

int hex_value(char c) {
  const char lower = ascii_lower(c);
  if (is_ascii_digit(lower)) return lower - '0';
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// "(integer) 90..120", also behind the number of an item: "1) (integer) 90..120".
bool is_in_range(std::string_view wanted, std::string_view got) {
  constexpr std::string_view label = "(integer) ";
  const std::size_t at = wanted.rfind(label);
  if (at == std::string_view::npos) return false;
  const std::string_view range = wanted.substr(at + label.size());
  const std::size_t dots = range.find("..");
  if (dots == std::string_view::npos || !got.starts_with(wanted.substr(0, at + label.size())))
    return false;
  const std::optional<std::int64_t> least = parse_integer(range.substr(0, dots));
  const std::optional<std::int64_t> most = parse_integer(range.substr(dots + 2));
  const std::optional<std::int64_t> value = parse_integer(got.substr(at + label.size()));
  return least && most && value && *value >= *least && *value <= *most;
}

bool line_matches(std::string_view wanted, std::string_view got) {
  if (wanted == got || is_in_range(wanted, got)) return true;
  return wanted.starts_with("(error)") && wanted.ends_with("...") &&
         got.starts_with(trim_right(wanted.substr(0, wanted.size() - 3)));
}

struct RedisStep {
  std::string command;
  std::uint32_t line = 0;
  std::vector<std::string> expected;
  std::uint32_t first = 0;  // line of the first expected
  std::uint32_t last = 0;
};

int connect_to(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return -1;
  std::memcpy(address.sun_path, path.data(), path.size());
  const int handle = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (handle >= 0 &&
      ::connect(handle, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
    return handle;
  if (handle >= 0) ::close(handle);
  return -1;
}

}  // namespace

std::optional<RedisReply> read_redis_reply(std::string_view bytes) { return read_reply(bytes, 0); }

std::vector<std::string> split_redis_command(std::string_view text) {
  std::vector<std::string> words;
  for (std::string_view rest = trim(text); !rest.empty(); rest = trim_left(rest)) {
    std::string word;
    if (rest.front() == '\'') {
      if (const std::size_t end = rest.find('\'', 1); end != std::string_view::npos) {
        words.emplace_back(rest.substr(1, end - 1));
        rest.remove_prefix(end + 1);
        continue;
      }
    }
    if (rest.front() == '"') {
      std::size_t at = 1;
      while (at < rest.size() && rest[at] != '"') {
        if (rest[at] != '\\' || at + 1 >= rest.size()) {
          word += rest[at++];
          continue;
        }
        const char c = rest[at + 1];
        if (c == 'x' && at + 3 < rest.size() && hex_value(rest[at + 2]) >= 0 &&
            hex_value(rest[at + 3]) >= 0) {
          word += static_cast<char>(hex_value(rest[at + 2]) * 16 + hex_value(rest[at + 3]));
          at += 4;
          continue;
        }
        constexpr std::string_view letters = "nrtab";
        constexpr std::string_view meanings = "\n\r\t\a\b";
        const std::size_t known = letters.find(c);
        word += known == std::string_view::npos ? c : meanings[known];
        at += 2;
      }
      if (at < rest.size()) {
        words.push_back(std::move(word));
        rest.remove_prefix(at + 1);
        continue;
      }
    }
    const auto* const end = std::find_if(rest.begin(), rest.end(), is_ascii_space);
    words.emplace_back(rest.begin(), end);
    rest.remove_prefix(words.back().size());
  }
  return words;
}

bool redis_reply_matches(const std::vector<std::string>& wanted,
                         const std::vector<std::string>& got) {
  const bool open_end = !wanted.empty() && wanted.back() == "...";
  const std::size_t count = wanted.size() - (open_end ? 1 : 0);
  if (open_end ? got.size() < count : got.size() != count) return false;
  for (std::size_t i = 0; i < count; ++i) {
    if (!line_matches(wanted[i], got[i])) return false;
  }
  return true;
}

NoteRedis::~NoteRedis() { close(); }

void NoteRedis::close() {
  if (handle_ >= 0) ::close(handle_);
  handle_ = -1;
  lost_ = false;
  buffer_.clear();
  server_.reset();
  folder_.reset();
}

Status NoteRedis::open() {
  if (handle_ >= 0) return Done{};
  std::vector<std::string> command = command_;
  if (command.empty()) command.emplace_back("redis-server");
  if (!find_program(command.front(), workshop_))
    return Error{"Redis is missing: no program '" + command.front() + "'",
                 {"install the package 'redis-server', or name the server in site.toml: "
                  "[verify.redis] start"}};
  Result<TemporaryFolder> folder = TemporaryFolder::make(workshop_);
  if (!folder) return std::move(folder).error();
  folder_ = std::make_unique<TemporaryFolder>(*std::move(folder));
  const std::string socket = join_path(folder_->path(), "redis.sock");
  for (const std::string& word :
       {std::string("--port"), std::string("0"), std::string("--unixsocket"), socket,
        std::string("--dir"), folder_->path()})
    command.push_back(word);
  Result<std::unique_ptr<ServerProcess>> server = ServerProcess::start(
      command, folder_->path(), join_path(folder_->path(), "redis.log"), SIGKILL, workshop_);
  if (!server) return std::move(server).error();
  server_ = *std::move(server);
  const Deadline deadline = deadline_in(start_limit);
  while ((handle_ = connect_to(socket)) < 0) {
    if (server_->has_exited() || is_over(deadline) || workshop_.stopped())
      return Error{"Redis did not start: " + server_->log_tail(), {}};
    sleep_for(milliseconds(10));
  }
  ::fcntl(handle_, F_SETFL, O_NONBLOCK);
  const std::optional<std::vector<std::string>> info = ask({"INFO", "server"}, deadline);
  if (!info) return Error{"Redis does not answer: " + server_->log_tail(), {}};
  constexpr std::string_view label = "redis_version:";
  if (const std::size_t at = info->front().find(label); at != std::string::npos) {
    const std::string_view rest = std::string_view(info->front()).substr(at + label.size());
    version_ = rest.substr(0, rest.find_first_not_of("0123456789."));
  }
  return Done{};
}

std::optional<std::vector<std::string>> NoteRedis::ask(const std::vector<std::string>& words,
                                                       Deadline deadline) {
  std::string message = "*" + std::to_string(words.size()) + "\r\n";
  for (const std::string& word : words)
    message += "$" + std::to_string(word.size()) + "\r\n" + word + "\r\n";
  std::string_view left = message;
  const auto lost = [this] {
    lost_ = true;
    return std::vector<std::string>{"(error) the connection was closed"};
  };
  while (!is_over(deadline) && !workshop_.stopped()) {
    if (const std::optional<RedisReply> reply = read_redis_reply(buffer_)) {
      buffer_.erase(0, reply->size);
      return reply->lines;
    }
    pollfd wait{handle_, static_cast<short>(left.empty() ? POLLIN : POLLIN | POLLOUT), 0};
    if (::poll(&wait, 1, milliseconds_until(deadline, 100)) <= 0) continue;
    if ((wait.revents & POLLOUT) != 0 && !left.empty()) {
      const ssize_t sent = ::send(handle_, left.data(), left.size(), MSG_NOSIGNAL);
      if (sent > 0) left.remove_prefix(static_cast<std::size_t>(sent));
      if (sent < 0 && errno != EAGAIN && errno != EINTR) return lost();
    }
    if ((wait.revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
      std::array<char, 65536> bytes{};
      const ssize_t got = ::recv(handle_, bytes.data(), bytes.size(), 0);
      if (got > 0) buffer_.append(bytes.data(), static_cast<std::size_t>(got));
      if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR) ||
          buffer_.size() > reply_size_limit)
        return lost();
    }
  }
  return std::nullopt;
}

Result<std::vector<Finding>> NoteRedis::check(const RunBlock& block, Values& values) {
  if (block.is_fresh()) close();
  if (Status done = open(); !done) return std::move(done).error();
  std::vector<RedisStep> steps;
  std::vector<Finding> findings;
  std::uint32_t line = block.line;
  for (const std::string_view raw : split(block.text, '\n')) {
    ++line;
    const std::string_view text = trim_right(raw);
    if (text.starts_with("> ")) {
      steps.push_back({std::string(text.substr(2)), line, {}, 0, 0});
    } else if (text.empty() || text.starts_with('#')) {
      continue;
    } else if (!steps.empty()) {
      RedisStep& step = steps.back();
      if (step.expected.empty()) step.first = line;
      step.last = line;
      step.expected.emplace_back(text);
    } else {
      findings.push_back({line, "a command (> …)", std::string(text), true});
    }
  }
  const bool asserts_nothing = std::all_of(
      steps.begin(), steps.end(), [](const RedisStep& step) { return step.expected.empty(); });
  const std::string* name = block.option("name");
  const milliseconds limit = block.limit.value_or(limit_);
  const Deadline deadline = deadline_in(limit);
  std::size_t number = 0;
  for (const RedisStep& step : steps) {
    const std::optional<std::vector<std::string>> got =
        ask(split_redis_command(step.command), deadline);
    if (!got) {
      findings.push_back({step.line, "a reply", "no answer in " + limit_text(limit)});
      // What the server still does is unknown: later blocks get a new one.
      close();
      break;
    }
    if (name != nullptr) keep_reply(values, *name, ++number, *got);
    if (asserts_nothing) {
      Finding finding{step.line, "a command followed by its reply", "none", true};
      finding.change = LineChange{step.line + 1, 0, *got};
      findings.push_back(std::move(finding));
      continue;
    }
    const bool fine = step.expected.empty() ? !got->front().starts_with("(error)")
                                            : redis_reply_matches(step.expected, *got);
    if (fine) continue;
    Finding finding{step.line, step.expected.empty() ? "success" : join_lines(step.expected),
                    join_lines(*got)};
    // A comment or a blank line between the lines of a reply would be lost.
    const std::uint32_t count = static_cast<std::uint32_t>(step.expected.size());
    if (count > 0 && step.last - step.first + 1 == count)
      finding.change = LineChange{step.first, count, *got};
    findings.push_back(std::move(finding));
  }
  if (steps.empty())
    findings.push_back({block.line, "a command followed by its reply", "none", true});
  if (lost_) close();  // SHUTDOWN: later blocks get a new server
  return findings;
}

}  // namespace loci
