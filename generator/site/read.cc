#include "site/read.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "base/path.h"
#include "base/text.h"
#include "site/glob.h"
#include "source/decode.h"
#include "source/image_size.h"
#include "source/media_kind.h"

namespace loci {
namespace {

constexpr std::uint64_t max_note_bytes = 8 * 1024 * 1024;
constexpr std::size_t max_folder_depth = 64;

bool is_note_name(std::string_view name) {
  const std::string ending = ascii_lower(extension(name));
  return ending == ".md" || ending == ".markdown";
}

class Walk {
 public:
  Walk(const SiteConfig& config, FileSystem& files, Diagnostics& diagnostics)
      : config_(config), files_(files), diagnostics_(diagnostics), prefix_(notes_prefix(config)) {
    output_ = normal_path(join_path(config.root, config.output_dir));
    if (Result<std::string> root = files.real_path(config.root)) real_root_ = *root;
  }

  // `folder` is relative to the project's root, with a final '/' unless empty.
  Status enter(const std::string& folder) {
    Result<std::vector<DirectoryEntry>> entries = files_.list(absolute(folder));
    if (!entries) return std::move(entries).error();
    for (DirectoryEntry& entry : *entries) visit(folder, entry);
    return Done{};
  }

  FoundSources found;

 private:
  static FoundFile file_of(const std::string& path, const DirectoryEntry& entry,
                           std::string real_path) {
    return {path, entry.size, entry.mark, entry.changed_ms, std::move(real_path)};
  }

  std::string absolute(std::string_view relative) const {
    return normal_path(join_path(config_.root, relative));
  }

  bool is_ignored(const std::string& path, const std::string& name, bool is_directory) const {
    if (name.starts_with('.')) return true;
    if (is_directory && (name == "node_modules" || absolute(path) == output_)) return true;
    const std::string_view in_vault = std::string_view(path).substr(prefix_.size());
    return std::any_of(
        config_.ignore.begin(), config_.ignore.end(),
        [&](const std::string& pattern) { return matches_glob(pattern, in_vault, is_directory); });
  }

  void visit(const std::string& folder, DirectoryEntry& entry) {
    const std::string path = folder + entry.name;
    std::string real_path;
    if (entry.kind == DirectoryEntry::Kind::symlink && !follow(path, entry, real_path)) return;
    switch (entry.kind) {
      case DirectoryEntry::Kind::file:
        if (is_ignored(path, entry.name, false)) return;
        if (is_note_name(entry.name)) {
          found.notes.push_back(file_of(path, entry, std::move(real_path)));
        } else {
          found.attachments.push_back(file_of(path, entry, std::move(real_path)));
        }
        return;
      case DirectoryEntry::Kind::directory:
        return visit_folder(path, entry.name);
      case DirectoryEntry::Kind::symlink:
      case DirectoryEntry::Kind::other:
        return;
    }
  }

  void visit_folder(const std::string& path, const std::string& name) {
    if (is_ignored(path, name, true)) return;
    if (is_note_name(name)) {
      diagnostics_.report(
          Code::not_a_file, path, {}, "this is a folder, not a note",
          {"give the folder a name that does not end in '" + std::string(extension(name)) + "'"});
    }
    if (++depth_ <= max_folder_depth) {
      if (Status below = enter(path + "/"); !below) {
        diagnostics_.report(Code::unreadable_file, path, {}, below.error().message);
      }
    }
    --depth_;
  }

  // Turns a link into what it leads to. False: it leads out of the project, to nothing, or back to
  // a folder around it.
  bool follow(const std::string& path, DirectoryEntry& entry, std::string& real_path) {
    if (entry.name.starts_with('.')) return false;
    const std::string link = absolute(path);
    const Result<std::string> target = files_.real_path(link);
    if (!target) {
      if (is_note_name(entry.name)) {
        diagnostics_.report(Code::unreadable_file, path, {}, "this link leads to nothing");
      }
      return false;
    }
    if (!is_inside(*target, real_root_)) {
      diagnostics_.report(Code::unsafe_symlink, path, {},
                          "this link leads out of the project and is not followed",
                          {"copy what it leads to into the notes folder"});
      return false;
    }
    if (!files_.is_directory(link)) {
      entry.kind = DirectoryEntry::Kind::file;
      real_path = *target;
      return true;
    }
    // A link to a folder above itself would go round for ever.
    if (is_inside(normal_path(join_path(real_root_, path)), *target)) return false;
    entry.kind = DirectoryEntry::Kind::directory;
    return true;
  }

  const SiteConfig& config_;
  FileSystem& files_;
  Diagnostics& diagnostics_;
  std::string prefix_;
  std::string output_;
  std::string real_root_;
  std::size_t depth_ = 0;
};

// Of a picture the head is read for its size. One that cannot be read has none; the copy will say why.
Attachment look_at(const FoundFile& found, const SiteConfig& config, FileSystem& files) {
  Attachment attachment;
  attachment.path = found.path;
  attachment.size = found.size;
  if (media_kind(attachment.path) != MediaKind::image) return attachment;
  const std::string path = readable_path(found, config);
  for (const std::size_t bytes : {image_head_bytes, long_image_head_bytes}) {
    const Result<std::string> head = files.read_head(path, bytes);
    if (!head) return attachment;
    if (const std::optional<ImageSize> size = image_size(*head)) {
      attachment.width = size->width;
      attachment.height = size->height;
      return attachment;
    }
    if (head->size() < bytes) return attachment;  // that was all of it
  }
  return attachment;
}

struct ReadNote {
  std::shared_ptr<const SourceFile> file;  // null: not published
  std::vector<Diagnostic> diagnostics;
};

ReadNote read_note(const FoundFile& found, const SiteConfig& config, FileSystem& files) {
  ReadNote note;
  Diagnostics diagnostics;
  if (found.size > max_note_bytes) {
    diagnostics.report(
        Code::note_too_large, found.path, {},
        "this note is larger than 8 MiB and is left out (" + thousands(found.size) + " bytes)",
        {"split it, or name it in 'ignore'"});
    note.diagnostics = diagnostics.take();
    return note;
  }
  Result<std::string> bytes = files.read(readable_path(found, config));
  if (!bytes) {
    diagnostics.report(Code::unreadable_file, found.path, {}, bytes.error().message);
  } else {
    SourceFile file = decode_source(found.path, std::move(*bytes), diagnostics);
    if (!diagnostics.has_errors()) note.file = std::make_shared<const SourceFile>(std::move(file));
  }
  note.diagnostics = diagnostics.take();
  return note;
}

}  // namespace

std::string readable_path(const FoundFile& found, const SiteConfig& config) {
  return found.real_path.empty() ? normal_path(join_path(config.root, found.path))
                                 : found.real_path;
}

std::string notes_prefix(const SiteConfig& config) {
  std::string folder = normal_path(config.notes_dir);
  if (!folder.empty()) folder += '/';
  return folder;
}

Result<FoundSources> find_sources(const SiteConfig& config, FileSystem& files,
                                  Diagnostics& diagnostics) {
  const std::string prefix = notes_prefix(config);
  const std::string folder = normal_path(join_path(config.root, prefix));
  if (!files.is_directory(folder)) {
    return Error{"the notes folder '" + folder + "' does not exist",
                 {"create it, or set 'notes' in site.toml"},
                 ErrorKind::usage};
  }
  Walk walk(config, files, diagnostics);
  if (Status walked = walk.enter(prefix); !walked) {
    return std::move(walked).error().with_context("cannot read the notes folder");
  }
  const auto by_path = [](const auto& a, const auto& b) { return a.path < b.path; };
  std::sort(walk.found.notes.begin(), walk.found.notes.end(), by_path);
  std::sort(walk.found.attachments.begin(), walk.found.attachments.end(), by_path);
  return std::move(walk.found);
}

Result<SourceSet> read_sources(const SiteConfig& config, FileSystem& files,
                               Diagnostics& diagnostics) {
  const Result<FoundSources> found = find_sources(config, files, diagnostics);
  if (!found) return found.error();
  std::vector<ReadNote> read(found->notes.size());
  parallel_for(read.size(), 8,
               [&](std::size_t i) { read[i] = read_note(found->notes[i], config, files); });

  SourceSet sources;
  sources.attachments.resize(found->attachments.size());
  parallel_for(found->attachments.size(), 32, [&](std::size_t i) {
    sources.attachments[i] = look_at(found->attachments[i], config, files);
  });
  sources.notes.reserve(read.size());
  for (ReadNote& note : read) {
    diagnostics.append(note.diagnostics);
    if (note.file != nullptr) sources.notes.push_back(std::move(note.file));
  }
  // What cannot be read as a record says nothing on the pages; `loci verify` says what is wrong with it.
  const std::string record = join_path(config.root, verified_record_path);
  if (files.exists(record)) {
    const Result<std::string> json = files.read(record);
    Result<VerifiedRecord> verified = json ? parse_verified_record(*json) : json.error();
    if (verified) sources.verified = *std::move(verified);
  }
  return sources;
}

}  // namespace loci
