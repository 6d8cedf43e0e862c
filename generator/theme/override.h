// A site's own copies of Loci's templates and assets: how one is made, and which have fallen behind.
//
// A copy's first line says what it was made of, "{# loci: from partials/footer.html 3f9a1c2e #}", and a
// build compares the digits with those of the original that the program has now. A file without that
// line is the site's own affair.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "source/config.h"
#include "source/file_system.h"

namespace loci {

// What can be copied: "note.html", "partials/footer.html", "loci.css", "icons/icon.svg".
std::vector<std::string> ejectable_files();

// The file that was probably meant: by its whole name, else by its last part ("foter.html" is near
// "partials/footer.html").
std::optional<std::string> nearest_file(std::string_view name,
                                        const std::vector<std::string>& files);

struct EjectedFile {
  std::string path;  // in the project: "templates/partials/footer.html"
  std::string text;  // with the line that says what it was made of
};
// A name may begin with the folder of the copy ("templates/note.html"). Errors are of kind usage.
Result<EjectedFile> ejected_file(std::string_view name);

struct StaleOverride {
  std::string path;  // in the project
  std::string name;  // of the original
};
// Copies whose original has changed since they were made, by path.
std::vector<StaleOverride> stale_overrides(const SiteConfig& config, FileSystem& files);

}  // namespace loci
