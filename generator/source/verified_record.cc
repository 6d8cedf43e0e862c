#include "source/verified_record.h"

#include <nlohmann/json.hpp>

#include <charconv>
#include <optional>

#include "base/escape.h"
#include "base/hash.h"

namespace loci {

namespace {

constexpr std::size_t longest_engine = 60;  // "PostgreSQL 15.4"; longer is not a name

std::optional<std::uint64_t> from_hex(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (text.size() != 16 || error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

Error not_a_record() {
  return Error{"'" + std::string(verified_record_path) + "' is not a record of checked blocks",
               {"delete it and run 'loci verify'"}};
}

}  // namespace

std::shared_ptr<const VerifiedBlocks> VerifiedRecord::find(std::string_view path) const {
  const auto found = notes.find(path);
  return found == notes.end() ? nullptr : found->second;
}

std::uint64_t verified_hash(std::string_view info, std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  return hash64(std::string(info) + "\n" + std::string(text));
}

Result<VerifiedRecord> parse_verified_record(std::string_view json) {
  const nlohmann::json root = nlohmann::json::parse(json, nullptr, false);
  if (root.is_discarded() || !root.is_object()) return not_a_record();
  const auto notes = root.find("notes");
  if (notes == root.end() || !notes->is_object()) return not_a_record();
  VerifiedRecord record;
  for (const auto& [path, entries] : notes->items()) {
    if (!entries.is_object()) return not_a_record();
    auto blocks = std::make_shared<VerifiedBlocks>();
    for (const auto& [key, engine] : entries.items()) {
      const std::optional<std::uint64_t> hash = from_hex(key);
      if (!hash || !engine.is_string()) return not_a_record();
      std::string name = engine.get<std::string>();
      if (name.size() > longest_engine) name.clear();
      blocks->insert_or_assign(*hash, std::move(name));
    }
    record.notes.insert_or_assign(path, std::move(blocks));
  }
  return record;
}

std::string print_verified_record(const VerifiedRecord& record) {
  std::string json = "{\n  \"version\": 1,\n  \"notes\": {";
  const char* note_separator = "\n";
  for (const auto& [path, blocks] : record.notes) {
    if (blocks == nullptr || blocks->empty()) continue;
    json += note_separator;
    note_separator = ",\n";
    json += "    ";
    append_json(json, path);
    json += ": {";
    const char* separator = "\n";
    for (const auto& [hash, engine] : *blocks) {
      json += separator;
      separator = ",\n";
      json += "      \"" + to_hex(hash) + "\": ";
      append_json(json, engine);
    }
    json += "\n    }";
  }
  return json + "\n  }\n}\n";
}

std::uint64_t hash_of(const VerifiedBlocks* blocks) {
  if (blocks == nullptr || blocks->empty()) return 0;
  std::string all;
  for (const auto& [hash, engine] : *blocks) all += to_hex(hash) + engine + "\n";
  return hash64(all);
}

}  // namespace loci
