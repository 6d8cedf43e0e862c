#include "cli/commands.h"

namespace loci {

ExitCode run_version(const Options&, const Surroundings& surroundings) {
  surroundings.out("loci " LOCI_VERSION "\n");
  return ExitCode::fine;
}

}  // namespace loci
