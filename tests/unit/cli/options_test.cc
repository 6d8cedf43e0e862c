#include "cli/options.h"

#include <catch2/catch_test_macros.hpp>

#include "base/text.h"
#include "cli/commands.h"

using namespace loci;

namespace {

Options parse(const std::vector<std::string>& arguments) {
  Result<Options> options = parse_options(arguments);
  REQUIRE(options);
  return *std::move(options);
}

std::string problem(const std::vector<std::string>& arguments) {
  const Result<Options> options = parse_options(arguments);
  if (options) return "fine";
  CHECK(options.error().kind == ErrorKind::usage);
  std::string all = options.error().message;
  for (const std::string& hint : options.error().hints) all += " (" + hint + ")";
  return all;
}

}  // namespace

TEST_CASE("build takes a folder and its options in any order") {
  const Options options =
      parse({"build", "-o", "out", "vault", "--base-url=https://a.org", "-D", "--strict", "-f",
             "-q", "--format", "sarif", "-j", "3", "--timings", "-c", "x.toml"});
  CHECK(options.command == Command::build);
  CHECK(options.directory == "vault");
  CHECK(options.overrides.output_dir == "out");
  CHECK(options.overrides.base_url == "https://a.org");
  CHECK(options.overrides.drafts == true);
  CHECK(options.overrides.config_path == "x.toml");
  CHECK(options.strict);
  CHECK(options.force);
  CHECK(options.quiet);
  CHECK(options.format == DiagnosticFormat::sarif);
  CHECK(options.jobs == 3);
  CHECK(options.timings);
}

TEST_CASE("what is not said has its default") {
  const Options options = parse({"serve"});
  CHECK(options.directory == "");
  CHECK(options.host == "127.0.0.1");
  CHECK(options.port == 4000);
  CHECK_FALSE(options.overrides.drafts);
  CHECK_FALSE(options.overrides.output_dir);
  CHECK(parse({"search", "a"}).limit == 10);
}

TEST_CASE("serve has the names it has elsewhere") {
  CHECK(parse({"server"}).command == Command::serve);
  CHECK(parse({"dev", "-p", "8080"}).port == 8080);
}

TEST_CASE("a search may be several words") {
  const Options options = parse({"search", "isolation", "level", "--limit", "3", "--json"});
  CHECK(options.query == "isolation level");
  CHECK(options.limit == 3);
  CHECK(options.json);
}

TEST_CASE("options before the command are taken, as git does it") {
  CHECK(parse({"-C", "vault", "check"}).directory == "vault");
  CHECK(parse({"-q", "build"}).quiet);
  CHECK(parse({"--version"}).command == Command::version);
}

TEST_CASE("help is asked for in three ways") {
  CHECK(parse({"help"}).topic == "");
  CHECK(parse({"--help"}).command == Command::help);
  CHECK(parse({"help", "dev"}).topic == "serve");
  CHECK(parse({"build", "--help"}).topic == "build");
  CHECK(parse({"build", "--help"}).command == Command::help);
  CHECK(parse({"help", "site.toml"}).topic == "site.toml");
}

TEST_CASE("an unknown command offers the nearest name") {
  CHECK(problem({"biuld"}) == "there is no command 'biuld' (did you mean 'build'?)");
  CHECK(problem({"frobnicate"}) ==
        "there is no command 'frobnicate' ('loci help' lists the commands)");
  CHECK(problem({"help", "chek"}) == "there is no command or code 'chek' (did you mean 'check'?)");
  CHECK(problem({}) == "a command is missing ('loci help' lists the commands)");
  CHECK(problem({"-q"}) == "a command is missing after '-q' ('loci help' lists the commands)");
}

TEST_CASE("an unknown option offers the nearest name") {
  CHECK(problem({"build", "--stric"}) ==
        "'loci build' has no option '--stric' (did you mean '--strict'?)");
  CHECK(problem({"build", "--ouput=x"}) ==
        "'loci build' has no option '--ouput' (did you mean '--output'?)");
  CHECK(problem({"check", "--frobnicate"}) ==
        "'loci check' has no option '--frobnicate' ('loci help check' shows how it is used)");
  CHECK(problem({"check", "-x"}) ==
        "'loci check' has no option '-x' ('loci help check' shows how it is used)");
}

TEST_CASE("wrong values are named") {
  CHECK(problem({"serve", "--port", "abc"}) ==
        "--port must be a number from 1 to 65535, not 'abc'");
  CHECK(problem({"serve", "--port", "70000"}) ==
        "--port must be a number from 1 to 65535, not '70000'");
  CHECK(problem({"build", "--jobs=0"}) == "--jobs must be a number from 1 to 1024, not '0'");
  CHECK(problem({"search", "x", "--limit", "-1"}) ==
        "--limit must be a number from 1 to 1000, not '-1'");
  CHECK(problem({"check", "--format", "jsn"}) ==
        "--format does not know 'jsn' (did you mean 'json'?)");
  CHECK(problem({"check", "--format", "xml"}) ==
        "--format does not know 'xml' (it knows text, json, github, sarif)");
  CHECK(problem({"build", "-o"}) ==
        "'--output' needs a value ('loci help build' shows how it is used)");
}

TEST_CASE("missing and superfluous arguments are named") {
  CHECK(problem({"new"}) ==
        "'loci new' needs the path of the note (like 'loci new databases/mvcc')");
  CHECK(problem({"search"}) ==
        "'loci search' needs something to look for (like 'loci search isolation level')");
  CHECK(problem({"list"}) ==
        "'loci list' needs the kind of thing to list (it lists notes, orphans, broken, drafts, "
        "cards, tags, mentions)");
  CHECK(problem({"list", "orphan"}) ==
        "'loci list' does not know 'orphan' (did you mean 'orphans'?)");
  CHECK(problem({"dump"}) ==
        "'loci dump' needs the thing to print (it prints search-documents, fsrs, page)");
  CHECK(problem({"log"}) ==
        "'loci log' needs to know what to do (it can check, merge, export, import)");
  CHECK(problem({"log", "chek"}) == "'loci log' does not know 'chek' (did you mean 'check'?)");
  CHECK(problem({"log", "merge"}) ==
        "'loci log merge' needs files or folders of reviews (like 'loci log merge phone.jsonl')");
  CHECK(problem({"log", "export", "a.jsonl"}) ==
        "'loci log export' takes no files: it writes the log of the project ('loci log merge' "
        "takes files and folders)");
  CHECK(problem({"log", "import", "a", "-o", "b"}) ==
        "--output does not go with 'loci log import'");
  CHECK(problem({"log", "merge", "a", "--json"}) == "--json does not go with 'loci log merge'");
  CHECK(problem({"verify", "--write"}) ==
        "--write goes with --update: it writes the changes into the notes");
  CHECK(problem({"verify", "--update", "--format", "json"}) ==
        "--update prints a patch: --format does not go with it");
  CHECK(problem({"dump", "search-document"}) ==
        "'loci dump' does not know 'search-document' (did you mean 'search-documents'?)");
  CHECK(problem({"build", "a", "b"}) ==
        "'b' is one argument too many for 'loci build' ('loci help build' shows how it is used)");
  CHECK(problem({"build", "a", "-C", "b"}) == "the folder is given twice: 'b' and 'a'");
}

TEST_CASE("the help text of a command names each of its options") {
  for (const Command command : {Command::init, Command::create, Command::build, Command::serve,
                                Command::check, Command::search, Command::review, Command::list,
                                Command::lunr, Command::log, Command::dump, Command::clean,
                                Command::verify}) {
    const std::string_view text = help_text(command_name(command));
    for (const std::string& option : option_names(command)) {
      INFO(command_name(command) << " " << option);
      const bool is_common =
          option == "--quiet" || option == "--verbose" || option == "--help" || option == "--root";
      CHECK((text.find(option) != std::string_view::npos ||
             (is_common && help_text("").find(option) != std::string_view::npos)));
    }
    CHECK(help_text("").find("\n  " + std::string(command_name(command)) + " ") !=
          std::string_view::npos);
  }
}

TEST_CASE("help fits a terminal of 80 columns and names no option that is not there") {
  for (const std::string_view topic :
       {"", "init", "new", "build", "serve", "check", "search", "review", "list", "lunr", "log", "dump",
        "clean", "version", "help", "site.toml"}) {
    for (const std::string_view line : split(help_text(topic), '\n')) {
      INFO(line);
      CHECK(line.size() <= 80);
    }
  }
  CHECK(help_text("no such topic") == "");
}

TEST_CASE("the settings that help shows are settings") {
  const Result<SiteConfig> config = parse_config("help", help_text("site.toml"));
  CHECK((config ? std::string("fine") : config.error().message) == "fine");
}
