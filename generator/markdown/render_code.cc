// Code blocks: what their fence asks for, colours, and what was hidden from the parser turned back.
#include <algorithm>

#include "base/escape.h"
#include "base/text.h"
#include "markdown/code_fence.h"
#include "markdown/code_language.h"
#include "markdown/highlight.h"
#include "markdown/opaque.h"
#include "markdown/renderer.h"

namespace loci {

// A comment's bytes cannot be turned back one by one. When one was taken out of what turned out to be code (indented code
// is known to the parser only), the lines are read again from the source.
std::string Renderer::code_of(cmark_node* node) const {
  const std::string_view literal = literal_of(node);
  std::string code;
  int line = cmark_node_get_start_line(node);
  int length = 0;
  int offset = 0;
  char mark = 0;
  if (cmark_node_get_fenced(node, &length, &offset, &mark) != 0) ++line;
  for (std::size_t at = 0; at < literal.size(); ++line) {
    const std::size_t end = std::min(literal.find('\n', at), literal.size());
    const Span span = parts_.line_span(line, line);
    const std::size_t size = std::min<std::size_t>(end - at, span.end - span.begin);
    code += parts_.text.substr(span.end - size, size);
    if (end < literal.size()) code += '\n';
    at = end + 1;
  }
  std::replace_if(code.begin(), code.end(), opaque::is_stand_in, opaque::foreign);
  return code;
}

// The author's own text of a code block; a view of the tree when nothing of it was hidden.
std::string_view Renderer::code_text(cmark_node* node, std::string& restored) const {
  const std::string_view literal = literal_of(node);
  if (std::none_of(literal.begin(), literal.end(), opaque::is_stand_in)) return literal;
  const bool has_comment = literal.find(opaque::drop) != std::string_view::npos;
  restored = opaque::restored(has_comment ? std::string_view(code_of(node)) : literal);
  return restored;
}

void Renderer::code_block(cmark_node* node) {
  new_line();
  const char* fence_info = cmark_node_get_fence_info(node);
  const std::string info = opaque::restored(fence_info == nullptr ? "" : fence_info);
  const std::string_view name = std::string_view(info).substr(0, info.find_first_of(" \t"));
  if (vault() && !plain_html() && (name == "math" || name == "mermaid")) {
    name == "math" ? math_block(node) : diagram_block(node);
    end_code_block(node);
    return;
  }
  std::string restored;
  const std::string_view code = code_text(node, restored);
  const std::string* checked = checked_on(info, code);
  // It says which figures of the text are whose results: nothing for a reader, once it holds.
  if (checked != nullptr && name == "ref") {
    end_code_block(node);
    return;
  }
  begin_leaf(node);
  put_plain(code);
  leaf_ = nullptr;
  while (!plain_->empty() && plain_->back() == '\n') plain_->pop_back();
  if (plain_html()) {
    plain_code(info, code);
  } else {
    code_figure(node, parse_code_fence(info), code, checked);
  }
  end_code_block(node);
}

void Renderer::end_code_block(cmark_node* node) {
  if (const void* marks = cmark_node_get_user_data(node);
      marks != nullptr && static_cast<const NodeMarks*>(marks)->ends_answer)
    close_answer(static_cast<const NodeMarks*>(marks)->card);
  if (html_.size() > limit_) stopped_ = true;
}

// As cmark-gfm writes it.
void Renderer::plain_code(std::string_view info, std::string_view code) {
  const std::string_view language = info.substr(0, info.find_first_of(" \t"));
  html_ += "<pre><code";
  if (!language.empty()) {
    html_ += " class=\"language-";
    append_html(html_, language);
    html_ += '"';
  }
  html_ += '>';
  append_html_text(html_, code);
  html_ += "</code></pre>\n";
}

// What the block was checked on by `loci verify`; null: it was not, or it was changed since.
const std::string* Renderer::checked_on(std::string_view info, std::string_view code) const {
  if (parts_.dialect.verified == nullptr) return nullptr;
  const auto found = parts_.dialect.verified->find(verified_hash(trim(info), code));
  return found == parts_.dialect.verified->end() ? nullptr : &found->second;
}

void Renderer::code_figure(cmark_node* node, const CodeFence& fence, std::string_view code,
                           const std::string* checked) {
  const CodeLanguage* language = find_code_language(fence.language);
  html_ += fence.lines.empty() ? "<figure class=\"code\"" : "<figure class=\"code lines\"";
  if (!fence.language.empty() && !is_plain_text(fence.language)) {
    html_ += " data-lang=\"";
    append_html(html_, language != nullptr ? language->label : std::string_view(fence.language));
    html_ += '"';
  }
  const std::uint32_t block = put_block_id(block_id_after(node));
  html_ += '>';
  if (!fence.title.empty()) {
    html_ += "<figcaption>";
    append_html(html_, fence.title);
    html_ += "</figcaption>";
  }
  html_ += "<pre tabindex=\"0\"><code";
  if (!fence.language.empty()) {
    html_ += " class=\"language-";
    append_html(html_, fence.language);
    html_ += '"';
  }
  html_ += '>';
  std::vector<CodeStyle> styles;
  if (language != nullptr && parts_.config.highlight)
    highlight_code(code, language->grammar, styles);
  append_code_html(html_, code, styles, fence.lines);
  html_ += "</code></pre>";
  if (checked != nullptr) {
    html_ += "<p class=\"checked\">";
    append_html(html_, checked->empty()
                           ? std::string(say(english("checked")))
                           : parts_.dialect.strings.with("checked on {what}", {*checked}));
    html_ += "</p>";
  }
  html_ += "</figure>\n";
  end_block(block);
}

}  // namespace loci
