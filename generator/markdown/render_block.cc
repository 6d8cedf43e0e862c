// Lists and tables.
#include <algorithm>
#include <cstring>

#include "base/escape.h"
#include "base/text.h"
#include "markdown/renderer.h"

namespace loci {

namespace {

DefinitionMark definitions_of(cmark_node* node) {
  const void* marks = cmark_node_get_user_data(node);
  return marks == nullptr ? DefinitionMark::none
                          : static_cast<const NodeMarks*>(marks)->definitions;
}

}  // namespace

// ---- lists -----------------------------------------------------------------------------------------------------------

bool Renderer::enter_list(cmark_node* node) {
  if (too_deep(node)) {
    push(Frame::Kind::plain, node, "");
    return true;
  }
  if (definitions_of(node) == DefinitionMark::definitions) {
    enter_definitions(node);
    return true;
  }
  new_line();
  const bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
  html_ += ordered ? "<ol" : "<ul";
  const int start = ordered ? cmark_node_get_list_start(node) : 1;
  if (start != 1) html_ += " start=\"" + std::to_string(start) + "\"";
  const std::uint32_t block = put_block_id(block_id_after(node));
  html_ += ">\n";
  push(Frame::Kind::plain, node, ordered ? "</ol>\n" : "</ul>\n").block = block;
  return true;
}

bool Renderer::enter_item(cmark_node* node) {
  const bool definition = frames_.back().flag;
  if (!definition && frames_.back().close[0] == '\0') {
    push(Frame::Kind::plain, node, "");
    return true;
  }
  new_line();
  const bool task = !definition && std::strcmp(cmark_node_get_type_string(node), "tasklist") == 0;
  html_ += definition ? "<dd" : task && !plain_html() ? "<li class=\"task\"" : "<li";
  cmark_node* child = cmark_node_first_child(node);
  cmark_node* list = cmark_node_parent(node);
  // In a tight list the paragraph has no element of its own to carry the id.
  std::uint32_t block = no_index;
  if (child != nullptr && cmark_node_get_list_tight(list) != 0 &&
      cmark_node_get_type(child) == CMARK_NODE_PARAGRAPH)
    block = put_block_id(block_id_after(child));
  html_ += '>';
  push(Frame::Kind::plain, node, definition ? "</dd>\n" : "</li>\n").block = block;
  if (captured_ != nullptr) {
    if (!captured_->empty() && captured_->back() != '\n') *captured_ += '\n';
    if (cmark_node_get_list_type(list) == CMARK_ORDERED_LIST) {
      *captured_ += std::to_string(cmark_node_get_item_index(node)) + ". ";
    } else {
      *captured_ += "- ";
    }
    capture_line_ = false;
  }
  if (task) {
    const bool checked = is_checked(node);
    if (plain_html()) {
      html_ += checked ? "<input checked=\"\" disabled=\"\" type=\"checkbox\"> "
                       : "<input disabled=\"\" type=\"checkbox\"> ";
    } else {
      std::string box = checked ? "<input type=\"checkbox\" disabled checked aria-label=\""
                                : "<input type=\"checkbox\" disabled aria-label=\"";
      append_html(box, say(checked ? english("Done") : english("To do")));
      box += "\" /> ";
      const bool loose = child != nullptr && cmark_node_get_type(child) == CMARK_NODE_PARAGRAPH &&
                         cmark_node_get_list_tight(list) == 0 &&
                         cmark_node_get_user_data(child) == nullptr && !is_skipped_paragraph(child);
      if (loose) {
        checkbox_ = std::move(box);  // in the paragraph, beside the text
      } else {
        html_ += box;
      }
    }
  }
  return true;
}

// cmark-gfm looks for "[x]" anywhere in the line, so "- [ ] see [x]" would count as done.
bool Renderer::is_checked(cmark_node* item) const {
  const Span span =
      parts_.line_span(cmark_node_get_start_line(item), cmark_node_get_start_line(item));
  const std::string_view line = std::string_view(parts_.source.text)
                                    .substr(span.begin - parts_.body_begin, span.end - span.begin);
  const std::size_t box =
      line.find('[', static_cast<std::size_t>(std::max(cmark_node_get_start_column(item), 1)) - 1);
  return box + 1 < line.size() && box != std::string_view::npos &&
         (line[box + 1] == 'x' || line[box + 1] == 'X');
}

// ---- definition lists ------------------------------------------------------------------------------------------------

// Terms and definitions in turn make one list.
bool Renderer::is_term(const Frame& frame) const {
  return frame.marks != nullptr && frame.marks->definitions == DefinitionMark::terms &&
         frames_.size() <= max_depth;
}

void Renderer::open_terms(cmark_node* paragraph) {
  cmark_node* above = cmark_node_previous(paragraph);
  new_line();
  if (above == nullptr || definitions_of(above) != DefinitionMark::definitions) {
    cmark_node* last = cmark_node_next(paragraph);
    for (cmark_node* next = cmark_node_next(last);
         next != nullptr && definitions_of(next) == DefinitionMark::terms;
         next = cmark_node_next(last))
      last = cmark_node_next(next);
    html_ += "<dl";
    const std::uint32_t block = put_block_id(block_id_after(last));
    if (block != no_index) definition_blocks_.emplace_back(last, block);
    html_ += ">\n";
  }
  html_ += "<dt";
  frames_.back().block = put_block_id(block_id_after(paragraph));
  html_ += '>';
}

void Renderer::enter_definitions(cmark_node* list) {
  cmark_node* next = cmark_node_next(list);
  const bool goes_on = next != nullptr && definitions_of(next) == DefinitionMark::terms;
  Frame& frame = push(Frame::Kind::plain, list, goes_on ? "" : "</dl>\n");
  frame.flag = true;
  if (definition_blocks_.empty() || definition_blocks_.back().first != list) return;
  frame.block = definition_blocks_.back().second;
  definition_blocks_.pop_back();
}

// ---- tables ----------------------------------------------------------------------------------------------------------

bool Renderer::enter_table(cmark_node* node) {
  new_line();
  const auto begin = static_cast<std::uint32_t>(html_.size());
  // An anchor may not stand in the table, so it stands before it.
  if (const void* marks = cmark_node_get_user_data(node);
      marks != nullptr && static_cast<const NodeMarks*>(marks)->block == BlockMark::cloze)
    hole(HoleKind::card_anchor, static_cast<const NodeMarks*>(marks)->card);
  if (plain_html()) {
    html_ += "<table>\n";
    push(Frame::Kind::table, node, "</table>\n");
  } else {
    html_ += "<div class=\"table-scroll\" tabindex=\"0\" role=\"group\" aria-label=\"";
    append_html(html_, say(english("Table")));
    html_ += '"';
    const std::uint32_t block = put_block_id(block_id_after(node));
    html_ += "><table>\n";
    Frame& frame = push(Frame::Kind::table, node, "</table></div>\n");
    frame.block = block;
    begin_cloze_block(frame, begin);
  }
  return true;
}

bool Renderer::enter_row(cmark_node* node) {
  const bool header = cmark_gfm_extensions_get_table_row_is_header(node) != 0;
  if (!header && !frames_.back().flag) {
    html_ += "<tbody>\n";
    frames_.back().flag = true;
  }
  html_ += header ? "<thead>\n<tr>\n" : "<tr>\n";
  push(Frame::Kind::row, node, header ? "</tr>\n</thead>\n" : "</tr>\n").flag = header;
  cell_ = 0;
  wiki_from_ = math_from_ = offset_of_line(start_of(node).line);
  return true;
}

bool Renderer::enter_cell(cmark_node* node) {
  const bool header = frames_.back().flag;
  cmark_node* table = frames_[frames_.size() - 2].node;
  html_ += header ? (plain_html() ? "<th" : "<th scope=\"col\"") : "<td";
  const std::uint8_t* alignments = cmark_gfm_extensions_get_table_alignments(table);
  const std::size_t columns = cmark_gfm_extensions_get_table_columns(table);
  const char alignment =
      alignments != nullptr && cell_ < columns ? static_cast<char>(alignments[cell_]) : '\0';
  const std::string_view name = alignment == 'l'   ? "left"
                                : alignment == 'c' ? "center"
                                : alignment == 'r' ? "right"
                                                   : "";
  if (!name.empty()) {
    html_ += plain_html() ? " align=\"" : " class=\"align-";
    html_ += name;
    html_ += '"';
  }
  html_ += '>';
  push(Frame::Kind::cell, node, header ? "</th>\n" : "</td>\n");
  if (captured_ != nullptr && cell_ > 0) {
    *captured_ += " | ";
    capture_line_ = false;
  }
  begin_leaf(node);
  begin_piece();
  return true;
}

// A cell of a row that is a card.
void Renderer::begin_piece() {
  const Frame& row = frames_[frames_.size() - 2];
  if (row.marks == nullptr || row.marks->block != BlockMark::row) return;
  CardPlace& place = parts_.places[row.marks->card];
  place.heading = body_.sections.back().heading;
  if (place.pieces.empty() && !row.flag) hole(HoleKind::card_anchor, row.marks->card);
  const auto begin = static_cast<std::uint32_t>(html_.size());
  place.pieces.push_back({{begin, begin}, {}});
  place.front_at = lines_.size();
}

void Renderer::end_piece() {
  const Frame& row = frames_[frames_.size() - 2];
  if (row.marks == nullptr || row.marks->block != BlockMark::row) return;
  CardPlace& place = parts_.places[row.marks->card];
  place.pieces.back().html.end = static_cast<std::uint32_t>(html_.size());
  place.pieces.back().text = lines_.substr(place.front_at);
}

}  // namespace loci
