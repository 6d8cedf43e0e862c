#include "markdown/tree_memory.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "markdown/tree.h"

using namespace loci;

#if !defined(__SANITIZE_ADDRESS__)
TEST_CASE("pieces of a tree keep what is written to them, however they grow and go") {
  struct Piece {
    char* memory;
    std::string expected;
  };
  cmark_mem* const memory = tree_memory();
  std::mt19937 random(3);
  for (int tree = 0; tree < 20; ++tree) {
    begin_tree();
    std::vector<Piece> pieces;
    for (int step = 0; step < 4'000; ++step) {
      const std::size_t size = random() % 40 == 0 ? random() % 300'000 : random() % 200;
      if (pieces.empty() || random() % 3 == 0) {
        auto* const made = static_cast<char*>(memory->calloc(1, size));
        REQUIRE(std::string(made, size) == std::string(size, '\0'));
        pieces.push_back({made, std::string(size, static_cast<char>('a' + random() % 26))});
        std::memcpy(made, pieces.back().expected.data(), size);
        continue;
      }
      // Mostly the last one, which can grow where it is.
      const std::size_t at = random() % 2 == 0 ? pieces.size() - 1 : random() % pieces.size();
      Piece& piece = pieces[at];
      REQUIRE(std::string(piece.memory, piece.expected.size()) == piece.expected);
      if (random() % 3 == 0) {
        memory->free(piece.memory);
        pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(at));
        continue;
      }
      piece.memory = static_cast<char*>(memory->realloc(piece.memory, size));
      const std::size_t kept = std::min(size, piece.expected.size());
      REQUIRE(std::string(piece.memory, kept) == piece.expected.substr(0, kept));
      piece.expected.resize(size, 'z');
      std::memcpy(piece.memory, piece.expected.data(), size);
    }
    for (const Piece& piece : pieces)
      REQUIRE(std::string(piece.memory, piece.expected.size()) == piece.expected);
    end_tree(nullptr);
  }
}
#endif

TEST_CASE("a tree outlives others of its thread") {
  const Tree first = parse_markdown("one");
  for (int i = 0; i < 50; ++i) {
    const Tree other = parse_markdown(std::string(3'000 * i, 'x') + "\n\n- *a*\n");
    REQUIRE(cmark_node_first_child(other.get()) != nullptr);
  }
  cmark_node* const paragraph = cmark_node_first_child(first.get());
  CHECK(literal_of(cmark_node_first_child(paragraph)) == "one");
}
