// Diagrams: a fence with the language "mermaid". The page carries the source, which reads well enough; assets/entries/diagram.ts
// puts the picture in its place where there is JavaScript.
#include "base/text.h"
#include "markdown/opaque.h"
#include "markdown/renderer.h"

namespace loci {

void Renderer::diagram_block(cmark_node* node) {
  body_.needs.diagrams = true;
  html_ += "<figure class=\"diagram\"";
  put_block_id(block_id_after(node));
  html_ += "><pre tabindex=\"0\"><code class=\"language-mermaid\">";
  begin_leaf(node);
  const std::string_view literal = literal_of(node);
  if (literal.find(opaque::drop) == std::string_view::npos) {
    put_escaped(literal);
  } else {
    put_escaped(code_of(node));
  }
  leaf_ = nullptr;
  while (!plain_->empty() && plain_->back() == '\n') plain_->pop_back();
  html_ += "</code></pre></figure>\n";
}

}  // namespace loci
