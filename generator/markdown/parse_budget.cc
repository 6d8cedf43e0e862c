#include "markdown/parse_budget.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <mutex>

namespace loci {

namespace {

// Ordinary code asks for 30 to 50 bytes a byte, code with a mistake here and there for no more than twice that.
constexpr std::size_t allowed_to_any = std::size_t{1} << 20;
constexpr std::size_t allowed_a_byte = 160;

// Scanners of some grammars look for the end of something from every place anew (bash after "<"): the code is handed over in
// pieces, which are counted too. Ordinary code is read twice; after a string that is not closed each token may read to the end.
constexpr std::uint32_t piece = 1024;
constexpr std::size_t allowed_readings = 64;
constexpr std::size_t allowed_pieces_to_any = 2048;

struct Budget {
  std::string_view code;
  std::size_t bytes = 0;   // asked for
  std::size_t pieces = 0;  // handed over
  std::size_t stop = 0;    // tree-sitter's flag

  std::size_t allowed_bytes() const { return allowed_to_any + allowed_a_byte * code.size(); }
  std::size_t allowed_pieces() const {
    return allowed_pieces_to_any + allowed_readings * code.size() / piece;
  }
};

// The parse that is under way on this thread: an allocator has no other way to know whom it serves. It decides nothing but whether
// that parse goes on.
thread_local Budget* current = nullptr;

void* charged(void* memory, std::size_t bytes) {
  if (memory == nullptr && bytes > 0) std::abort();  // as tree-sitter's own allocator does
  if (current != nullptr) {
    current->bytes += bytes;
    if (current->bytes > current->allowed_bytes()) current->stop = 1;
  }
  return memory;
}

void* counted_malloc(std::size_t size) { return charged(std::malloc(size), size); }
void* counted_calloc(std::size_t count, std::size_t size) {
  return charged(std::calloc(count, size), count * size);
}
void* counted_realloc(void* memory, std::size_t size) {
  return charged(std::realloc(memory, size), size);
}

const char* read(void* self, std::uint32_t at, TSPoint, std::uint32_t* size) {
  auto& budget = *static_cast<Budget*>(self);
  *size = 0;
  if (at >= budget.code.size()) return "";
  if (++budget.pieces > budget.allowed_pieces()) {
    budget.stop = 1;
    return "";  // the end: whatever is looked for is found now
  }
  *size = static_cast<std::uint32_t>(std::min<std::size_t>(piece, budget.code.size() - at));
  return budget.code.data() + at;
}

}  // namespace

ParseOutcome parse_within_budget(TSParser* parser, std::string_view code, bool fresh,
                                 TSTree*& tree) {
  static std::once_flag counting;
  std::call_once(counting, [] {
    ts_set_allocator(counted_malloc, counted_calloc, counted_realloc, std::free);
  });
  Budget budget{code};
  ts_parser_set_cancellation_flag(parser, &budget.stop);
  current = &budget;
  tree = ts_parser_parse(parser, nullptr, {&budget, read, TSInputEncodingUTF8});
  current = nullptr;
  ts_parser_set_cancellation_flag(parser, nullptr);
  const bool unsure = !fresh && budget.bytes > budget.allowed_bytes() / 2;
  if (tree != nullptr && budget.stop == 0 && !unsure) return ParseOutcome::done;
  if (tree != nullptr) ts_tree_delete(tree);
  tree = nullptr;
  ts_parser_reset(parser);
  return unsure ? ParseOutcome::unsure : ParseOutcome::costly;
}

}  // namespace loci
