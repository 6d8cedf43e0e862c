// Reads the text of highlights.scm: S-expressions with strings, [alternatives], field names, @captures and #predicates.
// https://tree-sitter.github.io/tree-sitter/using-parsers/queries describes the language; what no grammar's highlighting uses
// (negated fields, supertypes, ERROR and MISSING nodes) is refused.
#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "markdown/highlight_query.h"

namespace loci {

namespace {

using Step = HighlightQuery::Step;
using Predicate = HighlightQuery::Predicate;

constexpr std::size_t max_alternatives = 256;
constexpr int max_depth = 32;

// A step while the names of its captures are still wanted.
struct Draft {
  Step step;
  std::vector<std::string_view> captures;
  std::vector<Draft> children;
  bool optional = false;
};

struct NamedPredicate {
  std::string_view capture;
  Predicate predicate;
};

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.' || c == '?' || c == '!' || c == '/';
}

class QueryReader {
 public:
  QueryReader(const TSLanguage* language, std::string_view text)
      : language_(language), text_(text) {}

  QueryPatterns read() {
    QueryPatterns result;
    for (skip_blanks(); at_ < text_.size(); skip_blanks()) {
      const std::size_t begin = at_;
      predicates_.clear();
      refused_ = false;
      std::vector<Draft> drafts;
      if (!item(drafts, 0)) {
        // Not even its end is known.
        result.refused.emplace_back(text_.substr(begin));
        return result;
      }
      if (refused_) {
        result.refused.emplace_back(text_.substr(begin, at_ - begin));
        continue;
      }
      std::vector<Step> group;
      for (Draft& draft : drafts) group.push_back(finished(std::move(draft)));
      result.groups.push_back(std::move(group));
    }
    return result;
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ';') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        ++at_;
      } else {
        return;
      }
    }
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }

  std::string_view name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_name_character(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  // Behind the opening quotation mark. The same escapes as tree-sitter's: "\d" in a file is the pattern "d", "\\d" is "\d".
  std::optional<std::string> quoted() {
    std::string value;
    while (at_ < text_.size()) {
      char c = text_[at_++];
      if (c == '"') return value;
      if (c == '\\') {
        if (at_ == text_.size()) return std::nullopt;
        c = text_[at_++];
        c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
      }
      value += c;
    }
    return std::nullopt;
  }

  // One node, string, [alternatives] or (group), with what follows it. False: the text is broken and reading cannot go on.
  bool item(std::vector<Draft>& drafts, int depth) {
    if (depth > max_depth) return false;
    if (take('[')) {
      for (skip_blanks(); !take(']'); skip_blanks()) {
        if (!item(drafts, depth + 1)) return false;
      }
      merge(drafts);
    } else if (take('"')) {
      const std::optional<std::string> word = quoted();
      if (!word) return false;
      Draft draft;
      add_symbol(draft.step, *word, false);
      drafts.push_back(std::move(draft));
    } else if (take('(')) {
      skip_blanks();
      const char next = peek();
      if (next == '(' || next == '[' || next == '"') {
        if (!grouped(drafts, depth)) return false;
      } else if (!node(drafts, depth)) {
        return false;
      }
    } else if (peek() == '_') {
      ++at_;
      Draft draft;
      draft.step.kind = Step::Kind::any;
      drafts.push_back(std::move(draft));
    } else {
      return false;
    }
    return suffixes(drafts);
  }

  // Quantifiers and captures. For looks, "one or more" is one, each of them; "any number" is one or none.
  bool suffixes(std::vector<Draft>& drafts) {
    for (;;) {
      skip_blanks();
      if (take('*') || take('?')) {
        for (Draft& draft : drafts) draft.optional = true;
      } else if (take('+')) {
        continue;
      } else if (take('@')) {
        const std::string_view capture = name();
        if (capture.empty()) return false;
        for (Draft& draft : drafts) draft.captures.push_back(capture);
      } else {
        return true;
      }
    }
  }

  // "((identifier) @x (#match? …))": one item and predicates on it.
  bool grouped(std::vector<Draft>& drafts, int depth) {
    int items = 0;
    for (skip_blanks(); !take(')'); skip_blanks()) {
      if (text_.substr(at_).starts_with("(#")) {
        if (!predicate()) return false;
        continue;
      }
      if (!item(drafts, depth + 1)) return false;
      if (++items > 1) refused_ = true;  // siblings without a parent
    }
    return true;
  }

  bool node(std::vector<Draft>& drafts, int depth) {
    Draft draft;
    const std::string_view kind = name();
    if (kind.empty()) return false;
    if (kind == "_") {
      draft.step.kind = Step::Kind::any_named;
    } else if (kind == "ERROR" || kind == "MISSING") {
      refused_ = true;
    } else {
      add_symbol(draft.step, kind, true);
    }
    std::vector<Draft> parents = {std::move(draft)};
    bool anchored = false;
    for (skip_blanks(); !take(')'); skip_blanks()) {
      if (text_.substr(at_).starts_with("(#")) {
        if (!predicate()) return false;
        continue;
      }
      if (take('.')) {
        anchored = true;
        continue;
      }
      if (take('!')) {  // a field that must be missing
        name();
        refused_ = true;
        continue;
      }
      std::uint16_t field = 0;
      if (const char c = peek(); c != '_' && is_name_character(c)) {
        const std::string_view label = name();
        skip_blanks();
        if (!take(':')) return false;
        field = ts_language_field_id_for_name(language_, label.data(),
                                              static_cast<std::uint32_t>(label.size()));
        if (field == 0) refused_ = true;
        skip_blanks();
      }
      std::vector<Draft> children;
      if (!item(children, depth + 1)) return false;
      for (Draft& child : children) {
        child.step.field = field;
        child.step.next_to_previous = anchored;
      }
      anchored = false;
      if (!multiply(parents, children)) return false;
    }
    if (anchored) {
      for (Draft& parent : parents) {
        if (!parent.children.empty()) parent.children.back().step.last = true;
      }
    }
    std::move(parents.begin(), parents.end(), std::back_inserter(drafts));
    return true;
  }

  // Each parent with each child; without a child too when it may be missing.
  static bool multiply(std::vector<Draft>& parents, const std::vector<Draft>& children) {
    std::vector<Draft> product;
    for (const Draft& parent : parents) {
      for (const Draft& child : children) {
        product.push_back(parent);
        product.back().children.push_back(child);
        if (child.optional) product.push_back(parent);
        if (product.size() > max_alternatives) return false;
      }
    }
    parents = std::move(product);
    return true;
  }

  // Alternatives that differ in their kind only become one.
  static void merge(std::vector<Draft>& drafts) {
    std::vector<Draft> merged;
    for (Draft& draft : drafts) {
      const bool simple = draft.children.empty() && draft.step.kind == Step::Kind::symbols;
      const auto same = std::find_if(merged.begin(), merged.end(), [&](const Draft& other) {
        return simple && other.children.empty() && other.step.kind == Step::Kind::symbols &&
               other.captures == draft.captures && other.optional == draft.optional;
      });
      if (same == merged.end()) {
        merged.push_back(std::move(draft));
      } else {
        same->step.symbols.insert(same->step.symbols.end(), draft.step.symbols.begin(),
                                  draft.step.symbols.end());
      }
    }
    drafts = std::move(merged);
  }

  // A grammar may have several symbols of one name, which nodes show as one.
  void add_symbol(Step& step, std::string_view name, bool named) {
    const TSSymbol symbol = ts_language_symbol_for_name(
        language_, name.data(), static_cast<std::uint32_t>(name.size()), named);
    if (symbol == 0) {
      refused_ = true;
      return;
    }
    step.symbols.push_back(symbol);
  }

  // "(#match? @constant "^[A-Z]")". What says nothing about a node's text ("is-not? local": no grammar's scopes are followed) is
  // read and left out.
  bool predicate() {
    at_ += 2;
    std::string_view kind = name();
    std::vector<std::string> arguments;
    std::string_view capture;
    bool of_text = true;
    for (skip_blanks(); !take(')'); skip_blanks()) {
      if (take('"')) {
        std::optional<std::string> argument = quoted();
        if (!argument) return false;
        arguments.push_back(std::move(*argument));
      } else if (take('@')) {
        if (!capture.empty()) of_text = false;  // two captures compared
        capture = name();
      } else {
        const std::string_view word = name();
        if (word.empty()) return false;
        arguments.emplace_back(word);
      }
    }
    NamedPredicate result{capture, {}};
    if (kind.starts_with("not-")) {
      result.predicate.negated = true;
      kind.remove_prefix(4);
    }
    if (kind == "match?" && arguments.size() == 1) {
      std::optional<TextPattern> pattern = TextPattern::parse(arguments.front());
      if (pattern) {
        result.predicate.pattern.push_back(std::move(*pattern));
      } else {
        refused_ = true;
      }
    } else if (kind == "eq?" || kind == "any-of?") {
      result.predicate.kind = Predicate::Kind::any_of;
      std::sort(arguments.begin(), arguments.end());
      result.predicate.words = std::move(arguments);
    } else {
      if (kind.ends_with('?') && kind != "is-not?" && kind != "is?") refused_ = true;
      return true;
    }
    if (!of_text || capture.empty()) refused_ = true;
    predicates_.push_back(std::move(result));
    return true;
  }

  Step finished(Draft draft) const {
    Step step = std::move(draft.step);
    std::sort(step.symbols.begin(), step.symbols.end());
    for (const std::string_view capture : draft.captures) {
      if (const CodeStyle style = style_of_capture(capture); style != CodeStyle::none)
        step.style = style;
      for (const NamedPredicate& named : predicates_) {
        if (named.capture == capture) step.predicates.push_back(named.predicate);
      }
    }
    for (Draft& child : draft.children) step.children.push_back(finished(std::move(child)));
    return step;
  }

  const TSLanguage* language_;
  std::string_view text_;
  std::size_t at_ = 0;
  bool refused_ = false;
  std::vector<NamedPredicate> predicates_;
};

}  // namespace

QueryPatterns parse_highlight_query(const TSLanguage* language, std::string_view text) {
  return QueryReader(language, text).read();
}

}  // namespace loci
