#include "base/parallel.h"
#include "cli/commands.h"

namespace loci {

namespace {

ExitCode run_command(const Options& options, const Surroundings& surroundings) {
  switch (options.command) {
    case Command::help:
      return run_help(options, surroundings);
    case Command::version:
      return run_version(options, surroundings);
    case Command::init:
      return run_init(options, surroundings);
    case Command::create:
      return run_new(options, surroundings);
    case Command::build:
      return run_build(options, surroundings);
    case Command::serve:
      return run_serve(options, surroundings);
    case Command::check:
      return run_check(options, surroundings);
    case Command::search:
      return run_search(options, surroundings);
    case Command::review:
      return run_review(options, surroundings);
    case Command::cards:
      return run_cards(options, surroundings);
    case Command::list:
      return run_list(options, surroundings);
    case Command::link:
      return run_link(options, surroundings);
    case Command::log:
      return run_log(options, surroundings);
    case Command::lunr:
      return run_lunr(options, surroundings);
    case Command::dump:
      return run_dump(options, surroundings);
    case Command::explain:
      return run_explain(options, surroundings);
    case Command::verify:
      return run_verify(options, surroundings);
    case Command::eject:
      return run_eject(options, surroundings);
    case Command::clean:
      return run_clean(options, surroundings);
  }
  return ExitCode::usage;
}

}  // namespace

ExitCode run(const std::vector<std::string>& arguments, const Surroundings& surroundings) {
  const Result<Options> options = parse_options(arguments);
  if (!options) return report(options.error(), surroundings);
  const JobLimit limit(options->jobs);
  return run_command(*options, surroundings);
}

}  // namespace loci
