// The strings of a site's language: those that come with the program, and over them the site's own
// templates/strings/de.json. "de-AT" is read over "de". A text that pages and scripts both show may
// stand in one part of such a file only.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "source/config.h"
#include "source/file_system.h"
#include "source/strings.h"

namespace loci {

struct SiteStrings {
  Strings strings;  // English when there is no file of the language
  std::string
      path;  // of the site's own file, or where one would stand: "templates/strings/fr.json"
  // Texts of Loci's own pages that the language lacks, by text, and entries that look like a text of
  // Loci's misspelt, with that.
  std::vector<std::string> missing;
  std::vector<std::pair<std::string, std::string>> unknown;

  // The interface speaks English and the notes do not.
  bool differs = false;
};

Result<SiteStrings> read_strings(const SiteConfig& config, FileSystem& files);

// Counts in the texts that the site's own templates use.
void add_own_texts(SiteStrings& strings, const std::set<std::string>& texts);

// A file of a language to be filled in: every text of Loci's and those of `missing`, with what the
// site's own file says of it, else empty. `language`: "fr". Errors: not a language's name, or a file
// that cannot be read.
Result<std::string> strings_to_fill(std::string_view language,
                                    const std::vector<std::string>& missing,
                                    const SiteConfig& config, FileSystem& files);

// Whether a file of the language comes with the program.
bool has_embedded_strings(std::string_view language);

// The texts of the scripts as a script of their own: "loci_strings={...}". Empty for English.
std::string strings_script(const Strings& strings);

}  // namespace loci
