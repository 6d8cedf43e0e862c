#include "markdown/tree_memory.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

namespace loci {

#if defined(__SANITIZE_ADDRESS__)

cmark_mem* tree_memory() { return cmark_get_default_mem_allocator(); }
void begin_tree() {}
void end_tree(cmark_node* root) { cmark_node_free(root); }

#else

namespace {

constexpr std::size_t block_size = 256 * 1024;
// A piece of more than this has memory of its own, which is given back at once: the buffers of a long note.
constexpr std::size_t longest_in_block = 32 * 1024;
constexpr std::size_t blocks_kept = 4;

// Before each piece. Sixteen bytes, so that what follows is aligned for anything.
struct alignas(16) Head {
  std::uint32_t size = 0;  // that can be used; of a piece in a block
  std::uint32_t own_place =
      0;  // in `own_`, plus 1, of a piece with memory of its own; 0: it is in a block
};
static_assert(sizeof(Head) == 16);

// The pieces of one thread.
class Pieces {
 public:
  void begin() { ++trees_; }

  void end() {
    if (--trees_ > 0) return;
    for (void* piece : own_) std::free(piece);
    own_.clear();
    blocks_.resize(std::min(blocks_.size(), blocks_kept));
    block_ = 0;
    at_ = blocks_.empty() ? nullptr : blocks_.front().get();
    end_of_block_ = blocks_.empty() ? nullptr : at_ + block_size;
  }

  void* take(std::size_t size) {
    const std::size_t room = (size + sizeof(Head) - 1) / sizeof(Head) * sizeof(Head);
    if (room > longest_in_block) return take_own(nullptr, size);
    if (static_cast<std::size_t>(end_of_block_ - at_) < sizeof(Head) + room) next_block();
    auto* const head = new (at_) Head{static_cast<std::uint32_t>(room), 0};
    at_ += sizeof(Head) + room;
    return head + 1;
  }

  void* take_zeros(std::size_t size) {
    void* const piece = take(size);
    std::memset(piece, 0, size);
    return piece;
  }

  void* resize(void* piece, std::size_t size) {
    if (piece == nullptr) return take(size);
    Head* const head = static_cast<Head*>(piece) - 1;
    if (head->own_place != 0) return take_own(head, size);
    if (size <= head->size) return piece;
    if (is_last(*head))
      at_ = reinterpret_cast<std::byte*>(head);  // it grows where it is, if there is room
    const std::size_t old = head->size;
    void* const larger = take(size);
    if (larger != piece) std::memcpy(larger, piece, old);
    return larger;
  }

  void give_back(void* piece) {
    if (piece == nullptr) return;
    Head* const head = static_cast<Head*>(piece) - 1;
    if (head->own_place != 0) {
      own_[head->own_place - 1] = nullptr;
      std::free(head);
    } else if (is_last(*head)) {
      at_ = reinterpret_cast<std::byte*>(head);
    }
  }

 private:
  bool is_last(const Head& head) const {
    return reinterpret_cast<const std::byte*>(&head) + sizeof(Head) + head.size == at_;
  }

  void next_block() {
    if (!blocks_.empty()) ++block_;
    if (block_ == blocks_.size())
      blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(block_size));
    at_ = blocks_[block_].get();
    end_of_block_ = at_ + block_size;
  }

  // As realloc: a new piece if there is no old one.
  void* take_own(Head* old, std::size_t size) {
    auto* const head = static_cast<Head*>(std::realloc(old, sizeof(Head) + size));
    if (head == nullptr) std::abort();  // as cmark-gfm's own allocator does
    if (old == nullptr) {
      own_.push_back(nullptr);
      *head = Head{0, static_cast<std::uint32_t>(own_.size())};
    }
    own_[head->own_place - 1] = head;
    return head + 1;
  }

  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::size_t block_ = 0;  // the one that pieces are cut from
  std::byte* at_ = nullptr;
  std::byte* end_of_block_ = nullptr;
  std::vector<void*> own_;
  std::size_t trees_ = 0;
};

// cmark-gfm's functions have no argument that could name it. Nothing depends on where a piece lies.
thread_local Pieces pieces;

void* take_zeros(std::size_t count, std::size_t size) { return pieces.take_zeros(count * size); }
void* resize(void* piece, std::size_t size) { return pieces.resize(piece, size); }
void give_back(void* piece) { pieces.give_back(piece); }

}  // namespace

cmark_mem* tree_memory() {
  static cmark_mem memory{take_zeros, resize, give_back};
  return &memory;
}

void begin_tree() { pieces.begin(); }
void end_tree(cmark_node*) { pieces.end(); }

#endif

}  // namespace loci
