#include "base/path.h"

#include <vector>

#include "base/text.h"

namespace loci {

bool is_absolute_path(std::string_view path) { return path.starts_with('/'); }

std::string join_path(std::string_view first, std::string_view second) {
  if (first.empty() || first == "." || is_absolute_path(second)) return std::string(second);
  std::string path(first);
  if (!second.empty() && second != ".") {
    if (!path.ends_with('/')) path += '/';
    path += second;
  }
  return path;
}

std::string_view parent_path(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {};
  return path.substr(0, slash == 0 ? 1 : slash);
}

std::string_view file_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view extension(std::string_view path) {
  const std::string_view name = file_name(path);
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? std::string_view() : name.substr(dot);
}

std::string_view file_stem(std::string_view path) {
  std::string_view name = file_name(path);
  name.remove_suffix(extension(path).size());
  return name;
}

std::string normal_path(std::string_view path) {
  const bool absolute = is_absolute_path(path);
  std::vector<std::string_view> parts;
  for (const std::string_view part : split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part == ".." && !parts.empty() && parts.back() != "..") {
      parts.pop_back();
    } else if (part != ".." || !absolute) {
      parts.push_back(part);
    }
  }
  return (absolute ? "/" : "") + join(parts, "/");
}

std::string relative_path(std::string_view folder, std::string_view path) {
  const std::vector<std::string_view> from =
      folder.empty() ? std::vector<std::string_view>() : split(folder, '/');
  const std::vector<std::string_view> to = split(path, '/');
  std::size_t shared = 0;
  while (shared < from.size() && shared + 1 < to.size() && from[shared] == to[shared]) ++shared;
  std::vector<std::string_view> parts(from.size() - shared, "..");
  parts.insert(parts.end(), to.begin() + static_cast<std::ptrdiff_t>(shared), to.end());
  return join(parts, "/");
}

bool is_inside(std::string_view path, std::string_view folder) {
  if (folder.empty()) return !is_absolute_path(path) && path != ".." && !path.starts_with("../");
  if (folder == "/") return is_absolute_path(path);
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

}  // namespace loci
