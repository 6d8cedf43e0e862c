// An allocator for the few tables that are read at random places and larger than the processor's caches. On pages of 2 MiB, where
// the system has them (Linux, transparent huge pages), a look at one rarely costs a walk through the page tables; of all
// memory that would cost megabytes for nothing, of tables that are full it costs none.
//
//     std::vector<Posting, LargePageAllocator<Posting>> postings;
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

namespace loci {

template <class T>
class LargePageAllocator {
 public:
  using value_type = T;

  LargePageAllocator() = default;
  template <class Other>
  explicit LargePageAllocator(const LargePageAllocator<Other>&) {}

  T* allocate(std::size_t count) {
    if (is_small(count)) return std::allocator<T>().allocate(count);
    // One page too many, of which what stands before and behind is given back.
    const std::size_t size = rounded(count);
    void* const mapped = ::mmap(nullptr, size + page, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) throw std::bad_alloc();
    char* const first = static_cast<char*>(mapped);
    const std::size_t before = (page - reinterpret_cast<std::uintptr_t>(first) % page) % page;
    if (before > 0) ::munmap(first, before);
    ::munmap(first + before + size, page - before);
#ifdef MADV_HUGEPAGE
    ::madvise(first + before, size, MADV_HUGEPAGE);
#endif
    return reinterpret_cast<T*>(first + before);
  }

  void deallocate(T* memory, std::size_t count) {
    if (is_small(count)) return std::allocator<T>().deallocate(memory, count);
    ::munmap(memory, rounded(count));
  }

  friend bool operator==(const LargePageAllocator&, const LargePageAllocator&) { return true; }

 private:
  static constexpr std::size_t page = std::size_t{2} << 20;

  static std::size_t rounded(std::size_t count) {
    return (count * sizeof(T) + page - 1) / page * page;
  }
  static bool is_small(std::size_t count) {
#if defined(__SANITIZE_ADDRESS__)
    constexpr bool is_watched = true;  // its own memory only
#else
    constexpr bool is_watched = false;
#endif
    return is_watched || count < page / sizeof(T);
  }
};

}  // namespace loci
