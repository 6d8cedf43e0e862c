#include "theme/override.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/hash.h"
#include "base/path.h"
#include "base/text.h"
#include "theme/embedded.h"

namespace loci {
namespace {

constexpr std::string_view template_folder = "templates/";
constexpr std::string_view asset_folder = "assets/";
constexpr std::string_view mark = "loci: from ";
constexpr std::size_t hash_digits = 8;

bool is_template(const EmbeddedFile& file) {
  return file.path.starts_with(template_folder) &&
         (file.path.ends_with(".html") || file.path.ends_with(".json"));
}

bool is_text_asset(const EmbeddedFile& file) {
  return file.path.starts_with(asset_folder) &&
         (file.path.ends_with(".css") || file.path.ends_with(".js") || file.path.ends_with(".svg"));
}

std::string_view name_of(const EmbeddedFile& file) {
  return file.path.substr(is_template(file) ? template_folder.size() : asset_folder.size());
}

const EmbeddedFile* find_original(std::string_view name) {
  for (const EmbeddedFile& file : embedded_files()) {
    if ((is_template(file) || is_text_asset(file)) && name_of(file) == name) return &file;
  }
  return nullptr;
}

std::string digits_of(const EmbeddedFile& file) {
  return to_hex(hash64(file.bytes)).substr(0, hash_digits);
}

std::pair<std::string_view, std::string_view> comment_for(std::string_view name) {
  if (name.ends_with(".html")) return {"{# ", " #}"};
  if (name.ends_with(".svg")) return {"<!-- ", " -->"};
  return {"/* ", " */"};
}

}  // namespace

std::vector<std::string> ejectable_files() {
  std::vector<std::string> names;
  for (const EmbeddedFile& file : embedded_files()) {
    if (is_template(file) || is_text_asset(file)) names.emplace_back(name_of(file));
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<std::string> nearest_file(std::string_view name,
                                        const std::vector<std::string>& files) {
  std::vector<std::string_view> names(files.begin(), files.end());
  std::vector<std::string_view> last_parts;
  for (const std::string_view file : names) last_parts.push_back(file_name(file));
  // The last part first: "foter.html" is nearer to "note.html" than to "partials/footer.html".
  const std::optional<std::string> last = nearest_name(file_name(name), last_parts);
  const std::optional<std::string> whole = nearest_name(name, names);
  if (!last) return whole;
  if (whole && file_name(*whole) == *last) return whole;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (last_parts[i] == *last) return files[i];
  }
  return whole;
}

Result<EjectedFile> ejected_file(std::string_view name) {
  for (const std::string_view folder : {template_folder, asset_folder}) {
    if (name.starts_with(folder)) name.remove_prefix(folder.size());
  }
  const EmbeddedFile* original = find_original(name);
  if (original == nullptr) {
    const std::vector<std::string> names = ejectable_files();
    const std::optional<std::string> near = nearest_file(name, names);
    return Error{"Loci has no template or asset '" + std::string(name) + "'",
                 {near ? "did you mean '" + *near + "'?" : "'loci eject' lists them"},
                 ErrorKind::usage};
  }
  const auto [open, close] = comment_for(name);
  EjectedFile copy;
  copy.path = std::string(original->path);
  // JSON has no comments; and of a file of strings each text is taken by itself, so none is stale.
  if (copy.path.ends_with(".json")) {
    copy.text = original->bytes;
    return copy;
  }
  copy.text.append(open).append(mark).append(name).append(" ").append(digits_of(*original));
  copy.text.append(close).append("\n").append(original->bytes);
  return copy;
}

std::vector<StaleOverride> stale_overrides(const SiteConfig& config, FileSystem& files) {
  std::vector<StaleOverride> stale;
  // Only places where a copy can be are looked at: a vault may have an `assets` folder of its own.
  for (const EmbeddedFile& file : embedded_files()) {
    if (!is_template(file) && !is_text_asset(file)) continue;
    const std::string path = config.root + "/" + std::string(file.path);
    if (!files.exists(path)) continue;
    const Result<std::string> text = files.read(path);
    if (!text) continue;  // load_theme has said so
    const std::string_view line = std::string_view(*text).substr(0, text->find('\n'));
    const std::size_t at = line.find(mark);
    if (at == std::string_view::npos) continue;
    const std::string wanted = std::string(name_of(file)) + " ";
    const std::string_view rest = line.substr(at + mark.size());
    if (!rest.starts_with(wanted)) continue;
    if (rest.substr(wanted.size(), hash_digits) == digits_of(file)) continue;
    stale.push_back({std::string(file.path), std::string(name_of(file))});
  }
  std::sort(stale.begin(), stale.end(),
            [](const StaleOverride& a, const StaleOverride& b) { return a.path < b.path; });
  return stale;
}

}  // namespace loci
