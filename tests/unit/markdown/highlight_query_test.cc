// Our reading of a highlighting query against tree-sitter's own.
#include "markdown/highlight_query.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <memory>
#include <regex>
#include <set>

#include "markdown/code_language.h"
#include "markdown/grammar.h"
#include "markdown/highlight.h"
#include "unit/markdown/code_samples.h"

using namespace loci;

namespace {

std::vector<std::string_view> texts_of(const Grammar& grammar) {
  std::vector<std::string_view> texts(grammar.queries.begin(), grammar.queries.end());
  texts.push_back(query_custom(grammar.name).more);
  return texts;
}

// tree-sitter's query engine, with std::regex for the predicates.
class Oracle {
 public:
  explicit Oracle(const Grammar& grammar) : first_wins_(query_custom(grammar.name).first_wins) {
    std::string text;
    for (const std::string_view part : texts_of(grammar)) text += std::string(part) + "\n";
    std::uint32_t offset = 0;
    TSQueryError error{};
    query_.reset(ts_query_new(grammar.language(), text.data(),
                              static_cast<std::uint32_t>(text.size()), &offset, &error));
    if (query_ == nullptr)
      FAIL(grammar.name << ": query error at " << offset << ": " << text.substr(offset, 60));
    parser_.reset(ts_parser_new());
    ts_parser_set_language(parser_.get(), grammar.language());
    cursor_.reset(ts_query_cursor_new());
  }

  // "begin-end kind style", one a line, of every node with a style, parents first.
  std::string styles(const std::string& code) {
    const std::unique_ptr<TSTree, void (*)(TSTree*)> tree(
        ts_parser_parse_string(parser_.get(), nullptr, code.data(),
                               static_cast<std::uint32_t>(code.size())),
        ts_tree_delete);
    std::map<std::pair<const void*, std::uint32_t>, std::pair<std::uint32_t, CodeStyle>> chosen;
    ts_query_cursor_exec(cursor_.get(), query_.get(), ts_tree_root_node(tree.get()));
    TSQueryMatch match;
    while (ts_query_cursor_next_match(cursor_.get(), &match)) {
      if (!holds(match, code)) continue;
      for (std::uint16_t i = 0; i < match.capture_count; ++i) {
        const CodeStyle style = style_of_capture(capture_name(match.captures[i].index));
        if (style == CodeStyle::none) continue;
        const TSNode node = match.captures[i].node;
        const auto key = std::make_pair(node.id, static_cast<std::uint32_t>(ts_node_symbol(node)));
        const auto found = chosen.find(key);
        const std::uint32_t rank = match.pattern_index;
        if (found == chosen.end()) {
          chosen[key] = {rank, style};
        } else if (first_wins_ ? rank < found->second.first : rank > found->second.first) {
          found->second = {rank, style};
        }
      }
    }
    std::string out;
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree.get()));
    for (bool more = true; more;) {
      const TSNode node = ts_tree_cursor_current_node(&cursor);
      const auto found = chosen.find({node.id, ts_node_symbol(node)});
      out += line(ts_node_start_byte(node), ts_node_end_byte(node), ts_node_symbol(node),
                  found == chosen.end() ? CodeStyle::none : found->second.second);
      if (ts_tree_cursor_goto_first_child(&cursor)) continue;
      while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
        if (!ts_tree_cursor_goto_parent(&cursor)) {
          more = false;
          break;
        }
      }
    }
    ts_tree_cursor_delete(&cursor);
    return out;
  }

  std::string line(std::uint32_t begin, std::uint32_t end, TSSymbol symbol, CodeStyle style) const {
    if (style == CodeStyle::none) return {};
    const char* name = symbol == 0xFFFF
                           ? "ERROR"
                           : ts_language_symbol_name(ts_parser_language(parser_.get()), symbol);
    return std::to_string(begin) + "-" + std::to_string(end) + " " + name + " " +
           std::to_string(static_cast<int>(style)) + "\n";
  }

  std::set<std::uint32_t> used;  // patterns that fitted once

  std::uint32_t pattern_count() const { return ts_query_pattern_count(query_.get()); }

 private:
  std::string_view capture_name(std::uint32_t index) const {
    std::uint32_t length = 0;
    const char* name = ts_query_capture_name_for_id(query_.get(), index, &length);
    return {name, length};
  }
  std::string value(std::uint32_t index) const {
    std::uint32_t length = 0;
    const char* text = ts_query_string_value_for_id(query_.get(), index, &length);
    return {text, length};
  }

  bool holds(const TSQueryMatch& match, const std::string& code) {
    std::uint32_t count = 0;
    const TSQueryPredicateStep* steps =
        ts_query_predicates_for_pattern(query_.get(), match.pattern_index, &count);
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::string kind = value(steps[i].value_id);
      std::vector<std::string> arguments;
      std::string text;
      for (++i; steps[i].type != TSQueryPredicateStepTypeDone; ++i) {
        if (steps[i].type == TSQueryPredicateStepTypeString) {
          arguments.push_back(value(steps[i].value_id));
          continue;
        }
        for (std::uint16_t c = 0; c < match.capture_count; ++c) {
          if (match.captures[c].index != steps[i].value_id) continue;
          const TSNode node = match.captures[c].node;
          text = code.substr(ts_node_start_byte(node),
                             ts_node_end_byte(node) - ts_node_start_byte(node));
        }
      }
      bool good = true;
      if (kind == "match?") {
        good =
            text.size() < 2000 &&
            std::regex_search(text, regexes_.try_emplace(arguments[0], arguments[0]).first->second);
      } else if (kind == "eq?" || kind == "any-of?") {
        good = std::find(arguments.begin(), arguments.end(), text) != arguments.end();
      } else {
        CHECK(kind == "is-not?");
      }
      if (!good) return false;
    }
    used.insert(match.pattern_index);
    return true;
  }

  bool first_wins_;
  std::map<std::string, std::regex> regexes_;
  std::unique_ptr<TSQuery, void (*)(TSQuery*)> query_{nullptr, ts_query_delete};
  std::unique_ptr<TSParser, void (*)(TSParser*)> parser_{nullptr, ts_parser_delete};
  std::unique_ptr<TSQueryCursor, void (*)(TSQueryCursor*)> cursor_{nullptr, ts_query_cursor_delete};
};

std::string ours(const HighlightQuery& query, const Oracle& oracle, const std::string& code,
                 std::string_view grammar) {
  const SyntaxTree tree = parse_code(code, grammar);
  std::vector<HighlightQuery::Choice> choices;
  query.apply(tree, code, choices);
  std::string out;
  for (std::size_t i = 0; i < tree.size(); ++i)
    out += oracle.line(tree[i].begin, tree[i].end, tree[i].symbol, choices[i].style);
  return out;
}

}  // namespace

TEST_CASE("every pattern of every grammar is understood") {
  for (const Grammar& grammar : grammars()) {
    std::vector<std::string> refused;
    const HighlightQuery query(grammar.language(), texts_of(grammar), false, &refused);
    INFO(grammar.name);
    CHECK(refused == std::vector<std::string>{});
  }
}

TEST_CASE("a query gives the nodes of samples the styles that tree-sitter's own engine gives") {
  for (const Grammar& grammar : grammars()) {
    DYNAMIC_SECTION(grammar.name) {
      Oracle oracle(grammar);
      const HighlightQuery query(grammar.language(), texts_of(grammar),
                                 query_custom(grammar.name).first_wins);
      const std::string sample = test::code_sample(grammar.name);
      REQUIRE(sample.size() > 100);
      CHECK(ours(query, oracle, sample, grammar.name) == oracle.styles(sample));
      CHECK(oracle.used.size() * 2 >
            oracle.pattern_count());  // the sample shows what the language has
      for (std::uint32_t seed = 0; seed < 60; ++seed) {
        const std::string code = test::mangled(sample, seed);
        INFO(seed);
        CHECK(ours(query, oracle, code, grammar.name) == oracle.styles(code));
      }
    }
  }
}
