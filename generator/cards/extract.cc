#include "cards/extract.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "cards/cloze.h"
#include "cards/draft.h"
#include "markdown/callout.h"
#include "markdown/opaque.h"
#include "markdown/tree.h"

namespace loci {

namespace {

constexpr std::size_t npos = std::string_view::npos;

bool is_type(cmark_node* node, cmark_node_type type) {
  return node != nullptr && cmark_node_get_type(node) == type;
}

bool is_break(cmark_node* node) {
  return is_type(node, CMARK_NODE_SOFTBREAK) || is_type(node, CMARK_NODE_LINEBREAK);
}

// "… ^c-7f3k2m9q" at the end of a line.
std::string pin_of(std::string_view text) {
  text = trim_right(text);
  const std::size_t hat = text.rfind('^');
  if (hat == npos || (hat > 0 && text[hat - 1] != ' ')) return {};
  const std::string_view id = text.substr(hat + 1);
  if (!id.starts_with("c-") || id.size() < 4 || id.size() > 66) return {};
  const bool valid = std::all_of(id.begin(), id.end(), [](char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '-';
  });
  return valid ? std::string(id) : std::string();
}

// "Q: text": how many bytes the mark and the blanks behind it take; 0 when the text does not begin with it.
std::size_t side_mark(cmark_node* node, char letter) {
  if (!is_type(node, CMARK_NODE_TEXT)) return 0;
  const std::string_view text = literal_of(node);
  if (text.size() < 2 || text[0] != letter || text[1] != ':') return 0;
  if (text.size() > 2 && text[2] != ' ' && text[2] != '\t') return 0;
  std::size_t length = 2;
  while (length < text.size() && (text[length] == ' ' || text[length] == '\t')) ++length;
  return length;
}

// A term of a definition list is no card; its definitions may hold some.
bool is_term(cmark_node* node) {
  const void* marks = cmark_node_get_user_data(node);
  return marks != nullptr &&
         static_cast<const NodeMarks*>(marks)->definitions == DefinitionMark::terms;
}

class Extractor {
 public:
  Extractor(Document::Parts& parts, std::string_view path, const FrontMatter& meta,
            Diagnostics& diagnostics)
      : parts_(parts), path_(path), meta_(meta), diagnostics_(diagnostics) {}

  std::vector<Card> run() {
    if (meta_.cards == false || !may_have_cards()) return {};
    in_scope_ = meta_.cards == true || !meta_.deck.empty();
    for (const Spanned& tag : meta_.tags) note_tag(tag.value);
    walk();
    if (in_scope_) {
      for (cmark_node* block : cloze_blocks_) mark_cloze_block(block);
    }
    report_unanswered();
    if (drafts_.empty()) return {};
    parts_.places.resize(drafts_.size());
    render_parts(parts_, diagnostics_);
    return make_cards(parts_, path_, drafts_, tag_deck_, diagnostics_);
  }

 private:
  // Most notes of a vault have no cards; they are not walked.
  bool may_have_cards() const {
    const std::string_view text = parts_.source.text;
    return text.find("Q:") != npos || text.find("{{c") != npos || text.find("[!c") != npos ||
           text.find("[!C") != npos;
  }

  void note_tag(std::string_view name) {
    if (equal_ignoring_ascii_case(name, "flashcards")) in_scope_ = true;
    constexpr std::string_view prefix = "flashcards/";
    if (name.size() > prefix.size() &&
        equal_ignoring_ascii_case(name.substr(0, prefix.size()), prefix)) {
      in_scope_ = true;
      if (tag_deck_.empty()) tag_deck_ = name.substr(prefix.size());
    }
  }

  // Blocks in which cards may stand, in source order; headings, code, HTML and footnotes are passed by.
  void walk() {
    walk_blocks(parts_.tree.get(), [&](cmark_node* node) {
      switch (cmark_node_get_type(node)) {
        case CMARK_NODE_DOCUMENT:
        case CMARK_NODE_LIST:
        case CMARK_NODE_ITEM:
          return true;
        case CMARK_NODE_BLOCK_QUOTE:
          return !callout_card(node);
        case CMARK_NODE_PARAGRAPH:
          if (!is_term(node)) paragraph(node);
          return false;
        default:
          if (cmark_node_get_type(node) == extension_types().table) table(node);
          return false;
      }
    });
  }

  std::uint32_t add(Draft draft) {
    drafts_.push_back(std::move(draft));
    return static_cast<std::uint32_t>(drafts_.size() - 1);
  }

  Span lines_of(cmark_node* node) const {
    return parts_.line_span(start_of(node).line, cmark_node_get_end_line(node));
  }

  // ---- > [!card] and > [!cloze]

  // True when the quotation is a card: nothing inside it is looked at again.
  bool callout_card(cmark_node* quote) {
    cmark_node* paragraph = cmark_node_first_child(quote);
    cmark_node* first =
        is_type(paragraph, CMARK_NODE_PARAGRAPH) ? cmark_node_first_child(paragraph) : nullptr;
    if (!is_type(first, CMARK_NODE_TEXT)) return false;
    const std::optional<Callout> callout = parse_callout(literal_of(first));
    if (!callout || (callout->type != "card" && callout->type != "cloze")) return false;
    Draft draft;
    draft.span = lines_of(quote);
    for (const std::string& option : callout->options) {
      if (option == "off") return true;
      if (option == "both") {
        draft.both = true;
      } else if (option.starts_with("deck=")) {
        draft.deck = trim(std::string_view(option).substr(5));
      } else {
        diagnostics_.report(Code::card_malformed, std::string(path_), draft.span,
                            "a card has no option '" + option + "'",
                            {"options are both, off and deck=NAME"});
      }
    }
    cmark_node* title_end = first;  // the line break behind the title
    std::string title_tail;
    bool titled = literal_of(first).size() > callout->length;
    for (; title_end != nullptr && !is_break(title_end); title_end = cmark_node_next(title_end)) {
      if (title_end != first) titled = true;
      title_tail =
          is_type(title_end, CMARK_NODE_TEXT) ? std::string(literal_of(title_end)) : std::string();
    }
    draft.pin = pin_of(title_tail);
    if (draft.pin.empty()) draft.pin = pin_of(last_text(quote));
    const bool has_body = title_end != nullptr || cmark_node_next(paragraph) != nullptr;
    if (callout->type == "card") {
      if (!titled || !has_body) {
        report_empty(draft.span, titled ? "the card has no answer" : "the card has no question");
        return true;
      }
      mark_block(quote, BlockMark::card_callout, add(std::move(draft)));
      return true;
    }
    draft.kind = CardKind::cloze;
    draft.titled = titled;
    ClozeSearch search{parts_, path_, diagnostics_, true, {}, 1};
    search_blocks(quote, search);
    if (search.found.empty()) {
      report_empty(draft.span,
                   "the card hides nothing: it has no '==text==' and no '{{c1::text}}'");
      return true;
    }
    draft.clozes = std::move(search.found);
    mark_block(quote, BlockMark::cloze_callout, add(std::move(draft)));
    return true;
  }

  void search_blocks(cmark_node* top, ClozeSearch& search) {
    const ExtensionTypes& types = extension_types();
    walk_blocks(top, [&](cmark_node* node) {
      const cmark_node_type type = cmark_node_get_type(node);
      if (node == top) return true;
      if (type == CMARK_NODE_PARAGRAPH || type == types.table_cell) mark_clozes(search, node);
      return type == CMARK_NODE_LIST || type == CMARK_NODE_ITEM || type == CMARK_NODE_BLOCK_QUOTE ||
             type == types.table || type == types.table_row;
    });
  }

  static std::string_view last_text(cmark_node* node) {
    while (cmark_node* child = cmark_node_last_child(node)) node = child;
    return is_type(node, CMARK_NODE_TEXT) ? literal_of(node) : std::string_view();
  }

  void mark_block(cmark_node* node, BlockMark mark, std::uint32_t card) {
    NodeMarks& marks = parts_.marks_of(node);
    marks.block = mark;
    marks.card = card;
  }

  void report_empty(Span span, std::string message) {
    diagnostics_.report(Code::card_empty, std::string(path_), span, std::move(message));
  }

  // ---- Q: and A:

  struct Side {
    cmark_node* text = nullptr;
    std::size_t length = 0;
    cmark_node* break_before = nullptr;
  };

  void paragraph(cmark_node* node) {
    cmark_node* previous = nullptr;
    std::optional<Side> question;
    bool answered = false;  // the open question has its answer
    bool any = false;
    bool cloze = false;
    std::uint32_t card = 0;
    for (cmark_node* child = cmark_node_first_child(node); child != nullptr;
         previous = child, child = cmark_node_next(child)) {
      if (!is_type(child, CMARK_NODE_TEXT)) {
        cloze = cloze || is_type(child, CMARK_NODE_EMPH) || is_type(child, CMARK_NODE_STRONG);
        continue;
      }
      const std::string_view text = literal_of(child);
      cloze = cloze || text.find("{{c") != npos;
      if (!in_scope_) look_for_tag(text);
      if (previous != nullptr && !is_break(previous)) continue;
      if (const std::size_t length = side_mark(child, 'Q')) {
        if (question && !answered) unanswered_.push_back(question->text);
        question = Side{child, length, previous};
        answered = false;
      } else if (const std::size_t answer = side_mark(child, 'A');
                 answer != 0 && question && !answered) {
        answered = pair(node, *question, node, {child, answer, previous}, card);
        any = any || answered;
        if (!answered) question.reset();
      }
    }
    cmark_node* next = cmark_node_next(node);
    if (question && !answered) {
      cmark_node* first =
          is_type(next, CMARK_NODE_PARAGRAPH) ? cmark_node_first_child(next) : nullptr;
      if (const std::size_t length = side_mark(first, 'A')) {
        any = pair(node, *question, next, {first, length, nullptr}, card) || any;
      } else {
        unanswered_.push_back(question->text);
      }
    }
    if (any || cmark_node_get_user_data(node) != nullptr) return;
    if (cloze) cloze_blocks_.push_back(node);
  }

  // "Q:" may begin a line of any prose; where a note has cards, it was meant as one.
  void report_unanswered() {
    if (!in_scope_ && !has_answers_) return;
    for (cmark_node* text : unanswered_) {
      const int line = cmark_node_get_start_line(text);
      const Span span = parts_.line_span(line, line);
      diagnostics_.report(Code::card_malformed, std::string(path_), span,
                          "the question has no answer: no 'A:' follows it",
                          {"begin the answer with 'A:' on the next line"});
    }
  }

  // Nothing but the mark up to the end of the line, and nothing in the next one that is not another mark.
  static bool is_empty_side(const Side& side) {
    if (literal_of(side.text).size() > side.length) return false;
    cmark_node* next = cmark_node_next(side.text);
    if (next == nullptr) return true;
    if (!is_break(next)) return false;
    cmark_node* line = cmark_node_next(next);
    return line == nullptr || side_mark(line, 'A') != 0 || side_mark(line, 'Q') != 0;
  }

  bool pair(cmark_node* question_paragraph, const Side& question, cmark_node* answer_paragraph,
            const Side& answer, std::uint32_t& card) {
    Draft draft;
    const Span whole = {lines_of(question_paragraph).begin, lines_of(answer_paragraph).end};
    draft.span = whole;
    cmark_node* last_block = nullptr;
    bool last_in_paragraph = true;
    for (cmark_node* child = cmark_node_next(answer.text); child != nullptr;
         child = cmark_node_next(child)) {
      if (is_break(child) && side_mark(cmark_node_next(child), 'Q') != 0) {
        last_in_paragraph = false;
        break;
      }
    }
    if (last_in_paragraph) last_block = end_of_answer(answer_paragraph);
    if (is_empty_side(question) || (is_empty_side(answer) && last_block == nullptr)) {
      report_empty(whole,
                   is_empty_side(question) ? "the card has no question" : "the card has no answer");
      return false;
    }
    draft.pin = pin_of(line_end_text(question.text));
    if (draft.pin.empty()) draft.pin = pin_of(side_end_text(answer.text));
    if (last_block != nullptr) draft.span.end = lines_of(last_block).end;
    has_answers_ = true;
    card = add(std::move(draft));
    mark_side(question_paragraph, question, MarkKind::question, card);
    mark_side(answer_paragraph, answer, MarkKind::answer, card);
    if (last_block != nullptr) {
      parts_.marks_of(answer_paragraph).answer_goes_on = true;
      NodeMarks& marks = parts_.marks_of(last_block);
      marks.ends_answer = true;
      marks.card = card;
    }
    return true;
  }

  void mark_side(cmark_node* paragraph, const Side& side, MarkKind kind, std::uint32_t card) {
    NodeMarks& block = parts_.marks_of(paragraph);
    block.block = BlockMark::question;
    block.card = card;
    parts_.marks_of(side.text).inside.push_back(
        {0, static_cast<std::uint32_t>(side.length), kind, card});
    if (side.break_before != nullptr) parts_.marks_of(side.break_before).swallow = true;
  }

  // A list, code or table that follows the answer's last line without a blank line belongs to it.
  static cmark_node* end_of_answer(cmark_node* paragraph) {
    cmark_node* last = nullptr;
    int line = cmark_node_get_end_line(paragraph);
    for (cmark_node* next = cmark_node_next(paragraph); next != nullptr;
         next = cmark_node_next(next)) {
      const cmark_node_type type = cmark_node_get_type(next);
      const bool can_belong = type == CMARK_NODE_LIST || type == CMARK_NODE_CODE_BLOCK ||
                              type == extension_types().table;
      if (!can_belong || cmark_node_get_start_line(next) != line + 1) break;
      last = next;
      line = cmark_node_get_end_line(next);
    }
    return last;
  }

  static std::string_view line_end_text(cmark_node* node) {
    while (cmark_node_next(node) != nullptr && !is_break(cmark_node_next(node)))
      node = cmark_node_next(node);
    return is_type(node, CMARK_NODE_TEXT) ? literal_of(node) : std::string_view();
  }

  // The last line of an answer that ends with its paragraph or before the next question.
  static std::string_view side_end_text(cmark_node* node) {
    for (cmark_node* next = node; next != nullptr; next = cmark_node_next(next)) {
      if (is_break(next) && side_mark(cmark_node_next(next), 'Q') != 0) break;
      node = next;
    }
    return is_type(node, CMARK_NODE_TEXT) ? literal_of(node) : std::string_view();
  }

  // ---- {{c1::cloze}}

  void look_for_tag(std::string_view text) {
    constexpr std::string_view tag = "#flashcards";
    for (std::size_t at = text.find(tag); at != npos; at = text.find(tag, at + 1)) {
      if (at > 0 && text[at - 1] != ' ') continue;
      std::size_t end = at + tag.size();
      while (end < text.size() && (is_ascii_letter(text[end]) || is_ascii_digit(text[end]) ||
                                   text[end] == '/' || text[end] == '-' || text[end] == '_' ||
                                   static_cast<unsigned char>(text[end]) >= 0x80))
        ++end;
      note_tag(text.substr(at + 1, end - at - 1));
    }
  }

  // A table is one card text: a gap in a cell is asked for with the rest of the table in sight.
  void table(cmark_node* node) {
    bool cloze = false;
    for (cmark_node* row = cmark_node_first_child(node); row != nullptr;
         row = cmark_node_next(row)) {
      for (cmark_node* cell = cmark_node_first_child(row); cell != nullptr;
           cell = cmark_node_next(cell)) {
        for (cmark_node* child = cmark_node_first_child(cell); child != nullptr;
             child = cmark_node_next(child)) {
          if (!is_type(child, CMARK_NODE_TEXT)) continue;
          cloze = cloze || literal_of(child).find("{{c") != npos;
          if (!in_scope_) look_for_tag(literal_of(child));
        }
      }
    }
    if (cloze) cloze_blocks_.push_back(node);
  }

  // A paragraph or a table.
  void mark_cloze_block(cmark_node* block) {
    ClozeSearch search{parts_, path_, diagnostics_, false, {}, 1};
    Draft draft;
    if (is_type(block, CMARK_NODE_PARAGRAPH)) {
      mark_clozes(search, block);
      draft.pin = pin_of(last_text(block));
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

  Document::Parts& parts_;
  std::string_view path_;
  const FrontMatter& meta_;
  Diagnostics& diagnostics_;
  bool in_scope_ = false;
  std::string tag_deck_;
  std::vector<Draft> drafts_;
  std::vector<cmark_node*> cloze_blocks_;
  std::vector<cmark_node*> unanswered_;  // texts that begin with "Q:"
  bool has_answers_ = false;
};

}  // namespace

std::vector<Card> extract_cards(Document& document, std::string_view path, const FrontMatter& meta,
                                Diagnostics& diagnostics) {
  return Extractor(document.parts(), path, meta, diagnostics).run();
}

}  // namespace loci
