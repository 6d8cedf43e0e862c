// Links, images, wikilinks, embeds and code spans.
#include <algorithm>

#include "base/escape.h"
#include "base/text.h"
#include "markdown/external_links.h"
#include "markdown/opaque.h"
#include "markdown/renderer.h"
#include "source/media_kind.h"

namespace loci {

namespace {

std::string quoted_address(std::string_view url) { return "'" + shorten(url, 80) + "'"; }

void append_title(std::string& html, cmark_node* node) {
  const char* title = cmark_node_get_title(node);
  if (title == nullptr || *title == '\0') return;
  html += " title=\"";
  append_html(html, opaque::restored(title));
  html += '"';
}

bool is_blank(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c == ' ' || c == '\t' || c == opaque::drop; });
}

// "https://a.b/", "www.a.b" and "me@a.b": an address in place of a label, in which nothing is punctuation.
bool is_own_label(cmark_node* link, std::string_view url) {
  cmark_node* label = cmark_node_first_child(link);
  if (label == nullptr || cmark_node_get_type(label) != CMARK_NODE_TEXT ||
      cmark_node_next(label) != nullptr)
    return false;
  const std::string_view text = literal_of(label);
  if (!url.ends_with(text)) return false;
  const std::string_view scheme = url.substr(0, url.size() - text.size());
  return scheme.empty() || scheme == "http://" || scheme == "mailto:";
}

// Characters that could make a label more than text.
bool has_markup(std::string_view text) {
  return text.find_first_of("*_`~=[]<>&\\$:@") != std::string_view::npos;
}

}  // namespace

SourceMap& Renderer::source_map() {
  if (!map_) map_.emplace(parts_, leaf_, quotes_, cell_);
  return *map_;
}

std::uint32_t Renderer::add_link(LinkKind kind, Span span) {
  Link& link = body_.links.emplace_back();
  link.kind = kind;
  link.span = span;
  return static_cast<std::uint32_t>(body_.links.size() - 1);
}

void Renderer::report_link(Code code, Span span, std::string message,
                           std::vector<std::string> hints) {
  diagnostics_.report(code, path(), span, std::move(message), std::move(hints));
}

// Another host's address is plain HTML; it is listed, and what no browser could follow is said.
void Renderer::add_external(std::string_view url, Span span) {
  if (std::optional<ExternalFault> fault = external_fault(url)) {
    std::vector<std::string> hints;
    if (!fault->hint.empty()) hints.push_back(std::move(fault->hint));
    report_link(Code::external_link_syntax, span,
                "the address " + quoted_address(url) + " leads nowhere: " + fault->reason,
                std::move(hints));
    return;
  }
  body_.external.push_back({std::string(url), span});
}

// ---- [label](address) ------------------------------------------------------------------------------------------------

bool Renderer::enter_link(cmark_node* node) {
  Frame& frame = push(Frame::Kind::link, node, "");
  const char* raw = cmark_node_get_url(node);
  const std::string url = opaque::restored(raw == nullptr ? "" : raw);
  if (plain_html()) {
    html_ += "<a href=\"";
    append_href(html_, url);
    html_ += '"';
    append_title(html_, node);
    html_ += '>';
    frame.close = "</a>";
    return true;
  }
  verbatim_ = is_own_label(node, url);
  if (no_links_++ > 0) return true;
  Address address = classify_address(url);
  switch (address.kind) {
    case AddressKind::external:
      add_external(url, source_map().link_span(node));
      html_ += "<a href=\"";
      append_href(html_, url);
      html_ += "\" class=\"external\" rel=\"noopener\"";
      append_title(html_, node);
      html_ += '>';
      frame.close = "</a>";
      break;
    case AddressKind::internal: {
      frame.index = add_link(LinkKind::markdown, source_map().link_span(node));
      Link& link = body_.links[frame.index];
      link.target = std::move(address.target);
      link.fragment = std::move(address.fragment);
      hole(HoleKind::link_open, frame.index);
      break;
    }
    case AddressKind::empty:
      report_link(Code::empty_link, source_map().link_span(node),
                  "the link leads nowhere: its address is empty");
      break;
    case AddressKind::unsafe:
      if (external_fault(url)) {
        add_external(url, source_map().link_span(node));
        break;
      }
      report_link(Code::unsafe_link, source_map().link_span(node),
                  "the address " + quoted_address(url) +
                      " is not allowed; its text is shown without a link",
                  {"a link may be a path inside the notes, or begin with http:, https:, mailto:, "
                   "tel: or obsidian:"});
      break;
  }
  frame.plain_begin = static_cast<std::uint32_t>(plain_->size());
  return true;
}

void Renderer::leave_link(const Frame& frame) {
  verbatim_ = false;
  html_ += frame.close;
  if (plain_html()) return;
  --no_links_;
  if (frame.index == no_index) return;
  hole(HoleKind::link_close, frame.index);
  const std::size_t begin = std::min<std::size_t>(frame.plain_begin, plain_->size());
  body_.links[frame.index].label = replace_all(std::string_view(*plain_).substr(begin), "\n", " ");
  pending_.push_back({frame.index, begin, plain_->size()});
}

// ---- ![text](address) ------------------------------------------------------------------------------------------------

// The children make the alternative text: they are written and what they wrote is taken back.
bool Renderer::enter_image(cmark_node* node) {
  Frame& frame = push(Frame::Kind::image, node, "");
  frame.flag = !alt_texts_.empty();
  if (frame.flag) return true;  // its text is a part of the outer one's
  source_map();                 // while plain_ and leaf_ are the paragraph's
  saved_plain_.push_back(plain_);
  saved_captured_.push_back(captured_);
  saved_leaf_begin_.push_back(leaf_begin_);
  alt_texts_.emplace_back();
  plain_ = &alt_texts_.back();
  captured_ = nullptr;
  leaf_begin_ = 0;
  ++no_links_;
  return true;
}

void Renderer::leave_image(const Frame& frame) {
  if (frame.flag) return;
  --no_links_;
  html_.resize(frame.html_begin);
  body_.html.holes.resize(frame.hole_begin);
  std::string alt = std::move(alt_texts_.back());
  alt_texts_.pop_back();
  plain_ = saved_plain_.back();
  saved_plain_.pop_back();
  captured_ = saved_captured_.back();
  saved_captured_.pop_back();
  leaf_begin_ = saved_leaf_begin_.back();
  saved_leaf_begin_.pop_back();
  cmark_node* node = frame.node;
  const char* raw = cmark_node_get_url(node);
  const std::string url = opaque::restored(raw == nullptr ? "" : raw);
  if (plain_html()) {
    html_ += "<img src=\"";
    append_href(html_, url);
    html_ += "\" alt=\"";
    append_html_text(html_, alt);
    html_ += '"';
    append_title(html_, node);
    html_ += " />";
    put_plain(alt);
    return;
  }
  // Obsidian's way to give a size: ![text|300](address).
  std::string size;
  const std::size_t bar = alt.rfind('|');
  if (bar != std::string::npos && is_size(trim(std::string_view(alt).substr(bar + 1)))) {
    size = trim(std::string_view(alt).substr(bar + 1));
    alt = trim_right(std::string_view(alt).substr(0, bar));
  } else if (is_size(alt)) {
    size = std::move(alt);
    alt.clear();
  }
  const Address address = classify_address(url);
  const std::size_t begin = plain_->size();
  switch (no_links_ > 0 && address.kind == AddressKind::internal && !alt_texts_.empty()
              ? AddressKind::empty
              : address.kind) {
    case AddressKind::internal: {
      const std::uint32_t index = add_link(LinkKind::image, source_map().link_span(node));
      Link& link = body_.links[index];
      link.target = address.target;
      link.fragment = address.fragment;
      link.label = alt;
      link.size = size;
      put_embed(index, stands_alone(node, link.target, frames_.size() - 1), alt);
      pending_.push_back({index, begin, plain_->size()});
      return;
    }
    case AddressKind::external: {
      const std::string_view scheme = scheme_of(url);
      if (!equal_ignoring_ascii_case(scheme, "http") && !equal_ignoring_ascii_case(scheme, "https"))
        break;
      if (alt_texts_.empty()) add_external(url, source_map().link_span(node));
      html_ += "<img src=\"";
      append_href(html_, url);
      html_ += "\" alt=\"";
      append_html(html_, alt);
      html_ += '"';
      append_title(html_, node);
      if (!size.empty()) {
        const std::size_t x = size.find('x');
        html_ += " width=\"" + size.substr(0, x) + '"';
        if (x != std::string::npos) html_ += " height=\"" + size.substr(x + 1) + '"';
      }
      html_ += " loading=\"lazy\" />";
      put_plain(alt);
      return;
    }
    case AddressKind::empty:
      if (alt_texts_.empty())
        report_link(Code::empty_link, source_map().link_span(node), "the image has no address");
      put_escaped(alt);
      return;
    case AddressKind::unsafe:
      break;
  }
  report_link(Code::unsafe_link, source_map().link_span(node),
              "the address " + quoted_address(url) +
                  " is not allowed for an image; its text is shown instead",
              {"an image may be a file of the project, or begin with http: or https:"});
  put_escaped(alt);
}

// ---- [[target|label]] ------------------------------------------------------------------------------------------------

// `at`: the first stand-in of "[[" or "![[". Returns where the text goes on.
std::size_t Renderer::wikilink(cmark_node* node, std::string_view literal, std::size_t at,
                               std::size_t end) {
  const bool embed = literal[at] == opaque::embed_open;
  const std::size_t inner = at + (embed ? 3 : 2);
  const std::size_t close = literal.find(opaque::wiki_close, inner);
  if (inner > end || close == std::string_view::npos || close + 2 > end) {
    put_escaped(literal.substr(at, 1));
    return at + 1;
  }
  const std::string content = opaque::restored(literal.substr(inner, close - inner));
  WikiText wiki = parse_wikilink(content, embed);
  if (const LinkLabels* labels = parts_.dialect.labels; wiki.label.empty() && labels != nullptr) {
    const auto label = labels->find(written_name(wiki.target, wiki.fragment));
    if (label != labels->end()) wiki.label = label->second;
  }
  // A link may show a picture; in words it may show none.
  const bool is_picture =
      embed && alt_texts_.empty() && media_kind(wiki.target) == MediaKind::image;
  const bool is_text = no_links_ > 0 && !is_picture;
  if (is_text && wiki.label.empty())
    body_.shown_targets.push_back(written_name(wiki.target, wiki.fragment));
  const std::string shown = wiki.label.empty() ? unlabelled(wiki) : std::string(wiki.label);
  if (is_text) {
    put_escaped(shown);
    return close + 2;
  }
  const Span span = wikilink_span(literal.substr(at, close + 2 - at));
  const std::uint32_t index = add_link(embed ? LinkKind::embed : LinkKind::wikilink, span);
  {
    Link& link = body_.links[index];
    link.target = wiki.target;
    link.fragment = wiki.fragment;
    link.size = wiki.size;
  }
  const std::size_t begin = plain_->size();
  if (embed) {
    body_.links[index].label = wiki.label;
    const bool has_line =
        is_blank(literal.substr(0, at)) && is_blank(literal.substr(close + 2, end - (close + 2)));
    put_embed(index, has_line && stands_alone(node, wiki.target, frames_.size()), shown);
  } else {
    hole(HoleKind::link_open, index);
    if (wiki.label.empty()) {
      hole(HoleKind::link_label, index);
      put_plain(shown);
      if (plain_ == &body_.sections.back().text)
        body_.bare_links.push_back(
            {{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(plain_->size())},
             index,
             static_cast<std::uint32_t>(body_.sections.size() - 1)});
    } else {
      label_markup(wiki.label);
      body_.links[index].label = plain_->substr(begin);
    }
    hole(HoleKind::link_close, index);
  }
  pending_.push_back({index, begin, plain_->size()});
  return close + 2;
}

// The same bytes stand in the prepared source, and wikilinks come in its order.
Span Renderer::wikilink_span(std::string_view written) {
  const std::size_t found = parts_.source.text.find(written, wiki_from_);
  const std::size_t begin = found == std::string::npos ? wiki_from_ : found;
  const std::size_t end = found == std::string::npos ? begin : begin + written.size();
  wiki_from_ = end;
  return {parts_.body_begin + static_cast<std::uint32_t>(begin),
          parts_.body_begin + static_cast<std::uint32_t>(end)};
}

// Whether an embed has a line of its own in a paragraph, so that what it shows may stand between blocks. Pictures stay in the
// paragraph, as text does. `depth`: of the paragraph's frame, plus one.
bool Renderer::stands_alone(cmark_node* node, std::string_view target, std::size_t depth) const {
  if (plain_html() || leaf_ == nullptr || cmark_node_parent(node) != leaf_ ||
      cmark_node_get_type(leaf_) != CMARK_NODE_PARAGRAPH || no_links_ > 0)
    return false;
  if (media_kind(target) == MediaKind::image) return false;
  const auto is_end = [](cmark_node* sibling) {
    return sibling == nullptr || cmark_node_get_type(sibling) == CMARK_NODE_SOFTBREAK ||
           cmark_node_get_type(sibling) == CMARK_NODE_LINEBREAK;
  };
  if (!is_end(cmark_node_previous(node)) || !is_end(cmark_node_next(node))) return false;
  const bool in_span = !spans_.empty() && spans_.back().depth >= depth;
  return !in_span && !in_title(leaf_) && answering_ == Answering::none &&
         cloze_place_ == no_index &&
         (frames_[depth - 1].marks == nullptr ||
          frames_[depth - 1].marks->block != BlockMark::question);
}

void Renderer::put_embed(std::uint32_t index, bool alone, std::string_view shown) {
  put_plain(shown);
  if (!alone) {
    hole(HoleKind::embed, index);
    return;
  }
  body_.links[index].alone = true;
  embedded_bytes_ += shown.size() + 1;
  bool keeps_id = false;
  if (paragraph_open_) {
    // The line break before the embed.
    if (html_.size() > paragraph_content_ && html_.back() == '\n') html_.pop_back();
    constexpr std::string_view hard_break = "<br />";
    if (html_.size() >= paragraph_content_ + hard_break.size() && html_.ends_with(hard_break))
      html_.resize(html_.size() - hard_break.size());
    if (html_.size() > paragraph_content_) {
      html_ += "</p>";
    } else if (paragraph_content_ - paragraph_tag_ > std::string_view("<p>").size()) {
      html_.replace(paragraph_tag_, std::string_view("<p").size(), "<div");
      keeps_id = true;
    } else {
      html_.resize(paragraph_tag_);
    }
    paragraph_open_ = false;
    after_embed_ = AfterEmbed::in_paragraph;
  } else if (after_embed_ == AfterEmbed::no) {
    after_embed_ = AfterEmbed::bare;
  }
  new_line();
  hole(HoleKind::embed, index);
  html_ += keeps_id ? "</div>\n" : "\n";
}

// A label is Markdown of its own: `[[a|the *old* name]]`. The parser saw none of it, so it is read now.
void Renderer::label_markup(std::string_view label) {
  if (!has_markup(label)) {
    ++no_links_;
    put_escaped(label);
    --no_links_;
    return;
  }
  const Tree tree = parse_markdown(prepare(label, false).text);
  cmark_node* paragraph = tree ? cmark_node_first_child(tree.get()) : nullptr;
  if (paragraph == nullptr || cmark_node_next(paragraph) != nullptr ||
      cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH) {
    put_escaped(label);
    return;
  }
  ++no_links_;
  cmark_node* const leaf = leaf_;
  const std::size_t floor = span_floor_;
  span_floor_ = spans_.size();
  for (cmark_node* child = cmark_node_first_child(paragraph); child != nullptr;
       child = cmark_node_next(child))
    walk(child);
  close_spans_to(span_floor_);
  span_floor_ = floor;
  leaf_ = leaf;
  --no_links_;
}

// ---- the rest --------------------------------------------------------------------------------------------------------

void Renderer::code_span(cmark_node* node) {
  html_ += "<code>";
  put_escaped(literal_of(node));
  html_ += "</code>";
}

void Renderer::line_break(cmark_node* node, bool hard) {
  if (vault() && leaf_ != nullptr && cmark_node_parent(node) == leaf_ && in_title(leaf_)) {
    end_title(true);
    return;
  }
  if (const void* marks = cmark_node_get_user_data(node);
      marks != nullptr && static_cast<const NodeMarks*>(marks)->swallow) {
    *plain_ += ' ';
    return;
  }
  if (leaf_ != nullptr && frames_.back().node == leaf_ && is_term(frames_.back())) {
    close_spans_of(frames_.size());
    html_ += "</dt>\n<dt>";
    cut_sentences();
    *plain_ += ' ';
    sentence_begin_ = plain_->size();
    return;
  }
  if (after_embed_ != AfterEmbed::no) {
    if (after_embed_ == AfterEmbed::in_paragraph) open_paragraph({});
    after_embed_ = AfterEmbed::no;
    *plain_ += ' ';
    if (captured_ != nullptr) *captured_ += '\n';
    return;
  }
  if (hard || parts_.config.hard_line_breaks) {
    html_ += "<br />\n";
  } else {
    html_ += '\n';
  }
  *plain_ += ' ';
  note_prose(plain_->size() - 1);
  if (captured_ != nullptr) *captured_ += '\n';
}

}  // namespace loci
