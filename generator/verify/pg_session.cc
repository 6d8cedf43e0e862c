// The messages are described in PostgreSQL's manual, chapter "Frontend/Backend Protocol", version 3.0.
#include "verify/pg_session.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "base/text.h"

namespace loci {

namespace {

constexpr std::chrono::milliseconds connect_limit{30'000};
constexpr std::size_t answer_limit = 64 << 20;       // bytes of rows that are kept
constexpr std::uint32_t protocol_version = 196'608;  // 3.0
constexpr std::size_t message_limit = 256 << 20;

std::string system_message(int code) {
  return std::error_code(code, std::generic_category()).message();
}

void append_number(std::string& bytes, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xFF);
}

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size = 4) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const unsigned char byte =
        at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0;
    number = number << 8 | byte;
  }
  return number;
}

// A length of -1 is NULL, which psql -At prints as nothing.
std::string row_text(std::string_view body) {
  std::string row;
  const std::uint32_t columns = number_at(body, 0, 2);
  std::size_t at = 2;
  for (std::uint32_t column = 0; column < columns && at <= body.size(); ++column) {
    if (column > 0) row += '|';
    const std::int32_t size = static_cast<std::int32_t>(number_at(body, at));
    at += 4;
    if (size > 0 && at < body.size()) {
      row += body.substr(at, static_cast<std::size_t>(size));
      at += static_cast<std::size_t>(size);
    }
  }
  return row;
}

// Names of the columns: each ends at a zero and is followed by 18 bytes about its type.
std::vector<std::string> column_names(std::string_view body) {
  constexpr std::size_t type_size = 18;
  std::vector<std::string> names;
  const std::uint32_t columns = number_at(body, 0, 2);
  std::size_t at = 2;
  for (std::uint32_t column = 0; column < columns && at < body.size(); ++column) {
    const std::size_t end = std::min(body.find('\0', at), body.size());
    names.emplace_back(body.substr(at, end - at));
    at = end + 1 + type_size;
  }
  return names;
}

struct Fields {
  std::string severity, code, message;
};

Fields fields_of(std::string_view body) {
  Fields fields;
  std::string localized;
  while (!body.empty() && body.front() != '\0') {
    const char kind = body.front();
    const std::size_t end = std::min(body.find('\0', 1), body.size());
    const std::string value(body.substr(1, end - 1));
    if (kind == 'V') fields.severity = value;
    if (kind == 'S') localized = value;
    if (kind == 'C') fields.code = value;
    if (kind == 'M') fields.message = value;
    body.remove_prefix(std::min(end + 1, body.size()));
  }
  if (fields.severity.empty()) fields.severity = localized;
  return fields;
}

}  // namespace

Result<std::unique_ptr<PgSession>> PgSession::connect(const std::string& socket_path,
                                                      const std::string& database,
                                                      const Workshop& workshop) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (socket_path.size() >= sizeof address.sun_path)
    return Error{"the path '" + socket_path + "' is too long for a socket", {}};
  std::memcpy(address.sun_path, socket_path.data(), socket_path.size());
  const int handle = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (handle < 0) return Error{"cannot make a socket: " + system_message(errno), {}};
  std::unique_ptr<PgSession> session(new PgSession(handle, workshop));
  if (::connect(handle, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return Error{"cannot connect: " + system_message(errno), {}};
  ::fcntl(handle, F_SETFL, O_NONBLOCK);

  std::string body;
  append_number(body, protocol_version);
  for (const std::string_view word :
       {std::string_view("user"), std::string_view("postgres"), std::string_view("database"),
        std::string_view(database), std::string_view("application_name"),
        std::string_view("notes")}) {
    body += word;
    body += '\0';
  }
  body += '\0';
  std::string message;
  append_number(message, static_cast<std::uint32_t>(body.size() + 4));
  session->pending_ = true;
  session->put(message + body);
  if (!session->wait(deadline_in(connect_limit))) return Error{"PostgreSQL does not answer", {}};
  if (session->answer_.failed()) return Error{session->answer_.message, {}};
  return session;
}

PgSession::~PgSession() {
  if (handle_ >= 0) ::close(handle_);
}

void PgSession::lose(std::string message) {
  lost_ = true;
  if (!pending_) return;
  pending_ = false;
  if (answer_.failed()) return;  // the server has said why it goes
  answer_.code = "08006";
  answer_.message = std::move(message);
}

void PgSession::send(const std::string& statement) {
  answer_ = {};
  answer_size_ = 0;
  pending_ = true;
  if (lost_) return lose("the connection was closed");
  std::string message = "Q";
  append_number(message, static_cast<std::uint32_t>(statement.size() + 5));
  message += statement;
  message += '\0';
  put(message);
}

void PgSession::put(std::string_view bytes) {
  while (!bytes.empty() && !lost_) {
    const ssize_t sent = ::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN) {
      pollfd wait{handle_, POLLOUT | POLLIN, 0};
      ::poll(&wait, 1, 100);
      if ((wait.revents & POLLIN) != 0) fill(0);
      if (workshop_.stopped()) lose("the run was stopped");
    } else if (errno != EINTR) {
      lose(system_message(errno));
    }
  }
}

// Takes what has arrived; false: nothing has.
bool PgSession::fill(int patience_ms) {
  pollfd wait{handle_, POLLIN, 0};
  if (::poll(&wait, 1, patience_ms) <= 0) return false;
  std::array<char, 65536> bytes{};
  const ssize_t got = ::recv(handle_, bytes.data(), bytes.size(), 0);
  if (got > 0) {
    buffer_.append(bytes.data(), static_cast<std::size_t>(got));
    read_messages();
  } else if (got == 0) {
    lose("the connection was closed");
  } else if (errno != EAGAIN && errno != EINTR) {
    lose(system_message(errno));
  }
  return true;
}

void PgSession::read_messages() {
  std::size_t at = 0;
  while (buffer_.size() - at >= 5) {
    const std::size_t size = number_at(buffer_, at + 1) + std::size_t{1};
    if (size < 5 || size > message_limit) {
      lose("the server does not speak PostgreSQL's protocol");
      break;
    }
    if (buffer_.size() - at < size) break;
    take(buffer_[at], std::string_view(buffer_).substr(at + 5, size - 5));
    at += size;
  }
  buffer_.erase(0, at);
}

void PgSession::take(char type, std::string_view body) {
  if (type == 'K') pid_ = static_cast<std::int32_t>(number_at(body, 0));
  if (!pending_) return;
  if (type == 'R' && number_at(body, 0) != 0) {
    answer_.code = "28000";
    answer_.message = "the server asks for a password";
    pending_ = false;
    lost_ = true;
  } else if (type == 'T') {
    answer_.columns = column_names(body);
  } else if (type == 'D') {
    const std::string row = row_text(body);
    answer_size_ += row.size();
    if (answer_size_ > answer_limit) return;
    for (const std::string_view line : split(row, '\n')) answer_.rows.emplace_back(line);
  } else if (type == 'd') {
    // COPY TO STDOUT: lines as they are.
    answer_size_ += body.size();
    if (answer_size_ > answer_limit) return;
    for (const std::string_view line : split(trim_right(body), '\n'))
      answer_.rows.emplace_back(line);
  } else if (type == 'G') {
    // COPY FROM STDIN: there is no input, which the server must be told.
    put(std::string_view("f\0\0\0\x0dno input\0", 14));
  } else if (type == 'C') {
    answer_.tag = body.substr(0, body.find('\0'));
  } else if (type == 'E') {
    Fields fields = fields_of(body);
    answer_.code = std::move(fields.code);
    answer_.message = std::move(fields.message);
  } else if (type == 'N') {
    const Fields fields = fields_of(body);
    answer_.notices.push_back(fields.severity + ":  " + fields.message);
  } else if (type == 'Z') {
    transaction_ = body.empty() ? 'I' : body.front();
    pending_ = false;
    if (answer_size_ > answer_limit && !answer_.failed()) {
      answer_.code = "none";
      answer_.message = "the answer is larger than 64 MB";
    }
  }
}

bool PgSession::wait(Deadline deadline) {
  while (pending_) {
    if (workshop_.stopped()) {
      lose("the run was stopped");
      break;
    }
    if (lost_) {
      lose("the connection was closed");
      break;
    }
    const int patience = milliseconds_until(deadline, 100);
    if (!fill(patience) && is_over(deadline)) return false;
  }
  return true;
}

PgAnswer PgSession::ask(const std::string& statement, std::chrono::milliseconds limit) {
  send(statement);
  if (!wait(deadline_in(limit))) {
    PgAnswer late;
    late.code = "none";
    late.message = "no answer in " + std::to_string(limit.count() / 1000) + " s";
    return late;
  }
  return answer_;
}

}  // namespace loci
