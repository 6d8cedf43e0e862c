// Finds the exact bytes of the source that an inline node came from. cmark-gfm's lines are right, its columns are not (an
// indented continuation line, an escaped '|' in a table cell, an autolink: each shifts them).
//
// The literal texts of one block's nodes are walked along its source: escapes, entities, line prefixes and delimiters are
// what the two differ in. It is done only for blocks that hold a link or a tag, once each.
//
//     SourceMap map(parts, paragraph, quote_depth, 0);
//     map.link_span(link_node);  map.offset_in(text_node, 12);
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "markdown/tree.h"
#include "source/source_file.h"

namespace loci {

class SourceMap {
 public:
  // `leaf`: a paragraph, heading or table cell; `quotes`: the block quotes around it; `cell`: a table cell's number in its row.
  SourceMap(const Document::Parts& parts, cmark_node* leaf, std::size_t quotes, std::size_t cell);

  // Offsets in the file. Nodes must be asked for in document order, offsets of one node in rising order.
  Span link_span(cmark_node* link);
  std::uint32_t offset_in(cmark_node* text, std::size_t literal_offset);

 private:
  struct Place {
    cmark_node* node = nullptr;
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  std::size_t leaf_begin(cmark_node* leaf, std::size_t cell) const;
  std::size_t cell_begin(cmark_node* cell_node, std::size_t cell) const;
  std::size_t after_definitions(std::size_t at) const;
  void walk(cmark_node* leaf);
  std::size_t enter(cmark_node* node, std::size_t at);
  std::size_t leave_link(std::size_t at) const;
  std::size_t skip_to(char wanted, std::size_t at) const;
  std::size_t after_code(std::size_t at) const;
  std::size_t after_newline(std::size_t at) const;
  std::size_t after_raw(std::size_t at, std::string_view literal) const;
  std::size_t after_text(std::size_t at, std::string_view literal, bool at_start) const;
  std::size_t after_entity(std::size_t at, std::string_view literal, std::size_t& used) const;
  Place* place_of(cmark_node* node);
  char byte(std::size_t at) const { return at < source_.size() ? source_[at] : '\0'; }

  bool is_at(std::size_t at, std::string_view text) const {
    return at <= source_.size() && source_.substr(at).starts_with(text);
  }

  std::string_view source_;  // into Parts::source
  const std::vector<std::uint32_t>& line_starts_;
  std::uint32_t body_begin_;
  std::size_t quotes_;
  std::vector<Place> places_;
  std::size_t next_place_ = 0;
  cmark_node* walked_node_ = nullptr;  // where offset_in stopped last time
  std::string_view walked_text_;       // its literal; finding its length takes a scan
  std::size_t walked_literal_ = 0;
  std::size_t walked_source_ = 0;
};

}  // namespace loci
