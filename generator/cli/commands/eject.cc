#include <string>

#include "base/path.h"
#include "cli/commands.h"
#include "theme/override.h"

namespace loci {

ExitCode run_eject(const Options& options, const Surroundings& surroundings) {
  if (options.path.empty()) {
    for (const std::string& name : ejectable_files()) surroundings.out(name + "\n");
    return ExitCode::fine;
  }
  const Result<EjectedFile> copy = ejected_file(options.path);
  if (!copy) return report(copy.error(), surroundings);
  if (options.print) {
    surroundings.out(copy->text);
    return ExitCode::fine;
  }
  const Result<SiteConfig> config = open_project(options, surroundings);
  if (!config) return report(config.error(), surroundings);
  const std::string path = join_path(config->root, copy->path);
  if (surroundings.files->exists(path)) {
    return report(Error{"'" + copy->path + "' is there already",
                        {"'loci eject " + options.path + " --print' prints the original"},
                        ErrorKind::usage},
                  surroundings);
  }
  if (Status made = surroundings.files->make_directories(std::string(parent_path(path))); !made)
    return report(made.error(), surroundings);
  if (Status written = surroundings.files->write(path, copy->text); !written)
    return report(written.error(), surroundings);
  if (!options.quiet) {
    surroundings.out("wrote " + copy->path + ", which takes the place of Loci's own\n");
  }
  return ExitCode::fine;
}

}  // namespace loci
