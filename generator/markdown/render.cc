#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <utility>

#include "base/byte_search.h"
#include "base/escape.h"
#include "base/text.h"
#include "markdown/heading_id.h"
#include "markdown/opaque.h"
#include "markdown/renderer.h"

namespace loci {

namespace {

constexpr std::size_t summary_bytes = 200;

// Words as blanks part them; each character of a script written without blanks counts as one.
std::uint32_t count_words(std::string_view text) {
  using namespace byte_search;
  std::uint32_t words = 0;
  bool inside = false;
  const auto count = [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0xE3 && byte <= 0xE9) {
      ++words;
      inside = false;
    } else if (byte <= ' ') {
      inside = false;
    } else if (!inside && (byte < 0x80 || byte >= 0xC0)) {
      ++words;
      inside = true;
    }
  };
  std::size_t at = 0;
  if constexpr (std::endian::native == std::endian::little) {
    for (; at + 8 <= text.size(); at += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, text.data() + at, 8);
      if ((word & highs) != 0) {
        for (std::size_t i = at; i < at + 8; ++i) count(text[i]);
        continue;
      }
      // A bit for each byte above a blank; of them those count that stand behind one without.
      const std::uint64_t letters = (word + ones * (0x7f - ' ')) & highs;
      const std::uint64_t first = letters & ~(letters << 8 | (inside ? 0x80u : 0u));
      words += static_cast<std::uint32_t>((first >> 7) * ones >> 56);
      inside = letters >> 63 != 0;
    }
  }
  for (; at < text.size(); ++at) count(text[at]);
  return words;
}

}  // namespace

Renderer::Renderer(Document::Parts& parts, Diagnostics& diagnostics)
    : parts_(parts),
      diagnostics_(diagnostics),
      body_(parts.body),
      html_(parts.body.html.text),
      types_(extension_types()),
      limit_(64 * parts.source.text.size() + (std::size_t{1} << 20)) {}

void Renderer::run() {
  html_.reserve(parts_.source.text.size() + parts_.source.text.size() / 2 + 64);
  frames_.reserve(32);
  body_.sections.push_back({});
  body_.sections.back().text.reserve(parts_.source.text.size() / 4);
  plain_ = &body_.sections.back().text;
  if (!parts_.places.empty()) captured_ = &lines_;
  if (parts_.tree) walk(parts_.tree.get());
  if (stopped_) {
    give_up();
    return;
  }
  end_footnotes();
  if (body_.sections.front().heading == no_index && body_.sections.front().text.empty()) {
    body_.sections.erase(body_.sections.begin());
    if (parts_.places_of_plain != nullptr) {
      for (PlainPlace& place : *parts_.places_of_plain) --place.section;
    }
    for (BareLink& bare : body_.bare_links) --bare.section;
  }
  body_.bare_links.insert(body_.bare_links.end(), summary_links_.begin(), summary_links_.end());
}

void Renderer::walk(cmark_node* root) {
  cmark_node* node = root;
  const auto marks_of = [this](cmark_node* of) {
    return parts_.places.empty() ? nullptr
                                 : static_cast<const NodeMarks*>(cmark_node_get_user_data(of));
  };
  for (;;) {
    if (const NodeMarks* marks = marks_of(node)) apply_all(marks->before);
    if (enter(node)) {
      if (cmark_node* child = cmark_node_first_child(node)) {
        node = child;
        continue;
      }
      leave();
    }
    for (;;) {
      if (const NodeMarks* marks = marks_of(node)) apply_all(marks->after);
      if (node == root || stopped_) return;
      if (cmark_node* next = cmark_node_next(node)) {
        node = next;
        break;
      }
      node = cmark_node_parent(node);
      leave();
    }
  }
}

Renderer::Frame& Renderer::push(Frame::Kind kind, cmark_node* node, const char* close) {
  Frame& frame = frames_.emplace_back();
  frame.kind = kind;
  frame.node = node;
  frame.close = close;
  frame.html_begin = static_cast<std::uint32_t>(html_.size());
  frame.hole_begin = static_cast<std::uint32_t>(body_.html.holes.size());
  frame.marks = static_cast<NodeMarks*>(cmark_node_get_user_data(node));
  return frame;
}

bool Renderer::too_deep(cmark_node* node) {
  if (frames_.size() < max_depth) return false;
  report_depth(node);
  return true;
}

void Renderer::report_depth(cmark_node* node) {
  if (reported_depth_) return;
  reported_depth_ = true;
  const int line = cmark_node_get_start_line(node);
  const Span span = line > 0 ? parts_.line_span(line, line) : parts_.line_span(1, 1);
  diagnostics_.report(Code::nesting_too_deep, path(), {span.begin, span.begin},
                      "lists, quotations, emphasis or HTML are nested more than 100 deep; the "
                      "inner ones are shown flat");
}

// True when the node was pushed: its children follow, then leave().
bool Renderer::enter(cmark_node* node) {
  const cmark_node_type type = cmark_node_get_type(node);
  if (skip_to_ != nullptr) {  // inside <script> or the like within a paragraph
    if (node == skip_to_) skip_to_ = nullptr;
    return false;
  }
  if (math_end_ != nullptr && node != math_end_) return false;  // written as part of a formula
  switch (type) {
    case CMARK_NODE_TEXT:
      text(node);
      return false;
    case CMARK_NODE_SOFTBREAK:
      line_break(node, false);
      return false;
    case CMARK_NODE_LINEBREAK:
      line_break(node, true);
      return false;
    case CMARK_NODE_CODE:
      code_span(node);
      return false;
    case CMARK_NODE_HTML_INLINE:
      raw_inline(node);
      return false;
    case CMARK_NODE_FOOTNOTE_REFERENCE:
      footnote_reference(node);
      return false;
    case CMARK_NODE_LINK:
      return enter_link(node);
    case CMARK_NODE_IMAGE:
      return enter_image(node);
    case CMARK_NODE_EMPH:
    case CMARK_NODE_STRONG: {
      const bool strong = type == CMARK_NODE_STRONG;
      const bool doubled =
          strong && cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_STRONG;
      const bool shown = !doubled && !too_deep(node);
      if (shown) html_ += strong ? "<strong>" : "<em>";
      push(Frame::Kind::emphasis, node, !shown ? "" : strong ? "</strong>" : "</em>");
      return true;
    }
    case CMARK_NODE_DOCUMENT:
      push(Frame::Kind::plain, node, "");
      return true;
    case CMARK_NODE_PARAGRAPH:
      return enter_paragraph(node);
    case CMARK_NODE_HEADING:
      return enter_heading(node);
    case CMARK_NODE_BLOCK_QUOTE:
      return enter_quote(node);
    case CMARK_NODE_LIST:
      return enter_list(node);
    case CMARK_NODE_ITEM:
      return enter_item(node);
    case CMARK_NODE_CODE_BLOCK:
      code_block(node);
      return false;
    case CMARK_NODE_HTML_BLOCK:
      raw_block(node);
      return false;
    case CMARK_NODE_THEMATIC_BREAK:
      new_line();
      html_ += "<hr />\n";
      return false;
    case CMARK_NODE_FOOTNOTE_DEFINITION:
      return enter_footnote(node);
    default:
      break;
  }
  if (type == types_.strikethrough) {
    const bool shown = !too_deep(node);
    if (shown) html_ += "<del>";
    push(Frame::Kind::emphasis, node, shown ? "</del>" : "");
    return true;
  }
  if (type == types_.table) return enter_table(node);
  if (type == types_.table_row) return enter_row(node);
  if (type == types_.table_cell) return enter_cell(node);
  return false;
}

void Renderer::leave() {
  const Frame frame = frames_.back();
  if (!spans_.empty()) close_spans_of(frames_.size());
  switch (frame.kind) {
    case Frame::Kind::emphasis:
      html_ += frame.close;
      break;
    case Frame::Kind::link:
      leave_link(frame);
      break;
    case Frame::Kind::image:
      leave_image(frame);
      break;
    case Frame::Kind::paragraph:
      leave_paragraph(frame);
      break;
    case Frame::Kind::heading:
      leave_heading(frame);
      break;
    case Frame::Kind::callout:
      leave_callout(frame);
      break;
    case Frame::Kind::footnote:
      leave_footnote(frame);
      break;
    case Frame::Kind::cell:
      end_leaf();
      end_piece();
      html_ += frame.close;
      ++cell_;
      break;
    case Frame::Kind::row:
      html_ += frame.close;
      break;
    case Frame::Kind::quote:
      --quotes_;
      new_line();
      html_ += frame.close;
      break;
    case Frame::Kind::table:
      // The body was opened by its first row.
      html_ += frame.flag ? "</tbody>\n" : "";
      html_ += frame.close;
      end_cloze_block(frame);
      break;
    case Frame::Kind::plain:
      html_ += frame.close;
      break;
  }
  end_block(frame.block);
  frames_.pop_back();
  if (frame.marks != nullptr && frame.marks->ends_answer) close_answer(frame.marks->card);
}

std::size_t Renderer::offset_of_line(int line) const {
  return parts_.line_span(line, line).begin - parts_.body_begin;
}

// ---- leaves: paragraphs, headings, cells ---------------------------------------------------------------------------

void Renderer::begin_leaf(cmark_node* node) {
  leaf_ = node;
  map_.reset();
  reported_until_ = 0;
  if (cmark_node_get_type(node) != types_.table_cell)
    wiki_from_ = math_from_ = offset_of_line(start_of(node).line);
  leaf_spaced_ = !plain_->empty() && plain_->back() != ' ';
  if (leaf_spaced_) *plain_ += ' ';
  leaf_begin_ = sentence_begin_ = plain_->size();
  embedded_bytes_ = 0;
  after_embed_ = AfterEmbed::no;
  if (captured_ != nullptr && capture_line_ && !captured_->empty() && captured_->back() != '\n')
    *captured_ += '\n';
  capture_line_ = true;
}

void Renderer::end_leaf() {
  cut_sentences();
  if (!leaf_footnotes_.empty()) {
    *plain_ += leaf_footnotes_;
    leaf_footnotes_.clear();
  }
  body_.words += count_words(std::string_view(*plain_).substr(leaf_begin_));
  if (plain_->size() == leaf_begin_ && leaf_spaced_) plain_->pop_back();
  leaf_ = nullptr;
  no_mark_parent_ = nullptr;
  if (html_.size() > limit_) stopped_ = true;
}

// The links so far stand in the text so far; what follows is another paragraph to the reader.
void Renderer::cut_sentences() {
  const std::size_t first = std::min(sentence_begin_, plain_->size());
  const std::string_view whole = std::string_view(*plain_).substr(first);
  for (const PendingLink& pending : pending_) {
    Sentence sentence = sentence_around(whole, std::min(pending.begin - first, whole.size()),
                                        std::min(pending.end - first, whole.size()));
    Link& link = body_.links[pending.link];
    link.sentence = std::move(sentence.text);
    link.mark_begin = sentence.mark_begin;
    link.mark_end = sentence.mark_end;
  }
  pending_.clear();
  sentence_begin_ = plain_->size();
}

// ---- paragraphs and headings ---------------------------------------------------------------------------------------

bool Renderer::enter_paragraph(cmark_node* node) {
  if (is_skipped_paragraph(node)) {
    lone_block(node);
    return false;
  }
  if (const void* marks = cmark_node_get_user_data(node);
      marks != nullptr && static_cast<const NodeMarks*>(marks)->block == BlockMark::split) {
    split_card();
    return false;
  }
  Frame& frame = push(Frame::Kind::paragraph, node, "");
  begin_leaf(node);
  paragraph_open_ = false;
  if (in_title(node)) {
    return true;
  }
  cmark_node* parent = cmark_node_parent(node);
  cmark_node* list = cmark_node_parent(parent);
  const bool tight = list != nullptr && cmark_node_get_type(list) == CMARK_NODE_LIST &&
                     cmark_node_get_list_tight(list) != 0;
  if (frame.marks != nullptr && frame.marks->block == BlockMark::question) {
    const std::vector<Mark>* first = nullptr;
    if (const void* marks = cmark_node_get_user_data(cmark_node_first_child(node)))
      first = &static_cast<const NodeMarks*>(marks)->inside;
    if (first != nullptr && !first->empty() && first->front().offset == 0) return true;
  }
  if (is_term(frame)) {
    open_terms(node);
    return true;
  }
  if (!tight) {
    new_line();
    open_paragraph(block_id_after(node));
    html_ += std::exchange(checkbox_, {});
  }
  begin_cloze_block(frame, static_cast<std::uint32_t>(html_.size()));
  return true;
}

void Renderer::open_paragraph(std::string_view block_id) {
  paragraph_tag_ = html_.size();
  html_ += "<p";
  const std::uint32_t block = put_block_id(block_id);
  if (block != no_index) frames_.back().block = block;
  html_ += '>';
  paragraph_content_ = html_.size();
  paragraph_open_ = true;
}

void Renderer::leave_paragraph(const Frame& frame) {
  end_cloze_block(frame);
  const bool is_summary = body_.summary.empty() && frames_.size() == 2 &&
                          leaf_begin_ + embedded_bytes_ < plain_->size();
  if (is_summary) summarize();
  end_leaf();
  if (in_title(frame.node)) {
    end_title(false);
    return;
  }
  if (is_term(frame)) {
    html_ += "</dt>\n";
    return;
  }
  if (frame.marks != nullptr && frame.marks->block == BlockMark::question) {
    if (answering_ == Answering::front) {  // the answer is the next paragraph
      parts_.places[answered_card_].front.end = static_cast<std::uint32_t>(html_.size());
      parts_.places[answered_card_].front_text = end_capture();
      answering_ = Answering::none;
      paragraph_open_ = true;
    }
    if (answering_ == Answering::back || paragraph_open_) html_ += "</p>\n";
    if (answering_ == Answering::back && !frame.marks->answer_goes_on) close_answer(answered_card_);
    paragraph_open_ = false;
    return;
  }
  if (!paragraph_open_) return;
  paragraph_open_ = false;
  if (embedded_bytes_ > 0 && html_.size() == paragraph_content_) {
    html_.resize(paragraph_tag_);  // only a comment stood behind the embed
    return;
  }
  html_ += "</p>\n";
}

void Renderer::summarize() {
  const std::string text = replace_all(std::string_view(*plain_).substr(leaf_begin_), "\n", " ");
  const std::string_view trimmed = trim(text);
  body_.summary = shorten(trimmed, summary_bytes);
  if (plain_ != &body_.sections.back().text) return;
  const std::size_t sign = body_.summary == trimmed ? 0 : std::string_view("…").size();
  const std::size_t kept = body_.summary.size() - sign;
  const auto begin = static_cast<std::uint32_t>(
      leaf_begin_ + static_cast<std::size_t>(trimmed.data() - text.data()));
  for (const BareLink& bare : body_.bare_links) {
    if (bare.section + 1 == body_.sections.size() && bare.text.begin >= begin &&
        bare.text.end <= begin + kept)
      summary_links_.push_back({{bare.text.begin - begin, bare.text.end - begin}, bare.link});
  }
}

bool Renderer::enter_heading(cmark_node* node) {
  new_line();
  push(Frame::Kind::heading, node, "");
  scratch_.clear();
  saved_plain_.push_back(plain_);
  plain_ = &scratch_;
  begin_leaf(node);
  is_title_ = !plain_html() && cmark_node_get_heading_level(node) == 1 && frames_.size() == 2 &&
              body_.outline.empty() && html_.empty() && saved_plain_.back()->empty();
  if (vault() && !plain_html()) find_heading_id(node);
  return true;
}

// "{#id}" at the end of the heading's last text.
void Renderer::find_heading_id(cmark_node* node) {
  heading_codes_.clear();
  heading_id_.clear();
  heading_id_node_ = nullptr;
  cmark_node* last = cmark_node_last_child(node);
  if (last == nullptr || cmark_node_get_type(last) != CMARK_NODE_TEXT) return;
  const std::string_view literal = literal_of(last);
  const HeadingId found = trailing_heading_id(literal.substr(0, without_block_id(last, literal)));
  if (found.id.empty()) return;
  const std::uint32_t brace = SourceMap(parts_, node, quotes_, 0).offset_in(last, found.brace);
  if (brace < parts_.text.size() && parts_.text[brace] == '\\') return;
  heading_id_node_ = last;
  heading_keep_ = found.keep;
  heading_id_ = found.id;
}

std::string Renderer::heading_anchor(const std::string& heading, const Span& span) {
  if (!heading_id_.empty()) {
    std::string id = anchors_.written(heading_id_);
    if (id != heading_id_)
      diagnostics_.report(Code::heading_id_clash, path(), span,
                          "the id '" + heading_id_ + "' is taken; this heading has '" + id + "'",
                          {"give it another: {#name}"});
    return id;
  }
  if (heading_codes_.empty()) return anchors_.heading(heading);
  std::string written;
  std::size_t at = 0;
  for (const HeadingCode& code : heading_codes_) {
    written.append(scratch_, at, code.offset - at).append(code.code);
    at = code.offset + code.length;
  }
  return anchors_.heading(trim(written.append(scratch_, at)));
}

// The text is known only now; the opening tag goes in front of what it made.
void Renderer::leave_heading(const Frame& frame) {
  end_leaf();
  const std::string heading(trim(scratch_));
  plain_ = saved_plain_.back();
  saved_plain_.pop_back();
  int level = cmark_node_get_heading_level(frame.node);
  if (plain_html()) {
    const std::string digit = std::to_string(level);
    html_.insert(frame.html_begin, "<h" + digit + ">");
    html_ += "</h" + digit + ">\n";
    return;
  }
  const bool is_title = is_title_ && !heading.empty();
  is_title_ = false;
  if (level == 1 && !is_title) level = 2;
  const int line = cmark_node_get_start_line(frame.node);
  const Span span = parts_.line_span(line, line);
  const std::string id = heading_anchor(heading, span);
  // A section has an end of its own where nothing is open around its heading.
  const bool has_section = frames_.size() == 2 && spans_.empty() && answering_ == Answering::none;
  body_.outline.push_back({level, heading, id, span, has_section ? frame.html_begin : no_index});
  body_.outline.back().written =
      written_heading(parts_.text.substr(span.begin, span.end - span.begin), heading);
  if (is_title) {
    // The page shows it as its title; links to it still find their anchor here.
    body_.first_heading = heading;
    html_.resize(frame.html_begin);
    body_.html.holes.resize(frame.hole_begin);
    html_ += "<span id=\"" + id + "\"></span>\n";
    return;
  }
  const std::string digit = std::to_string(level);
  std::string open = "<h" + digit + " id=\"" + id + "\">";
  if (const std::string_view block = block_id_after(frame.node);
      !block.empty() && block_ids_.emplace(block).second) {
    body_.blocks.push_back({std::string(block), {frame.html_begin, frame.html_begin}});
    frames_.back().block = static_cast<std::uint32_t>(body_.blocks.size() - 1);
    open += "<span id=\"^" + std::string(block) + "\"></span>";
  }
  html_.insert(frame.html_begin, open);
  for (std::size_t i = frame.hole_begin; i < body_.html.holes.size(); ++i)
    body_.html.holes[i].offset += static_cast<std::uint32_t>(open.size());
  const std::uint32_t text_begin = frame.html_begin + static_cast<std::uint32_t>(open.size());
  const auto text_end = static_cast<std::uint32_t>(html_.size());
  html_ += " <a class=\"anchor\" href=\"#" + id + "\" aria-label=\"";
  append_html(html_, say(english("Link to this section")));
  html_ += "\">#</a></h" + digit + ">\n";
  end_block(frames_.back().block);
  const bool in_section_flow = plain_ == &body_.sections.back().text;
  body_.sections.emplace_back().heading = static_cast<std::uint32_t>(body_.outline.size() - 1);
  if (in_section_flow) plain_ = &body_.sections.back().text;
  if (frame.marks == nullptr || frame.marks->block != BlockMark::heading) return;
  CardPlace& place = parts_.places[frame.marks->card];
  place.front = {text_begin, text_end};
  place.front_text = heading;
  place.heading = body_.sections.back().heading;
  place.back.begin = static_cast<std::uint32_t>(html_.size());
  place.back_at = lines_.size();
}

// ---- the end ---------------------------------------------------------------------------------------------------------

// The note would fill the page with far more than it says: its source is shown and nothing of it is linked or searched.
void Renderer::give_up() {
  diagnostics_.report(
      Code::output_too_large, path(), {0, 0},
      "the note would become more than 64 times as large as its text; its source is shown instead");
  body_ = {};
  if (parts_.places_of_plain != nullptr) parts_.places_of_plain->clear();
  for (CardPlace& place : parts_.places) place = {};
  html_ = "<pre class=\"source\">";
  append_html(html_,
              parts_.text.substr(std::min<std::size_t>(parts_.body_begin, parts_.text.size())));
  html_ += "</pre>\n";
}

void render_parts(Document::Parts& parts, Diagnostics& diagnostics) {
  if (parts.rendered) return;
  parts.rendered = true;
  Renderer(parts, diagnostics).run();
}

}  // namespace loci
