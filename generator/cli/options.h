// What was typed, as a value. The only place that knows the library that parses command lines.
//
//     Result<Options> options = parse_options({"build", "-o", "out", "--strict"});
//     options->command          Command::build
//     options->strict           true
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "source/config.h"
#include "source/diagnostic_printer.h"

namespace loci {

enum class Command : std::uint8_t {
  help,
  version,
  init,
  create,  // `new`
  build,
  serve,
  check,
  search,
  review,
  cards,
  list,
  link,
  lunr,
  log,
  dump,
  explain,
  verify,
  eject,
  clean,
};

enum class Dump : std::uint8_t { search_documents, fsrs, page };

enum class LogAction : std::uint8_t { check, merge, export_all, import_events };

enum class Listing : std::uint8_t { notes, orphans, broken, drafts, cards, tags, mentions };

// What is done with the cards.
enum class CardsAction : std::uint8_t { list, mastery, stats, check, pin, match, exported };

struct Options {
  Command command = Command::help;

  // Where.
  std::string directory;      // of the project; empty: look for it
  ConfigOverrides overrides;  // paths as typed
  std::string
      path;  // new, dump page: of the note; eject: of the file; lunr, dump fsrs: of what is read;
             // empty or "-": standard input

  // How.
  bool strict = false;  // warnings count as errors
  bool force = false;
  int jobs = 0;  // 0: as many as there are processors

  // What is said.
  bool quiet = false;
  bool verbose = false;
  bool timings = false;
  bool json = false;
  DiagnosticFormat format = DiagnosticFormat::text;

  // build
  std::optional<std::string>
      single_file;  // one HTML file instead of a folder; empty: named after it

  // serve
  std::string host = "127.0.0.1";
  int port = 4000;
  bool open_browser = false;
  bool poll = false;

  // eject
  bool print = false;  // to standard output

  // check, explain
  bool fix = false;
  bool write = false;     // with fix, update; of link: into the notes, instead of a patch
  bool external = false;  // ask other hosts
  std::string from;       // the note that a link stands in

  // verify
  bool update = false;  // say what would make the blocks true
  bool no_record = false;
  bool recorded = false;     // run nothing: say which blocks the record does not know
  bool list_blocks = false;  // run nothing: list them

  // search, list, review, init, new, help
  std::string query;
  std::size_t limit = 10;
  Listing listing = Listing::notes;
  CardsAction cards = CardsAction::list;
  Dump dump = Dump::search_documents;
  LogAction log_action = LogAction::check;
  std::vector<std::string> paths;  // of log, verify: files and folders, as typed
  std::string anki;                // cards export: the package
  std::string output;              // cards export: the file; empty: standard output
  bool csv = false;
  std::string deck;
  std::string note;
  bool by_lines = false;
  std::optional<int> new_cards;  // review: of this sitting
  int minutes = 0;               // review: 0: no limit
  std::string title;
  std::string topic;  // of help: a command's name, "site.toml", a code ("L201"), or empty
};

// `arguments`: without the program's name. Errors are of kind usage and offer the nearest name.
Result<Options> parse_options(const std::vector<std::string>& arguments);

std::string_view command_name(Command command);

// Long names of the options a command takes ("--strict"), for the test that the help text names
// each.
std::vector<std::string> option_names(Command command);

}  // namespace loci
