#include "base/escape.h"
#include "base/path.h"
#include "base/text.h"
#include "base/unicode.h"
#include "cli/commands.h"

namespace loci {

namespace {

Error usage(std::string message, std::vector<std::string> hints = {}) {
  return Error{std::move(message), std::move(hints), ErrorKind::usage};
}

// "databases/mvcc", "notes/databases/mvcc.md" and "./databases/mvcc.md" are one note. Relative to
// the notes folder.
Result<std::string> note_path(const std::string& typed, const SiteConfig& config) {
  if (is_absolute_path(typed))
    return usage("'" + typed + "' must be a path inside the notes folder");
  std::string path = normal_path(typed);
  const std::string notes = normal_path(config.notes_dir);
  if (!notes.empty() && path != notes && is_inside(path, notes)) path.erase(0, notes.size() + 1);
  if (path.empty() || path == ".." || path.starts_with("../")) {
    return usage("'" + typed + "' must be a path inside the notes folder",
                 {"like 'databases/mvcc'"});
  }
  if (!is_valid_utf8(path) || path.find_first_of("\n\r\t") != std::string::npos) {
    return usage("'" + shorten(sanitize_utf8(path).text, 60) + "' is not a good name for a note");
  }
  if (!path.ends_with(".md")) path += ".md";
  for (const std::string_view part : split(path, '/')) {
    if (part.starts_with('.')) {
      return usage("'" + typed + "' begins with a dot, and such files are not read",
                   {"choose another name"});
    }
  }
  return path;
}

// "consistent-hashing" -> "Consistent hashing"
std::string title_from(std::string_view path) {
  std::string title(file_stem(path));
  for (char& c : title) {
    if (c == '-' || c == '_') c = ' ';
  }
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z')
    title[0] = static_cast<char>(title[0] - 'a' + 'A');
  return title;
}

}  // namespace

ExitCode run_new(const Options& options, const Surroundings& surroundings) {
  const Result<SiteConfig> config = open_project(options, surroundings);
  if (!config) return report(config.error(), surroundings);
  const Result<std::string> path = note_path(options.path, *config);
  if (!path) return report(path.error(), surroundings);

  FileSystem& files = *surroundings.files;
  const std::string shown = join_path(normal_path(config->notes_dir), *path);
  const std::string absolute = normal_path(join_path(config->root, shown));
  if (files.exists(absolute))
    return report(usage("'" + shown + "' is there already"), surroundings);

  // A JSON string is a YAML string, so no title can break the block.
  const std::string title = options.title.empty() ? title_from(*path) : options.title;
  std::string text = "---\ntitle: " + json_string(sanitize_utf8(title).text) + "\n";
  text += "date: " + to_string(local_date(surroundings.now())) + "\n";
  text += "tags: []\n---\n\n";

  if (Status made = files.make_directories(std::string(parent_path(absolute))); !made) {
    return report(made.error(), surroundings);
  }
  if (Status written = files.write(absolute, text); !written)
    return report(written.error(), surroundings);
  surroundings.out(options.quiet ? std::string() : shown + "\n");
  return ExitCode::fine;
}

}  // namespace loci
