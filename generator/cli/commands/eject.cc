#include <string>

#include "base/path.h"
#include "cli/commands.h"
#include "theme/override.h"
#include "theme/strings_file.h"
#include "theme/theme.h"

namespace loci {
namespace {

// "fr" of "strings/fr.json", when no such file comes with Loci; else "".
std::string new_language(std::string_view name) {
  if (name.starts_with("templates/")) name.remove_prefix(std::string_view("templates/").size());
  constexpr std::string_view folder = "strings/";
  if (!name.starts_with(folder) || !name.ends_with(".json")) return {};
  const std::string language(file_stem(name));
  return has_embedded_strings(language) || language == "en" ? "" : language;
}

// A file of texts to be filled in.
Result<EjectedFile> new_strings(const std::string& language, const Options& options,
                                const Surroundings& surroundings) {
  Result<SiteConfig> config = open_project(options, surroundings);
  if (!config) return std::move(config).error();
  config->language = language;
  const Result<Theme> theme = load_theme(*config, *surroundings.files);
  if (!theme) return theme.error();
  Result<std::string> text =
      strings_to_fill(language, theme->strings().missing, *config, *surroundings.files);
  if (!text) return std::move(text).error();
  return EjectedFile{"templates/strings/" + language + ".json", *std::move(text)};
}

}  // namespace

ExitCode run_eject(const Options& options, const Surroundings& surroundings) {
  if (options.path.empty()) {
    for (const std::string& name : ejectable_files()) surroundings.out(name + "\n");
    return ExitCode::fine;
  }
  const std::string language = new_language(options.path);
  const Result<EjectedFile> copy =
      language.empty() ? ejected_file(options.path) : new_strings(language, options, surroundings);
  if (!copy) return report(copy.error(), surroundings);
  if (options.print) {
    surroundings.out(copy->text);
    return ExitCode::fine;
  }
  const Result<SiteConfig> config = open_project(options, surroundings);
  if (!config) return report(config.error(), surroundings);
  const std::string path = join_path(config->root, copy->path);
  if (surroundings.files->exists(path)) {
    return report(Error{"'" + copy->path + "' is there already",
                        {"'loci eject " + options.path + " --print' prints " +
                         (language.empty() ? "the original" : "it with all that it lacks")},
                        ErrorKind::usage},
                  surroundings);
  }
  if (Status made = surroundings.files->make_directories(std::string(parent_path(path))); !made)
    return report(made.error(), surroundings);
  if (Status written = surroundings.files->write(path, copy->text); !written)
    return report(written.error(), surroundings);
  if (!options.quiet) {
    surroundings.out("wrote " + copy->path +
                     (language.empty()
                          ? ", which takes the place of Loci's own\n"
                          : ": write each text's translation beside it, and language = \"" +
                                language + "\" in site.toml\n"));
  }
  return ExitCode::fine;
}

}  // namespace loci
