// The cards of a note for the tests of this room, as text that can be compared whole.
#pragma once

#include <string>
#include <vector>

#include "base/text.h"
#include "cards/extract.h"
#include "unit/markdown/note.h"

namespace loci::test {

struct Cards {
  std::string text;
  std::vector<Card> cards;
  NoteBody body;
  std::vector<Diagnostic> diagnostics;
};

inline Cards extract(std::string text, const FrontMatter& meta = {}, const CardRules& rules = {}) {
  Cards result{std::move(text), {}, {}, {}};
  Diagnostics diagnostics;
  Document document = parse_document("a.md", result.text, 0, MarkdownConfig{}, diagnostics);
  result.cards = extract_cards(document, "a.md", meta, rules, diagnostics);
  result.body = render_body(document, diagnostics);
  result.diagnostics = diagnostics.take();
  return result;
}

// "front / back" of each card as plain text, its line breaks as ⏎.
inline std::string sides(const Cards& found) {
  std::string out;
  for (const Card& card : found.cards)
    out += replace_all(card.front_text + " / " + card.back_text, "\n", "⏎") + "\n";
  return out;
}

inline std::string keys(const Cards& found) {
  std::string out;
  for (const Card& card : found.cards) out += card.key + " ";
  return out;
}

}  // namespace loci::test
