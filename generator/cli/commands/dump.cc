#include "cli/commands.h"
#include "cli/input.h"
#include "search/search_index.h"
#include "study/fsrs_history.h"

namespace loci {

namespace {

ExitCode dump_fsrs(const Options& options, const Surroundings& surroundings) {
  const Result<std::string> histories =
      read_input(options, surroundings, "'loci dump fsrs' needs a file of histories",
                 "name a file, or give it on standard input");
  if (!histories) return report(histories.error(), surroundings);
  const Result<std::string> replayed = replay_histories(*histories);
  if (!replayed) return report(replayed.error(), surroundings);
  surroundings.out(*replayed);
  return ExitCode::fine;
}

}  // namespace

ExitCode run_dump(const Options& options, const Surroundings& surroundings) {
  if (options.dump == Dump::fsrs) return dump_fsrs(options, surroundings);
  Timings timings;
  const Result<BuiltProject> project =
      build_project(options, surroundings, Depth::indexed, timings);
  if (!project) return report(project.error(), surroundings);
  {
    const auto timer = timings.start("write");
    write_search_documents(project->build->search, [&](std::string_view piece) {
      surroundings.out(piece);
      return true;
    });
  }
  report_timings(timings, options, surroundings);
  return ExitCode::fine;
}

}  // namespace loci
