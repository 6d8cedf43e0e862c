// A note while it is being parsed: text, cmark-gfm tree and the positions the tree lacks. Short-lived.
//
//     Document document = parse_document("notes/a.md", text, body_begin, options, diagnostics);
//     std::vector<Card> cards = extract_cards(document, scope, diagnostics);   // cards/extract marks the card blocks
//     NoteBody body = render_body(document, diagnostics);
//
// cmark-gfm's C API is visible only in markdown/*.cc and cards/extract.cc (markdown/tree.h).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "markdown/note_body.h"
#include "source/config.h"
#include "source/diagnostic.h"
#include "source/strings.h"
#include "source/verified_record.h"

namespace loci {

// What wikilinks without a label show, by "target#fragment" as written: a name that must not be published has another one.
using LinkLabels = std::map<std::string, std::string, std::less<>>;

// Which Markdown is read and how plainly it is written. Notes have both as they are here; the GFM specification's examples
// are run with `vault` off and `plain` on.
struct Dialect {
  bool vault = true;   // wikilinks, comments, mathematics, tags, highlights, callouts, block ids
  bool plain = false;  // cmark-gfm's own HTML: no anchors, figures, scroll boxes, classes or holes
  const LinkLabels* labels = nullptr;        // the caller's; may be null
  const VerifiedBlocks* verified = nullptr;  // blocks that were checked; the caller's; may be null
  Strings strings{};  // of the interface: titles of callouts, what a reader hears
};

class Document {
 public:
  struct Parts;  // markdown/tree.h
  explicit Document(std::unique_ptr<Parts> parts);
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  Parts& parts() { return *parts_; }
  const Parts& parts() const { return *parts_; }

 private:
  std::unique_ptr<Parts> parts_;
};

// Never fails: what cannot be understood is text, what is over a limit is reported and cut.
// `text` is the whole file; parsing starts at `body_begin`. Spans are offsets into `text`, which must outlive the document.
Document parse_document(std::string_view path, std::string_view text, std::uint32_t body_begin,
                        const MarkdownConfig& config, Diagnostics& diagnostics);
Document parse_document(std::string_view path, std::string_view text, std::uint32_t body_begin,
                        const MarkdownConfig& config, const Dialect& dialect,
                        Diagnostics& diagnostics);

// The finished body; call it once. A card's front and back are stretches of it, so their holes name the same links.
NoteBody render_body(Document& document, Diagnostics& diagnostics);

// A stretch of a section's plain text and where the same bytes stand in the file. An escape, an entity or the end of a line
// parts two stretches.
struct PlainPlace {
  std::uint32_t section = 0;
  TextRange plain;
  std::uint32_t source = 0;
  bool in_table = false;
};

// Asks for the places of the plain text, by section and position: for whoever changes a note's text. To be called before
// extract_cards and render_body, which fill `places`.
void trace_plain(Document& document, std::vector<PlainPlace>& places);

}  // namespace loci
