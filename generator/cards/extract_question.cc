// Questions that are lines of a paragraph:
//
//     Q: Question?        What is asked,        C: The [gap] is asked for.
//     A: Answer.          on lines
//                         ?
//                         and answered ("??": both ways)
//
// "Q:" and "A:" count in every note, the others in notes in scope. hashcards and Obsidian's Spaced Repetition have them so.
#include <algorithm>
#include <utility>

#include "cards/extractor.h"

namespace loci {

// True when the paragraph holds cards.
bool Extractor::question_paragraph(cmark_node* node) {
  cmark_node* previous = nullptr;
  std::optional<Side> question;
  bool answered = false;  // the open question has its answer
  bool any = false;
  for (cmark_node* child = cmark_node_first_child(node); child != nullptr;
       previous = child, child = cmark_node_next(child)) {
    if (!is_type(child, CMARK_NODE_TEXT)) continue;
    if (previous != nullptr && !is_break(previous)) continue;
    if (const std::size_t length = side_mark(child, 'Q')) {
      if (question && !answered) unanswered_.push_back(question->text);
      question = Side{child, length, previous};
      answered = false;
    } else if (const std::size_t answer = side_mark(child, 'A');
               answer != 0 && question && !answered) {
      answered = pair(node, *question, node, {child, answer, previous});
      any = any || answered;
      if (!answered) question.reset();
    }
  }
  cmark_node* next = cmark_node_next(node);
  if (question && !answered) {
    cmark_node* first =
        is_type(next, CMARK_NODE_PARAGRAPH) ? cmark_node_first_child(next) : nullptr;
    if (const std::size_t length = side_mark(first, 'A')) {
      any = pair(node, *question, next, {first, length, nullptr}) || any;
    } else {
      unanswered_.push_back(question->text);
    }
  }
  return any;
}

// "Q:" may begin a line of any prose; where a note has cards, it was meant as one.
void Extractor::report_unanswered() {
  if (!in_scope_ && !has_answers_) return;
  for (cmark_node* text : unanswered_) {
    const int line = cmark_node_get_start_line(text);
    const Span span = parts_.line_span(line, line);
    diagnostics_.report(Code::card_malformed, std::string(path_), span,
                        "the question has no answer: no 'A:' follows it",
                        {"begin the answer with 'A:' on the next line"});
  }
}

namespace {

// Nothing but the mark up to the end of the line, and nothing in the next one that is not another mark.
bool is_empty_side(cmark_node* text, std::size_t length) {
  if (literal_of(text).size() > length) return false;
  cmark_node* next = cmark_node_next(text);
  if (next == nullptr) return true;
  if (!is_break(next)) return false;
  cmark_node* line = cmark_node_next(next);
  return line == nullptr || side_mark(line, 'A') != 0 || side_mark(line, 'Q') != 0;
}

std::string_view line_end_text(cmark_node* node) {
  while (cmark_node_next(node) != nullptr && !is_break(cmark_node_next(node)))
    node = cmark_node_next(node);
  return is_type(node, CMARK_NODE_TEXT) ? literal_of(node) : std::string_view();
}

// The last line of an answer that ends with its paragraph or before the next question.
std::string_view side_end_text(cmark_node* node) {
  for (cmark_node* next = node; next != nullptr; next = cmark_node_next(next)) {
    if (is_break(next) && side_mark(cmark_node_next(next), 'Q') != 0) break;
    node = next;
  }
  return is_type(node, CMARK_NODE_TEXT) ? literal_of(node) : std::string_view();
}

}  // namespace

bool Extractor::pair(cmark_node* question_paragraph, const Side& question,
                     cmark_node* answer_paragraph, const Side& answer) {
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
  const bool no_question = is_empty_side(question.text, question.length);
  if (no_question || (is_empty_side(answer.text, answer.length) && last_block == nullptr)) {
    report_empty(whole, no_question ? "the card has no question" : "the card has no answer");
    return false;
  }
  draft.pin = pin_of(line_end_text(question.text));
  draft.pin_at = line_end(cmark_node_get_start_line(question.text));
  if (draft.pin.empty()) draft.pin = pin_of(side_end_text(answer.text));
  if (last_block != nullptr) draft.span.end = lines_of(last_block).end;
  has_answers_ = true;
  const std::uint32_t card = add(std::move(draft));
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

void Extractor::mark_side(cmark_node* paragraph, const Side& side, MarkKind kind,
                          std::uint32_t card) {
  NodeMarks& block = parts_.marks_of(paragraph);
  block.block = BlockMark::question;
  block.card = card;
  NodeMarks& marks = parts_.marks_of(side.text);
  const Mark mark{0, static_cast<std::uint32_t>(side.length), kind, card};
  if (is_type(side.text, CMARK_NODE_TEXT)) {
    marks.inside.push_back(mark);
  } else {
    marks.before.push_back(mark);
  }
  if (side.break_before != nullptr) parts_.marks_of(side.break_before).swallow = true;
}

// A list, code or table that follows the answer's last line without a blank line belongs to it.
cmark_node* Extractor::end_of_answer(cmark_node* paragraph) const {
  cmark_node* last = nullptr;
  int line = cmark_node_get_end_line(paragraph);
  for (cmark_node* next = cmark_node_next(paragraph); next != nullptr;
       next = cmark_node_next(next)) {
    const cmark_node_type type = cmark_node_get_type(next);
    const bool can_belong =
        type == CMARK_NODE_LIST || type == CMARK_NODE_CODE_BLOCK || type == extension_types().table;
    if (!can_belong || cmark_node_get_start_line(next) != line + 1) break;
    last = next;
    line = cmark_node_get_end_line(next);
  }
  return last;
}

// ---- a line "?"

bool Extractor::question_mark_line(cmark_node* node) {
  if (is_callout_paragraph(node)) return false;
  const std::vector<Line> lines = lines_of_paragraph(node);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const Line& line = lines[i];
    if (line.first != line.last || !is_type(line.first, CMARK_NODE_TEXT)) continue;
    const std::string_view text = literal_of(line.first);
    if (text != "?" && text != "??") continue;
    cmark_node* last_block = end_of_answer(node);
    if (i + 1 == lines.size() && last_block == nullptr) {
      report_empty(lines_of(node), "the card has no answer");
      return true;
    }
    Draft draft;
    draft.both = text == "??";
    draft.pin_at = line_end(cmark_node_get_start_line(lines[i - 1].last));
    draft.span = lines_of(node);
    draft.pin = pin_of(last_text(lines[i - 1].last));
    if (draft.pin.empty() && i + 1 < lines.size()) draft.pin = pin_of(last_text(lines.back().last));
    if (last_block != nullptr) draft.span.end = lines_of(last_block).end;
    const std::uint32_t card = add(std::move(draft));
    mark_side(node, {lines[0].first, 0, nullptr}, MarkKind::question, card);
    mark_side(node, {line.first, text.size(), line.break_before}, MarkKind::answer, card);
    if (i + 1 < lines.size()) parts_.marks_of(lines[i + 1].break_before).swallow = true;
    if (last_block != nullptr) {
      parts_.marks_of(node).answer_goes_on = true;
      NodeMarks& marks = parts_.marks_of(last_block);
      marks.ends_answer = true;
      marks.card = card;
    }
    return true;
  }
  return false;
}

// ---- "C:"

// Each "C:" line with a gap is a card, up to the next one; nothing else of the paragraph is.
bool Extractor::cloze_lines(cmark_node* node) {
  const std::vector<Line> lines = lines_of_paragraph(node);
  bool any = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::size_t length = side_mark(lines[i].first, 'C');
    if (length == 0) continue;
    std::size_t end = i + 1;
    while (end < lines.size() && side_mark(lines[end].first, 'C') == 0 &&
           side_mark(lines[end].first, 'Q') == 0)
      ++end;
    ClozeSearch search{parts_, path_, diagnostics_, {}};
    search.anki = rules_.forms.anki;
    search.brackets = true;
    search.taken = numbers_in(source_of(lines_of(node)));
    mark_clozes(search, node, lines[i].first, lines[end - 1].last);
    if (search.found.empty()) continue;
    Draft draft;
    draft.kind = CardKind::cloze;
    draft.shape = DraftShape::line;
    draft.pin = pin_of(last_text(lines[end - 1].last));
    const int first_line = cmark_node_get_start_line(lines[i].first);
    const int last_line = cmark_node_get_start_line(lines[end - 1].last);
    draft.span = parts_.line_span(first_line, std::max(first_line, last_line));
    draft.pin_at = line_end(std::max(first_line, last_line));
    draft.clozes = std::move(search.found);
    const std::uint32_t card = add(std::move(draft));
    std::vector<Mark>& inside = parts_.marks_of(lines[i].first).inside;
    inside.insert(inside.begin(),
                  {0, static_cast<std::uint32_t>(length), MarkKind::text_begin, card});
    parts_.marks_of(lines[end - 1].last).after.push_back({0, 0, MarkKind::text_end, card});
    any = true;
    i = end - 1;
  }
  return any;
}

}  // namespace loci
