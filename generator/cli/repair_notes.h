// `loci check --fix`: the repairs of site/repairs.h as a patch, and with --write in the files.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "site/pipeline.h"
#include "source/file_system.h"

namespace loci {

struct RepairedNote {
  std::string path;   // relative to the project
  std::string file;   // where its bytes are, without symlinks
  std::string bytes;  // after the repair
};

struct RepairPlan {
  std::string patch;                // for `git apply`, paths relative to the project
  std::vector<RepairedNote> notes;  // by path
  std::size_t repairs = 0;
  std::vector<std::string> left_out;  // "notes/a.md: why": not repaired, though it could be
};

// Reads the files again: a note that is no longer what was parsed is left out.
RepairPlan plan_repairs(const SiteBuild& build, FileSystem& files);

// Each file as a whole, and only when its bytes are still those that the plan was made from.
Status write_repairs(const SiteBuild& build, RepairPlan& plan, FileSystem& files);

}  // namespace loci
