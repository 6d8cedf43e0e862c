// Turns the tree of one note into its NoteBody in one walk: HTML with holes, plain text for search, links with their
// sentences, the outline. Internal to markdown/; the way in is render_parts (tree.h).
//
//   render.cc          the walk, paragraphs and headings, what is finished at their end
//   render_block.cc    lists, tables
//   render_block_id.cc "^id"
//   render_code.cc     code blocks
//   render_math.cc     formulas
//   render_diagram.cc  mermaid
//   render_callout.cc  callouts and cards
//   render_inline.cc   links, images, wikilinks
//   render_footnote.cc footnotes: references, definitions, "^[inline]", what is wrong with them
//   render_text.cc     the bytes of text: escapes, smart punctuation, tags, highlights
//   render_span.cc     elements that begin and end in text
//   render_raw.cc      raw HTML by policy
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "markdown/anchors.h"
#include "markdown/callout.h"
#include "markdown/links.h"
#include "markdown/sanitize.h"
#include "markdown/source_map.h"
#include "markdown/tree.h"

namespace loci {

struct CodeFence;

// Escapes & < > and ", and turns stand-ins back.
void append_html_text(std::string& out, std::string_view text);

class Renderer {
 public:
  Renderer(Document::Parts& parts, Diagnostics& diagnostics);

  void run();

 private:
  // Nested deeper than this, elements lose their tags and keep their text.
  static constexpr std::size_t max_depth = 100;

  // What leaving a node must do; one for each node that was entered.
  struct Frame {
    enum class Kind : std::uint8_t {
      plain,
      paragraph,
      heading,
      quote,
      callout,
      table,
      row,
      cell,
      link,
      image,
      emphasis,
      footnote
    };
    Kind kind = Kind::plain;
    // row: header; callout: its body is open; emphasis: the tag was written; plain: a definition list;
    // image: it stands in another's text
    bool flag = false;
    const char* close = "";  // written when left
    cmark_node* node = nullptr;
    std::uint32_t index = no_index;  // of a link, callout
    std::uint32_t html_begin = 0;
    std::uint32_t hole_begin = 0;
    std::uint32_t plain_begin = 0;
    std::uint32_t block = no_index;  // of the block whose element ends with the frame
    NodeMarks* marks = nullptr;
  };

  // A callout that is open; its title is the first line of its first paragraph.
  struct OpenCallout {
    Callout callout;
    BlockMark mark = BlockMark::none;
    std::uint32_t card = 0;
    bool in_title = true;
    std::uint32_t title_begin = 0;  // in the HTML
    std::uint32_t title_tag = 0;    // where its element begins
    bool splits = false;            // NodeMarks::splits
    std::uint32_t title_holes = 0;
  };

  struct PendingLink {  // its sentence is cut when the paragraph ends
    std::uint32_t link = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  // An element that the tree does not know: it begins and ends in text or raw HTML. They nest with each other and end with
  // the node they began in, whatever the author forgot.
  struct OpenSpan {
    enum class Kind : std::uint8_t { raw, link, highlight, cloze, footnote };
    Kind kind = Kind::raw;
    std::string name;                // raw: "div"
    std::size_t depth = 0;           // of frames_ when it began
    std::uint32_t index = no_index;  // link: of the link; cloze: in the place's clozes
  };

  // ---- render.cc
  void walk(cmark_node* root);
  bool enter(cmark_node* node);
  void leave();
  Frame& push(Frame::Kind kind, cmark_node* node, const char* close);
  bool enter_paragraph(cmark_node* node);
  void leave_paragraph(const Frame& frame);
  bool enter_heading(cmark_node* node);
  void leave_heading(const Frame& frame);
  void find_heading_id(cmark_node* node);
  std::string heading_anchor(const std::string& heading, const Span& span);
  std::size_t offset_of_line(int line) const;
  void begin_leaf(cmark_node* node);
  void end_leaf();
  void cut_sentences();
  void summarize();
  void open_paragraph(std::string_view block_id);
  void give_up();
  void new_line() {
    if (!html_.empty() && html_.back() != '\n') html_ += '\n';
  }
  bool too_deep(cmark_node* node);
  void report_depth(cmark_node* node);

  // ---- render_block_id.cc
  bool is_skipped_paragraph(cmark_node* node) const;
  void lone_block(cmark_node* node);
  std::string_view block_id_after(cmark_node* node);
  std::uint32_t put_block_id(std::string_view id);
  void end_block(std::uint32_t block);
  std::size_t without_block_id(cmark_node* node, std::string_view literal) const;

  // ---- render_block.cc
  bool enter_list(cmark_node* node);
  bool enter_item(cmark_node* node);
  bool is_term(const Frame& frame) const;
  void open_terms(cmark_node* paragraph);
  void enter_definitions(cmark_node* list);
  bool is_checked(cmark_node* item) const;
  bool enter_table(cmark_node* node);
  bool enter_row(cmark_node* node);
  bool enter_cell(cmark_node* node);
  void begin_piece();
  void end_piece();

  // ---- render_code.cc
  void code_block(cmark_node* node);
  void end_code_block(cmark_node* node);
  void code_figure(cmark_node* node, const CodeFence& fence, std::string_view code,
                   const std::string* checked);
  const std::string* checked_on(std::string_view info, std::string_view code) const;
  void plain_code(std::string_view info, std::string_view code);
  std::string_view code_text(cmark_node* node, std::string& restored) const;
  std::string code_of(cmark_node* node) const;

  // ---- render_callout.cc
  bool enter_quote(cmark_node* node);
  void leave_callout(const Frame& frame);
  bool in_title(cmark_node* paragraph) const;
  void end_title(bool paragraph_goes_on);
  void begin_cloze_block(const Frame& frame, std::uint32_t html_begin);
  void end_cloze_block(const Frame& frame);
  void open_question(std::uint32_t card);
  void open_answer(std::uint32_t card);
  void close_answer(std::uint32_t card);
  void put_answer_open();
  void apply(const Mark& mark);
  void begin_capture();
  std::string end_capture() const;
  void split_card();
  void apply_flow(const Mark& mark);
  void apply_all(const std::vector<Mark>& marks);

  // ---- render_inline.cc
  bool enter_link(cmark_node* node);
  void leave_link(const Frame& frame);
  bool enter_image(cmark_node* node);
  void leave_image(const Frame& frame);
  void code_span(cmark_node* node);
  void line_break(cmark_node* node, bool hard);
  std::size_t wikilink(cmark_node* node, std::string_view literal, std::size_t at, std::size_t end);
  bool stands_alone(cmark_node* node, std::string_view target, std::size_t depth) const;
  void put_embed(std::uint32_t index, bool alone, std::string_view shown);
  Span wikilink_span(std::string_view written);
  void label_markup(std::string_view label);
  std::uint32_t add_link(LinkKind kind, Span span);
  void report_link(Code code, Span span, std::string message, std::vector<std::string> hints = {});
  void hole(HoleKind kind, std::uint32_t index) {
    body_.html.holes.push_back({static_cast<std::uint32_t>(html_.size()), kind, index});
  }
  void add_external(std::string_view url, Span span);
  SourceMap& source_map();

  // ---- render_footnote.cc
  void footnote_reference(cmark_node* node);
  void put_reference(std::uint32_t number);
  bool enter_footnote(cmark_node* node);
  void leave_footnote(const Frame& frame);
  bool open_inline_footnote();
  void close_inline_footnote();
  void open_footnote(std::uint32_t number);
  void put_inline_footnotes(std::uint32_t below);
  void put_back_links(std::uint32_t number);
  void end_footnotes();
  void report_undefined_footnotes(cmark_node* text, std::string_view literal);
  void report_unused_footnotes();

  // ---- render_span.cc
  void open_span(OpenSpan::Kind kind, std::string_view tag, std::string name = {},
                 std::uint32_t index = no_index);
  bool close_span(OpenSpan::Kind kind, std::string_view name = {});
  void close_spans_to(std::size_t count);
  void close_spans_of(std::size_t depth);

  // ---- render_text.cc
  void text(cmark_node* node);
  std::size_t text_range(cmark_node* node, std::string_view literal, std::size_t begin,
                         std::size_t end);
  std::size_t tag(cmark_node* node, std::string_view literal, std::size_t at, std::size_t end);
  std::size_t highlight(cmark_node* node, std::string_view literal, std::size_t at,
                        std::size_t end);
  std::size_t punctuation(cmark_node* node, std::string_view literal, std::size_t at,
                          std::size_t end);
  void emoji(std::string_view picture, std::string_view code);
  bool is_escaped(cmark_node* node, std::size_t at);
  void put(std::string_view run) {  // ordinary text
    html_ += run;
    put_plain(run);
  }
  void put_plain(std::string_view run) {
    *plain_ += run;
    if (captured_ != nullptr) *captured_ += run;
  }
  void put_escaped(std::string_view text);  // both, with stand-ins turned back
  void note_prose(std::size_t from);
  void trace(cmark_node* node, std::size_t literal_offset, std::size_t length);
  char before() const { return plain_->size() > leaf_begin_ ? plain_->back() : '\0'; }

  // ---- render_math.cc, render_diagram.cc
  std::size_t mathematics(cmark_node* node, std::string_view literal, std::size_t at);
  void math_block(cmark_node* node);
  void put_formula_attributes();
  void formula(std::string_view tex, bool display, bool boxed, Span span);
  Span place_in_formula(std::string_view tex, std::uint32_t offset, Span span) const;
  void diagram_block(cmark_node* node);

  // ---- render_raw.cc
  void raw_block(cmark_node* node);
  void raw_inline(cmark_node* node);
  void raw(std::string_view html, cmark_node* node, bool block);
  void raw_open(const HtmlToken& token, cmark_node* node);
  cmark_node* closing_tag(cmark_node* node, std::string_view name) const;
  void report_removed(const HtmlToken& token, cmark_node* node);

  std::string path() const { return parts_.path; }
  bool plain_html() const { return parts_.dialect.plain; }
  bool vault() const { return parts_.dialect.vault; }
  // A text of the interface in the language of the site.
  std::string_view say(std::string_view text) const { return parts_.dialect.strings.of(text); }

  Document::Parts& parts_;
  Diagnostics& diagnostics_;
  NoteBody& body_;
  std::string& html_;
  const ExtensionTypes& types_;
  Anchors anchors_;
  std::unordered_set<std::string> block_ids_;

  std::vector<Frame> frames_;
  std::vector<OpenCallout> callouts_;
  std::vector<OpenSpan> spans_;
  std::size_t open_paragraphs_ = 0;  // spans that are the author's own <p> or <a>
  std::size_t span_floor_ = 0;  // those below stay open: they are outside the label that is written
  bool stopped_ = false;
  bool reported_depth_ = false;
  std::size_t limit_ = 0;
  std::size_t quotes_ = 0;

  // The paragraph, heading or cell being written.
  cmark_node* leaf_ = nullptr;
  std::size_t leaf_begin_ = 0;  // in *plain_
  std::size_t sentence_begin_ =
      0;  // what links stand in begins here: the leaf, or its part behind a title or a question
  bool leaf_spaced_ = false;  // a blank was put before it
  std::size_t cell_ = 0;
  std::size_t wiki_from_ =
      0;  // in the prepared source: the next wikilink of this paragraph or row is after here
  std::optional<SourceMap> map_;
  std::size_t math_from_ = 0;       // the same for formulas
  cmark_node* math_end_ = nullptr;  // a formula of several lines ends in this text,
  std::size_t math_end_at_ = 0;     // here; what stands between has been written
  std::string math_preamble_;       // formulas so far that define commands
  std::uint32_t math_refused_ = 0;
  std::vector<PendingLink> pending_;
  std::vector<BareLink> summary_links_;
  std::string* plain_ = nullptr;  // the section's text, or scratch_
  std::string scratch_;           // of a heading or an alternative text
  struct HeadingCode {            // an emoji in scratch_, as it was written
    std::size_t offset = 0;
    std::size_t length = 0;
    std::string_view code;  // into the node's literal
  };
  std::vector<HeadingCode> heading_codes_;
  cmark_node* heading_id_node_ = nullptr;  // the text that ends with "{#id}"
  std::size_t heading_keep_ = 0;           // so much of it is shown
  std::string heading_id_;
  std::string lines_;                // the plain text of a note with cards, lines kept
  std::string* captured_ = nullptr;  // &lines_; null where text is not shown
  std::size_t capture_begin_ = 0;    // of the side of a card that is open
  bool capture_line_ = false;
  int no_links_ = 0;       // inside a link, an alternative text or a label
  bool verbatim_ = false;  // in an address that is its own label
  bool in_mark_ = false;
  cmark_node* no_mark_parent_ = nullptr;  // here "==" was looked for in vain
  std::deque<std::string> alt_texts_;  // of the images that are open; a deque keeps them in place
  std::vector<std::string*> saved_plain_;
  std::vector<std::string*> saved_captured_;
  std::vector<std::size_t> saved_leaf_begin_;

  // Question and answer lines, clozes.
  enum class Answering : std::uint8_t { none, front, back } answering_ = Answering::none;
  std::uint32_t answered_card_ = 0;
  bool paragraph_open_ = false;
  std::string checkbox_;  // of a task whose paragraph is about to begin
  std::uint32_t answer_block_ = no_index;

  // The paragraph's <p>, which an embed on a line of its own ends: what it shows may be blocks.
  std::size_t paragraph_tag_ = 0;      // where it begins in html_
  std::size_t paragraph_content_ = 0;  // and where its content does
  std::size_t embedded_bytes_ = 0;     // of the leaf's plain text: names of embeds that stand alone
  enum class AfterEmbed : std::uint8_t { no, in_paragraph, bare } after_embed_ = AfterEmbed::no;
  std::uint32_t cloze_place_ = no_index;
  // The last list of each open definition list that has a block id, and the block.
  std::vector<std::pair<cmark_node*, std::uint32_t>> definition_blocks_;

  // Footnotes are numbered as their first references come; cmark-gfm's numbers know nothing of inline ones.
  struct InlineFootnote {
    std::uint32_t number = 0;
    Html html;
  };
  struct OpenFootnote {  // an inline one; what it stands in goes on behind it
    std::uint32_t number = 0;
    std::size_t html_begin = 0;
    std::size_t hole_begin = 0;
    std::string* plain = nullptr;
    std::string* captured = nullptr;
    std::size_t leaf_begin = 0;
    std::size_t sentence_begin = 0;
    std::vector<PendingLink> pending;
  };
  std::uint32_t last_footnote_ = 0;              // number given last
  std::vector<std::uint32_t> footnote_numbers_;  // by cmark-gfm's
  std::vector<std::uint32_t> footnote_counts_;   // references so far, by number
  std::vector<InlineFootnote> inline_footnotes_;
  std::size_t inline_written_ = 0;
  std::optional<OpenFootnote> open_footnote_;
  std::string footnote_text_;   // of the one that is open
  std::string leaf_footnotes_;  // of the leaf being written
  std::uint32_t definitions_seen_ = 0;
  std::uint32_t footnotes_ = 0;       // written
  std::vector<int> footnote_lines_;   // of the definitions written
  std::uint32_t reported_until_ = 0;  // in the leaf: undefined references before this are reported
  std::optional<bool> has_undefined_footnotes_;
  bool is_title_ = false;                   // the heading being written is the note's title
  cmark_node* skip_to_ = nullptr;           // nodes up to this one are not shown
  std::vector<std::string> removed_names_;  // elements already reported
};

}  // namespace loci
