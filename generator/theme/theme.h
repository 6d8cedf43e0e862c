// How pages look: templates and assets, the site's own first, then those embedded in the program,
// file by file.
//
//     Result<Theme> theme = load_theme(config, files);
//     theme->asset("assets/loci.css")->output_path;      // "assets/loci.3f9a1c2e.css"
//     theme->render("note.html", page);                  // page: see templates/README.md
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "source/config.h"
#include "source/file_system.h"
#include "theme/page_value.h"
#include "theme/strings_file.h"

namespace loci {

// When an asset is published. Most always; a large or rare one only with a page that loads it.
enum class AssetDemand : std::uint8_t {
  always,
  mathematics,    // some page has a formula
  diagrams,       // some page has a diagram
  text_font,      // the face of the text, unless site.toml wants the system's
  learning_path,  // some note requires another
  live,           // the preview server sends the site
  single_file,    // never as a file of a site: the one file has it inside (site/single_file.h)
};

struct Asset {
  std::string name;         // "loci.css": as templates name it
  std::string output_path;  // "assets/loci.3f9a1c2e.css": hash of the bytes in the name
  std::string_view bytes;   // the theme's or the program's
  AssetDemand demand = AssetDemand::always;
};

class Theme {
 public:
  struct Parts;
  explicit Theme(std::unique_ptr<Parts> parts);
  Theme(Theme&&) noexcept;
  Theme& operator=(Theme&&) noexcept;
  ~Theme();

  const std::vector<Asset>& assets() const;  // by name
  const Asset* asset(std::string_view name) const;
  bool has_template(std::string_view name) const;
  // Of the site's templates that cannot be used: "templates/note.html:3:7: unmatched if". What they
  // make cannot be rendered.
  const std::set<std::string>& template_failures() const;
  // The site's own, by path ("templates/note.html"), as they are written.
  const std::map<std::string, std::string, std::less<>>& own_templates() const;
  // The site's own that take no template's place and stand in none, by name.
  const std::vector<std::string>& unused_templates() const;
  // Of the interface, and what its file lacks.
  const SiteStrings& strings() const;

  // Safe to call from several threads. Errors: "templates/note.html:2:4: variable 'nope' not
  // found".
  Result<std::string> render(std::string_view name, const PageValue& model) const;
  // A name is looked for in `model`, then in `shared`: what all pages have in common is made once.
  Result<std::string> render(std::string_view name, const PageValue& model,
                             const PageValue& shared) const;

 private:
  std::unique_ptr<Parts> parts_;
};

// Reads `templates/` and `assets/` of the project when they exist. Of `assets/`, style sheets and
// scripts at its top, fonts in fonts/, and files that replace one of Loci's count. A template that
// cannot be read as one is in template_failures. Errors are of kind usage for a logo that is not there.
Result<Theme> load_theme(const SiteConfig& config, FileSystem& files);

}  // namespace loci
