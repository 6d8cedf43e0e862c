// One build at a time writes to an output folder: a lock on the folder itself, which leaves no file
// behind and ends with the process however it ends.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace loci {

class OutputLock {
 public:
  explicit OutputLock(int descriptor) : descriptor_(descriptor) {}
  OutputLock(OutputLock&& other) noexcept;
  OutputLock& operator=(OutputLock&&) = delete;
  ~OutputLock();

 private:
  int descriptor_;
};

// Waits up to `wait_ms` for another build to end; then an error of kind locked. A folder that the
// system does not know (files in memory, in tests) needs no lock.
Result<OutputLock> lock_output(const std::string& folder, int wait_ms);

}  // namespace loci
