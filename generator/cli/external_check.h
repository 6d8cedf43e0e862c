// `loci check --external`: whether the addresses of other hosts answer. It asks the program `curl`,
// because TLS done by hand is not safe; without it, or offline, it says so and claims nothing.
//
// Each address is asked once: HEAD, and GET when HEAD is refused. At most eight hosts at a time and
// one request at a time to each host; ten seconds a request.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"
#include "site/stages.h"
#include "source/diagnostic.h"

namespace loci {

struct ExternalCheck {
  std::vector<Diagnostic> diagnostics;  // L215, at each place a dead address stands
  std::size_t asked = 0;                // addresses
  std::size_t refused = 0;  // answered that they do not answer programs: neither dead nor alive
};

// Errors are of kind environment: there is no curl, or no host could be found.
Result<ExternalCheck> check_external_links(const LinkedSite& site);

}  // namespace loci
