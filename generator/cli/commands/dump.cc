#include <nlohmann/json.hpp>

#include "base/path.h"
#include "cli/commands.h"
#include "cli/input.h"
#include "search/search_index.h"
#include "site/page_model.h"
#include "site/page_parts.h"
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

// The page that `typed` names: its path with or without ".html", or a note's in its folder.
const Output* find_page(const SiteBuild& build, const std::string& typed) {
  const std::string path = normal_path(typed);
  for (const std::string& candidate : {path, path + ".html", join_path(path, "index.html")}) {
    const Output* output = build.plan.find(candidate);
    if (output != nullptr && is_page(output->kind)) return output;
  }
  for (const LinkedNote& note : build.site.notes) {
    const std::string& source = note.parsed->path;
    if (source == path || source == path + ".md" ||
        source == join_path(build.config.notes_dir, path))
      return build.plan.find(note.output_path);
  }
  return nullptr;
}

ExitCode dump_page(const Options& options, const Surroundings& surroundings) {
  Timings timings;
  const Result<BuiltProject> project =
      build_project(options, surroundings, Depth::planned, timings);
  if (!project) return report(project.error(), surroundings);
  const SiteBuild& build = *project->build;
  const Output* output = find_page(build, options.path);
  if (output == nullptr) {
    return report(Error{"the site has no page '" + options.path + "'",
                        {"name a note as in a link, or a page: 'loci list notes' shows them"},
                        ErrorKind::usage},
                  surroundings);
  }
  nlohmann::json model = to_json(build.parts->shared_for(*output, build));
  model.update(to_json(page_model(*output, build, {})));
  surroundings.out("{ \"template\": \"" + std::string(template_of(output->kind)) +
                   "\", \"model\": " + model.dump(2) + " }\n");
  return ExitCode::fine;
}

}  // namespace

ExitCode run_dump(const Options& options, const Surroundings& surroundings) {
  if (options.dump == Dump::fsrs) return dump_fsrs(options, surroundings);
  if (options.dump == Dump::page) return dump_page(options, surroundings);
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
