#include "source/config.h"

#include <utility>

#include "base/path.h"
#include "base/text.h"

namespace loci {

Result<std::string> normal_base_url(std::string_view url) {
  std::string normal(trim(url));
  if (normal.empty()) return normal;
  const std::size_t scheme_end = normal.find("://");
  if (scheme_end == std::string::npos) {
    normal = (normal.starts_with("//") ? "https:" : "https://") + normal;
  } else if (const std::string scheme = ascii_lower(normal.substr(0, scheme_end));
             scheme != "http" && scheme != "https") {
    return Error{
        "the base address must begin with 'https://' or 'http://', not '" + scheme + "://'",
        {},
        ErrorKind::usage};
  }
  const std::size_t host = normal.find("://") + 3;
  if (host >= normal.size() || normal[host] == '/' ||
      normal.find_first_of("?# \"<>\\") != std::string::npos) {
    return Error{"'" + std::string(url) + "' is not the address of a site",
                 {"write it like 'https://user.github.io/repository/'"},
                 ErrorKind::usage};
  }
  if (!normal.ends_with('/')) normal += '/';
  return normal;
}

std::string find_project_root(const std::string& start, FileSystem& files) {
  for (std::string folder = start; !folder.empty(); folder = std::string(parent_path(folder))) {
    if (files.exists(join_path(folder, "site.toml")) &&
        !files.is_directory(join_path(folder, "site.toml")))
      return folder;
    if (folder == "/") break;
  }
  return start;
}

Result<SiteConfig> load_config(const std::string& root, const ConfigOverrides& overrides,
                               FileSystem& files) {
  const std::string shown = overrides.config_path.value_or("site.toml");
  const std::string path = join_path(root, shown);
  SiteConfig config;
  if (overrides.config_path || files.exists(path)) {
    // The file may be a link: it is the user who names it.
    const Result<std::string> real = files.real_path(path);
    Result<std::string> text = files.read(real ? *real : path);
    if (!text) {
      Error error = std::move(text).error();
      if (const std::size_t why = error.message.rfind("': "); why != std::string::npos) {
        error.message = "cannot read '" + shown + error.message.substr(why);
      }
      if (overrides.config_path) error.kind = ErrorKind::usage;
      return error;
    }
    if (text->starts_with("\xEF\xBB\xBF")) text->erase(0, 3);
    std::string normal = replace_all(*text, "\r\n", "\n");
    Result<SiteConfig> parsed = parse_config(shown, normal);
    if (!parsed) return parsed;
    config = *std::move(parsed);
    config.config_path = shown;
    config.text = std::move(normal);
  }
  config.root = root;
  if (config.title.empty()) config.title = root == "/" ? "Notes" : std::string(file_name(root));
  if (overrides.output_dir) config.output_dir = *overrides.output_dir;
  if (overrides.drafts) config.drafts = *overrides.drafts;
  if (overrides.base_url) {
    Result<std::string> url = normal_base_url(*overrides.base_url);
    if (!url) return std::move(url).error().with_context("--base-url");
    config.base_url = *std::move(url);
  }
  return config;
}

}  // namespace loci
