// What was typed beside what was expected, character by character: for cards that ask for it (`[!card|type]`).
//
// Blanks at the ends do not count, and several are one; quotation marks and dashes count as those of a keyboard do. The
// browser's twin is assets/lib/review/typed_answer.ts; both answer tests/vectors/review/typed.json.
//
//     compare_typed("Patis", "Paris")     typed "Pa[t]is", expected "Pa[r]is": "Not quite: 1 character wrong, 1 missing."
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace loci {

struct TypedPiece {
  bool same = true;  // in both; false: only here
  std::string text;

  friend bool operator==(const TypedPiece&, const TypedPiece&) = default;
};

struct TypedComparison {
  std::vector<TypedPiece> typed;
  std::vector<TypedPiece> expected;
  std::string verdict;  // a sentence; colours never say more than it
};

TypedComparison compare_typed(std::string_view typed, std::string_view expected);

// The verdict, then both texts with a mark below each character that only one of them has, or, where a text is wider than
// `width` columns, with brackets around it.
std::vector<std::string> comparison_lines(const TypedComparison& comparison, std::size_t width);

}  // namespace loci
