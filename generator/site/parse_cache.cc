#include "site/parse_cache.h"

#include <iterator>
#include <utility>

namespace loci {

std::shared_ptr<const ParsedNote> ParseCache::find(std::string_view path, std::uint64_t bytes_hash,
                                                   std::uint64_t options_hash) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(path);
  if (found == entries_.end()) return nullptr;
  Entry& entry = found->second;
  if (entry.bytes_hash != bytes_hash || entry.options_hash != options_hash) return nullptr;
  entry.used = true;
  return entry.note;
}

void ParseCache::store(std::uint64_t bytes_hash, std::uint64_t options_hash,
                       std::shared_ptr<const ParsedNote> note) {
  const std::lock_guard lock(mutex_);
  std::string path = note->path;
  entries_.insert_or_assign(std::move(path),
                            Entry{bytes_hash, options_hash, true, std::move(note)});
}

void ParseCache::sweep() {
  const std::lock_guard lock(mutex_);
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    entry = std::exchange(entry->second.used, false) ? std::next(entry) : entries_.erase(entry);
  }
}

}  // namespace loci
