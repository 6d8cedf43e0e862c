// A grammar's highlights.scm, compiled for one walk over a syntax tree. It says which node has which style:
//
//     (call function: (identifier) @function)         the name of what is called
//     ((identifier) @constant (#match? @constant "^[A-Z][A-Z_]*$"))
//
// tree-sitter has a query engine of its own (TSQueryCursor). It is general, and that costs: up to 35 ms to load a language, more
// time for a short block than parsing it, and seconds for 60 kB of open brackets. Here most patterns come down to a look-up by the
// kind of a node; the others look at their children. tests/unit/markdown/highlight_query_test.cc holds the two against each other.
//
// Read by highlight_query_text.cc, matched by highlight_query.cc.
#pragma once

#include <tree_sitter/api.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "markdown/syntax_tree.h"
#include "markdown/text_pattern.h"

namespace loci {

// How a piece of code looks. `none` is what no pattern named; `plain` is named and looks like ordinary text (a variable within a
// template string does not look like the string).
enum class CodeStyle : std::uint8_t {
  none,
  plain,
  comment,
  keyword,
  string,
  escape,
  number,
  function,
  type,
  property,
  attribute,
  tag,
};

// "function.method" -> function. Of names like "spell" that say nothing about looks: none.
CodeStyle style_of_capture(std::string_view name);

class HighlightQuery {
 public:
  // Later texts are stronger. Of patterns for one node the last counts, or with `first_wins` the first: grammars follow one
  // custom or the other. Patterns that are not understood are left out and named in `refused` when it is given.
  HighlightQuery(const TSLanguage* language, std::span<const std::string_view> texts,
                 bool first_wins, std::vector<std::string>* refused = nullptr);

  struct Choice {  // of a node
    std::uint16_t rank = 0;
    CodeStyle style = CodeStyle::none;
  };

  // Whether patterns ask for the fields of such a node's children; in other trees they may be left 0.
  bool reads_fields_of(std::uint16_t symbol) const {
    return symbol < reads_fields_.size() && reads_fields_[symbol];
  }

  // styles[i] is the style of tree[i]; the memory of `styles` is used again.
  void apply(const SyntaxTree& tree, std::string_view code, std::vector<Choice>& styles) const;

  struct Predicate {
    enum class Kind : std::uint8_t { match, any_of };
    Kind kind = Kind::match;
    bool negated = false;
    std::vector<TextPattern> pattern;  // one, of match
    std::vector<std::string> words;    // of any_of
  };

  // One node of a pattern. Alternatives within a pattern are patterns of their own, of one rank, unless they differ in the kind
  // of a node only.
  struct Step {
    enum class Kind : std::uint8_t { symbols, any_named, any };
    Kind kind = Kind::symbols;
    bool next_to_previous = false;  // '.' before it: no named node between
    bool last = false;              // '.' after it: no named node follows
    CodeStyle style = CodeStyle::none;
    std::uint16_t field = 0;
    std::vector<std::uint16_t> symbols;  // sorted
    std::vector<Predicate> predicates;
    std::vector<Step> children;
  };
  struct Pattern {
    std::uint16_t rank = 0;  // the higher wins
    Step root;
  };

 private:
  struct Walk;

  void note_fields(const Step& step);

  std::vector<Pattern> patterns_;
  // By symbol: indices into patterns_, strongest first. Those without children decide at the node itself.
  std::vector<std::vector<std::uint16_t>> leaves_;
  std::vector<std::vector<std::uint16_t>> branches_;
  std::vector<bool> reads_fields_;  // by symbol
};

// Internal: the patterns of one text, without ranks; patterns of one group are alternatives.
struct QueryPatterns {
  std::vector<std::vector<HighlightQuery::Step>> groups;
  std::vector<std::string> refused;
};
QueryPatterns parse_highlight_query(const TSLanguage* language, std::string_view text);

}  // namespace loci
