// Cards of an outline, as Logseq has them: a list item with the tag #card asks, what stands below it answers; a heading
// with #card asks, its section answers.
//
//     - What is MVCC? #card            ## What is MVCC? #card
//       - Several versions of a row    Several versions of a row.
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "cards/extractor.h"

namespace loci {

namespace {

constexpr std::size_t npos = std::string_view::npos;

struct TagPlace {
  std::size_t offset = 0;  // with a blank before it
  std::size_t length = 0;
};

// "#card" as a word of its own.
std::optional<TagPlace> card_tag(std::string_view text) {
  constexpr std::string_view tag = "#card";
  for (std::size_t at = text.find(tag); at != npos; at = text.find(tag, at + 1)) {
    const std::size_t end = at + tag.size();
    if (at > 0 && text[at - 1] != ' ') continue;
    if (end < text.size() && text[end] != ' ') continue;
    TagPlace place{at, tag.size()};
    if (at > 0) {
      --place.offset;
      ++place.length;
    } else if (end < text.size()) {
      ++place.length;
    }
    return place;
  }
  return std::nullopt;
}

cmark_node* text_with_tag(cmark_node* first, TagPlace& place) {
  for (cmark_node* node = first; node != nullptr; node = cmark_node_next(node)) {
    if (!is_type(node, CMARK_NODE_TEXT)) continue;
    if (const std::optional<TagPlace> found = card_tag(literal_of(node))) {
      place = *found;
      return node;
    }
  }
  return nullptr;
}

}  // namespace

// True when the item asks.
bool Extractor::item_card(cmark_node* item) {
  cmark_node* paragraph = cmark_node_first_child(item);
  if (!is_type(paragraph, CMARK_NODE_PARAGRAPH)) return false;
  TagPlace place;
  cmark_node* tagged = text_with_tag(cmark_node_first_child(paragraph), place);
  if (tagged == nullptr) return false;
  // Nothing but the tag asks nothing.
  if (tagged == cmark_node_first_child(paragraph) && tagged == cmark_node_last_child(paragraph) &&
      place.length >= trim(literal_of(tagged)).size())
    return false;
  const auto hide_tag = [&](std::uint32_t card) {
    parts_.marks_of(tagged).inside.push_back({static_cast<std::uint32_t>(place.offset),
                                              static_cast<std::uint32_t>(place.length),
                                              MarkKind::skip, card});
  };
  Draft draft;
  draft.span = lines_of(item);
  draft.context = items_above(item);
  draft.pin = pin_of(last_text(paragraph));
  draft.pin_at = line_end(paragraph);
  ClozeSearch search{parts_, path_, diagnostics_, {}};
  search.anki = rules_.forms.anki;
  search.logseq = true;
  search.taken = numbers_in(source_of(lines_of(paragraph)));
  if (has_logseq_cloze(paragraph) && mark_clozes(search, paragraph) > 0) {
    draft.kind = CardKind::cloze;
    draft.span = lines_of(paragraph);
    draft.clozes = std::move(search.found);
    const std::uint32_t card = add(std::move(draft));
    mark_block(paragraph, BlockMark::cloze, card);
    std::vector<Mark>& inside = parts_.marks_of(tagged).inside;
    const Mark skip{static_cast<std::uint32_t>(place.offset),
                    static_cast<std::uint32_t>(place.length), MarkKind::skip, card};
    inside.insert(std::find_if(inside.begin(), inside.end(),
                               [&](const Mark& mark) { return mark.offset > skip.offset; }),
                  skip);
    return true;
  }
  cmark_node* answer = cmark_node_next(paragraph);
  if (answer == nullptr) return false;
  draft.shape = DraftShape::flow;
  const std::uint32_t card = add(std::move(draft));
  hide_tag(card);
  parts_.marks_of(paragraph).block = BlockMark::taken;
  parts_.marks_of(cmark_node_first_child(paragraph))
      .before.push_back({0, 0, MarkKind::front_begin, card});
  parts_.marks_of(cmark_node_last_child(paragraph))
      .after.push_back({0, 0, MarkKind::front_end, card});
  parts_.marks_of(answer).before.push_back({0, 0, MarkKind::back_begin, card});
  parts_.marks_of(cmark_node_last_child(item)).after.push_back({0, 0, MarkKind::back_end, card});
  return true;
}

void Extractor::heading_card(cmark_node* heading) {
  TagPlace place;
  cmark_node* tagged = text_with_tag(cmark_node_first_child(heading), place);
  if (tagged == nullptr) return;
  cmark_node* first = cmark_node_first_child(heading);
  const bool says_more = tagged != first || tagged != cmark_node_last_child(heading) ||
                         place.length < trim(literal_of(tagged)).size();
  // The first heading of a note is its title.
  const bool is_title =
      cmark_node_get_heading_level(heading) == 1 && cmark_node_previous(heading) == nullptr;
  const bool is_inside = !is_type(cmark_node_parent(heading), CMARK_NODE_DOCUMENT);
  if (!says_more || is_title || is_inside) return;
  cmark_node* last = nullptr;
  const int level = cmark_node_get_heading_level(heading);
  for (cmark_node* block = cmark_node_next(heading); block != nullptr;
       block = cmark_node_next(block)) {
    if (is_type(block, CMARK_NODE_HEADING) && cmark_node_get_heading_level(block) <= level) break;
    if (is_type(block, CMARK_NODE_FOOTNOTE_DEFINITION)) break;
    last = block;
  }
  Draft draft;
  draft.span = lines_of(heading);
  if (last == nullptr) {
    report_empty(draft.span, "the card has no answer");
    return;
  }
  draft.shape = DraftShape::flow;
  draft.asks_heading = true;
  draft.pin = pin_of(last_text(heading));
  draft.pin_at = line_end(start_of(heading).line);
  const std::uint32_t card = add(std::move(draft));
  mark_block(heading, BlockMark::heading, card);
  parts_.marks_of(tagged).inside.push_back({static_cast<std::uint32_t>(place.offset),
                                            static_cast<std::uint32_t>(place.length),
                                            MarkKind::skip, card});
  parts_.marks_of(last).after.push_back({0, 0, MarkKind::back_end, card});
}

}  // namespace loci
