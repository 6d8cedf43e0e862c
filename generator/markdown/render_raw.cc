// Raw HTML: shown as text, cleaned (the default), or passed on, as the site's configuration says.
#include <algorithm>

#include "base/escape.h"
#include "base/text.h"
#include "markdown/allow_comment.h"
#include "markdown/opaque.h"
#include "markdown/renderer.h"

namespace loci {

void Renderer::raw_block(cmark_node* node) {
  new_line();
  const std::size_t begin = html_.size();
  const std::size_t holes = body_.html.holes.size();
  begin_leaf(node);
  const std::string html = without_loci_comments(opaque::restored(literal_of(node)));
  if (parts_.config.html == HtmlPolicy::escape) {
    if (!trim(html).empty()) {
      html_ += "<p>";
      put_escaped(trim_right(html));
      html_ += "</p>\n";
    }
  } else {
    raw(html, node, true);
  }
  // A <p> ends where the next block begins: browsers would see two ends otherwise. So does an <a>, which would keep all links
  // after it from being links.
  for (std::size_t at = span_floor_; at < spans_.size() && open_paragraphs_ > 0; ++at) {
    if (spans_[at].depth != frames_.size() || (spans_[at].name != "p" && spans_[at].name != "a"))
      continue;
    close_spans_to(at);
  }
  if (trim(std::string_view(html_).substr(begin)).empty() && !plain_html() &&
      body_.html.holes.size() == holes)
    html_.resize(begin);  // comments were all it was
  new_line();
  end_leaf();
}

// The "</name>" that ends what `node` begins, among its siblings; null when the author wrote none.
cmark_node* Renderer::closing_tag(cmark_node* node, std::string_view name) const {
  for (cmark_node* next = cmark_node_next(node); next != nullptr; next = cmark_node_next(next)) {
    if (cmark_node_get_type(next) != CMARK_NODE_HTML_INLINE) continue;
    const std::string_view literal = literal_of(next);
    if (literal.starts_with("</") &&
        equal_ignoring_ascii_case(literal.substr(2, name.size()), name))
      return next;
    if (literal.starts_with("<") && equal_ignoring_ascii_case(literal.substr(1, name.size()), name))
      return nullptr;
  }
  return nullptr;
}

void Renderer::raw_inline(cmark_node* node) {
  const std::string html = without_loci_comments(opaque::restored(literal_of(node)));
  if (parts_.config.html == HtmlPolicy::escape) {
    put_escaped(html);
  } else {
    raw(html, node, false);
  }
}

void Renderer::raw(std::string_view html, cmark_node* node, bool block) {
  if (parts_.config.html == HtmlPolicy::trust) {
    html_ += html;
    return;
  }
  HtmlScanner scanner(html);
  HtmlToken token;
  while (scanner.next(token)) {
    switch (token.kind) {
      case HtmlToken::Kind::hidden:
        break;
      case HtmlToken::Kind::text: {
        // Character references stay as they are; a stray '<' or '>' is text.
        for (const char c : token.raw) {
          if (c == '<') {
            html_ += "&lt;";
          } else if (c == '>') {
            html_ += "&gt;";
          } else {
            html_ += c;
          }
        }
        put_plain(block ? trim(decode_references(token.raw)) : decode_references(token.raw));
        if (block && before() != '\0' && before() != ' ') put_plain(" ");
        break;
      }
      case HtmlToken::Kind::open: {
        const ElementRule rule = element_rule(token.name);
        if (rule == ElementRule::removed_whole) {
          report_removed(token, node);
          scanner.skip_past_close(token.name);
          if (!block) skip_to_ = closing_tag(node, token.name);
        } else if (rule == ElementRule::removed) {
          report_removed(token, node);
        } else {
          raw_open(token, node);
        }
        break;
      }
      case HtmlToken::Kind::close:
        close_span(OpenSpan::Kind::raw, token.name);
        break;
    }
  }
}

void Renderer::raw_open(const HtmlToken& token, cmark_node* node) {
  const bool is_void = element_rule(token.name) == ElementRule::kept_void;
  if (!is_void && spans_.size() >= max_depth) {
    report_depth(node);
    return;
  }
  const auto value_of = [&](std::string_view name) {
    for (const HtmlAttribute& attribute : token.attributes) {
      if (attribute.name == name) return std::string_view(attribute.value);
    }
    return std::string_view();
  };
  const int line = std::max(cmark_node_get_start_line(node),
                            leaf_ == nullptr ? 0 : cmark_node_get_start_line(leaf_));
  const Span span = parts_.line_span(line, line);
  if (token.name == "img" || (token.name == "a" && !value_of("href").empty())) {
    const std::string_view url = trim(value_of(token.name == "img" ? "src" : "href"));
    Address address = classify_address(url);
    if (token.name == "img" && address.kind == AddressKind::external &&
        !scheme_of(url).starts_with("http"))
      address.kind = AddressKind::unsafe;
    if (address.kind == AddressKind::external) add_external(url, span);
    if (address.kind == AddressKind::unsafe) {
      report_link(Code::unsafe_link, span,
                  "the address '" + shorten(url, 80) + "' is not allowed in raw HTML",
                  {"a link may be a path inside the notes, or begin with http:, https:, mailto:, "
                   "tel: or obsidian:"});
      if (token.name == "img") put_escaped(value_of("alt"));
      return;
    }
    if (address.kind == AddressKind::empty) return;
    if (address.kind == AddressKind::internal) {
      if (no_links_ > 0) return;
      const std::uint32_t index =
          add_link(token.name == "img" ? LinkKind::image : LinkKind::markdown, span);
      Link& link = body_.links[index];
      link.target = std::move(address.target);
      link.fragment = std::move(address.fragment);
      if (token.name == "img") {
        link.label = value_of("alt");
        if (is_size(value_of("width"))) link.size = value_of("width");
        hole(HoleKind::embed, index);
      } else {
        open_span(OpenSpan::Kind::link, {}, "a", index);
      }
      pending_.push_back({index, plain_->size(), plain_->size()});
      return;
    }
  }
  html_ += '<';
  html_ += token.name;
  for (const HtmlAttribute& attribute : token.attributes) {
    if (!is_attribute_kept(token.name, attribute.name)) continue;
    if (attribute.name == "href" || attribute.name == "src") {
      html_ += " " + attribute.name + "=\"";
      append_href(html_, trim(attribute.value));
      html_ += '"';
      continue;
    }
    std::string value = attribute.value;
    std::string_view name = attribute.name;
    if (name == "id" || name == "name") {
      name = "id";
      value = anchors_.written(value);
      if (value.empty()) continue;
    }
    html_ += ' ';
    html_ += name;
    html_ += "=\"";
    append_html(html_, value);
    html_ += '"';
  }
  if (token.name == "a" && !value_of("href").empty())
    html_ += " class=\"external\" rel=\"noopener\"";
  if (token.name == "img") html_ += " loading=\"lazy\"";
  html_ += is_void ? " />" : ">";
  if (token.name == "a" && value_of("href").empty()) {
    html_ += "</a>";  // an anchor; what follows is not inside it
  } else if (!is_void)
    open_span(OpenSpan::Kind::raw, {}, token.name);
}

void Renderer::report_removed(const HtmlToken& token, cmark_node* node) {
  if (std::find(removed_names_.begin(), removed_names_.end(), token.name) != removed_names_.end())
    return;
  if (removed_names_.size() >= 20) return;  // the point is made
  removed_names_.push_back(token.name);
  const int line = std::max(cmark_node_get_start_line(node),
                            leaf_ == nullptr ? 0 : cmark_node_get_start_line(leaf_));
  const Span span = parts_.line_span(line, line);
  diagnostics_.report(Code::html_removed, path(), span,
                      "the HTML element <" + shorten(token.name, 40) + "> is not shown",
                      {"site.toml: [markdown] html = \"trust\" shows all HTML as it is written"});
}

}  // namespace loci
