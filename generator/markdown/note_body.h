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
  card_close,  // "</section>"
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

struct Heading {
  int level = 1;
  std::string text;  // plain
  std::string id;    // GitHub's rule, unique in the note ("setup", "setup-1")
  Span span;
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
  Span span;             // the whole link in the source
  std::string sentence;  // plain text of the sentence it stands in, at most about 300 bytes
  std::uint32_t mark_begin = 0;  // the label's place in `sentence`
  std::uint32_t mark_end = 0;
};

// The text under one heading, for search: plain, one space between blocks, code included.
struct Section {
  std::uint32_t heading = no_index;  // index into outline; no_index: before the first heading
  std::string text;
};

struct InlineTag {
  std::string name;  // "a/b", as written
  Span span;
};

struct NoteBody {
  Html html;
  std::vector<Heading> outline;
  std::vector<Link> links;  // in source order
  std::vector<Section> sections;
  std::vector<InlineTag> tags;
  std::vector<std::string> block_ids;  // "^id" definitions, without "^"; the element has id="^id"
  std::string
      first_heading;  // text of a first H1 that opens the note (it is taken out of html), else empty
  std::string summary;  // first paragraph, plain, at most about 200 bytes, cut at a word
  std::uint32_t words = 0;
};

}  // namespace loci
