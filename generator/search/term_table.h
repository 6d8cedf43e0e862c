// Numbers for strings: the first string is 0, the next new one 1. All bytes lie in one block, a
// look-up costs about one miss of the cache, which is what indexing a site consists of.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"

namespace loci {

class TermTable {
 public:
  static constexpr std::uint32_t absent = 0xffffffff;

  struct Found {
    std::uint32_t id;
    bool is_new;
  };

  Found intern(std::string_view text) {
    if ((offsets_.size() + 1) * 4 > slots_.size() * 3) grow();
    const std::uint32_t tag = tag_of(text);
    for (std::size_t slot = tag >> shift_;; slot = (slot + 1) & mask()) {
      Slot& candidate = slots_[slot];
      if (candidate.id == absent) {
        const auto id = static_cast<std::uint32_t>(offsets_.size());
        candidate = {tag, id};
        offsets_.push_back(bytes_.size());
        bytes_.insert(bytes_.end(), text.begin(), text.end());
        return {id, true};
      }
      if (candidate.tag == tag && this->text(candidate.id) == text) return {candidate.id, false};
    }
  }

  std::uint32_t find(std::string_view text) const {
    if (slots_.empty()) return absent;
    const std::uint32_t tag = tag_of(text);
    for (std::size_t slot = tag >> shift_;; slot = (slot + 1) & mask()) {
      const Slot& candidate = slots_[slot];
      if (candidate.id == absent) return absent;
      if (candidate.tag == tag && this->text(candidate.id) == text) return candidate.id;
    }
  }

  // Valid until the next intern.
  std::string_view text(std::uint32_t id) const {
    const std::size_t end = id + 1 < offsets_.size() ? offsets_[id + 1] : bytes_.size();
    return {bytes_.data() + offsets_[id], end - offsets_[id]};
  }

  std::size_t size() const { return offsets_.size(); }

 private:
  // The tag's highest bits are the place, so a table can grow without a look at the texts.
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t id = absent;
  };

  static std::uint32_t tag_of(std::string_view text) {
    return static_cast<std::uint32_t>(hash64(text) >> 32);
  }
  std::size_t mask() const { return slots_.size() - 1; }

  void grow() {
    std::vector<Slot> old(slots_.empty() ? 1024 : slots_.size() * 2);
    old.swap(slots_);
    shift_ = 32 - std::countr_zero(slots_.size());
    for (const Slot& slot : old) {
      if (slot.id == absent) continue;
      std::size_t place = slot.tag >> shift_;
      while (slots_[place].id != absent) place = (place + 1) & mask();
      slots_[place] = slot;
    }
  }

  std::vector<Slot> slots_;
  int shift_ = 0;
  std::vector<std::size_t> offsets_;
  std::vector<char> bytes_;
};

}  // namespace loci
