#include "cli/repair_notes.h"

#include <optional>

#include "base/hash.h"
#include "base/path.h"
#include "site/link_lookup.h"
#include "site/link_steps.h"
#include "site/repairs.h"
#include "source/text_edit.h"

namespace loci {

namespace {

std::uint64_t parsed_hash(const SiteBuild& build, std::string_view path) {
  for (const auto& note : build.sources.notes) {
    if (note->path == path) return note->hash;
  }
  return 0;
}

}  // namespace

RepairPlan plan_repairs(const SiteBuild& build, FileSystem& files) {
  RepairPlan plan;
  const LinkNames names = make_link_names(build.site, build.parsed, build.sources, build.config);
  for (const NoteRepairs& repair : find_repairs(build.site, names, build.sources)) {
    // A note may be a link to a file; the build has seen to it that it stays inside the project.
    const std::string absolute = join_path(build.config.root, repair.path);
    const std::string file = files.real_path(absolute).value_or(absolute);
    const Result<std::string> bytes = files.read(file);
    if (!bytes) {
      plan.left_out.push_back(repair.path + ": " + bytes.error().message);
      continue;
    }
    std::optional<std::string> repaired;
    if (hash64(*bytes) == parsed_hash(build, repair.path))
      repaired =
          apply_edits_to_bytes(*bytes, source_text(build.sources, repair.path), repair.edits);
    if (!repaired) {
      plan.left_out.push_back(repair.path + ": it has changed, or it is not UTF-8");
      continue;
    }
    plan.patch += unified_diff(repair.path, *bytes, *repaired);
    plan.repairs += repair.links;
    plan.notes.push_back({repair.path, file, *std::move(repaired)});
  }
  return plan;
}

Status write_repairs(const SiteBuild& build, RepairPlan& plan, FileSystem& files) {
  std::vector<RepairedNote> written;
  for (RepairedNote& note : plan.notes) {
    const Result<std::string> bytes = files.read(note.file);
    if (!bytes || hash64(*bytes) != parsed_hash(build, note.path)) {
      plan.left_out.push_back(note.path + ": it has changed in the meantime");
      continue;
    }
    if (Status done = files.write(note.file, note.bytes); !done)
      return std::move(done).error().with_context("cannot write '" + note.path + "'");
    written.push_back(std::move(note));
  }
  plan.notes = std::move(written);
  return Done{};
}

}  // namespace loci
