// Numbers for words, as TermTable gives them, for the reader of texts: nearly all words have at
// most sixteen bytes, and those are found with one look at one place, without a call.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "search/term_table.h"

namespace loci {

class WordTable {
  // All of a short word: its bytes, zeros behind them, and how many there are.
  struct Slot {
    std::uint64_t head = 0;
    std::uint64_t tail = 0;
    std::uint32_t size = 0;  // 0: free; in a key also that of a longer word
    std::uint32_t id = 0;
  };

 public:
  // A word that will be looked for: made some words ahead, it lets the processor fetch the place meanwhile.
  using Key = Slot;

  // `word` is not empty; `readable` bytes, at least its size, can be read from its begin.
  Key key(std::string_view word, std::size_t readable) const {
    if (word.size() > longest_short) return {0, 0, static_cast<std::uint32_t>(word.size()), 0};
    const Key made = key_of(word, readable);
    if (!slots_.empty()) __builtin_prefetch(&slots_[place_of(made)]);
    return made;
  }

  // `key` is the word's.
  TermTable::Found intern(std::string_view word, const Key& key) {
    if (key.size > longest_short) {
      const TermTable::Found found = long_words_.intern(word);
      if (found.is_new) long_ids_.push_back(count_++);
      return {long_ids_[found.id], found.is_new};
    }
    if ((short_count_ + 1) * 4 > slots_.size() * 3) grow();
    for (std::size_t at = place_of(key);; at = (at + 1) & (slots_.size() - 1)) {
      Slot& slot = slots_[at];
      if (slot.head == key.head && slot.tail == key.tail && slot.size == key.size)
        return {slot.id, false};
      if (slot.size == 0) {
        slot = key;
        slot.id = count_++;
        ++short_count_;
        return {slot.id, true};
      }
    }
  }

 private:
  static constexpr std::size_t longest_short = 16;

  // Without a branch on the size, which no processor could predict.
  static Slot key_of(std::string_view word, std::size_t readable) {
    char copy[longest_short] = {};
    const char* begin = word.data();
    if (readable < longest_short) {  // at the end of a text
      std::memcpy(copy, begin, word.size());
      begin = copy;
    }
    // So many of a word's bytes from here are its own.
    const char* const own = ones_then_zeros + longest_short - word.size();
    Slot key{load(begin) & load(own), load(begin + 8) & load(own + 8)};
    key.size = static_cast<std::uint32_t>(word.size());
    return key;
  }

  static std::uint64_t load(const char* from) {
    std::uint64_t number;
    std::memcpy(&number, from, sizeof number);
    return number;
  }

  static constexpr char ones_then_zeros[2 * longest_short + 1] =
      "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff";

  std::size_t place_of(const Slot& key) const {
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15u;  // 2^64 divided by the golden ratio
    const std::uint64_t mixed = (key.head * odd) ^ std::rotl((key.tail + key.size) * odd, 29);
    return static_cast<std::size_t>((mixed * odd) >> shift_);
  }

  void grow() {
    std::vector<Slot> old(slots_.empty() ? 1024 : slots_.size() * 2);
    old.swap(slots_);
    shift_ = 64 - std::countr_zero(slots_.size());
    for (const Slot& slot : old) {
      if (slot.size == 0) continue;
      std::size_t at = place_of(slot);
      while (slots_[at].size != 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = slot;
    }
  }

  std::vector<Slot> slots_;  // a power of two of them, at most three quarters used
  int shift_ = 0;
  std::size_t short_count_ = 0;
  std::uint32_t count_ = 0;
  TermTable long_words_;
  std::vector<std::uint32_t> long_ids_;
};

}  // namespace loci
