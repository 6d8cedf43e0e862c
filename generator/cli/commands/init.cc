#include <algorithm>

#include "base/path.h"
#include "base/text.h"
#include "base/unicode.h"
#include "cli/commands.h"
#include "cli/commands/init_files.h"

namespace loci {

namespace {

// Notes in the folder or one level below make it somebody's vault.
bool holds_notes(const std::string& folder, FileSystem& files, int depth) {
  const Result<std::vector<DirectoryEntry>> entries = files.list(folder);
  if (!entries) return false;
  return std::any_of(entries->begin(), entries->end(), [&](const DirectoryEntry& entry) {
    if (entry.name.starts_with('.') || entry.name == "node_modules" || entry.name == "public")
      return false;
    if (entry.kind == DirectoryEntry::Kind::directory) {
      return depth > 0 && holds_notes(join_path(folder, entry.name), files, depth - 1);
    }
    return entry.kind == DirectoryEntry::Kind::file && entry.name.ends_with(".md") &&
           entry.name != "README.md";
  });
}

}  // namespace

ExitCode run_init(const Options& options, const Surroundings& surroundings) {
  FileSystem& files = *surroundings.files;
  const std::string folder = normal_path(join_path(surroundings.working_folder, options.directory));
  if (files.exists(folder) && !files.is_directory(folder)) {
    return report(
        Error{"'" + options.directory + "' is a file, not a folder", {}, ErrorKind::usage},
        surroundings);
  }
  const bool has_notes = files.is_directory(folder) && holds_notes(folder, files, 1);
  std::string title = options.title.empty() ? std::string(file_name(folder)) : options.title;
  if (title.empty()) title = "Notes";
  const std::vector<InitFile> wanted = init_files(sanitize_utf8(title).text, has_notes);

  // Nothing is written unless all of it can be.
  std::vector<std::string> present;
  for (const InitFile& file : wanted) {
    if (files.exists(join_path(folder, file.path))) present.push_back("'" + file.path + "'");
  }
  if (!present.empty() && !options.force) {
    return report(Error{join(present, ", ") + (present.size() == 1 ? " is" : " are") +
                            " there already, and nothing was written",
                        {"--force overwrites " + std::string(present.size() == 1 ? "it" : "them")},
                        ErrorKind::usage},
                  surroundings);
  }
  for (const InitFile& file : wanted) {
    const std::string path = join_path(folder, file.path);
    if (Status made = files.make_directories(std::string(parent_path(path))); !made)
      return report(made.error(), surroundings);
    if (Status written = files.write(path, file.text); !written)
      return report(written.error(), surroundings);
  }
  if (options.quiet) return ExitCode::fine;
  std::string text;
  for (const InitFile& file : wanted) text += "  " + file.path + "\n";
  text += "next: loci serve";
  if (!options.directory.empty() && folder != surroundings.working_folder)
    text += " " + options.directory;
  surroundings.out(text + "\n");
  return ExitCode::fine;
}

}  // namespace loci
