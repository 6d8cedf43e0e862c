// The program `loci`. All that it does is in generator/cli; here is only what a process must do for
// itself.

#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/surroundings.h"

#if LOCI_HAS_MIMALLOC
#include <mimalloc.h>
#endif

namespace {

// A pass of a build frees what the one before it needed. Given back at once it would be asked for
// again a moment later, which is a fifth of a build's time in the kernel; not at all, and the passes' peaks
// would add up.
void return_freed_memory_soon() {
#if LOCI_HAS_MIMALLOC
  constexpr long milliseconds = 100;
#if MI_MALLOC_VERSION >= 210
  mi_option_set(mi_option_purge_delay, milliseconds);
#else
  mi_option_set(mi_option_decommit_delay, milliseconds);
#endif
#endif
}

}  // namespace

int main(int argc, char** argv) {
  return_freed_memory_soon();
  try {
    const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
    const loci::Surroundings surroundings = loci::system_surroundings();
    const loci::ExitCode code = loci::run(arguments, surroundings);
    // A full disk behind a redirection shows here at the latest.
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      std::fputs("error: cannot write to standard output\n", stderr);
      return static_cast<int>(loci::ExitCode::environment);
    }
    return static_cast<int>(code);
  } catch (const std::bad_alloc&) {
    std::fputs("error: not enough memory\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
  }
  return static_cast<int>(loci::ExitCode::environment);
}
