#include "cli/surroundings.h"

#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <random>
#include <system_error>

namespace loci {

namespace {

std::string environment_variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

Moment system_moment() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  Moment moment;
  moment.unix_ms = std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
  const std::time_t seconds = static_cast<std::time_t>(moment.unix_ms / 1000);
  std::tm local{};
  if (::localtime_r(&seconds, &local))
    moment.utc_offset_minutes = static_cast<int>(local.tm_gmtoff / 60);
  return moment;
}

void fill_randomly(std::span<std::byte> bytes) {
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = ::getrandom(bytes.data() + filled, bytes.size() - filled, 0);
    if (got > 0) {
      filled += static_cast<std::size_t>(got);
    } else if (errno != EINTR) {
      std::random_device device;  // a kernel without getrandom
      for (; filled < bytes.size(); ++filled)
        bytes[filled] = static_cast<std::byte>(device() & 0xFF);
    }
  }
}

std::string own_host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "host";
  return name.data();
}

// Every build of the program is another file, written at another time.
std::string own_program() {
  struct stat info {};
  if (::stat("/proc/self/exe", &info) != 0) return LOCI_VERSION;
  return std::string(LOCI_VERSION) + " " + std::to_string(info.st_ino) + " " +
         std::to_string(info.st_size) + " " + std::to_string(info.st_mtim.tv_sec) + "." +
         std::to_string(info.st_mtim.tv_nsec);
}

void put(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
}

Result<std::string> read_standard_input() {
  std::string text;
  std::size_t size = 0;
  do {
    text.resize(std::max<std::size_t>(text.size() * 2, 64 * 1024));
    const std::size_t got = std::fread(text.data() + size, 1, text.size() - size, stdin);
    size += got;
    if (got == 0 || std::feof(stdin) != 0) break;
  } while (true);
  if (std::ferror(stdin) != 0) return Error{"cannot read standard input", {}};
  text.resize(size);
  return text;
}

}  // namespace

bool wants_colour(bool is_terminal, const std::function<std::string(const char*)>& variable) {
  if (!variable("NO_COLOR").empty()) return false;
  const std::string force = variable("CLICOLOR_FORCE");
  if (!force.empty() && force != "0") return true;
  if (variable("CLICOLOR") == "0" || variable("TERM") == "dumb") return false;
  return is_terminal;
}

Date local_date(const Moment& moment) { return date_from_days(review_day(moment, 0)); }

Surroundings system_surroundings() {
  Surroundings surroundings;
  std::error_code error;
  surroundings.working_folder = std::filesystem::current_path(error).string();
  if (surroundings.working_folder.empty())
    surroundings.working_folder = "/";  // the folder was deleted
  surroundings.home = environment_variable("HOME");
  surroundings.host_name = own_host_name();
  surroundings.program = own_program();
  surroundings.editor = environment_variable("VISUAL");
  if (surroundings.editor.empty()) surroundings.editor = environment_variable("EDITOR");
  surroundings.search_path = environment_variable("PATH");
  surroundings.temporary_folder = environment_variable("TMPDIR");
  surroundings.colour_out = wants_colour(::isatty(STDOUT_FILENO) != 0, environment_variable);
  surroundings.colour_err = wants_colour(::isatty(STDERR_FILENO) != 0, environment_variable);
  surroundings.interactive = ::isatty(STDIN_FILENO) != 0 && ::isatty(STDOUT_FILENO) != 0;
  surroundings.full_screen = surroundings.interactive && environment_variable("TERM") != "dumb";
  surroundings.out = [](std::string_view text) { put(stdout, text); };
  surroundings.err = [](std::string_view text) { put(stderr, text); };
  surroundings.flush = [] { std::fflush(stdout); };
  surroundings.read_line = [](std::string& line) {
    return static_cast<bool>(std::getline(std::cin, line));
  };
  surroundings.read_all = read_standard_input;
  surroundings.now = system_moment;
  surroundings.random = fill_randomly;
  surroundings.files = disk_file_system();
  return surroundings;
}

}  // namespace loci
