#include "markdown/highlight_query.h"

#include <algorithm>
#include <array>
#include <utility>

namespace loci {

using Step = HighlightQuery::Step;

CodeStyle style_of_capture(std::string_view name) {
  struct Row {
    std::string_view name;
    CodeStyle style;
  };
  // The longest name that is the capture's or the capture's up to a dot.
  static constexpr std::array<Row, 38> rows = {{
      {"attribute", CodeStyle::attribute},
      {"boolean", CodeStyle::number},
      {"character", CodeStyle::string},
      {"comment", CodeStyle::comment},
      {"conditional", CodeStyle::keyword},
      {"constant", CodeStyle::number},
      {"constructor", CodeStyle::type},
      {"delimiter", CodeStyle::plain},
      {"embedded", CodeStyle::plain},
      {"escape", CodeStyle::escape},
      {"exception", CodeStyle::keyword},
      {"field", CodeStyle::property},
      {"float", CodeStyle::number},
      {"function", CodeStyle::function},
      {"include", CodeStyle::keyword},
      {"keyword", CodeStyle::keyword},
      {"label", CodeStyle::attribute},
      {"method", CodeStyle::function},
      {"module", CodeStyle::type},
      {"namespace", CodeStyle::type},
      {"number", CodeStyle::number},
      {"operator", CodeStyle::plain},
      {"parameter", CodeStyle::plain},
      {"preproc", CodeStyle::keyword},
      {"property", CodeStyle::property},
      {"punctuation", CodeStyle::plain},
      {"punctuation.special", CodeStyle::escape},
      {"repeat", CodeStyle::keyword},
      {"storageclass", CodeStyle::keyword},
      {"string", CodeStyle::string},
      {"string.escape", CodeStyle::escape},
      {"string.special.key", CodeStyle::property},
      {"tag", CodeStyle::tag},
      {"text", CodeStyle::plain},
      {"type", CodeStyle::type},
      {"type.qualifier", CodeStyle::keyword},
      {"variable", CodeStyle::plain},
      {"variable.builtin", CodeStyle::keyword},
  }};
  CodeStyle style = CodeStyle::none;
  std::size_t longest = 0;
  for (const Row& row : rows) {
    if (row.name.size() < longest || !name.starts_with(row.name)) continue;
    if (name.size() > row.name.size() && name[row.name.size()] != '.') continue;
    longest = row.name.size();
    style = row.style;
  }
  return style;
}

HighlightQuery::HighlightQuery(const TSLanguage* language, std::span<const std::string_view> texts,
                               bool first_wins, std::vector<std::string>* refused) {
  const std::size_t symbols = ts_language_symbol_count(language);
  leaves_.resize(symbols);
  branches_.resize(symbols);
  reads_fields_.resize(symbols);
  std::vector<std::vector<Step>> groups;
  for (const std::string_view text : texts) {
    QueryPatterns parsed = parse_highlight_query(language, text);
    std::move(parsed.groups.begin(), parsed.groups.end(), std::back_inserter(groups));
    if (refused != nullptr)
      std::move(parsed.refused.begin(), parsed.refused.end(), std::back_inserter(*refused));
  }
  // Strongest first, so that the first that fits a node decides.
  if (!first_wins) std::reverse(groups.begin(), groups.end());
  auto rank = static_cast<std::uint16_t>(groups.size());
  for (std::vector<Step>& group : groups) {
    for (Step& root : group) {
      if (root.children.empty() && root.style == CodeStyle::none) continue;
      const auto index = static_cast<std::uint16_t>(patterns_.size());
      note_fields(root);
      auto& table = root.children.empty() ? leaves_ : branches_;
      if (root.kind == Step::Kind::symbols) {
        for (const std::uint16_t symbol : root.symbols) table[symbol].push_back(index);
      } else {
        for (std::size_t symbol = 0; symbol < symbols; ++symbol) table[symbol].push_back(index);
      }
      patterns_.push_back({rank, std::move(root)});
    }
    --rank;
  }
}

void HighlightQuery::note_fields(const Step& step) {
  const bool reads = std::any_of(step.children.begin(), step.children.end(),
                                 [](const Step& child) { return child.field != 0; });
  if (reads && step.kind != Step::Kind::symbols) reads_fields_.assign(reads_fields_.size(), true);
  if (reads) {
    for (const std::uint16_t symbol : step.symbols) reads_fields_[symbol] = true;
  }
  for (const Step& child : step.children) note_fields(child);
}

// One application of a query to a tree.
struct HighlightQuery::Walk {
  const SyntaxTree& tree;
  std::string_view code;
  std::vector<Choice>& styles;
  std::uint16_t rank = 0;

  bool holds(const Predicate& predicate, const SyntaxNode& node) const {
    const std::string_view text = code.substr(node.begin, node.end - node.begin);
    bool result = false;
    if (predicate.kind == Predicate::Kind::match) {
      result = predicate.pattern.front().matches(text);
    } else {
      result = std::binary_search(predicate.words.begin(), predicate.words.end(), text);
    }
    return result != predicate.negated;
  }

  bool predicates_hold(const Step& step, const SyntaxNode& node) const {
    return std::all_of(step.predicates.begin(), step.predicates.end(),
                       [&](const Predicate& predicate) { return holds(predicate, node); });
  }

  bool is_kind(const Step& step, const SyntaxNode& node) const {
    if (step.field != 0 && step.field != node.field) return false;
    if (step.kind == Step::Kind::symbols) {
      return step.symbols.size() == 1
                 ? step.symbols.front() == node.symbol
                 : std::binary_search(step.symbols.begin(), step.symbols.end(), node.symbol);
    }
    return step.kind == Step::Kind::any || node.named;
  }

  void offer(std::size_t node, CodeStyle style) const {
    if (style != CodeStyle::none && rank > styles[node].rank) styles[node] = {rank, style};
  }

  // Whether the pattern fits the node and all below it that the pattern names.
  bool fits(const Step& step, std::size_t node) const {
    if (!is_kind(step, tree[node]) || !predicates_hold(step, tree[node])) return false;
    if (step.children.empty()) return true;
    std::vector<std::vector<bool>> places;
    return step.children.size() == 1 ? first_fit(step.children.front(), node) != 0
                                     : find_places(step, node, places);
  }

  bool has_named(std::size_t from, std::size_t to) const {
    for (; from < to; from = tree[from].next) {
      if (tree[from].named) return true;
    }
    return false;
  }

  bool is_at_edge(const Step& step, std::size_t parent, std::size_t child) const {
    if (step.next_to_previous && has_named(parent + 1, child)) return false;
    return !step.last || !has_named(tree[child].next, tree[parent].next);
  }

  // A child (0: none) that an only child of a pattern fits.
  std::size_t first_fit(const Step& step, std::size_t parent) const {
    for (std::size_t child = parent + 1; child < tree[parent].next; child = tree[child].next) {
      if (fits(step, child) && is_at_edge(step, parent, child)) return child;
    }
    return 0;
  }

  // Of a pattern with several children: places[i] has the nodes (by their number among the parent's children) that child i of
  // the pattern is in some way to fit all of them in order. False: there is no such way.
  bool find_places(const Step& step, std::size_t parent,
                   std::vector<std::vector<bool>>& places) const {
    std::vector<std::size_t> nodes;
    for (std::size_t child = parent + 1; child < tree[parent].next; child = tree[child].next)
      nodes.push_back(child);
    places.assign(step.children.size(), std::vector<bool>(nodes.size()));
    for (std::size_t i = 0; i < step.children.size(); ++i) {  // those before it have their places
      const Step& wanted = step.children[i];
      bool reachable = i == 0;
      bool any = false;
      for (std::size_t n = 0; n < nodes.size(); ++n) {
        if (reachable && fits(wanted, nodes[n]) &&
            (!wanted.last || !has_named(tree[nodes[n]].next, tree[parent].next)))
          places[i][n] = any = true;
        if (wanted.next_to_previous && tree[nodes[n]].named) reachable = false;
        if (i > 0 && places[i - 1][n]) reachable = true;
      }
      if (!any) return false;
    }
    for (std::size_t i = step.children.size() - 1; i-- > 0;) {  // and those behind it
      const bool adjacent = step.children[i + 1].next_to_previous;
      bool reachable = false;
      for (std::size_t n = nodes.size(); n-- > 0;) {
        const bool reaches = reachable;
        if (adjacent && tree[nodes[n]].named) reachable = false;
        if (places[i + 1][n]) reachable = true;
        if (!reaches) places[i][n] = false;
      }
    }
    return true;
  }

  // Gives the styles of a pattern that fits.
  void give(const Step& step, std::size_t node) const {
    offer(node, step.style);
    if (step.children.size() == 1) {
      const Step& only = step.children.front();
      for (std::size_t child = node + 1; child < tree[node].next; child = tree[child].next) {
        if (fits(only, child) && is_at_edge(only, node, child)) give(only, child);
      }
    } else if (!step.children.empty()) {
      std::vector<std::vector<bool>> places;
      if (!find_places(step, node, places)) return;
      for (std::size_t i = 0; i < step.children.size(); ++i) {
        std::size_t n = 0;
        for (std::size_t child = node + 1; child < tree[node].next; child = tree[child].next, ++n) {
          if (places[i][n]) give(step.children[i], child);
        }
      }
    }
  }
};

void HighlightQuery::apply(const SyntaxTree& tree, std::string_view code,
                           std::vector<Choice>& styles) const {
  styles.assign(tree.size(), {});
  Walk walk{tree, code, styles};
  for (std::size_t i = 0; i < tree.size(); ++i) {
    const SyntaxNode& node = tree[i];
    if (node.symbol >= leaves_.size()) continue;  // an error
    for (const std::uint16_t index : branches_[node.symbol]) {
      const Pattern& pattern = patterns_[index];
      walk.rank = pattern.rank;
      if (walk.fits(pattern.root, i)) walk.give(pattern.root, i);
    }
    for (const std::uint16_t index : leaves_[node.symbol]) {
      const Pattern& pattern = patterns_[index];
      if (pattern.rank <= styles[i].rank) break;
      if (pattern.root.kind == Step::Kind::any_named && !node.named) continue;
      if (!walk.predicates_hold(pattern.root, node)) continue;
      styles[i] = {pattern.rank, pattern.root.style};
      break;
    }
  }
}

}  // namespace loci
