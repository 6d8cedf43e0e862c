// The walk over a note's tree that finds its cards. Internal to cards/extract*.cc:
//
//   extract.cc           the walk, the scope of a note, clozes in paragraphs and tables
//   extract_callout.cc   > [!card], > [!cloze], > [!cards]
//   extract_question.cc  "Q:" and "A:" lines, a line "?" between two sides
//   extract_inline.cc    "front :: back" in lines and list items
//   extract_outline.cc   list items and headings that say #card
//   inline_text.h        lines of a paragraph, their plain text, ids, separators
//
// Nothing is changed in the tree but marks that hang on it (markdown/tree.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cards/cloze.h"
#include "cards/draft.h"
#include "cards/extract.h"
#include "cards/inline_text.h"
#include "markdown/callout.h"
#include "markdown/source_map.h"
#include "markdown/tree.h"

namespace loci {

class Extractor {
 public:
  Extractor(Document::Parts& parts, std::string_view path, const FrontMatter& meta,
            const CardRules& rules, Diagnostics& diagnostics)
      : parts_(parts), path_(path), meta_(meta), rules_(rules), diagnostics_(diagnostics) {}

  std::vector<Card> run();

 private:
  // What the first line of a callout says of its cards.
  struct CalloutHead {
    Draft draft;  // options and id
    bool off = false;
    bool titled = false;
    cmark_node* first = nullptr;  // the text with the marker
    cmark_node* title_end =
        nullptr;  // the line break behind the title; null: nothing follows in the paragraph
  };

  // One side of "Q:" and "A:".
  struct Side {
    cmark_node* text = nullptr;
    std::size_t length = 0;  // of the mark
    cmark_node* break_before = nullptr;
  };

  // ---- extract.cc
  bool may_have_cards() const;
  void note_tag(std::string_view name);
  void look_for_tag(std::string_view text);
  void walk();
  void paragraph(cmark_node* node);
  void table(cmark_node* node);
  void open_block(cmark_node* block);
  void mark_cloze_block(cmark_node* block);
  void search_blocks(cmark_node* top, ClozeSearch& search);
  std::uint32_t add(Draft draft);
  Span lines_of(cmark_node* node) const;
  std::string_view source_of(Span span) const;
  void mark_block(cmark_node* node, BlockMark mark, std::uint32_t card);
  void report_empty(Span span, std::string message);
  std::uint32_t line_end(int line) const;
  std::uint32_t line_end(cmark_node* last) const;

  // ---- extract_callout.cc
  bool callout_card(cmark_node* quote);
  CalloutHead read_head(cmark_node* quote, const Callout& callout);
  void read_option(std::string_view option, Draft& draft);
  void card_callout(cmark_node* quote, CalloutHead head);
  bool mark_split(cmark_node* quote, const CalloutHead& head, Draft& draft);
  void cloze_callout(cmark_node* quote, CalloutHead head);
  void cards_callout(cmark_node* quote, const CalloutHead& head);
  void table_cards(cmark_node* table, const Draft& common);

  // ---- extract_question.cc
  bool question_paragraph(cmark_node* node);
  bool pair(cmark_node* question_paragraph, const Side& question, cmark_node* answer_paragraph,
            const Side& answer);
  void mark_side(cmark_node* paragraph, const Side& side, MarkKind kind, std::uint32_t card);
  cmark_node* end_of_answer(cmark_node* paragraph) const;
  void report_unanswered();
  bool question_mark_line(cmark_node* node);
  bool cloze_lines(cmark_node* node);

  // ---- extract_inline.cc
  bool inline_cards(cmark_node* paragraph, const Draft& common, bool tight_allowed);
  bool is_callout_paragraph(cmark_node* paragraph) const;
  std::optional<Separator> separator_in(cmark_node* paragraph, const Line& line, bool tight_allowed,
                                        std::optional<SourceMap>& map);
  bool is_escaped(cmark_node* paragraph, cmark_node* node, std::size_t at,
                  std::optional<SourceMap>& map);
  bool is_code_name(std::string_view joint);
  std::string items_above(cmark_node* item) const;

  // ---- extract_outline.cc
  bool item_card(cmark_node* item);
  void heading_card(cmark_node* heading);

  Document::Parts& parts_;
  std::string_view path_;
  const FrontMatter& meta_;
  const CardRules& rules_;
  Diagnostics& diagnostics_;
  bool in_scope_ = false;
  bool tagged_ = false;  // #flashcards, in the front matter or the text
  std::string tag_deck_;
  std::vector<Draft> drafts_;
  std::vector<cmark_node*> open_blocks_;  // paragraphs and tables that count in a note in scope
  std::vector<cmark_node*> unanswered_;   // texts that begin with "Q:"
  std::vector<cmark_node*> orphans_;      // texts with a cloze in a note that is not in scope
  bool has_answers_ = false;
};

}  // namespace loci
