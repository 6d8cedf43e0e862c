#include "site/cascade.h"

#include <memory>
#include <optional>
#include <utility>

#include "base/hash.h"
#include "base/path.h"
#include "site/index_note.h"

namespace loci {
namespace {

std::uint64_t hash_of(const FrontMatterDefaults& defaults) {
  StreamHash hash;
  const auto add = [&hash](std::string_view text) { hash.append_part(text); };
  const auto add_flag = [&add](const std::optional<bool>& flag) {
    add(!flag ? "" : *flag ? "yes" : "no");
  };
  for (const std::string& tag : defaults.tags) add(tag);
  add("");
  for (const std::string& name : defaults.css_classes) add(name);
  add("");
  add_flag(defaults.draft);
  add_flag(defaults.publish);
  add_flag(defaults.in_search);
  add_flag(defaults.cards);
  add(defaults.deck);
  add(defaults.kind);
  add(defaults.level);
  add(defaults.language);
  add(defaults.direction);
  return hash.value();
}

}  // namespace

Cascades::Cascades(const SourceSet& sources) {
  struct Index {
    int rank = 0;
    const SourceFile* file = nullptr;
  };
  std::map<std::string_view, Index> indexes;  // by folder, so that outer ones come first
  for (const std::shared_ptr<const SourceFile>& file : sources.notes) {
    const std::optional<int> rank = index_rank(file->path);
    if (!rank) continue;
    const auto [index, is_new] =
        indexes.try_emplace(parent_path(file->path), Index{*rank, file.get()});
    if (!is_new && *rank < index->second.rank) index->second = {*rank, file.get()};
  }
  for (const auto& [folder, index] : indexes) {
    index_notes_.insert(index.file->path);
    std::optional<FrontMatterDefaults> defaults = read_cascade(index.file->text);
    if (!defaults) continue;
    if (const Folder* outer = folder_around(folder))
      *defaults = combine_defaults(*outer->defaults, *defaults);
    const std::uint64_t hash = hash_of(*defaults);
    folders_.emplace(
        folder, Folder{std::make_shared<const FrontMatterDefaults>(*std::move(defaults)), hash});
  }
}

const Cascades::Folder* Cascades::folder_around(std::string_view path) const {
  if (folders_.empty()) return nullptr;
  while (!path.empty()) {
    path = parent_path(path);
    if (const auto found = folders_.find(path); found != folders_.end()) return &found->second;
  }
  return nullptr;
}

NotePlace Cascades::place_of(std::string_view path) const {
  NotePlace place;
  place.is_index = index_notes_.contains(path);
  if (const Folder* folder = folder_around(path)) {
    place.defaults = folder->defaults;
    place.hash = folder->hash;
  }
  place.hash = place.hash * 2 + (place.is_index ? 1 : 0);
  return place;
}

}  // namespace loci
