// The list of a site's cards, kept in `.loci/cache/cards` so that a sitting begins at once: ten thousand cards are read from
// one file in some milliseconds, while parsing their notes takes a second.
//
// A list is used only when everything it was made of is as it was: the program, the configuration, which notes and
// attachments there are, and each note. A note is as it was when its size, times and number are; where these prove nothing
// (source/cache_file.h) its bytes are read and hashed. Anything else, a damaged file too, and there is no list: the notes are
// parsed, and a new list is written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "site/card_list.h"
#include "site/stages.h"
#include "source/cache_file.h"
#include "source/config.h"
#include "source/file_system.h"

namespace loci {

class CardCache {
 public:
  // `program`: what tells this program from any other version of it.
  CardCache(const SiteConfig& config, FileSystem& files, std::string_view program);

  // `now_ms`: the time before any note is looked at.
  std::optional<CardList> load(std::int64_t now_ms);

  // `sources`: the notes that `list` was made of, read after `now_ms`.
  Status store(const CardList& list, const SourceSet& sources, std::int64_t now_ms);

 private:
  struct Known {
    std::int64_t made_ms = 0;
    std::uint64_t attachments = 0;  // a hash of their paths
    std::vector<KnownFile> files;
  };
  Unchanged compare(Known& known) const;
  Status write(const Known& known, const CardList& list) const;

  const SiteConfig& config_;
  FileSystem& files_;
  CacheFile file_;
};

}  // namespace loci
