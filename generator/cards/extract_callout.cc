// Cards in callouts, which count in every note:
//
//     > [!card|both] Question? ^c-7f3k2m9q     > [!cloze] Context          > [!cards] Context
//     > Answer.                                > keeps ==versions==        > | front | back |
//
// In a [!card] a line or paragraph "?" parts the sides ("??": both ways): what stands above it belongs to the question.
#include <utility>

#include "base/text.h"
#include "cards/extractor.h"

namespace loci {

namespace {

constexpr std::string_view options_hint =
    "options are both, type, off, deck=NAME and dr=0.70 to dr=0.99";

bool is_split(std::string_view text) { return text == "?" || text == "??"; }

// "0.9", "0.85": hundredths from 0.70 to 0.99. 0: it is not.
int retention_of(std::string_view text) {
  if (!text.starts_with("0.") || text.size() < 3 || text.size() > 4) return 0;
  const std::optional<std::int64_t> digits = parse_integer(text.substr(2));
  if (!digits) return 0;
  const auto hundredths = static_cast<int>(text.size() == 3 ? *digits * 10 : *digits);
  return hundredths < 70 || hundredths > 99 ? 0 : hundredths;
}

}  // namespace

// True when the quotation is a card or holds cards of its own: nothing inside it is looked at again.
bool Extractor::callout_card(cmark_node* quote) {
  cmark_node* paragraph = cmark_node_first_child(quote);
  cmark_node* first =
      is_type(paragraph, CMARK_NODE_PARAGRAPH) ? cmark_node_first_child(paragraph) : nullptr;
  if (!is_type(first, CMARK_NODE_TEXT)) return false;
  const std::optional<Callout> callout = parse_callout(literal_of(first));
  if (!callout) return false;
  if (callout->type != "card" && callout->type != "cloze" && callout->type != "cards") return false;
  CalloutHead head = read_head(quote, *callout);
  if (head.off) return true;
  if (callout->type == "card") {
    card_callout(quote, std::move(head));
  } else if (callout->type == "cloze") {
    cloze_callout(quote, std::move(head));
  } else {
    cards_callout(quote, head);
  }
  return true;
}

Extractor::CalloutHead Extractor::read_head(cmark_node* quote, const Callout& callout) {
  CalloutHead head;
  head.draft.span = lines_of(quote);
  head.draft.pin_at = line_end(start_of(quote).line);
  for (const std::string& option : callout.options) {
    if (option == "off") {
      head.off = true;
    } else {
      read_option(option, head.draft);
    }
  }
  head.first = cmark_node_first_child(cmark_node_first_child(quote));
  head.titled = literal_of(head.first).size() > callout.length;
  std::string title_tail;
  head.title_end = head.first;
  for (; head.title_end != nullptr && !is_break(head.title_end);
       head.title_end = cmark_node_next(head.title_end)) {
    if (head.title_end != head.first) head.titled = true;
    title_tail = is_type(head.title_end, CMARK_NODE_TEXT) ? std::string(literal_of(head.title_end))
                                                          : std::string();
  }
  head.draft.pin = pin_of(title_tail);
  return head;
}

void Extractor::read_option(std::string_view option, Draft& draft) {
  if (option == "both") {
    draft.both = true;
  } else if (option == "type") {
    draft.typed = true;
  } else if (option.starts_with("deck=")) {
    draft.deck = trim(option.substr(5));
  } else if (option.starts_with("dr=") && retention_of(trim(option.substr(3))) != 0) {
    draft.retention = retention_of(trim(option.substr(3)));
  } else {
    diagnostics_.report(Code::card_malformed, std::string(path_), draft.span,
                        "a card has no option '" + std::string(option) + "'",
                        {std::string(options_hint)});
  }
}

// ---- [!card]

void Extractor::card_callout(cmark_node* quote, CalloutHead head) {
  Draft draft = std::move(head.draft);
  if (draft.pin.empty()) draft.pin = pin_of(last_text(quote));
  cmark_node* paragraph = cmark_node_first_child(quote);
  const bool has_body = head.title_end != nullptr || cmark_node_next(paragraph) != nullptr;
  const bool splits = mark_split(quote, head, draft);
  if ((!head.titled && !splits) || !has_body) {
    report_empty(draft.span, has_body ? "the card has no question" : "the card has no answer");
    return;
  }
  const std::uint32_t card = add(std::move(draft));
  mark_block(quote, BlockMark::card_callout, card);
  parts_.marks_of(quote).splits = splits;
}

// Looks for the first "?" or "??" of the body, and marks it.
bool Extractor::mark_split(cmark_node* quote, const CalloutHead& head, Draft& draft) {
  for (cmark_node* block = cmark_node_first_child(quote); block != nullptr;
       block = cmark_node_next(block)) {
    if (!is_type(block, CMARK_NODE_PARAGRAPH)) continue;
    bool in_title = block == cmark_node_first_child(quote);
    const std::vector<Line> lines = lines_of_paragraph(block);
    for (const Line& line : lines) {
      if (in_title && line.break_before == nullptr) continue;
      if (line.first != line.last || !is_type(line.first, CMARK_NODE_TEXT)) continue;
      const std::string_view text = trim(literal_of(line.first));
      if (!is_split(text)) continue;
      // A card whose answer is "?" and nothing else has said all it has to say.
      const bool is_last = line.last == lines.back().last && cmark_node_next(block) == nullptr;
      if (is_last) return false;
      draft.both = draft.both || text == "??";
      if (lines.size() == 1) {
        parts_.marks_of(block).block = BlockMark::split;
        return true;
      }
      parts_.marks_of(line.first)
          .inside.push_back(
              {0, static_cast<std::uint32_t>(literal_of(line.first).size()), MarkKind::split, 0});
      if (line.break_before != nullptr && line.break_before != head.title_end)
        parts_.marks_of(line.break_before).swallow = true;
      if (cmark_node* next = cmark_node_next(line.last)) parts_.marks_of(next).swallow = true;
      return true;
    }
  }
  return false;
}

// ---- [!cloze]

void Extractor::cloze_callout(cmark_node* quote, CalloutHead head) {
  Draft draft = std::move(head.draft);
  if (draft.pin.empty()) draft.pin = pin_of(last_text(quote));
  draft.kind = CardKind::cloze;
  draft.titled = head.titled;
  ClozeSearch search{parts_, path_, diagnostics_, {}};
  search.highlights = true;
  search.taken = numbers_in(source_of(draft.span));
  search_blocks(quote, search);
  if (search.found.empty()) {
    report_empty(draft.span, "the card hides nothing: it has no '==text==' and no '{{c1::text}}'");
    return;
  }
  draft.clozes = std::move(search.found);
  mark_block(quote, BlockMark::cloze_callout, add(std::move(draft)));
}

// ---- [!cards]

// Each row of a table, each item of a list that has a separator.
void Extractor::cards_callout(cmark_node* quote, const CalloutHead& head) {
  Draft common = head.draft;
  common.pin.clear();
  cmark_node* title_last = head.first;
  while (cmark_node_next(title_last) != head.title_end && cmark_node_next(title_last) != nullptr)
    title_last = cmark_node_next(title_last);
  std::string title = plain_text(head.first, title_last);
  const std::optional<Callout> callout = parse_callout(title);
  if (callout) title.erase(0, callout->length);
  if (!head.draft.pin.empty()) title.erase(title.rfind('^'));
  if (head.titled) common.context = trim(title);
  const std::size_t before = drafts_.size();
  for (cmark_node* block = cmark_node_first_child(quote); block != nullptr;
       block = cmark_node_next(block)) {
    if (cmark_node_get_type(block) == extension_types().table) {
      table_cards(block, common);
    } else if (is_type(block, CMARK_NODE_LIST)) {
      for (cmark_node* item = cmark_node_first_child(block); item != nullptr;
           item = cmark_node_next(item)) {
        cmark_node* paragraph = cmark_node_first_child(item);
        if (is_type(paragraph, CMARK_NODE_PARAGRAPH)) inline_cards(paragraph, common, false);
      }
    } else if (is_type(block, CMARK_NODE_PARAGRAPH)) {
      inline_cards(block, common, false);
    }
  }
  if (drafts_.size() == before) {
    report_empty(head.draft.span,
                 "the callout holds no cards: it has no table and no list with ' :: '");
  }
}

void Extractor::table_cards(cmark_node* table, const Draft& common) {
  cmark_node* header = cmark_node_first_child(table);
  Draft names = common;
  names.shape = DraftShape::header;
  names.span = lines_of(table);
  const std::uint32_t header_number = add(std::move(names));
  mark_block(header, BlockMark::row, header_number);
  for (cmark_node* row = cmark_node_next(header); row != nullptr; row = cmark_node_next(row)) {
    std::size_t filled = 0;
    cmark_node* asks = cmark_node_first_child(row);
    for (cmark_node* cell = asks; cell != nullptr; cell = cmark_node_next(cell)) {
      if (cell != asks && cmark_node_first_child(cell) != nullptr) ++filled;
    }
    if (asks == nullptr || cmark_node_first_child(asks) == nullptr || filled == 0) continue;
    Draft draft = common;
    draft.shape = DraftShape::row;
    draft.header = header_number;
    draft.span = lines_of(row);
    // The id stands at the end of the last cell that says something.
    cmark_node* last = cmark_node_last_child(row);
    while (cmark_node_first_child(last) == nullptr) last = cmark_node_previous(last);
    cmark_node* text = cmark_node_last_child(last);
    if (is_type(text, CMARK_NODE_TEXT)) draft.pin = pin_of(literal_of(text));
    // Before the bars that close the row; cells in between are empty.
    draft.pin_at = line_end(start_of(row).line);
    while (draft.pin_at > draft.span.begin &&
           (parts_.text[draft.pin_at - 1] == '|' || parts_.text[draft.pin_at - 1] == ' ' ||
            parts_.text[draft.pin_at - 1] == '\t'))
      --draft.pin_at;
    if (parts_.text[draft.pin_at - 1] == '\\') draft.pin_at = no_index;  // an escaped bar
    const std::uint32_t card = add(std::move(draft));
    mark_block(row, BlockMark::row, card);
    if (!drafts_[card].pin.empty()) {
      const std::string_view literal = literal_of(text);
      const std::size_t hat = trim_right(literal.substr(0, literal.rfind('^'))).size();
      parts_.marks_of(text).inside.push_back({static_cast<std::uint32_t>(hat),
                                              static_cast<std::uint32_t>(literal.size() - hat),
                                              MarkKind::skip, card});
    }
  }
}

}  // namespace loci
