// Elements that begin and end in text or in raw HTML: highlights, clozes, the author's own tags. The tree knows
// nothing of them, so they are kept on a stack: closing one closes what was opened in it, and leaving a node closes what was
// opened in that node. So the page's tags always nest.
#include "markdown/renderer.h"

namespace loci {

namespace {

// What render_raw.cc ends before the next block.
bool is_paragraph_like(std::string_view name) { return name == "a" || name == "p"; }

}  // namespace

void Renderer::open_span(OpenSpan::Kind kind, std::string_view tag, std::string name,
                         std::uint32_t index) {
  if (kind == OpenSpan::Kind::link) hole(HoleKind::link_open, index);
  html_ += tag;
  spans_.push_back({kind, std::move(name), frames_.size(), index});
  if (kind == OpenSpan::Kind::highlight) in_mark_ = true;
  if (spans_.back().name == "a") ++no_links_;
  if (is_paragraph_like(spans_.back().name)) ++open_paragraphs_;
}

// Closes the innermost span of this kind, or for raw HTML of this name, that began in the node being written. False: there is
// none, for it was closed with something around it or never opened.
bool Renderer::close_span(OpenSpan::Kind kind, std::string_view name) {
  for (std::size_t at = spans_.size(); at > span_floor_; --at) {
    const OpenSpan& span = spans_[at - 1];
    if (span.depth != frames_.size()) return false;
    const bool same_kind =
        span.kind == kind || (kind == OpenSpan::Kind::raw && span.kind == OpenSpan::Kind::link);
    if (!same_kind || span.name != name) continue;
    close_spans_to(at - 1);
    return true;
  }
  return false;
}

void Renderer::close_spans_of(std::size_t depth) {
  std::size_t count = spans_.size();
  while (count > span_floor_ && spans_[count - 1].depth >= depth) --count;
  close_spans_to(count);
}

void Renderer::close_spans_to(std::size_t count) {
  while (spans_.size() > count) {
    const OpenSpan span = std::move(spans_.back());
    spans_.pop_back();
    if (span.name == "a") --no_links_;
    if (is_paragraph_like(span.name)) --open_paragraphs_;
    switch (span.kind) {
      case OpenSpan::Kind::raw:
        html_ += "</" + span.name + ">";
        break;
      case OpenSpan::Kind::link:
        hole(HoleKind::link_close, span.index);
        break;
      case OpenSpan::Kind::highlight:
        html_ += "</mark>";
        in_mark_ = false;
        break;
      case OpenSpan::Kind::footnote:
        close_inline_footnote();
        break;
      case OpenSpan::Kind::cloze: {
        CardPlace& place = parts_.places[cloze_place_];
        CardPlace::Cloze& cloze = place.clozes[span.index];
        cloze.content.end = static_cast<std::uint32_t>(html_.size());
        html_ += "</span>";
        cloze.element.end = static_cast<std::uint32_t>(html_.size());
        cloze.text.end = static_cast<std::uint32_t>(lines_.size() - capture_begin_);
        break;
      }
    }
  }
}

}  // namespace loci
