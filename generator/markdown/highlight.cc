#include "markdown/highlight.h"

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <optional>

#include "base/text.h"
#include "markdown/code_language.h"
#include "markdown/grammar.h"
#include "markdown/parse_budget.h"

namespace loci {

static_assert(TREE_SITTER_LANGUAGE_VERSION >= 14 &&
                  TREE_SITTER_MIN_COMPATIBLE_LANGUAGE_VERSION <= 14,
              "tree-sitter is too old or too new for grammars of ABI 14");

namespace {

struct ParserDeleter {
  void operator()(TSParser* parser) const { ts_parser_delete(parser); }
};
struct TreeDeleter {
  void operator()(TSTree* tree) const { ts_tree_delete(tree); }
};

// What one call needs for itself; its memory serves the next.
struct Workplace {
  std::unique_ptr<TSParser, ParserDeleter> parser;
  SyntaxTree tree;
  std::vector<HighlightQuery::Choice> choices;
};

// A language in use. The query is compiled when code in it is met first.
class Engine {
 public:
  explicit Engine(const Grammar& grammar) : grammar_(grammar) {}

  const HighlightQuery& query() {
    std::call_once(compiled_, [this] {
      const QueryCustom custom = query_custom(grammar_.name);
      std::vector<std::string_view> texts(grammar_.queries.begin(), grammar_.queries.end());
      texts.push_back(custom.more);
      query_.emplace(grammar_.language(), texts, custom.first_wins);
    });
    return *query_;
  }

  const TSLanguage* language() const { return grammar_.language(); }

  // A workplace no one else has; give it back with put_back.
  std::unique_ptr<Workplace> take() {
    const std::scoped_lock lock(mutex_);
    if (free_.empty()) return std::make_unique<Workplace>();
    std::unique_ptr<Workplace> place = std::move(free_.back());
    free_.pop_back();
    return place;
  }

  void put_back(std::unique_ptr<Workplace> place) {
    const std::scoped_lock lock(mutex_);
    free_.push_back(std::move(place));
  }

 private:
  const Grammar& grammar_;
  std::once_flag compiled_;
  std::optional<HighlightQuery> query_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Workplace>> free_;
};

Engine* engine_of(std::string_view grammar) {
  static const std::vector<std::unique_ptr<Engine>> engines = [] {
    std::vector<std::unique_ptr<Engine>> made;
    for (const Grammar& each : grammars()) made.push_back(std::make_unique<Engine>(each));
    return made;
  }();
  const std::span<const Grammar> table = grammars();
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Grammar& each) { return each.name == grammar; });
  return found == table.end() ? nullptr
                              : engines[static_cast<std::size_t>(found - table.begin())].get();
}

// Fields are looked up where the query (null: always) asks for them: among a thousand errors in a row each look-up goes past
// all of them.
void flatten(const TSTree* parsed, const HighlightQuery* query, SyntaxTree& tree) {
  constexpr TSSymbol error = 0xFFFF;
  TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(parsed));
  std::vector<std::uint32_t> open;  // nodes whose descendants are being listed
  bool with_field = false;
  const auto look = [&] {
    if (open.empty()) return;
    const TSSymbol parent = tree[open.back()].symbol;
    with_field = query == nullptr ? parent != error : query->reads_fields_of(parent);
  };
  for (;;) {
    const TSNode node = ts_tree_cursor_current_node(&cursor);
    const auto index = static_cast<std::uint32_t>(tree.size());
    tree.push_back({ts_node_start_byte(node), ts_node_end_byte(node), 0, ts_node_symbol(node),
                    with_field ? ts_tree_cursor_current_field_id(&cursor) : std::uint16_t{0},
                    ts_node_is_named(node)});
    if (ts_tree_cursor_goto_first_child(&cursor)) {
      open.push_back(index);
      look();
      continue;
    }
    tree.back().next = index + 1;
    while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
      if (!ts_tree_cursor_goto_parent(&cursor)) {
        ts_tree_cursor_delete(&cursor);
        return;
      }
      tree[open.back()].next = static_cast<std::uint32_t>(tree.size());
      open.pop_back();
      look();
    }
  }
}

// False: the parser is no good, or it would take too long.
bool parse_into(Workplace& place, const TSLanguage* language, std::string_view code,
                const HighlightQuery* query) {
  place.tree.clear();
  bool fresh = place.parser == nullptr;
  for (;;) {
    if (fresh) {
      place.parser.reset(ts_parser_new());
      if (!ts_parser_set_language(place.parser.get(), language)) return false;
    }
    TSTree* tree = nullptr;
    const ParseOutcome outcome = parse_within_budget(place.parser.get(), code, fresh, tree);
    const std::unique_ptr<TSTree, TreeDeleter> parsed(tree);
    if (outcome == ParseOutcome::costly) return false;
    if (outcome == ParseOutcome::done) {
      flatten(parsed.get(), query, place.tree);
      return true;
    }
    fresh = true;
  }
}

// Counts brackets wherever they stand: also in strings, which is fair enough for a limit.
bool is_too_deep(std::string_view code) {
  std::size_t depth = 0;
  for (const char c : code) {
    if (c == '(' || c == '[' || c == '{') {
      if (++depth > max_highlighted_depth) return true;
    } else if ((c == ')' || c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

// The scanner for HTML lists all open elements anew at each tag. Void elements count as open here, so the bound is generous.
bool has_too_many_open_tags(std::string_view code) {
  constexpr int most = 1'000;
  int open = 0;
  for (std::size_t at = 0; at + 1 < code.size(); ++at) {
    if (code[at] == '<' && is_ascii_letter(code[at + 1])) ++open;
    if ((code[at] == '<' && code[at + 1] == '/') || (code[at] == '/' && code[at + 1] == '>'))
      --open;
    if (open > most) return true;
  }
  return false;
}

std::string_view entity(char c) {
  return c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string_view();
}

void append_escaped(std::string& out, std::string_view code) {
  std::size_t copied = 0;
  for (std::size_t at = 0; at < code.size(); ++at) {
    const std::string_view name = entity(code[at]);
    if (name.empty()) continue;
    out.append(code, copied, at - copied);
    out += name;
    copied = at + 1;
  }
  out.append(code, copied, code.size() - copied);
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Part of one line, or without styles any part.
void append_styled(std::string& out, std::string_view code, std::span<const CodeStyle> styles) {
  if (styles.empty()) {
    append_escaped(out, code);
    return;
  }
  for (std::size_t at = 0; at < code.size();) {
    const CodeStyle style = styles[at];
    const std::string_view name = css_class(style);
    std::size_t end = at + 1;
    if (code[at] == '\n' || name.empty()) {
      while (end < code.size() && css_class(styles[end]).empty()) ++end;
      append_escaped(out, code.substr(at, end - at));
    } else {
      while (end < code.size() && code[end] != '\n') {
        // Blanks between two words of one look are no reason for two elements.
        std::size_t next = end;
        while (next < code.size() && is_blank(code[next])) ++next;
        if (next == code.size() || code[next] == '\n' || styles[next] != style) break;
        end = next + 1;
      }
      while (end < code.size() && styles[end] == style && code[end] != '\n') ++end;
      out += "<span class=\"";
      out += name;
      out += "\">";
      append_escaped(out, code.substr(at, end - at));
      out += "</span>";
    }
    at = end;
  }
}

}  // namespace

std::string_view css_class(CodeStyle style) {
  static constexpr std::array<std::string_view, 12> names = {
      "", "", "hl-c", "hl-k", "hl-s", "hl-e", "hl-n", "hl-f", "hl-t", "hl-p", "hl-a", "hl-g"};
  return names[static_cast<std::size_t>(style)];
}

bool highlight_code(std::string_view code, std::string_view grammar,
                    std::vector<CodeStyle>& styles) {
  styles.clear();
  if (code.size() > max_highlighted_bytes || is_too_deep(code)) return false;
  if (grammar == "html" && has_too_many_open_tags(code)) return false;
  Engine* engine = engine_of(grammar);
  if (engine == nullptr) return false;
  std::unique_ptr<Workplace> place = engine->take();
  const HighlightQuery& query = engine->query();
  const bool parsed = parse_into(*place, engine->language(), code, &query);
  if (parsed) {
    query.apply(place->tree, code, place->choices);
    styles.assign(code.size(), CodeStyle::none);
  }
  for (std::size_t i = 0; i < place->tree.size(); ++i) {  // inner nodes come after outer ones
    if (place->choices[i].style == CodeStyle::none) continue;
    std::fill(styles.begin() + place->tree[i].begin, styles.begin() + place->tree[i].end,
              place->choices[i].style);
  }
  engine->put_back(std::move(place));
  return parsed;
}

SyntaxTree parse_code(std::string_view code, std::string_view grammar) {
  Engine* engine = engine_of(grammar);
  if (engine == nullptr) return {};
  std::unique_ptr<Workplace> place = engine->take();
  parse_into(*place, engine->language(), code, nullptr);
  SyntaxTree tree = place->tree;
  engine->put_back(std::move(place));
  return tree;
}

void append_code_html(std::string& out, std::string_view code, std::span<const CodeStyle> styles,
                      const CodeLines& lines) {
  if (lines.empty()) {
    append_styled(out, code, styles);
    return;
  }
  std::uint32_t number = 1;
  for (std::size_t at = 0; at < code.size(); ++number) {
    const std::size_t end = std::min(code.find('\n', at), code.size());
    const bool marked = std::any_of(
        lines.marked.begin(), lines.marked.end(),
        [&](const auto& range) { return range.first <= number && number <= range.second; });
    out += marked ? "<span class=\"line marked\"" : "<span class=\"line\"";
    if (lines.numbered)
      out += " data-line=\"" + std::to_string(lines.first_number + number - 1) + "\"";
    out += '>';
    append_styled(out, code.substr(at, end - at),
                  styles.empty() ? styles : styles.subspan(at, end - at));
    out += end < code.size() ? "</span>\n" : "</span>";
    at = end + 1;
  }
}

}  // namespace loci
