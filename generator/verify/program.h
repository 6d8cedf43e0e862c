// Blocks in a language that site.toml gives a command to. The command gets the block's text on its standard input, in a temporary
// folder of the note's own, and what it prints is compared.
//
//     [verify.python]                                ```python expect=output
//     command = ["python3", "-"]                     print(2 ** 10)
//     version = ["python3", "--version"]             # => 1024
//                                                    ```
//
//   expect=output     it ends well and prints what the `# =>` lines say (`//`, `--`, `;` and `%` begin a comment too);
//                     a cell `1..9` accepts a number of this range
//   expect=ok         it ends well
//   expect=error      it does not; expect=error:3: with this exit status
//
// `name=run` names the figures that it prints (results.h), `limit=5s` ends it, `continues` keeps the folder and the server of the block before.
//
// `start` names a server that runs beside the note's blocks, `ready` a command that succeeds when that server can be asked. In all
// of them `{folder}` is the note's folder. A block without `expect=` is an example and is not run.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "source/config.h"
#include "verify/blocks.h"
#include "verify/calc.h"
#include "verify/process.h"

namespace loci {

// What a block may take that says nothing of it. Null: site.toml says nothing either.
std::chrono::milliseconds runner_limit(const RunnerConfig* config);

class NoteProgram {
 public:
  NoteProgram(const RunnerConfig& config, const Workshop& workshop)
      : config_(config), workshop_(workshop) {}

  // `values` gets the figures of a block with a name.
  Result<std::vector<Finding>> check(const RunBlock& block, Values& values);
  // What `version` printed, its first line; empty when there is none.
  const std::string& version() const { return version_; }

 private:
  Status open();
  void close();
  std::vector<std::string> in_folder(const std::vector<std::string>& command) const;

  const RunnerConfig& config_;
  const Workshop& workshop_;
  std::unique_ptr<TemporaryFolder> folder_;
  std::unique_ptr<ServerProcess> server_;  // after folder_: it goes first
  std::string version_;
};

}  // namespace loci
