#include "site/output_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <thread>
#include <utility>

namespace loci {

OutputLock::OutputLock(OutputLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

OutputLock::~OutputLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

Result<OutputLock> lock_output(const std::string& folder, int wait_ms) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  OutputLock lock(descriptor);
  if (descriptor < 0) return lock;
  constexpr int step_ms = 50;
  for (int waited = 0; flock(descriptor, LOCK_EX | LOCK_NB) != 0; waited += step_ms) {
    if (waited >= wait_ms) {
      return Error{"another loci is writing to '" + folder + "'",
                   {"wait until it is done"},
                   ErrorKind::locked};
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(step_ms));
  }
  return lock;
}

}  // namespace loci
