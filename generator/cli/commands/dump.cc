#include "cli/commands.h"
#include "search/search_index.h"

namespace loci {

ExitCode run_dump(const Options& options, const Surroundings& surroundings) {
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
