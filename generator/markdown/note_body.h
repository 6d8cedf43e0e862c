// One note's meaning: what stays of its text after its syntax tree is gone.
//
// HTML is kept with *holes*: places whose bytes depend on other notes (where a link leads, whether it is broken, how an
// embedded file is called in the output). site/render fills them. Nothing here knows another note, a template or a
// clock, so a body may be kept for as long as the note's text and the options stay the same.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "source/source_file.h"

namespace loci {

enum class HoleKind : std::uint8_t {
  link_open,  // "<a href=…>" or, for a broken or unpublished target, "<span class=…>"; index into links
  link_label,  // the label of a wikilink written without one: decided by the target; already inside link_open/close
  link_close,  // "</a>" or "</span>"
  embed,       // the whole element for links[index]: an <img>, or a link to a file or note
  card_open,  // opening tag of cards[index], carries the card's key: "<section class="card" id=… data-card=…>"
  card_close,   // "</section>"
  card_anchor,  // an empty element that names the place of cards[index] in running text
};

struct Hole {
  std::uint32_t offset = 0;  // into Html::text; several holes at one offset are in order
  HoleKind kind{};
  std::uint32_t index = 0;

  friend bool operator==(const Hole&, const Hole&) = default;
};

struct Html {
  std::string text;
  std::vector<Hole> holes;  // by offset

  bool empty() const { return text.empty() && holes.empty(); }
  friend bool operator==(const Html&, const Html&) = default;
};

constexpr std::uint32_t no_index = 0xffffffff;

// A stretch of a text: of a body's HTML, or of a section's plain text.
struct TextRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  friend bool operator==(const TextRange&, const TextRange&) = default;
};

struct Heading {
  int level = 1;
  std::string text;  // plain
  std::string id;    // `{#id}`, else GitHub's rule; unique in the note ("setup", "setup-1")
  Span span;
  // Where its element begins in the body's HTML: what follows, to the next heading of its level, is what `![[note#heading]]` shows.
  // no_index: inside a quotation, list or callout, where a section has no end of its own.
  std::uint32_t html_begin = no_index;
  // As the author wrote it, with its markup: Obsidian's links to a heading name it so. Empty when that says nothing more than `text`.
  std::string written{};
};

// A block that "^id" names.
struct Block {
  std::string id;  // without "^"; the element has id="^id"
  TextRange html;  // the whole element, in the body's HTML
};

enum class LinkKind : std::uint8_t {
  wikilink,  // [[target#fragment|label]]
  markdown,  // [label](target.md#fragment), a path inside the project
  embed,     // ![[target|size]]
  image,     // ![alt](target)
};

// A link to something inside the project. Links to other hosts are plain HTML in the body and not listed here.
struct Link {
  LinkKind kind{};
  std::string target;    // decoded: no %20, no \|, no .md stripped; empty for [[#heading]]
  std::string fragment;  // without '#', decoded; "a#b" for a chain; "^id" for a block
  std::string label;     // plain text as shown; alt text of an image; empty when none was written
  std::string size;      // of an embed: "300" or "300x200"
  // Of an embed that is no picture: it has a line of its own, and its hole stands between blocks, in no <p>.
  bool alone = false;
  Span span;                     // the whole link in the source
  std::string sentence;          // plain text of the sentence it stands in, at most about 300 bytes
  std::uint32_t mark_begin = 0;  // the label's place in `sentence`
  std::uint32_t mark_end = 0;
};

// A link to another host. It is plain HTML in the body; it is listed so that it can be checked.
struct ExternalLink {
  std::string url;  // as written
  Span span;
};

// A wikilink without a label in a plain text, which shows it as `unlabelled` of links.h does: what it is called depends on where it leads.
struct BareLink {
  TextRange text;
  std::uint32_t link = 0;            // index into links
  std::uint32_t section = no_index;  // whose text; no_index: the summary
};

// The text under one heading, for search: plain, one space between blocks, code included.
struct Section {
  std::uint32_t heading = no_index;  // index into outline; no_index: before the first heading
  std::string text;
  // Where `text` is ordinary prose: not code, mathematics, a link's label, a tag or raw HTML. Mentions of other notes are looked for here.
  std::vector<TextRange> prose;
};

struct InlineTag {
  std::string name;  // "a/b", as written
  Span span;
};

// What a page needs besides its text: style sheets and scripts that others do without.
struct PageNeeds {
  bool mathematics = false;
  bool diagrams = false;  // mermaid
};

struct NoteBody {
  Html html;
  std::vector<Heading> outline;
  std::vector<Link> links;  // in source order
  std::vector<Section> sections;
  std::vector<BareLink> bare_links;  // of sections, by place; then the whole ones of the summary
  std::vector<InlineTag> tags;
  std::vector<ExternalLink> external;  // in source order
  std::vector<Block> blocks;           // "^id" definitions, in source order
  // Wikilinks without a label that are no links, because they stand inside one or in an alternative text: "target#fragment" as
  // written. They show names all the same.
  std::vector<std::string> shown_targets;
  std::uint32_t footnotes_begin =
      no_index;  // in the HTML: the footnotes' <section>, which ends the body
  PageNeeds needs;
  std::string
      first_heading;  // text of a first H1 that opens the note (it is taken out of html), else empty
  std::string summary;  // first paragraph, plain, at most about 200 bytes, cut at a word
  std::uint32_t words = 0;
};

}  // namespace loci
