#include "base/text.h"
#include "cli/commands.h"
#include "site/write.h"

namespace loci {

ExitCode run_clean(const Options& options, const Surroundings& surroundings) {
  const Result<SiteConfig> config = open_project(options, surroundings);
  if (!config) return report(config.error(), surroundings);
  const Result<WriteReport> cleaned =
      clean_site(*config, *surroundings.files, {.home = surroundings.home});
  if (!cleaned) return report(cleaned.error(), surroundings);
  if (!options.quiet) {
    surroundings.out("deleted " + counted(cleaned->deleted, "file") + " in " +
                     output_folder(*config) + "\n");
  }
  return ExitCode::fine;
}

}  // namespace loci
