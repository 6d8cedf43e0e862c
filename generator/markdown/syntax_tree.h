// Code as a flat list of syntax nodes, parents before children: what highlighting looks at. It is made from tree-sitter's tree, or
// without it for the common case (quick_parser.h).
//
//     x = 1     module(0,5) [1..6)   expression_statement   assignment   identifier(0,1)   "="   integer(4,5)
#pragma once

#include <cstdint>
#include <vector>

namespace loci {

struct SyntaxNode {
  std::uint32_t begin = 0;  // bytes of the code
  std::uint32_t end = 0;
  std::uint32_t next =
      0;  // the index behind its last descendant; children begin at the index after its own
  std::uint16_t symbol = 0;
  std::uint16_t field = 0;  // the name its parent has for it; 0: none
  bool named = false;       // false: a word or sign that the grammar spells out

  friend bool operator==(const SyntaxNode&, const SyntaxNode&) = default;
};

using SyntaxTree = std::vector<SyntaxNode>;

}  // namespace loci
