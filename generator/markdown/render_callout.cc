// Callouts, the cards made of them, and question and answer lines.
#include <algorithm>
#include <utility>

#include "base/escape.h"
#include "base/text.h"
#include "markdown/opaque.h"
#include "markdown/renderer.h"

namespace loci {

namespace {

constexpr std::string_view answer_close = "</details>\n";

std::uint32_t position(const std::string& html) { return static_cast<std::uint32_t>(html.size()); }

}  // namespace

bool Renderer::enter_quote(cmark_node* node) {
  ++quotes_;
  if (vault() && !plain_html()) {
    cmark_node* paragraph = cmark_node_first_child(node);
    cmark_node* first =
        paragraph != nullptr && cmark_node_get_type(paragraph) == CMARK_NODE_PARAGRAPH
            ? cmark_node_first_child(paragraph)
            : nullptr;
    std::optional<Callout> callout;
    if (first != nullptr && cmark_node_get_type(first) == CMARK_NODE_TEXT)
      callout = parse_callout(literal_of(first));
    if (callout && !too_deep(node)) {
      new_line();
      OpenCallout open;
      std::string_view id = block_id_after(node);
      // On the line behind "> text" an id still belongs to the paragraph (Markdown goes on lazily); when that is the one
      // with the title, it names the callout.
      if (id.empty() && cmark_node_next(paragraph) == nullptr) id = block_id_after(paragraph);
      Frame& frame = push(Frame::Kind::callout, node, "");
      if (frame.marks != nullptr) {
        open.mark = frame.marks->block;
        open.card = frame.marks->card;
        open.splits = frame.marks->splits;
      }
      if (open.mark == BlockMark::card_callout || open.mark == BlockMark::cloze_callout) {
        hole(HoleKind::card_open, open.card);
        open.title_tag = position(html_);
        html_ += open.mark == BlockMark::card_callout ? "<p class=\"card-front\""
                                                      : "<p class=\"card-context\"";
        parts_.places[open.card].heading = body_.sections.back().heading;
      } else {
        const bool folded = callout->fold != Fold::none;
        html_ += folded ? "<details class=\"callout callout-" : "<div class=\"callout callout-";
        html_ += callout->look;
        html_ += "\" data-callout=\"";
        append_html(html_, callout->type);
        html_ += '"';
        frames_.back().block = put_block_id(id);
        html_ += callout->fold == Fold::open ? " open>" : ">";
        html_ += folded ? "<summary class=\"callout-title\"" : "<p class=\"callout-title\"";
      }
      // An id at the end of the title line names the callout.
      cmark_node* last = first;
      while (cmark_node* next = cmark_node_next(last)) {
        if (cmark_node_get_type(next) == CMARK_NODE_SOFTBREAK) break;
        last = next;
      }
      if (cmark_node_get_type(last) == CMARK_NODE_TEXT) {
        const std::string_view literal = literal_of(last);
        const std::size_t hat = literal.rfind('^');
        if (hat != std::string_view::npos && hat > 0 && literal[hat - 1] == ' ') {
          const std::string_view name = trim_right(literal.substr(hat + 1));
          const bool is_id =
              !name.empty() &&
              name.find_first_not_of(
                  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") ==
                  std::string_view::npos;
          const std::uint32_t block = is_id ? put_block_id(name) : no_index;
          if (block != no_index) {
            frames_.back().block = block;
            body_.blocks[block].html.begin = frames_.back().html_begin;
          }
        }
      }
      html_ += '>';
      open.callout = std::move(*callout);
      open.title_begin = position(html_);
      open.title_holes = static_cast<std::uint32_t>(body_.html.holes.size());
      frames_.back().index = static_cast<std::uint32_t>(callouts_.size());
      if (open.mark == BlockMark::card_callout || open.mark == BlockMark::cloze_callout)
        begin_capture();
      callouts_.push_back(std::move(open));
      return true;
    }
  }
  if (too_deep(node)) {
    push(Frame::Kind::quote, node, "");
    return true;
  }
  new_line();
  html_ += "<blockquote";
  const std::uint32_t block = plain_html() ? no_index : put_block_id(block_id_after(node));
  html_ += ">\n";
  push(Frame::Kind::quote, node, "</blockquote>\n").block = block;
  return true;
}

void Renderer::begin_capture() {
  capture_begin_ = lines_.size();
  capture_line_ = true;
}

std::string Renderer::end_capture() const {
  return lines_.substr(std::min(capture_begin_, lines_.size()));
}

// The title is written while the first paragraph of a callout has not come to its first line break.
bool Renderer::in_title(cmark_node* paragraph) const {
  if (callouts_.empty() || !callouts_.back().in_title || frames_.size() < 2) return false;
  for (std::size_t i = frames_.size(); i-- > 0;) {
    if (frames_[i].node != paragraph) continue;
    return i > 0 && frames_[i - 1].kind == Frame::Kind::callout;
  }
  return false;
}

// `paragraph_goes_on`: at a line break; what follows in the paragraph is the first paragraph of the body.
void Renderer::end_title(bool paragraph_goes_on) {
  OpenCallout& open = callouts_.back();
  open.in_title = false;
  close_spans_of(frames_.size());
  const bool untitled =
      html_.size() == open.title_begin && body_.html.holes.size() == open.title_holes;
  if (open.mark == BlockMark::card_callout && open.splits) {
    html_ += "</p>\n";
    if (untitled) html_.resize(open.title_tag);
    *captured_ += '\n';
  } else if (open.mark == BlockMark::card_callout) {
    CardPlace& place = parts_.places[open.card];
    place.front = {open.title_begin, position(html_)};
    place.front_text = end_capture();
    html_ += "</p>\n";
    put_answer_open();
    place.back.begin = position(html_);
    begin_capture();
  } else if (open.mark == BlockMark::cloze_callout) {
    html_ += "</p>\n";
    if (untitled) {  // no context: no empty line for it
      const std::size_t tag = html_.rfind("<p class=\"card-context\"");
      html_.resize(tag);
    }
    CardPlace& place = parts_.places[open.card];
    place.back_text = end_capture();
    place.front.begin = position(html_);
    cloze_place_ = open.card;
    begin_capture();
  } else {
    if (untitled) {
      const std::string title = open.callout.default_title();
      append_html(html_, say(title));
    }
    html_ += open.callout.fold == Fold::none ? "</p>\n" : "</summary>\n";
  }
  const Frame* frame = nullptr;
  for (std::size_t i = frames_.size(); i-- > 0 && frame == nullptr;) {
    if (frames_[i].kind == Frame::Kind::callout) frame = &frames_[i];
  }
  cmark_node* paragraph = frame == nullptr ? nullptr : cmark_node_first_child(frame->node);
  const bool has_body =
      paragraph_goes_on || (paragraph != nullptr && cmark_node_next(paragraph) != nullptr);
  if (open.mark == BlockMark::none && has_body) {
    html_ += "<div class=\"callout-body\">\n";
    for (std::size_t i = frames_.size(); i-- > 0;) {
      if (frames_[i].kind != Frame::Kind::callout) continue;
      frames_[i].flag = true;
      break;
    }
  }
  if (!paragraph_goes_on) return;
  // To the reader the body is a paragraph of its own.
  cut_sentences();
  if (plain_->size() > leaf_begin_) *plain_ += ' ';
  if (paragraph != nullptr && is_term(frames_.back())) {
    open_terms(paragraph);
    return;
  }
  open_paragraph({});
}

void Renderer::leave_callout(const Frame& frame) {
  --quotes_;
  OpenCallout open = std::move(callouts_.back());
  callouts_.pop_back();
  new_line();
  if (open.mark == BlockMark::card_callout) {
    CardPlace& place = parts_.places[open.card];
    place.back.end = position(html_);
    place.back_text = end_capture();
    html_ += answer_close;
    hole(HoleKind::card_close, open.card);
  } else if (open.mark == BlockMark::cloze_callout) {
    parts_.places[open.card].front.end = position(html_);
    parts_.places[open.card].front_text = end_capture();
    cloze_place_ = no_index;
    hole(HoleKind::card_close, open.card);
  } else {
    if (frame.flag) html_ += "</div>\n";
    html_ += open.callout.fold == Fold::none ? "</div>\n" : "</details>\n";
  }
}

// ---- marks -----------------------------------------------------------------------------------------------------------

void Renderer::apply(const Mark& mark) {
  switch (mark.kind) {
    case MarkKind::question:
      open_question(mark.card);
      break;
    case MarkKind::answer:
      open_answer(mark.card);
      break;
    case MarkKind::cloze_open: {
      if (cloze_place_ == no_index || open_footnote_) break;
      CardPlace::Cloze cloze;
      cloze.number = mark.card;
      cloze.element.begin = position(html_);
      cloze.text.begin = static_cast<std::uint32_t>(lines_.size() - capture_begin_);
      std::vector<CardPlace::Cloze>& clozes = parts_.places[cloze_place_].clozes;
      clozes.push_back(cloze);
      open_span(OpenSpan::Kind::cloze,
                "<span class=\"cloze\" data-cloze=\"" + std::to_string(mark.card) + "\">", {},
                static_cast<std::uint32_t>(clozes.size() - 1));
      clozes.back().content.begin = position(html_);
      break;
    }
    case MarkKind::cloze_close:
      close_span(OpenSpan::Kind::cloze);
      break;
    case MarkKind::text_begin: {
      cloze_place_ = mark.card;
      CardPlace& place = parts_.places[mark.card];
      hole(HoleKind::card_anchor, mark.card);
      place.front.begin = position(html_);
      place.heading = body_.sections.back().heading;
      begin_capture();
      capture_line_ = false;
      break;
    }
    case MarkKind::text_end:
      close_spans_of(frames_.size());
      parts_.places[mark.card].front.end = position(html_);
      parts_.places[mark.card].front_text = end_capture();
      cloze_place_ = no_index;
      break;
    case MarkKind::skip:
      break;
    case MarkKind::split:
      split_card();
      break;
    default:
      apply_flow(mark);
      break;
  }
}

void Renderer::apply_all(const std::vector<Mark>& marks) {
  for (const Mark& mark : marks) apply(mark);
}

// The "?" between the sides of a card callout: a paragraph, or a line of one, which goes on in the answer.
void Renderer::split_card() {
  if (callouts_.empty() || !callouts_.back().splits) return;
  OpenCallout& open = callouts_.back();
  open.splits = false;
  close_spans_of(frames_.size());
  cut_sentences();
  const bool in_paragraph = paragraph_open_;
  if (in_paragraph && html_.ends_with("<p>")) {
    html_.resize(html_.size() - 3);
  } else if (in_paragraph) {
    html_ += "</p>\n";
  }
  paragraph_open_ = false;
  new_line();
  CardPlace& place = parts_.places[open.card];
  place.front = {open.title_tag, position(html_)};
  place.front_text = end_capture();
  put_answer_open();
  place.back.begin = position(html_);
  if (in_paragraph) open_paragraph({});
  begin_capture();
}

// ---- cards in running text -------------------------------------------------------------------------------------------

void Renderer::apply_flow(const Mark& mark) {
  CardPlace& place = parts_.places[mark.card];
  if (mark.kind == MarkKind::front_begin) {
    hole(HoleKind::card_anchor, mark.card);
    place.front.begin = position(html_);
    place.front_at = lines_.size();
    place.heading = body_.sections.back().heading;
    return;
  }
  // A side ends where its elements do, whatever the author left open.
  close_spans_of(frames_.size());
  const bool separates = mark.kind == MarkKind::separator || mark.kind == MarkKind::separator_both;
  if (mark.kind == MarkKind::front_end || separates) {
    place.front.end = position(html_);
    place.front_text = lines_.substr(place.front_at);
  }
  if (separates) {
    const std::string_view arrow = mark.kind == MarkKind::separator ? " → " : " ↔ ";
    html_ += "<span class=\"card-arrow\">";
    html_ += arrow;
    html_ += "</span>";
    put_plain(arrow);
  }
  if (mark.kind == MarkKind::back_begin || separates) {
    place.back.begin = position(html_);
    place.back_at = lines_.size();
    place.back_in_paragraph = paragraph_open_;
  }
  if (mark.kind == MarkKind::back_end) {
    place.back.end = position(html_);
    place.back_text = lines_.substr(std::min(place.back_at, lines_.size()));
    place.back_in_paragraph = place.back_in_paragraph && !paragraph_open_;
  }
}

// A paragraph or a table whose clozes are a card: what is written until end_cloze_block is its text.
void Renderer::begin_cloze_block(const Frame& frame, std::uint32_t html_begin) {
  if (frame.marks == nullptr || frame.marks->block != BlockMark::cloze) return;
  cloze_place_ = frame.marks->card;
  CardPlace& place = parts_.places[cloze_place_];
  if (frame.kind == Frame::Kind::paragraph) hole(HoleKind::card_anchor, cloze_place_);
  place.front.begin = html_begin;
  place.heading = body_.sections.back().heading;
  capture_begin_ = lines_.size();
}

void Renderer::end_cloze_block(const Frame& frame) {
  if (cloze_place_ == no_index || frame.marks == nullptr || frame.marks->block != BlockMark::cloze)
    return;
  parts_.places[cloze_place_].front.end = position(html_);
  parts_.places[cloze_place_].front_text = end_capture();
  cloze_place_ = no_index;
}

void Renderer::open_question(std::uint32_t card) {
  close_spans_of(frames_.size());
  if (paragraph_open_ && html_.ends_with("<p>")) {
    html_.resize(html_.size() - 3);  // nothing stood before the question
  } else if (paragraph_open_ || answering_ == Answering::back) {
    html_ += "</p>\n";
  }
  paragraph_open_ = false;
  if (answering_ == Answering::back) close_answer(answered_card_);
  cut_sentences();
  new_line();
  hole(HoleKind::card_open, card);
  html_ += "<p class=\"card-front\"";
  answer_block_ = put_block_id(block_id_after(leaf_));
  html_ += '>';
  answering_ = Answering::front;
  answered_card_ = card;
  CardPlace& place = parts_.places[card];
  place.front.begin = position(html_);
  place.heading = body_.sections.back().heading;
  begin_capture();
}

void Renderer::open_answer(std::uint32_t card) {
  close_spans_of(frames_.size());
  cut_sentences();
  CardPlace& place = parts_.places[card];
  if (answering_ == Answering::front) {
    place.front.end = position(html_);
    place.front_text = end_capture();
    html_ += "</p>\n";
  }
  put_answer_open();
  place.back.begin = position(html_);
  html_ += "<p>";
  answering_ = Answering::back;
  answered_card_ = card;
  begin_capture();
}

void Renderer::put_answer_open() {
  html_ += "<details class=\"card-back\"><summary>";
  append_html(html_, say(english("Answer")));
  html_ += "</summary>\n";
}

void Renderer::close_answer(std::uint32_t card) {
  parts_.places[card].back.end = position(html_);
  parts_.places[card].back_text = end_capture();
  html_ += answer_close;
  end_block(std::exchange(answer_block_, no_index));
  hole(HoleKind::card_close, card);
  answering_ = Answering::none;
}

}  // namespace loci
