#include "theme/theme.h"

#include <algorithm>
#include <array>
#include <deque>
#include <span>
#include <utility>

#include "base/hash.h"
#include "base/path.h"
#include "base/text.h"
#include "source/diagnostic_printer.h"
#include "source/source_file.h"
#include "theme/accent.h"
#include "theme/embedded.h"
#include "theme/template.h"

namespace loci {
namespace {

constexpr std::string_view template_folder = "templates/";
constexpr std::string_view asset_folder = "assets/";
constexpr std::size_t hash_digits = 8;  // 32 bits: enough to tell versions of one file apart

// "loci.css" -> "assets/loci.3f9a1c2e.css", so that a browser may keep it for ever. Files in a
// sub-folder (fonts, images) keep their names: style sheets refer to them.
std::string asset_output_path(std::string_view name, std::string_view digest) {
  std::string path(asset_folder);
  if (name.find('/') != std::string_view::npos) return path.append(name);
  const std::size_t dot = std::min(name.rfind('.'), name.size());
  path += name.substr(0, dot);
  path += '.';
  path += digest.substr(0, hash_digits);
  path += name.substr(dot);
  return path;
}

// Of Loci's own assets, and of a file of the site that replaces one.
AssetDemand demand_of(std::string_view name) {
  if (name == "math.css") return AssetDemand::mathematics;
  if (name == "diagram.css" || name == "diagram.js" || name == "diagram-frame.js" ||
      name == "mermaid.js")
    return AssetDemand::diagrams;
  if (name.starts_with("fonts/source-serif-4")) return AssetDemand::text_font;
  if (name == "learn.js") return AssetDemand::learning_path;
  if (name == "single.css" || name == "single.js" || name == "diagram-held.js")
    return AssetDemand::single_file;
  return name == "live.js" ? AssetDemand::live : AssetDemand::always;
}

bool has_ending(std::string_view name, std::span<const std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

// Which files of the site's `assets/` are the theme's. In a vault the same folder may hold the
// pictures of notes, which are published when a note shows them, and in a theme's repository the
// sources of scripts.
bool is_theme_file(std::string_view name) {
  constexpr std::array<std::string_view, 2> code = {".css", ".js"};
  constexpr std::array<std::string_view, 3> fonts = {".woff2", ".woff", ".ttf"};
  if (name.find('/') == std::string_view::npos) return has_ending(name, code);
  return name.starts_with("fonts/") && has_ending(name, fonts);
}

bool is_embedded(std::string_view name) {
  const std::span<const EmbeddedFile> files = embedded_files();
  return std::any_of(files.begin(), files.end(), [&](const EmbeddedFile& file) {
    return file.path.starts_with(asset_folder) && file.path.substr(asset_folder.size()) == name;
  });
}

// Names of the files below `folder`, relative to it, by name. A folder that does not exist has
// none.
Status list_below(const std::string& folder, const std::string& prefix, FileSystem& files,
                  std::vector<std::string>& names) {
  if (!files.is_directory(folder)) return Done{};
  Result<std::vector<DirectoryEntry>> entries = files.list(folder);
  if (!entries) return std::move(entries).error();
  for (const DirectoryEntry& entry : *entries) {
    if (entry.name.starts_with('.')) continue;
    if (entry.kind == DirectoryEntry::Kind::file) {
      names.push_back(prefix + entry.name);
    } else if (entry.kind == DirectoryEntry::Kind::directory) {
      Status below = list_below(folder + "/" + entry.name, prefix + entry.name + "/", files, names);
      if (!below) return below;
    }
  }
  return Done{};
}

Result<std::vector<TemplateSource>> template_sources(const SiteConfig& config, FileSystem& files) {
  std::vector<TemplateSource> sources;
  const std::string folder = config.root + "/templates";
  std::vector<std::string> names;
  if (Status listed = list_below(folder, "", files, names); !listed)
    return std::move(listed).error();
  for (const std::string& name : names) {
    if (!name.ends_with(".html")) continue;
    Result<std::string> text = files.read(folder + "/" + name);
    if (!text) return std::move(text).error();
    sources.push_back({name, std::string(template_folder) + name, std::move(*text)});
  }
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with(template_folder) || !file.path.ends_with(".html")) continue;
    sources.push_back({std::string(file.path.substr(template_folder.size())),
                       "loci:" + std::string(file.path), std::string(file.bytes)});
  }
  return sources;
}

// "site.toml:9:8: there is no picture 'logo.svg' for the logo", with its line.
Error no_logo(const SiteConfig& config) {
  const Span span = config.look.logo_span;
  const LineCol place = line_col(config.text, span.begin);
  std::string message = config.config_path + ":" + std::to_string(place.line) + ":" +
                        std::to_string(place.column) + ": there is no picture '" +
                        config.look.logo + "' for the logo\n" + excerpt(config.text, span, false);
  message.erase(trim_right(message).size());
  const bool is_address = config.look.logo.find(":/") != std::string::npos;
  return Error{std::move(message),
               {is_address ? "a site shows pictures of its own: save it beside 'site.toml'"
                           : "its path begins at the folder of 'site.toml'"},
               ErrorKind::usage};
}

// `own` keeps the bytes of the site's files.
Result<std::vector<Asset>> load_assets(const SiteConfig& config, FileSystem& files,
                                       const Strings& strings, std::deque<std::string>& own) {
  std::vector<Asset> assets;
  const std::string folder = config.root + "/assets";
  std::vector<std::string> names;
  if (Status listed = list_below(folder, "", files, names); !listed)
    return std::move(listed).error();
  for (const std::string& name : names) {
    if (!is_theme_file(name) && !is_embedded(name)) continue;
    Result<std::string> bytes = files.read(folder + "/" + name);
    if (!bytes) return std::move(bytes).error();
    own.push_back(std::move(*bytes));
    assets.push_back(
        {name, asset_output_path(name, to_hex(hash64(own.back()))), own.back(), demand_of(name)});
  }
  const std::size_t of_site = assets.size();
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with(asset_folder)) continue;
    const std::string_view name = file.path.substr(asset_folder.size());
    const auto same = [&](const Asset& asset) { return asset.name == name; };
    if (std::any_of(assets.begin(), assets.begin() + static_cast<std::ptrdiff_t>(of_site), same))
      continue;
    assets.push_back(
        {std::string(name), asset_output_path(name, file.digest), file.bytes, demand_of(name)});
  }
  if (std::string script = strings_script(strings); !script.empty()) {
    own.push_back(std::move(script));
    const std::string name = "strings." + ascii_lower(config.language) + ".js";
    assets.push_back({"strings.js", asset_output_path(name, to_hex(hash64(own.back()))), own.back(),
                      AssetDemand::always});
  }
  if (!config.look.accent.empty()) {
    own.push_back(accent_style(config.look));
    assets.push_back({"site.css", asset_output_path("site.css", to_hex(hash64(own.back()))),
                      own.back(), AssetDemand::always});
  }
  if (!config.look.logo.empty()) {
    Result<std::string> bytes = files.read(config.root + "/" + config.look.logo);
    if (!bytes) return no_logo(config);
    own.push_back(std::move(*bytes));
    const std::string name = "logo" + std::string(extension(config.look.logo));
    assets.push_back({"logo", asset_output_path(name, to_hex(hash64(own.back()))), own.back(),
                      AssetDemand::always});
  }
  std::sort(assets.begin(), assets.end(),
            [](const Asset& a, const Asset& b) { return a.name < b.name; });
  return assets;
}

}  // namespace

struct Theme::Parts {
  TemplateSet templates;
  std::map<std::string, std::string, std::less<>> own_templates;
  SiteStrings strings;
  std::deque<std::string> own;  // bytes of assets: their places stay when the deque is moved
  std::vector<Asset> assets;
};

Theme::Theme(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Theme::Theme(Theme&&) noexcept = default;
Theme& Theme::operator=(Theme&&) noexcept = default;
Theme::~Theme() = default;

const std::vector<Asset>& Theme::assets() const { return parts_->assets; }

const Asset* Theme::asset(std::string_view name) const {
  const auto by_name = [](const Asset& asset, std::string_view wanted) {
    return asset.name < wanted;
  };
  const auto found = std::lower_bound(parts_->assets.begin(), parts_->assets.end(), name, by_name);
  return found != parts_->assets.end() && found->name == name ? &*found : nullptr;
}

const SiteStrings& Theme::strings() const { return parts_->strings; }

const std::set<std::string>& Theme::template_failures() const {
  return parts_->templates.failures();
}

const std::map<std::string, std::string, std::less<>>& Theme::own_templates() const {
  return parts_->own_templates;
}

const std::vector<std::string>& Theme::unused_templates() const {
  return parts_->templates.unused();
}

bool Theme::has_template(std::string_view name) const { return parts_->templates.contains(name); }

Result<std::string> Theme::render(std::string_view name, const PageValue& model) const {
  return parts_->templates.render(name, model);
}

Result<std::string> Theme::render(std::string_view name, const PageValue& model,
                                  const PageValue& shared) const {
  return parts_->templates.render(name, model, shared);
}

Result<Theme> load_theme(const SiteConfig& config, FileSystem& files) {
  Result<std::vector<TemplateSource>> sources = template_sources(config, files);
  if (!sources) return std::move(sources).error().with_context("cannot read the site's templates");
  Result<SiteStrings> strings = read_strings(config, files);
  if (!strings) return std::move(strings).error();
  std::map<std::string, std::string, std::less<>> own_templates;
  for (const TemplateSource& source : *sources) {
    if (source.path.starts_with(template_folder)) own_templates.emplace(source.path, source.text);
  }
  TemplateSet templates =
      TemplateSet::parse(std::move(*sources), {strings->strings, strings->differs});
  add_own_texts(*strings, templates.own_texts());
  std::deque<std::string> own;
  Result<std::vector<Asset>> assets = load_assets(config, files, strings->strings, own);
  if (!assets && assets.error().kind == ErrorKind::usage) return std::move(assets).error();
  if (!assets) return std::move(assets).error().with_context("cannot read the site's assets");
  return Theme(std::make_unique<Theme::Parts>(
      Theme::Parts{std::move(templates), std::move(own_templates), std::move(*strings),
                   std::move(own), std::move(*assets)}));
}

}  // namespace loci
