#include "site/manifest.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "base/escape.h"
#include "base/path.h"

namespace loci {

std::string write_manifest(const Manifest& manifest) {
  std::string text = "{\"loci\":1,\"files\":{";
  bool is_first = true;
  for (const auto& [path, hash] : manifest.files) {
    text += is_first ? "\n" : ",\n";
    is_first = false;
    append_json(text, path);
    text += ':';
    append_json(text, hash);
  }
  text += "\n}}\n";
  return text;
}

std::optional<Manifest> read_manifest(std::string_view text) {
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("loci") || !json.contains("files") ||
      !json["files"].is_object()) {
    return std::nullopt;
  }
  Manifest manifest;
  for (const auto& [path, hash] : json["files"].items()) {
    if (path.empty() || path != normal_path(path) || path.starts_with("..") ||
        is_absolute_path(path))
      continue;
    manifest.files.emplace(path, hash.is_string() ? hash.get<std::string>() : std::string());
  }
  return manifest;
}

}  // namespace loci
