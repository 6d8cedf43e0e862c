// The process around a command: folders, terminal, clock, randomness. Commands get it as a value,
// so that a test can give them another; system_surroundings() is the only place that reads the
// environment.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/date.h"
#include "source/file_system.h"

namespace loci {

struct Surroundings {
  std::string working_folder;  // absolute
  std::string home;            // empty: not known
  std::string host_name;
  std::string editor;            // VISUAL, else EDITOR; empty: none
  std::string search_path;       // PATH: where programs are
  std::string temporary_folder;  // TMPDIR; empty: not set
  std::string program;           // tells this build of the program from any other; empty: not known
  bool colour_out = false;
  bool colour_err = false;
  bool interactive = false;  // standard input and output are a terminal
  bool full_screen = false;  // and one that can be drawn on
  std::function<void(std::string_view)> out;
  std::function<void(std::string_view)> err;
  std::function<void()> flush;  // what was said on standard output is on its way now
  std::function<bool(std::string&)>
      read_line;  // without the line end; false at the end of the input
  std::function<Result<std::string>()> read_all;  // what is left of standard input
  std::function<Moment()> now;
  std::function<void(std::span<std::byte>)> random;
  std::unique_ptr<FileSystem> files;
};

Surroundings system_surroundings();

// Whether to colour what goes to a stream, by NO_COLOR (no-color.org) and CLICOLOR, CLICOLOR_FORCE
// (bixense.com/clicolors). `variable` gives an environment variable's value, empty when it is not
// set.
bool wants_colour(bool is_terminal, const std::function<std::string(const char*)>& variable);

// The day it is where the moment is lived.
Date local_date(const Moment& moment);

}  // namespace loci
