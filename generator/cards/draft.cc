#include "cards/draft.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/escape.h"
#include "base/text.h"
#include "cards/extract.h"
#include "cards/quality.h"

namespace loci {

namespace {

class CardMaker {
 public:
  CardMaker(Document::Parts& parts, std::string_view path, const std::vector<Draft>& drafts,
            const std::string& tag_deck, Diagnostics& diagnostics)
      : parts_(parts),
        path_(path),
        drafts_(drafts),
        tag_deck_(tag_deck),
        diagnostics_(diagnostics) {}

  std::vector<Card> run() {
    std::vector<Card> cards;
    std::vector<std::uint32_t> first_card(drafts_.size(), no_index);
    std::vector<std::uint32_t> order(drafts_.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return drafts_[a].span.begin < drafts_[b].span.begin;
    });
    for (const std::uint32_t number : order) {
      const CardPlace& place = parts_.places[number];
      if (full_) break;
      const std::size_t before = cards.size();
      const Draft& draft = drafts_[number];
      if (draft.shape == DraftShape::header) continue;
      if (draft.kind == CardKind::cloze) {
        add_clozes(draft, place, cards);
      } else if (draft.shape == DraftShape::row) {
        add_row(draft, place, cards);
      } else {
        add_basic(draft, place, cards);
      }
      if (cards.size() > before) first_card[number] = static_cast<std::uint32_t>(before);
    }
    // The holes carry draft numbers so far; those of drafts that made no card go.
    std::vector<Hole>& holes = parts_.body.html.holes;
    std::erase_if(holes, [&](const Hole& hole) {
      return is_card_hole(hole) && first_card[hole.index] == no_index;
    });
    for (Hole& hole : holes) {
      if (is_card_hole(hole)) hole.index = first_card[hole.index];
    }
    return cards;
  }

 private:
  static bool is_card_hole(const Hole& hole) {
    return hole.kind == HoleKind::card_open || hole.kind == HoleKind::card_close ||
           hole.kind == HoleKind::card_anchor;
  }

  Html slice(HtmlRange range) const {
    Html html;
    const Html& body = parts_.body.html;
    html.text = body.text.substr(range.begin, range.end - range.begin);
    while (html.text.ends_with('\n')) html.text.pop_back();
    const auto first = std::lower_bound(
        body.holes.begin(), body.holes.end(), range.begin,
        [](const Hole& hole, std::uint32_t offset) { return hole.offset < offset; });
    for (auto hole = first; hole != body.holes.end() && hole->offset <= range.end; ++hole) {
      if (is_card_hole(*hole)) continue;
      html.holes.push_back(
          {std::min(hole->offset - range.begin, static_cast<std::uint32_t>(html.text.size())),
           hole->kind, hole->index});
    }
    return html;
  }

  // `itself`: whether the heading is part of the context, or only those above it.
  std::string context_of(std::uint32_t heading, bool itself) const {
    std::vector<std::string_view> above;
    const std::vector<Heading>& outline = parts_.body.outline;
    int level = 100;
    for (std::size_t i = heading == no_index ? 0 : heading + std::size_t{1}; i-- > 0;) {
      if (outline[i].level >= level) continue;
      level = outline[i].level;
      if (i == heading && !itself) continue;
      if (level == 1 && i == 0 && !parts_.body.first_heading.empty()) break;  // the note's title
      above.push_back(outline[i].text);
    }
    std::reverse(above.begin(), above.end());
    return join(above, " > ");
  }

  Card card_of(const Draft& draft, const CardPlace& place) const {
    Card card;
    card.kind = draft.kind;
    card.pinned = !draft.pin.empty();
    card.deck = draft.deck.empty() ? tag_deck_ : draft.deck;
    card.heading = place.heading;
    card.context = context_of(place.heading, !draft.asks_heading);
    if (!card.context.empty() && !draft.context.empty()) card.context += " > ";
    card.context += draft.context;
    card.pin_at = draft.pin_at;
    card.retention = draft.retention;
    card.span = draft.span;
    return card;
  }

  void add_basic(const Draft& draft, const CardPlace& place, std::vector<Card>& cards) {
    if (place.front.end == 0 || place.back.end == 0) return;
    Card card = card_of(draft, place);
    card.front = slice(place.front);
    card.back = slice(place.back);
    if (draft.shape == DraftShape::flow) trim_flow(card, place);
    card.front_text = trim(place.front_text);
    card.back_text = trim(place.back_text);
    add_sides(draft, std::move(card), cards);
  }

  // The text of the first paragraph, in one line: what stands below it explains. Without a paragraph all of it.
  static std::string first_paragraph(const Html& html, std::string_view text) {
    std::size_t lines = std::string_view::npos;
    const std::size_t end = html.text.find("</p>");
    if (html.text.starts_with("<p>") && end != std::string::npos)
      lines =
          1 + static_cast<std::size_t>(std::count(
                  html.text.begin(), html.text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
    std::string out;
    for (const std::string_view line : split(text, '\n')) {
      if (lines-- == 0) break;
      if (trim(line).empty()) continue;
      if (!out.empty()) out += ' ';
      out += trim(line);
    }
    return out;
  }

  // One or both directions of a card whose sides are known.
  void add_sides(const Draft& draft, Card card, std::vector<Card>& cards) {
    // Comments may have been all there was.
    const bool no_front = card.front.holes.empty() && trim(card.front.text).empty();
    const bool no_back =
        card.back.holes.empty() && (trim(card.back.text).empty() || card.back.text == "<p></p>");
    if (no_front || no_back) {
      diagnostics_.report(Code::card_empty, std::string(path_), draft.span,
                          no_front ? "the card has no question" : "the card has no answer");
      return;
    }
    card.content = content_key(CardKind::basic, card.front_text);
    const std::string key = card.pinned ? draft.pin : card.content;
    card.key = key;
    check_quality(card, path_, diagnostics_);
    if (draft.typed && card.expected.empty())
      card.expected = first_paragraph(card.back, card.back_text);
    if (draft.both) {
      Card reverse = card;
      std::swap(reverse.front, reverse.back);
      std::swap(reverse.front_text, reverse.back_text);
      reverse.key = key + "/r";
      if (draft.typed) reverse.expected = first_paragraph(reverse.back, reverse.back_text);
      if (keep(std::move(card), cards)) keep(std::move(reverse), cards);
    } else {
      keep(std::move(card), cards);
    }
  }

  // Running text is cut where the author put the separator: blanks go, and a paragraph that began before it gets its tag.
  static void trim_flow(Card& card, const CardPlace& place) {
    const auto cut_front = [](Html& html, std::size_t blanks) {
      html.text.erase(0, blanks);
      for (Hole& hole : html.holes)
        hole.offset -= std::min(hole.offset, static_cast<std::uint32_t>(blanks));
    };
    cut_front(card.front, card.front.text.size() - trim_left(card.front.text).size());
    cut_front(card.back, card.back.text.size() - trim_left(card.back.text).size());
    for (Html* html : {&card.front, &card.back}) {
      html->text.resize(trim_right(html->text).size());
      for (Hole& hole : html->holes)
        hole.offset = std::min(hole.offset, static_cast<std::uint32_t>(html->text.size()));
    }
    if (!place.back_in_paragraph) return;
    card.back.text.insert(0, "<p>");
    for (Hole& hole : card.back.holes) hole.offset += 3;
  }

  static void append(Html& to, Html piece) {
    const auto shift = static_cast<std::uint32_t>(to.text.size());
    for (Hole hole : piece.holes) {
      hole.offset += shift;
      to.holes.push_back(hole);
    }
    to.text += piece.text;
  }

  // The first cell asks. With two columns the second one answers, with more each cell under its column's name.
  void add_row(const Draft& draft, const CardPlace& place, std::vector<Card>& cards) {
    if (place.pieces.empty()) return;
    Card card = card_of(draft, place);
    card.front = slice(place.pieces[0].html);
    card.front_text = trim(place.pieces[0].text);
    const std::vector<CardPlace::Piece>& names = parts_.places[draft.header].pieces;
    if (names.size() <= 2) {
      card.back = place.pieces.size() > 1 ? slice(place.pieces[1].html) : Html{};
      card.back_text = place.pieces.size() > 1 ? trim(place.pieces[1].text) : std::string();
    } else {
      for (std::size_t i = 1; i < std::min(place.pieces.size(), names.size()); ++i) {
        const std::string_view text = trim(place.pieces[i].text);
        const Html cell = slice(place.pieces[i].html);
        if (text.empty() && cell.empty()) continue;
        card.back.text += card.back.text.empty() ? "<p>" : "\n<p>";
        const Html name = slice(names[i].html);
        if (!name.empty()) {
          card.back.text += "<strong>";
          append(card.back, name);
          card.back.text += "</strong>: ";
        }
        append(card.back, cell);
        card.back.text += "</p>";
        if (draft.typed && card.expected.empty()) card.expected = text;
        if (!card.back_text.empty()) card.back_text += '\n';
        if (!name.empty()) card.back_text.append(trim(names[i].text)).append(": ");
        card.back_text += text;
      }
    }
    if (draft.both && names.size() > 2 && place.pieces.size() > 1) {
      add_row_reversed(draft, place, std::move(card), cards);
      return;
    }
    add_sides(draft, std::move(card), cards);
  }

  // Of more than two columns: the second one asks for the first.
  void add_row_reversed(const Draft& draft, const CardPlace& place, Card card,
                        std::vector<Card>& cards) {
    Card reverse = card_of(draft, place);
    reverse.front = slice(place.pieces[1].html);
    reverse.front_text = trim(place.pieces[1].text);
    reverse.back = slice(place.pieces[0].html);
    reverse.back_text = trim(place.pieces[0].text);
    if (draft.typed) reverse.expected = reverse.back_text;
    Draft one_way = draft;
    one_way.both = false;
    const std::size_t before = cards.size();
    add_sides(one_way, std::move(card), cards);
    if (cards.size() == before || reverse.front.empty()) return;
    reverse.key = cards.back().key + "/r";
    reverse.content = cards.back().content;
    keep(std::move(reverse), cards);
  }

  // A thousand gaps in one paragraph are a thousand copies of it: all cards together stay within what a note may become.
  bool keep(Card card, std::vector<Card>& cards) {
    kept_bytes_ += card.front.text.size() + card.back.text.size() + card.front_text.size() +
                   card.back_text.size() + card.context.size();
    if (kept_bytes_ <= 64 * parts_.source.text.size() + (std::size_t{1} << 20)) {
      cards.push_back(std::move(card));
      return true;
    }
    if (!full_) {
      diagnostics_.report(Code::output_too_large, std::string(path_), card.span,
                          "the note's cards would hold more than 64 times its text; those from "
                          "here on are left out",
                          {"put fewer gaps into one paragraph, table or callout"});
    }
    full_ = true;
    return false;
  }

  static std::string gap(std::string_view hint) {
    return hint.empty() ? "[…]" : "[" + std::string(hint) + "]";
  }

  // One card for each number: its clozes are gaps on the front, the whole is the back.
  void add_clozes(const Draft& draft, const CardPlace& place, std::vector<Card>& cards) {
    const std::size_t count = std::min(place.clozes.size(), draft.clozes.size());
    if (count == 0) return;
    std::vector<std::uint32_t> numbers;
    for (std::size_t i = 0; i < count; ++i) numbers.push_back(place.clozes[i].number);
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    const std::string content =
        content_key(CardKind::cloze, text_with_gaps(draft, place, count, 0));
    const std::string key = draft.pin.empty() ? content : draft.pin;
    for (const std::uint32_t number : numbers) {
      Card card = card_of(draft, place);
      card.key = key + "/c" + std::to_string(number);
      card.content = content;
      card.back = slice(place.front);
      card.back_text = trim(place.front_text);
      card.front = html_with_gaps(draft, place, count, number);
      card.front_text = trim(text_with_gaps(draft, place, count, number));
      if (draft.typed) card.expected = text_of_gaps(place, count, number);
      if (draft.titled) {
        const std::string_view title = trim(place.back_text);
        if (!card.context.empty() && !title.empty()) card.context += " > ";
        card.context += title;
      }
      if (number == numbers.front()) check_quality(card, path_, diagnostics_);
      if (!keep(std::move(card), cards)) return;
    }
  }

  // `number` 0: all are gaps, hints left out; this is what the key is made of.
  static std::string text_with_gaps(const Draft& draft, const CardPlace& place, std::size_t count,
                                    std::uint32_t number) {
    std::string text;
    std::size_t at = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const CardPlace::Cloze& cloze = place.clozes[i];
      if (number != 0 && cloze.number != number) continue;
      if (cloze.text.begin < at) continue;
      text += std::string_view(place.front_text).substr(at, cloze.text.begin - at);
      text += gap(number == 0 ? std::string_view() : std::string_view(draft.clozes[i].hint));
      at = cloze.text.end;
    }
    text += std::string_view(place.front_text).substr(std::min(at, place.front_text.size()));
    return text;
  }

  // What stands in them: "several versions, row".
  static std::string text_of_gaps(const CardPlace& place, std::size_t count, std::uint32_t number) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
      const CardPlace::Cloze& cloze = place.clozes[i];
      if (cloze.number != number) continue;
      if (!text.empty()) text += ", ";
      text += std::string_view(place.front_text)
                  .substr(cloze.text.begin, cloze.text.end - cloze.text.begin);
    }
    return text;
  }

  Html html_with_gaps(const Draft& draft, const CardPlace& place, std::size_t count,
                      std::uint32_t number) const {
    Html html;
    std::uint32_t at = place.front.begin;
    const auto take = [&](std::uint32_t end) {
      Html piece = slice({at, end});
      piece.text = parts_.body.html.text.substr(at, end - at);
      for (Hole hole : piece.holes) {
        hole.offset += static_cast<std::uint32_t>(html.text.size());
        html.holes.push_back(hole);
      }
      html.text += piece.text;
    };
    for (std::size_t i = 0; i < count; ++i) {
      const CardPlace::Cloze& cloze = place.clozes[i];
      if (cloze.number != number || cloze.element.begin < at) continue;
      take(cloze.element.begin);
      html.text += "<span class=\"cloze-gap\">";
      append_html(html.text, gap(draft.clozes[i].hint));
      html.text += "</span>";
      at = cloze.element.end;
    }
    take(place.front.end);
    while (html.text.ends_with('\n')) html.text.pop_back();
    return html;
  }

  Document::Parts& parts_;
  std::string_view path_;
  const std::vector<Draft>& drafts_;
  const std::string& tag_deck_;
  Diagnostics& diagnostics_;
  std::size_t kept_bytes_ = 0;  // of the cards so far
  bool full_ = false;
};

}  // namespace

std::vector<Card> make_cards(Document::Parts& parts, std::string_view path,
                             const std::vector<Draft>& drafts, const std::string& tag_deck,
                             Diagnostics& diagnostics) {
  return CardMaker(parts, path, drafts, tag_deck, diagnostics).run();
}

}  // namespace loci
