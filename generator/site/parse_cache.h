// Keeps parsed notes between builds of the preview server: a note is parsed again only when its
// bytes or the options change. Entries are immutable; one depends on nothing but that note's path,
// bytes and the parse options.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "site/stages.h"

namespace loci {

class ParseCache {
 public:
  std::shared_ptr<const ParsedNote> find(std::string_view path, std::uint64_t bytes_hash,
                                         std::uint64_t options_hash);
  void store(std::uint64_t bytes_hash, std::uint64_t options_hash,
             std::shared_ptr<const ParsedNote> note);
  // Drops notes that the last build did not ask for.
  void sweep();

 private:
  struct Entry {
    std::uint64_t bytes_hash = 0;
    std::uint64_t options_hash = 0;
    bool used = false;
    std::shared_ptr<const ParsedNote> note;
  };
  std::mutex mutex_;
  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace loci
