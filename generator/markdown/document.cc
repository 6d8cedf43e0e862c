#include "markdown/document.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "markdown/definitions.h"
#include "markdown/tree.h"

namespace loci {

Document::Document(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

BlockStart start_of(cmark_node* block) {
  if (cmark_node_get_start_line(block) == 0) {
    if (cmark_node* next = cmark_node_next(block)) block = next;
  }
  return {std::max(cmark_node_get_start_line(block), 1),
          std::max(cmark_node_get_start_column(block), 1)};
}

NodeMarks& Document::Parts::marks_of(cmark_node* node) {
  if (void* known = cmark_node_get_user_data(node)) return *static_cast<NodeMarks*>(known);
  marks.push_back(std::make_unique<NodeMarks>());
  cmark_node_set_user_data(node, marks.back().get());
  return *marks.back();
}

Span Document::Parts::line_span(int first_line, int last_line) const {
  const std::vector<std::uint32_t>& starts = source.line_starts;
  if (starts.empty()) return {body_begin, body_begin};
  const auto clamp = [&](int line) {
    return std::min(static_cast<std::size_t>(std::max(line, 1)), starts.size());
  };
  const std::size_t first = clamp(first_line);
  const std::size_t last = std::max(clamp(last_line), first);
  const std::uint32_t begin = starts[first - 1];
  std::uint32_t end =
      last < starts.size() ? starts[last] : static_cast<std::uint32_t>(source.text.size());
  while (end > begin && source.text[end - 1] == '\n') --end;
  return {body_begin + begin, body_begin + end};
}

Document parse_document(std::string_view path, std::string_view text, std::uint32_t body_begin,
                        const MarkdownConfig& config, const Dialect& dialect,
                        Diagnostics& diagnostics) {
  auto parts = std::make_unique<Document::Parts>();
  parts->path = path;
  parts->text = text;
  parts->body_begin = body_begin;
  parts->config = config;
  parts->dialect = dialect;
  parts->source =
      prepare(text.substr(std::min<std::size_t>(body_begin, text.size())), dialect.vault);
  for (const RefusedTable& table : parts->source.refused_tables) {
    const std::uint32_t begin = body_begin + table.offset;
    diagnostics.add({Code::output_too_large,
                     Severity::warning,
                     std::string(path),
                     {begin, begin + 1},
                     "a table of " + counted(table.columns, "column") + " and " +
                         counted(table.rows, "row") + " is shown as text",
                     {"at most " + thousands(max_table_columns) + " columns and " +
                      thousands(max_table_cells) + " cells"}});
  }
  for (const Span& empty : parts->source.empty_links) {
    diagnostics.report(Code::empty_link, std::string(path),
                       {body_begin + empty.begin, body_begin + empty.end},
                       "the link leads nowhere: it names nothing");
  }
  parts->tree = parse_markdown(parts->source.text);
  settle_definitions(*parts);
  return Document(std::move(parts));
}

Document parse_document(std::string_view path, std::string_view text, std::uint32_t body_begin,
                        const MarkdownConfig& config, Diagnostics& diagnostics) {
  return parse_document(path, text, body_begin, config, Dialect{}, diagnostics);
}

NoteBody render_body(Document& document, Diagnostics& diagnostics) {
  render_parts(document.parts(), diagnostics);
  return std::move(document.parts().body);
}

void trace_plain(Document& document, std::vector<PlainPlace>& places) {
  places.clear();
  document.parts().places_of_plain = &places;
}

}  // namespace loci
