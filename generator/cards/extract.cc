#include "cards/extract.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "cards/extractor.h"
#include "markdown/opaque.h"

namespace loci {

namespace {

constexpr std::size_t npos = std::string_view::npos;

// A term of a definition list is no card; its definitions may hold some.
bool is_term(cmark_node* node) {
  const void* marks = cmark_node_get_user_data(node);
  return marks != nullptr &&
         static_cast<const NodeMarks*>(marks)->definitions == DefinitionMark::terms;
}

// A card's callout, or a paragraph that a question has taken.
bool is_taken(cmark_node* node) {
  const void* marks = cmark_node_get_user_data(node);
  return marks != nullptr && static_cast<const NodeMarks*>(marks)->block != BlockMark::none;
}

}  // namespace

std::vector<Card> Extractor::run() {
  if (meta_.cards == false || !may_have_cards()) return {};
  in_scope_ = meta_.cards == true || !meta_.deck.empty() || rules_.open;
  for (const Spanned& tag : meta_.tags) note_tag(tag.value);
  walk();
  // Only now is it known whether the text has the tag.
  for (cmark_node* block : open_blocks_) {
    if (in_scope_) {
      open_block(block);
    } else if (has_answers_ && rules_.forms.hashcards && is_type(block, CMARK_NODE_PARAGRAPH)) {
      cloze_lines(block);
    }
  }
  report_unanswered();
  if (!in_scope_) {
    for (cmark_node* text : orphans_) {
      const int line = cmark_node_get_start_line(text);
      const Span span = parts_.line_span(line, line);
      diagnostics_.report(Code::card_orphan_cloze, std::string(path_), span,
                          "a gap in a note that makes no cards of gaps",
                          {"say 'cards: true' in the front matter, or put it into a '[!cloze]'"});
    }
  }
  if (drafts_.empty()) return {};
  parts_.places.resize(drafts_.size());
  render_parts(parts_, diagnostics_);
  return make_cards(parts_, path_, drafts_, tag_deck_, diagnostics_);
}

// Most notes of a vault have no cards; they are not walked.
bool Extractor::may_have_cards() const {
  const std::string_view text = parts_.source.text;
  const auto has = [text](std::string_view part) { return text.find(part) != npos; };
  if (has("Q:") || has("{{c") || has("[!c") || has("[!C")) return true;
  if (has("#card")) return true;
  const bool open = meta_.cards == true || !meta_.deck.empty() || rules_.open ||
                    has("#flashcards") || has("#Flashcards") || !meta_.tags.empty();
  return open && (has("::") || has("==") || has("\n?") || has("C:") || has("?\n"));
}

void Extractor::note_tag(std::string_view name) {
  if (equal_ignoring_ascii_case(name, "flashcards")) in_scope_ = tagged_ = true;
  constexpr std::string_view prefix = "flashcards/";
  if (name.size() > prefix.size() &&
      equal_ignoring_ascii_case(name.substr(0, prefix.size()), prefix)) {
    in_scope_ = tagged_ = true;
    if (tag_deck_.empty()) tag_deck_ = name.substr(prefix.size());
  }
}

void Extractor::look_for_tag(std::string_view text) {
  constexpr std::string_view tag = "#flashcards";
  for (std::size_t at = text.find(tag); at != npos; at = text.find(tag, at + 1)) {
    if (at > 0 && text[at - 1] != ' ') continue;
    std::size_t end = at + tag.size();
    while (end < text.size() &&
           (is_ascii_letter(text[end]) || is_ascii_digit(text[end]) || text[end] == '/' ||
            text[end] == '-' || text[end] == '_' || static_cast<unsigned char>(text[end]) >= 0x80))
      ++end;
    note_tag(text.substr(at + 1, end - at - 1));
  }
}

// Blocks in which cards may stand, in source order; code, HTML and footnotes are passed by.
void Extractor::walk() {
  walk_blocks(parts_.tree.get(), [&](cmark_node* node) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_DOCUMENT:
      case CMARK_NODE_LIST:
        return true;
      case CMARK_NODE_ITEM:
        if (rules_.forms.logseq) item_card(node);
        return true;
      case CMARK_NODE_BLOCK_QUOTE:
        return !callout_card(node);
      case CMARK_NODE_HEADING:
        if (rules_.forms.logseq) heading_card(node);
        return false;
      case CMARK_NODE_PARAGRAPH:
        if (!is_term(node)) paragraph(node);
        return false;
      default:
        if (cmark_node_get_type(node) == extension_types().table) table(node);
        return false;
    }
  });
}

std::uint32_t Extractor::add(Draft draft) {
  drafts_.push_back(std::move(draft));
  return static_cast<std::uint32_t>(drafts_.size() - 1);
}

Span Extractor::lines_of(cmark_node* node) const {
  return parts_.line_span(start_of(node).line, cmark_node_get_end_line(node));
}

std::string_view Extractor::source_of(Span span) const {
  return std::string_view(parts_.source.text)
      .substr(span.begin - parts_.body_begin, span.end - span.begin);
}

void Extractor::mark_block(cmark_node* node, BlockMark mark, std::uint32_t card) {
  NodeMarks& marks = parts_.marks_of(node);
  marks.block = mark;
  marks.card = card;
}

// Behind the last character of a line that is no blank: where an id may be written.
std::uint32_t Extractor::line_end(int line) const {
  const Span span = parts_.line_span(line, line);
  const std::string_view text = parts_.text.substr(span.begin, span.end - span.begin);
  return span.begin + static_cast<std::uint32_t>(trim_right(text).size());
}

std::uint32_t Extractor::line_end(cmark_node* last) const {
  return line_end(cmark_node_get_end_line(last));
}

void Extractor::report_empty(Span span, std::string message) {
  diagnostics_.report(Code::card_empty, std::string(path_), span, std::move(message));
}

void Extractor::paragraph(cmark_node* node) {
  bool open = false;  // something in it may count in a note in scope
  for (cmark_node* child = cmark_node_first_child(node); child != nullptr;
       child = cmark_node_next(child)) {
    if (!is_type(child, CMARK_NODE_TEXT)) {
      open = open || is_type(child, CMARK_NODE_EMPH) || is_type(child, CMARK_NODE_STRONG);
      continue;
    }
    const std::string_view text = literal_of(child);
    if (text.find("{{c") != npos) {
      open = true;
      if (has_cloze_opening(text)) orphans_.push_back(child);
    }
    open = open || text.find("::") != npos || text.find("==") != npos || text == "?" ||
           text == "??" || text.starts_with("C:");
    if (!tagged_) look_for_tag(text);
  }
  if (rules_.forms.hashcards && question_paragraph(node)) return;
  if (open && !is_taken(node)) open_blocks_.push_back(node);
}

// In a note in scope.
void Extractor::open_block(cmark_node* block) {
  if (is_taken(block)) return;
  if (is_type(block, CMARK_NODE_PARAGRAPH)) {
    if (rules_.forms.hashcards && cloze_lines(block)) return;
    if (rules_.forms.osr && question_mark_line(block)) return;
    if (inline_cards(block, Draft{}, tagged_ && rules_.forms.osr)) return;
  }
  mark_cloze_block(block);
}

// A table is one card text: a gap in a cell is asked for with the rest of the table in sight.
void Extractor::table(cmark_node* node) {
  bool cloze = false;
  for (cmark_node* row = cmark_node_first_child(node); row != nullptr; row = cmark_node_next(row)) {
    for (cmark_node* cell = cmark_node_first_child(row); cell != nullptr;
         cell = cmark_node_next(cell)) {
      for (cmark_node* child = cmark_node_first_child(cell); child != nullptr;
           child = cmark_node_next(child)) {
        if (!is_type(child, CMARK_NODE_TEXT)) continue;
        const bool here = literal_of(child).find("{{c") != npos;
        if (here && !cloze && has_cloze_opening(literal_of(child))) orphans_.push_back(child);
        cloze = cloze || here;
        if (!tagged_) look_for_tag(literal_of(child));
      }
    }
  }
  if (cloze) open_blocks_.push_back(node);
}

// A paragraph or a table.
void Extractor::mark_cloze_block(cmark_node* block) {
  const bool highlights = tagged_ && rules_.forms.osr && is_type(block, CMARK_NODE_PARAGRAPH) &&
                          !is_callout_paragraph(block);
  ClozeSearch search{parts_, path_, diagnostics_, {}};
  search.anki = rules_.forms.anki;
  search.highlights = search.comparisons = highlights;
  if (highlights) search.taken = numbers_in(source_of(lines_of(block)));
  Draft draft;
  if (is_type(block, CMARK_NODE_PARAGRAPH)) {
    mark_clozes(search, block);
    draft.pin = pin_of(last_text(block));
    draft.pin_at = line_end(block);
  } else {
    search_blocks(block, search);
    cmark_node* next = cmark_node_next(block);
    if (is_type(next, CMARK_NODE_PARAGRAPH) &&
        cmark_node_first_child(next) == cmark_node_last_child(next))
      draft.pin = pin_of(last_text(next));
  }
  if (search.found.empty()) return;
  draft.kind = CardKind::cloze;
  draft.span = lines_of(block);
  draft.clozes = std::move(search.found);
  mark_block(block, BlockMark::cloze, add(std::move(draft)));
}

void Extractor::search_blocks(cmark_node* top, ClozeSearch& search) {
  const ExtensionTypes& types = extension_types();
  walk_blocks(top, [&](cmark_node* node) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (node == top) return true;
    if (type == CMARK_NODE_PARAGRAPH || type == types.table_cell) mark_clozes(search, node);
    return type == CMARK_NODE_LIST || type == CMARK_NODE_ITEM || type == CMARK_NODE_BLOCK_QUOTE ||
           type == types.table || type == types.table_row;
  });
}

std::vector<Card> extract_cards(Document& document, std::string_view path, const FrontMatter& meta,
                                const CardRules& rules, Diagnostics& diagnostics) {
  return Extractor(document.parts(), path, meta, rules, diagnostics).run();
}

std::vector<Card> extract_cards(Document& document, std::string_view path, const FrontMatter& meta,
                                Diagnostics& diagnostics) {
  return extract_cards(document, path, meta, CardRules{}, diagnostics);
}

}  // namespace loci
