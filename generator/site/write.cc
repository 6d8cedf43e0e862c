#include "site/write.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <utility>

#include "base/hash.h"
#include "base/parallel.h"
#include "base/path.h"
#include "site/customisation.h"
#include "site/manifest.h"
#include "site/output_lock.h"
#include "site/read.h"
#include "site/render.h"

namespace loci {
namespace {

constexpr int lock_wait_ms =
    10'000;  // a build takes seconds, and a second one in a script may follow at once

std::string resolved(const std::string& path, FileSystem& files) {
  if (Result<std::string> real = files.real_path(path)) return *real;
  return path;
}

// Folders whose contents are not ours to replace.
Status refuse_dangerous(const std::string& folder, const SiteConfig& config, FileSystem& files,
                        const WriteOptions& options) {
  const std::string real = resolved(folder, files);
  const auto contains = [&](const std::string& precious) {
    const std::string path = normal_path(precious);
    return is_inside(path, folder) || is_inside(resolved(path, files), real);
  };
  const auto refuse = [&](const std::string& why) {
    return Error{"the output folder '" + folder + "' " + why,
                 {"choose another one with --output or 'output' in site.toml"},
                 ErrorKind::usage};
  };
  if (folder == "/") return refuse("is the whole file system");
  if (!options.home.empty() && contains(options.home)) return refuse("holds your home folder");
  if (contains(config.root)) return refuse("holds the project itself");
  if (contains(join_path(config.root, notes_prefix(config)))) return refuse("holds the notes");
  return Done{};
}

Status make_folder(const std::string& folder, FileSystem& files) {
  if (files.exists(folder) && !files.is_directory(folder)) {
    return Error{"the output folder '" + folder + "' is a file", {}, ErrorKind::usage};
  }
  return files.make_directories(folder);
}

// The manifest of a folder that is ours; an empty one for a folder that is new, empty, or forced.
Result<Manifest> open_folder(const std::string& folder, FileSystem& files, bool force) {
  const std::string manifest_path = join_path(folder, manifest_name);
  if (files.exists(manifest_path)) {
    Result<std::string> text = files.read(manifest_path);
    if (!text) return std::move(text).error();
    if (std::optional<Manifest> manifest = read_manifest(*text)) return std::move(*manifest);
  }
  Result<std::vector<DirectoryEntry>> entries = files.list(folder);
  if (!entries) return std::move(entries).error();
  // A checkout of the branch that is published has a ".git"; a first build that was killed may leave the beginning of its list.
  const bool is_empty =
      std::all_of(entries->begin(), entries->end(), [](const DirectoryEntry& entry) {
        return entry.name == ".git" || entry.name == manifest_name ||
               (entry.name.starts_with(".loci-") && entry.name.ends_with(".tmp"));
      });
  if (!is_empty && !force) {
    return Error{
        "the output folder '" + folder + "' is not empty and was not made by Loci",
        {"empty it, choose another one with --output, or use --force to write among its files"},
        ErrorKind::usage};
  }
  return Manifest{};
}

enum class Outcome : std::uint8_t { written, unchanged, failed };

struct Slot {
  Outcome outcome = Outcome::failed;
  std::uint64_t bytes = 0;
  std::string hash;
  std::string
      failure;  // why there are no bytes: the template's, or an attachment's that cannot be read
};

class Writer {
 public:
  Writer(SiteBuild& build, const Theme& theme, FileSystem& files, std::string folder,
         const Manifest& old)
      : build_(build), theme_(theme), files_(files), folder_(std::move(folder)), old_(old) {}

  Status make_folders() {
    std::set<std::string> folders;
    for (const Output& output : build_.plan.outputs)
      folders.insert(std::string(parent_path(output.path)));
    for (const std::string& folder : folders) {
      if (Status made = files_.make_directories(join_path(folder_, folder)); !made) return made;
    }
    return Done{};
  }

  // All outputs, several at a time; a page's bytes live only until they are written. Stops at the first failure of the disk.
  Status write_all() {
    const std::vector<Output>& outputs = build_.plan.outputs;
    slots.resize(outputs.size());
    // Two threads that create files in one folder wait for each other: so the data, which are many files in few folders, and
    // the pages stand one after the other, and each thread begins at a place of its own.
    std::vector<std::size_t> order;
    order.reserve(outputs.size());
    for (const bool is_data : {true, false}) {
      for (std::size_t i = 0; i < outputs.size(); ++i) {
        if ((outputs[i].kind == OutputKind::data) == is_data) order.push_back(i);
      }
    }
    return write_these(order);
  }

  std::vector<Slot> slots;  // parallel to the plan

 private:
  Status write_these(const std::vector<std::size_t>& chosen) {
    const std::vector<Output>& outputs = build_.plan.outputs;
    std::vector<std::string> failures(chosen.size());
    std::atomic<bool> has_failed = false;
    parallel_for(chosen.size(), 4, [&](std::size_t i) {
      if (has_failed) return;
      const Output& output = outputs[chosen[i]];
      Slot& slot = slots[chosen[i]];
      Status done = output.kind == OutputKind::lunr_index ? write_stream(output, slot)
                                                          : write_whole(output, slot);
      // Not an assignment: that of an empty string keeps the room of the old one.
      if (output.kind == OutputKind::data) std::string().swap(build_.data[output.index].bytes);
      if (done) return;
      failures[i] = done.error().message;
      has_failed = true;
    });
    for (std::string& failure : failures) {
      if (!failure.empty()) return Error{std::move(failure), {}, ErrorKind::environment};
    }
    return Done{};
  }

  Status write_whole(const Output& output, Slot& slot) {
    const Result<std::string> bytes = render(output, build_, theme_);
    if (!bytes) {
      const bool is_page_error = bytes.error().kind == ErrorKind::content;
      if (!is_page_error && output.kind != OutputKind::attachment) return bytes.error();
      slot.failure = bytes.error().message;
      return Done{};
    }
    slot.bytes = bytes->size();
    slot.hash = to_hex(hash64(*bytes));
    const std::string path = join_path(folder_, output.path);
    if (is_same(path, *bytes)) {
      slot.outcome = Outcome::unchanged;
      return Done{};
    }
    slot.outcome = Outcome::written;
    // The manifest claims a new file before it is there: one that is cut off is written again by the next build.
    return old_.files.contains(output.path) ? files_.write(path, *bytes)
                                            : files_.write_new(path, *bytes);
  }

  bool is_same(const std::string& path, std::string_view bytes) {
    // Nothing was built here before: no use in looking for each file.
    if (old_.files.empty() || !files_.exists(path)) return false;
    const Result<std::string> existing = files_.read(path);
    return existing && *existing == bytes;
  }

  // The index may be larger than all pages: it is never whole in memory. When the last build's is
  // there, its hash is computed first, because a file of that size is worth not writing.
  Status write_stream(const Output& output, Slot& slot) {
    const std::string path = join_path(folder_, output.path);
    const auto before = old_.files.find(output.path);
    if (before != old_.files.end() && !before->second.empty() && files_.exists(path)) {
      StreamHash hash;
      write_lunr_json(build_.search, [&](std::string_view piece) {
        hash.append(piece);
        slot.bytes += piece.size();
        return true;
      });
      slot.hash = to_hex(hash.value());
      if (slot.hash == before->second) {
        slot.outcome = Outcome::unchanged;
        return Done{};
      }
      slot.bytes = 0;
    }
    Result<std::unique_ptr<FileWriter>> writer = files_.open_writer(path);
    if (!writer) return std::move(writer).error();
    StreamHash hash;
    Status appended = Done{};
    write_lunr_json(build_.search, [&](std::string_view piece) {
      hash.append(piece);
      slot.bytes += piece.size();
      appended = (*writer)->append(piece);
      return appended.has_value();
    });
    if (!appended) return appended;
    slot.hash = to_hex(hash.value());
    slot.outcome = Outcome::written;
    return (*writer)->finish();
  }

  SiteBuild& build_;
  const Theme& theme_;
  FileSystem& files_;
  std::string folder_;
  const Manifest& old_;
};

// Deletes files and then the folders above them that became empty, up to the output folder itself.
std::size_t remove_files(const std::vector<std::string>& paths, const std::string& folder,
                         FileSystem& files) {
  std::size_t removed = 0;
  std::set<std::string, std::greater<>> folders;  // the deepest first
  for (const std::string& path : paths) {
    if (files.remove_file(join_path(folder, path))) ++removed;
    for (std::string_view above = parent_path(path); !above.empty(); above = parent_path(above)) {
      folders.insert(std::string(above));
    }
  }
  for (const std::string& below : folders) {
    if (files.remove_empty_directory(join_path(folder, below)))
      continue;  // else others have files there
  }
  return removed;
}

}  // namespace

std::string output_folder(const SiteConfig& config) {
  return normal_path(join_path(config.root, config.output_dir));
}

Result<WriteReport> write_site(SiteBuild& build, const Theme& theme, FileSystem& files,
                               const WriteOptions& options) {
  const std::string folder = output_folder(build.config);
  if (Status safe = refuse_dangerous(folder, build.config, files, options); !safe)
    return std::move(safe).error();
  if (Status made = make_folder(folder, files); !made) return std::move(made).error();
  Result<OutputLock> lock = lock_output(folder, lock_wait_ms);
  if (!lock) return std::move(lock).error();
  // Only now: another build may have been writing, its first file before its list of files.
  Result<Manifest> old = open_folder(folder, files, options.force);
  if (!old) return std::move(old).error();

  // What is about to be written is claimed first: a build that is cut off leaves no file that the
  // next one would not know.
  const std::string manifest_path = join_path(folder, manifest_name);
  Manifest claimed = *old;
  bool has_new = !files.exists(manifest_path);
  for (const Output& output : build.plan.outputs)
    has_new |= claimed.files.try_emplace(output.path).second;
  if (has_new) {
    if (Status written = files.write(manifest_path, write_manifest(claimed)); !written)
      return std::move(written).error();
  }

  // A file of the last build where this one needs a folder goes first.
  std::set<std::string> blocking;
  for (const Output& output : build.plan.outputs) {
    for (std::string_view above = parent_path(output.path); !above.empty();
         above = parent_path(above)) {
      if (old->files.contains(above)) blocking.insert(std::string(above));
    }
  }
  WriteReport report;
  report.deleted = remove_files({blocking.begin(), blocking.end()}, folder, files);

  Writer writer(build, theme, files, folder, *old);
  if (Status made = writer.make_folders(); !made) return std::move(made).error();
  if (Status written = writer.write_all(); !written) return std::move(written).error();

  Manifest fresh;
  std::set<std::string> template_failures;  // one line for all pages of a kind
  for (std::size_t i = 0; i < writer.slots.size(); ++i) {
    const Slot& slot = writer.slots[i];
    const Output& output = build.plan.outputs[i];
    report.bytes += slot.bytes;
    if (is_page(output.kind)) ++report.pages;
    if (slot.outcome == Outcome::written) ++report.written;
    if (slot.outcome == Outcome::unchanged) ++report.unchanged;
    if (!slot.failure.empty() && output.kind == OutputKind::attachment) {
      const std::string& source = build.site.attachments[output.index].source_path;
      report.diagnostics.push_back({Code::unreadable_file,
                                    default_severity(Code::unreadable_file),
                                    source,
                                    {},
                                    slot.failure,
                                    {}});
    } else if (!slot.failure.empty() && !theme.template_failures().contains(slot.failure)) {
      template_failures.insert(slot.failure);
    }
    const auto before = old->files.find(output.path);
    if (slot.outcome != Outcome::failed) {
      fresh.files.emplace(output.path, slot.hash);
    } else if (before != old->files.end()) {
      fresh.files.insert(*before);
    }
  }
  for (const std::string& failure : template_failures) {
    report.diagnostics.push_back(template_problem(failure, build.templates));
  }

  std::vector<std::string> stale;
  for (const auto& [path, hash] : old->files) {
    if (build.plan.find(path) == nullptr && !blocking.contains(path)) stale.push_back(path);
  }
  report.deleted += remove_files(stale, folder, files);
  if (fresh != *old || has_new) {
    if (Status written = files.write(manifest_path, write_manifest(fresh)); !written)
      return std::move(written).error();
  }
  if (build.config.base_url.empty()) {
    report.remarks.push_back("no sitemap and no feed were written: they need 'base_url'");
  }
  return report;
}

Result<WriteReport> clean_site(const SiteConfig& config, FileSystem& files,
                               const WriteOptions& options) {
  const std::string folder = output_folder(config);
  WriteReport report;
  if (!files.exists(folder)) return report;
  if (Status safe = refuse_dangerous(folder, config, files, options); !safe)
    return std::move(safe).error();
  const std::string manifest_path = join_path(folder, manifest_name);
  if (!files.exists(manifest_path)) {
    return Error{"the folder '" + folder + "' was not made by Loci, so nothing in it is deleted",
                 {},
                 ErrorKind::usage};
  }
  Result<OutputLock> lock = lock_output(folder, lock_wait_ms);
  if (!lock) return std::move(lock).error();
  Result<Manifest> manifest = open_folder(folder, files, false);
  if (!manifest) return std::move(manifest).error();
  std::vector<std::string> paths;
  for (const auto& [path, hash] : manifest->files) paths.push_back(path);
  report.deleted = remove_files(paths, folder, files);
  if (Status removed = files.remove_file(manifest_path); !removed)
    return std::move(removed).error();
  if (Status removed = files.remove_empty_directory(folder); !removed) {
    report.remarks.push_back("the folder '" + folder + "' holds other files and stays");
  }
  return report;
}

}  // namespace loci
