#include "cli/options.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "base/text.h"
#include "source/diagnostic.h"

namespace loci {

namespace {

struct CommandName {
  std::string_view name;
  Command command;
};

// The first name of a command is its own; the others are what people type who come from other
// programs.
constexpr std::array command_names = {
    CommandName{"init", Command::init},       CommandName{"new", Command::create},
    CommandName{"build", Command::build},     CommandName{"serve", Command::serve},
    CommandName{"server", Command::serve},    CommandName{"dev", Command::serve},
    CommandName{"check", Command::check},     CommandName{"search", Command::search},
    CommandName{"review", Command::review},   CommandName{"list", Command::list},
    CommandName{"cards", Command::cards},     CommandName{"link", Command::link},
    CommandName{"lunr", Command::lunr},       CommandName{"dump", Command::dump},
    CommandName{"explain", Command::explain}, CommandName{"clean", Command::clean},
    CommandName{"version", Command::version}, CommandName{"help", Command::help},
    CommandName{"log", Command::log},         CommandName{"verify", Command::verify},
    CommandName{"eject", Command::eject},
};

constexpr std::array<std::string_view, 7> listing_names = {"notes", "orphans", "broken",  "drafts",
                                                           "cards", "tags",    "mentions"};
// In the order of CardsAction.
constexpr std::array<std::string_view, 7> cards_names = {"list", "mastery", "stats", "check",
                                                         "pin",  "match",   "export"};
constexpr std::array<std::string_view, 3> dump_names = {"search-documents", "fsrs", "page"};
constexpr std::array<std::string_view, 4> log_names = {"check", "merge", "export", "import"};
constexpr std::array<std::string_view, 4> format_names = {"text", "json", "github", "sarif"};

Error usage(std::string message, std::vector<std::string> hints = {}) {
  return Error{std::move(message), std::move(hints), ErrorKind::usage};
}

std::vector<std::string> nearest_hint(std::string_view word,
                                      std::span<const std::string_view> names,
                                      const std::string& otherwise) {
  if (const std::optional<std::string> meant = nearest_name(word, names)) {
    return {"did you mean '" + *meant + "'?"};
  }
  return {otherwise};
}

// Texts as typed; numbers and names are understood here and not by the library, whose messages are
// not ours.
struct Typed {
  std::string directory, root, config, output, base_url, format, jobs, port, limit, listing, dump,
      cards, log, new_cards, minutes, single_file;
  std::vector<std::string> query;
  bool help = false;
  bool drafts = false;
  bool suggest = false;
};

class CommandLine {
 public:
  explicit CommandLine(Command command) : app_("loci"), command_(command) {
    app_.set_help_flag();
    app_.allow_extras();
    options_.command = command;
    add_options();
  }

  Result<Options> parse(std::vector<std::string> arguments) {
    std::reverse(arguments.begin(), arguments.end());  // the library takes them from the end
    try {
      app_.parse(std::move(arguments));
    } catch (const CLI::ArgumentMismatch& error) {
      const std::string_view what = error.what();
      return usage("'" + std::string(what.substr(0, what.find(':'))) + "' needs a value",
                   {see_help()});
    } catch (const CLI::ParseError& error) {
      return usage(ascii_lower(std::string_view(error.what()).substr(0, 1)) +
                       std::string(error.what()).substr(1),
                   {see_help()});
    }
    if (typed_.help) {
      Options help;
      help.topic = command_name(command_);
      return help;
    }
    for (const std::string& extra : app_.remaining()) {
      if (extra.size() > 1 && extra.starts_with('-') && extra != "--") return unknown_option(extra);
    }
    // "--" ends the options; what follows it has been taken.
    std::vector<std::string> extras = app_.remaining();
    std::erase(extras, "--");
    if (!extras.empty()) {
      return usage("'" + extras.front() + "' is one argument too many for 'loci " +
                       std::string(command_name(command_)) + "'",
                   {see_help()});
    }
    return understand();
  }

  std::vector<std::string> option_names() const {
    std::vector<std::string> names;
    for (const CLI::Option* option : app_.get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
    return names;
  }

 private:
  void add_options() {
    switch (command_) {
      case Command::help:
        text("topic", options_.topic);
        break;
      case Command::version:
        break;
      case Command::init:
        text("directory", typed_.directory);
        text("--title", options_.title);
        flag("-f,--force", options_.force);
        break;
      case Command::create:
        text("path", options_.path);
        text("--title", options_.title);
        add_place();
        break;
      case Command::build:
        text("directory", typed_.directory);
        add_place();
        text("-o,--output", typed_.output);
        text("--base-url", typed_.base_url);
        flag("-D,--drafts", typed_.drafts);
        flag("--strict", options_.strict);
        flag("-f,--force", options_.force);
        // A flag that takes a value behind '=' only: what follows it is the folder.
        app_.add_flag("--single-file", typed_.single_file);
        text("--format", typed_.format);
        add_work();
        break;
      case Command::serve:
        text("directory", typed_.directory);
        add_place();
        flag("-D,--drafts", typed_.drafts);
        text("-p,--port", typed_.port);
        text("--host", options_.host);
        flag("--open", options_.open_browser);
        flag("--poll", options_.poll);
        text("-j,--jobs", typed_.jobs);
        break;
      case Command::check:
        text("directory", typed_.directory);
        add_place();
        flag("-D,--drafts", typed_.drafts);
        flag("--strict", options_.strict);
        flag("--fix", options_.fix);
        flag("--write", options_.write);
        flag("--external", options_.external);
        text("--format", typed_.format);
        add_work();
        break;
      case Command::search:
        app_.add_option("query", typed_.query)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        add_place();
        flag("-D,--drafts", typed_.drafts);
        text("--limit", typed_.limit);
        flag("--json", options_.json);
        add_work();
        break;
      case Command::review:
        text("directory", typed_.directory);
        add_place();
        text("--deck", options_.deck);
        text("--note", options_.note);
        text("--new", typed_.new_cards);
        text("--time", typed_.minutes);
        flag("--lines", options_.by_lines);
        flag("--json", options_.json);
        add_work();
        break;
      case Command::cards:
        text("action", typed_.cards);
        flag("--strict", options_.strict);
        flag("--write", options_.write);
        text("--anki", options_.anki);
        flag("--csv", options_.csv);
        text("-o,--output", typed_.output);
        text("directory", typed_.directory);
        add_place();
        flag("-D,--drafts", typed_.drafts);
        text("--deck", options_.deck);
        text("--note", options_.note);
        flag("--json", options_.json);
        add_work();
        break;
      case Command::list:
        text("listing", typed_.listing);
        text("directory", typed_.directory);
        add_place();
        flag("-D,--drafts", typed_.drafts);
        flag("--json", options_.json);
        add_work();
        break;
      case Command::link:
        text("directory", typed_.directory);
        add_place();
        flag("--suggest", typed_.suggest);
        flag("--write", options_.write);
        flag("--json", options_.json);
        flag("-D,--drafts", typed_.drafts);
        add_work();
        break;
      case Command::lunr:
        text("documents", options_.path);
        text("-o,--output", typed_.output);
        add_work();
        break;
      case Command::log:
        text("action", typed_.log);
        app_.add_option("path", options_.paths)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        add_place();
        text("-o,--output", typed_.output);
        flag("--strict", options_.strict);
        flag("--json", options_.json);
        break;
      case Command::dump:
        text("what", typed_.dump);
        text("directory", typed_.directory);
        add_place();
        flag("-D,--drafts", typed_.drafts);
        add_work();
        break;
      case Command::explain:
        text("link", options_.query);
        text("--from", options_.from);
        add_place();
        flag("-D,--drafts", typed_.drafts);
        flag("--json", options_.json);
        text("-j,--jobs", typed_.jobs);
        break;
      case Command::verify:
        app_.add_option("path", options_.paths)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        add_place();
        flag("--update", options_.update);
        flag("--write", options_.write);
        flag("--no-record", options_.no_record);
        flag("--recorded", options_.recorded);
        flag("--list", options_.list_blocks);
        flag("--json", options_.json);
        text("--format", typed_.format);
        text("-j,--jobs", typed_.jobs);
        break;
      case Command::eject:
        text("file", options_.path);
        add_place();
        flag("--print", options_.print);
        break;
      case Command::clean:
        text("directory", typed_.directory);
        add_place();
        text("-o,--output", typed_.output);
        break;
    }
    // Options that may stand before the command are taken by every command.
    if (command_ == Command::help || command_ == Command::version || command_ == Command::init ||
        command_ == Command::lunr) {
      text("-C,--root", typed_.root);
    }
    flag("-q,--quiet", options_.quiet);
    flag("-v,--verbose", options_.verbose);
    flag("-h,--help", typed_.help);
  }

  void add_place() {
    text("-C,--root", typed_.root);
    text("-c,--config", typed_.config);
  }

  void add_work() {
    text("-j,--jobs", typed_.jobs);
    flag("--timings", options_.timings);
  }

  void text(const std::string& name, std::string& field) {
    app_.add_option(name, field)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  }

  void flag(const std::string& name, bool& field) { app_.add_flag(name, field); }

  std::string see_help() const {
    return "'loci help " + std::string(command_name(command_)) + "' shows how it is used";
  }

  Error unknown_option(const std::string& typed) const {
    const std::string name = typed.substr(0, typed.find('='));
    const std::vector<std::string> known = option_names();
    const std::vector<std::string_view> names(known.begin(), known.end());
    return usage("'loci " + std::string(command_name(command_)) + "' has no option '" + name + "'",
                 nearest_hint(name, names, see_help()));
  }

  Result<Options> understand() {
    const bool names_a_file =
        command_ == Command::dump && (typed_.dump == "fsrs" || typed_.dump == "page");
    if (!typed_.directory.empty() && !typed_.root.empty() && !names_a_file) {
      return usage("the folder is given twice: '" + typed_.root + "' and '" + typed_.directory +
                   "'");
    }
    options_.directory = typed_.root.empty() ? typed_.directory : typed_.root;
    if (!typed_.config.empty()) options_.overrides.config_path = typed_.config;
    if (command_ == Command::cards) {
      options_.output = typed_.output;
    } else if (!typed_.output.empty()) {
      options_.overrides.output_dir = typed_.output;
    }
    if (!typed_.single_file.empty())
      options_.single_file = typed_.single_file == "true" ? "" : typed_.single_file;
    if (!typed_.base_url.empty()) options_.overrides.base_url = typed_.base_url;
    if (typed_.drafts) options_.overrides.drafts = true;
    if (command_ == Command::search) options_.query = join(typed_.query, " ");

    if (!typed_.format.empty()) {
      const std::optional<DiagnosticFormat> format = parse_diagnostic_format(typed_.format);
      if (!format) return unknown_word("--format", typed_.format, format_names);
      options_.format = *format;
    }
    if (Status done = number("--jobs", typed_.jobs, 1, 1024, options_.jobs); !done)
      return std::move(done).error();
    if (Status done = number("--port", typed_.port, 1, 65535, options_.port); !done)
      return std::move(done).error();
    if (Status done = number("--time", typed_.minutes, 1, 24 * 60, options_.minutes); !done)
      return std::move(done).error();
    if (!typed_.new_cards.empty()) {
      int cards = 0;
      if (Status done = number("--new", typed_.new_cards, 0, 9999, cards); !done)
        return std::move(done).error();
      options_.new_cards = cards;
    }
    if (options_.minutes > 0 && options_.json)
      return usage("--time does not go with --json, which asks nothing");
    int limit = static_cast<int>(options_.limit);
    if (Status done = number("--limit", typed_.limit, 1, 1000, limit); !done)
      return std::move(done).error();
    options_.limit = static_cast<std::size_t>(limit);

    if (command_ == Command::create && options_.path.empty()) {
      return usage("'loci new' needs the path of the note", {"like 'loci new databases/mvcc'"});
    }
    if (command_ == Command::search && trim(options_.query).empty()) {
      return usage("'loci search' needs something to look for",
                   {"like 'loci search isolation level'"});
    }
    if (command_ == Command::explain && trim(options_.query).empty()) {
      return usage("'loci explain' needs a link",
                   {"like loci explain '[[todo]]' --from notes/a.md"});
    }
    if (command_ == Command::verify) {
      if (options_.write && !options_.update)
        return usage("--write goes with --update: it writes the changes into the notes");
      if (options_.update && !typed_.format.empty())
        return usage("--update prints a patch: --format does not go with it");
      if (options_.update + options_.recorded + options_.list_blocks > 1)
        return usage("--update, --recorded and --list each say something else: take one of them");
      if (options_.json && !options_.list_blocks)
        return usage("--json goes with --list", {"what does not hold is in --format json"});
      if (options_.list_blocks && !typed_.format.empty())
        return usage("--list prints a table: --format does not go with it",
                     {"'loci verify --list --json' is for scripts"});
    } else if (options_.write && !options_.fix && command_ != Command::link &&
               command_ != Command::cards) {
      return usage("--write goes with --fix: it writes the repairs into the notes");
    }
    if (options_.fix && !typed_.format.empty()) {
      return usage("--fix prints a patch: --format does not go with it",
                   {"run 'loci check --format " + typed_.format + "' after the repairs"});
    }
    if (command_ == Command::link && !typed_.suggest) {
      return usage(
          "'loci link' needs --suggest",
          {"'loci link --suggest' prints a patch, 'loci link --suggest --write' applies it"});
    }
    if (command_ == Command::list) {
      const auto* found = std::find(listing_names.begin(), listing_names.end(), typed_.listing);
      if (typed_.listing.empty()) {
        return usage("'loci list' needs the kind of thing to list",
                     {"it lists " + join(listing_names, ", ")});
      }
      if (found == listing_names.end())
        return unknown_word("'loci list'", typed_.listing, listing_names);
      options_.listing = static_cast<Listing>(found - listing_names.begin());
    }
    if (command_ == Command::cards) {
      const auto* found = std::find(cards_names.begin(), cards_names.end(), typed_.cards);
      if (typed_.cards.empty())
        return usage("'loci cards' needs what to do with the cards",
                     {"it knows " + join(cards_names, ", ")});
      if (found == cards_names.end())
        return unknown_word("'loci cards'", typed_.cards, cards_names);
      options_.cards = static_cast<CardsAction>(found - cards_names.begin());
      if (Status done = check_cards_options(); !done) return std::move(done).error();
    }
    if (command_ == Command::dump) {
      const auto* found = std::find(dump_names.begin(), dump_names.end(), typed_.dump);
      if (typed_.dump.empty())
        return usage("'loci dump' needs the thing to print",
                     {"it prints " + join(dump_names, ", ")});
      if (found == dump_names.end()) return unknown_word("'loci dump'", typed_.dump, dump_names);
      options_.dump = static_cast<Dump>(found - dump_names.begin());
      if (options_.dump == Dump::page && typed_.directory.empty())
        return usage("'loci dump page' needs a note or a page",
                     {"like 'loci dump page databases/mvcc'"});
      if (options_.dump != Dump::search_documents) {
        options_.path = typed_.directory;
        options_.directory = typed_.root;
      }
    }
    if (command_ == Command::log) {
      const auto* found = std::find(log_names.begin(), log_names.end(), typed_.log);
      if (typed_.log.empty())
        return usage("'loci log' needs to know what to do", {"it can " + join(log_names, ", ")});
      if (found == log_names.end()) return unknown_word("'loci log'", typed_.log, log_names);
      options_.log_action = static_cast<LogAction>(found - log_names.begin());
      if (Status right = log_arguments(); !right) return std::move(right).error();
    }
    return options_;
  }

  Status log_arguments() const {
    const LogAction action = options_.log_action;
    const std::string name = "'loci log " + typed_.log + "'";
    const bool needs_paths = action == LogAction::merge || action == LogAction::import_events;
    if (needs_paths && options_.paths.empty()) {
      return usage(name + " needs files or folders of reviews",
                   {"like 'loci log " + typed_.log + " phone.jsonl'"});
    }
    if (action == LogAction::export_all && !options_.paths.empty()) {
      return usage(name + " takes no files: it writes the log of the project",
                   {"'loci log merge' takes files and folders"});
    }
    const bool writes = action == LogAction::merge || action == LogAction::export_all;
    if (!writes && !typed_.output.empty()) return usage("--output does not go with " + name);
    if (action != LogAction::check && options_.json)
      return usage("--json does not go with " + name);
    return Done{};
  }

  // Options of one action are mistakes with another.
  Status check_cards_options() const {
    const bool exports = options_.cards == CardsAction::exported;
    const bool writes = options_.cards == CardsAction::pin || options_.cards == CardsAction::match;
    if (options_.write && !writes) return usage("--write goes with 'loci cards pin' and 'match'");
    if (!exports && (options_.csv || !options_.anki.empty() || !typed_.output.empty()))
      return usage("--anki, --csv and --output go with 'loci cards export'");
    const int forms =
        (options_.csv ? 1 : 0) + (options_.json ? 1 : 0) + (options_.anki.empty() ? 0 : 1);
    if (exports && forms != 1) {
      return usage("'loci cards export' needs one form: --anki FILE, --csv or --json",
                   {"like 'loci cards export --anki deck.apkg'"});
    }
    return Done{};
  }

  static Error unknown_word(std::string_view where, const std::string& word,
                            std::span<const std::string_view> names) {
    return usage(std::string(where) + " does not know '" + word + "'",
                 nearest_hint(word, names, "it knows " + join(names, ", ")));
  }

  static Status number(std::string_view name, const std::string& text, int least, int most,
                       int& field) {
    if (text.empty()) return Done{};
    const std::optional<std::int64_t> value = parse_integer(text);
    if (!value || *value < least || *value > most) {
      return usage(std::string(name) + " must be a number from " + std::to_string(least) + " to " +
                   std::to_string(most) + ", not '" + text + "'");
    }
    field = static_cast<int>(*value);
    return Done{};
  }

  CLI::App app_;
  Command command_;
  Typed typed_;
  Options options_;
};

const CommandName* find_command(std::string_view name) {
  const auto* found = std::find_if(command_names.begin(), command_names.end(),
                                   [name](const CommandName& known) { return known.name == name; });
  return found == command_names.end() ? nullptr : found;
}

Error unknown_command(const std::string& name) {
  std::vector<std::string_view> names;
  for (const CommandName& known : command_names) names.push_back(known.name);
  return usage("there is no command '" + name + "'",
               nearest_hint(name, names, "'loci help' lists the commands"));
}

// A topic of `loci help` is a command, "site.toml", or a code or its name: the word it is known by.
Result<std::string> understand_topic(const std::string& topic) {
  if (topic.empty() || topic == "site.toml") return topic;
  if (const CommandName* command = find_command(topic))
    return std::string(command_name(command->command));
  if (const std::optional<Code> code = find_code(topic)) return std::string(code_id(*code));
  std::vector<std::string_view> names = {"site.toml"};
  for (const CommandName& known : command_names) names.push_back(known.name);
  for (const Code code : all_codes()) names.push_back(code_slug(code));
  return usage("there is no command or code '" + topic + "'",
               nearest_hint(topic, names, "'loci help' lists the commands"));
}

}  // namespace

std::string_view command_name(Command command) {
  return std::find_if(command_names.begin(), command_names.end(),
                      [command](const CommandName& known) { return known.command == command; })
      ->name;
}

std::vector<std::string> option_names(Command command) {
  return CommandLine(command).option_names();
}

Result<Options> parse_options(const std::vector<std::string>& arguments) {
  // `loci -C notes build` as git has it: what stands before the command is moved behind it.
  std::vector<std::string> rest;
  std::size_t at = 0;
  for (; at < arguments.size() && arguments[at].starts_with('-'); ++at) {
    const std::string& option = arguments[at];
    if (option == "-h" || option == "--help") return Options{};
    if (option == "-V" || option == "--version") {
      Options version;
      version.command = Command::version;
      return version;
    }
    rest.push_back(option);
    if ((option == "-C" || option == "--root") && at + 1 < arguments.size())
      rest.push_back(arguments[++at]);
  }
  if (at == arguments.size()) {
    if (rest.empty()) return usage("a command is missing", {"'loci help' lists the commands"});
    return usage("a command is missing after '" + rest.back() + "'",
                 {"'loci help' lists the commands"});
  }
  const CommandName* command = find_command(arguments[at]);
  if (command == nullptr) return unknown_command(arguments[at]);
  rest.insert(rest.end(), arguments.begin() + static_cast<std::ptrdiff_t>(at) + 1, arguments.end());

  Result<Options> options = CommandLine(command->command).parse(std::move(rest));
  if (options && options->command == Command::help) {
    Result<std::string> topic = understand_topic(options->topic);
    if (!topic) return std::move(topic).error();
    options->topic = *std::move(topic);
  }
  return options;
}

}  // namespace loci
