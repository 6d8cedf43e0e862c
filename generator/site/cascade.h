// What index notes say for all notes of their folders (`cascade` in their front matter), known
// before the notes are parsed: `cards: true` changes how a note is read.
//
//     notes/db/index.md       cascade: {deck: db, tags: [databases]}
//     notes/db/deep/index.md  cascade: {deck: db/deep}
//     notes/db/deep/a.md      deck "db/deep", tag "databases"
//
// A note is handed its folder's defaults as a part of its parse options, so parsing it still depends
// on nothing but itself and its options; whoever keeps parsed notes compares `hash` too.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "site/stages.h"
#include "source/front_matter.h"

namespace loci {

class Cascades {
 public:
  Cascades() = default;
  explicit Cascades(const SourceSet& sources);

  NotePlace place_of(std::string_view path) const;

 private:
  struct Folder {
    std::shared_ptr<const FrontMatterDefaults> defaults;  // with those of the folders around it
    std::uint64_t hash = 0;
  };
  const Folder* folder_around(std::string_view path) const;

  std::map<std::string, Folder, std::less<>> folders_;  // those whose index note has a `cascade`
  std::set<std::string, std::less<>> index_notes_;
};

}  // namespace loci
