#include "site/url.h"

#include <algorithm>
#include <optional>

#include "base/escape.h"
#include "base/path.h"
#include "base/text.h"
#include "base/unicode.h"

namespace loci {
namespace {

// Every part made safe; empty parts, "." and ".." go.
std::string slug_path(std::string_view path) {
  std::string result;
  for (const std::string_view part : split(path, '/')) {
    if (part.empty() || part == "." || part == "..") continue;
    if (!result.empty()) result += '/';
    result += file_slug(part);
  }
  return result;
}

std::string_view without_ending(std::string_view text, std::string_view ending) {
  return text.ends_with(ending) ? text.substr(0, text.size() - ending.size()) : text;
}

std::string with_folder(std::string_view folder, std::string_view name) {
  std::string path = slug_path(folder);
  if (!path.empty()) path += '/';
  return path.append(name);
}

}  // namespace

std::string note_output_path(std::string_view vault_path, const FrontMatter& meta) {
  if (!meta.permalink.empty()) {
    const std::string decoded = percent_decode(meta.permalink);
    if (decoded.ends_with('/')) return with_folder(decoded, "index.html");
    const std::string path = slug_path(without_ending(decoded, ".html"));
    return path.empty() ? "index.html" : path + ".html";
  }
  const std::string_view name = meta.slug.empty() ? name_without_date(file_stem(vault_path))
                                                  : without_ending(meta.slug, ".html");
  return with_folder(parent_path(vault_path), file_slug(name) + ".html");
}

std::string dated_output_path(std::string_view vault_path) {
  return with_folder(parent_path(vault_path), file_slug(file_stem(vault_path)) + ".html");
}

std::string_view name_without_date(std::string_view name) {
  const std::optional<DatedName> dated = parse_dated_name(name);
  return dated ? dated->name : name;
}

std::string folder_output_path(std::string_view folder) {
  return with_folder(folder, "index.html");
}

std::string alias_output_path(std::string_view alias) {
  const std::string path = slug_path(without_ending(alias, ".html"));
  return path.empty() ? std::string() : path + ".html";
}

std::string name_alias_path(std::string_view vault_path, std::string_view alias) {
  return with_folder(parent_path(vault_path), file_slug(alias) + ".html");
}

std::string tag_output_path(std::string_view tag) {
  const std::string path = slug_path(tag);
  // "index" is the list of all tags.
  return "tags/" + (path == "index" || path.empty() ? path + "-tag" : path) + ".html";
}

std::string attachment_output_path(std::string_view vault_path) {
  const std::string_view name = file_name(vault_path);
  const std::string ending(extension(name));
  const std::string stem(name.substr(0, name.size() - ending.size()));
  std::string safe = file_slug(stem);
  if (ending.size() > 1) safe += "." + file_slug(ending.substr(1));
  return with_folder(parent_path(vault_path), safe);
}

Hrefs Hrefs::relative_to(std::string_view page) {
  Hrefs hrefs;
  hrefs.page_ = page;
  hrefs.folder_ = parent_path(page);
  if (!hrefs.folder_.empty()) hrefs.folder_ += '/';
  const auto depth = std::count(page.begin(), page.end(), '/');
  for (std::ptrdiff_t i = 0; i < depth; ++i) hrefs.root_ += "../";
  return hrefs;
}

Hrefs Hrefs::below(std::string root) {
  Hrefs hrefs;
  hrefs.root_ = std::move(root);
  return hrefs;
}

std::string Hrefs::to(std::string_view path, std::string_view anchor) const {
  std::string href;
  href.reserve(root_.size() + path.size() + anchor.size() + 1);
  append_to(href, path, anchor);
  return href;
}

void Hrefs::append_to(std::string& out, std::string_view path, std::string_view anchor) const {
  if (page_.empty()) {
    out += root_;
    append_percent_encoded_path(out, path);
  } else if (path != page_ || anchor.empty()) {
    // Drop the folders that both share, climb out of the rest.
    const std::size_t longest = std::min(folder_.size(), path.size());
    std::size_t same = 0, shared = 0;
    while (same < longest && folder_[same] == path[same]) {
      if (folder_[same++] == '/') shared = same;
    }
    for (std::size_t at = shared; at < folder_.size(); ++at) {
      if (folder_[at] == '/') out += "../";
    }
    append_percent_encoded_path(out, path.substr(shared));
  }
  if (!anchor.empty()) {
    out += '#';
    append_percent_encoded_path(out, anchor);
  }
}

std::string absolute_url(std::string_view base_url, std::string_view path) {
  if (base_url.empty()) return {};
  std::string url(base_url);
  if (!url.ends_with('/')) url += '/';
  if (path == "index.html") {
    path = {};
  } else if (path.ends_with("/index.html")) {
    path.remove_suffix(std::string_view("index.html").size());
  }
  append_percent_encoded_path(url, path);
  return url;
}

std::string base_path(std::string_view base_url) {
  const std::size_t scheme = base_url.find("://");
  if (scheme == std::string_view::npos) return "/";
  const std::size_t path = base_url.find('/', scheme + 3);
  if (path == std::string_view::npos) return "/";
  std::string result(base_url.substr(path));
  if (!result.ends_with('/')) result += '/';
  return result;
}

std::string edit_base(std::string_view repository) {
  if (!repository.starts_with("https://") && !repository.starts_with("http://")) return {};
  if (repository.ends_with('/')) repository.remove_suffix(1);
  return std::string(repository) + "/edit/HEAD/";
}

}  // namespace loci
