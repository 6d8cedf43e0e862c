// A note for the tests of this room: parsed and rendered, with its parts as text that can be compared whole.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "markdown/document.h"
#include "source/diagnostic.h"

namespace loci::test {

struct Note {
  std::string text;
  NoteBody body;
  std::vector<Diagnostic> diagnostics;
};

inline Note note(std::string text, const MarkdownConfig& config = {},
                 std::uint32_t body_begin = 0) {
  Note result{std::move(text), {}, {}};
  Diagnostics diagnostics;
  Document document = parse_document("a.md", result.text, body_begin, config, diagnostics);
  result.body = render_body(document, diagnostics);
  result.diagnostics = diagnostics.take();
  return result;
}

// Holes as "{link_open 0}".
inline std::string show(const Html& html) {
  static constexpr std::array<std::string_view, 7> names = {
      "link_open", "link_label", "link_close", "embed",
      "card_open", "card_close", "card_anchor"};
  std::string out;
  std::size_t at = 0;
  for (const Hole& hole : html.holes) {
    out += html.text.substr(at, hole.offset - at);
    at = hole.offset;
    out += "{" + std::string(names[static_cast<std::size_t>(hole.kind)]) + " " +
           std::to_string(hole.index) + "}";
  }
  return out + html.text.substr(at);
}

inline std::string html(std::string text, const MarkdownConfig& config = {}) {
  return show(note(std::move(text), config).body.html);
}

inline std::string source(const Note& note, Span span) {
  return note.text.substr(span.begin, span.end - span.begin);
}

// One line a link: kind, target, #fragment, |label, =size, and the bytes its span covers.
inline std::string links(const Note& note) {
  static constexpr std::array<std::string_view, 4> kinds = {"wikilink", "markdown", "embed",
                                                            "image"};
  std::string out;
  for (const Link& link : note.body.links) {
    out += std::string(kinds[static_cast<std::size_t>(link.kind)]) + " " + link.target;
    if (!link.fragment.empty()) out += "#" + link.fragment;
    if (!link.label.empty()) out += "|" + link.label;
    if (!link.size.empty()) out += "=" + link.size;
    out += " <- " + source(note, link.span) + "\n";
  }
  return out;
}

// One line a sentence, its mark between « ».
inline std::string sentences(const Note& note) {
  std::string out;
  for (const Link& link : note.body.links) {
    out += link.sentence.substr(0, link.mark_begin) + "«" +
           link.sentence.substr(link.mark_begin, link.mark_end - link.mark_begin) + "»" +
           link.sentence.substr(link.mark_end) + "\n";
  }
  return out;
}

// One line a diagnostic: code, severity, what it points at, message, hints.
inline std::string problems(const std::string& text, const std::vector<Diagnostic>& diagnostics) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) {
    out += std::string(code_id(diagnostic.code));
    out += diagnostic.severity == Severity::error     ? " error"
           : diagnostic.severity == Severity::warning ? " warning"
                                                      : " note";
    out += " " + diagnostic.path + " '" +
           text.substr(diagnostic.span.begin, diagnostic.span.end - diagnostic.span.begin) +
           "': " + diagnostic.message + "\n";
    for (const std::string& hint : diagnostic.hints) out += "  hint: " + hint + "\n";
  }
  return out;
}

inline std::string problems(const Note& note) { return problems(note.text, note.diagnostics); }

inline std::vector<std::string> block_ids(const NoteBody& body) {
  std::vector<std::string> ids;
  for (const Block& block : body.blocks) ids.push_back(block.id);
  return ids;
}

}  // namespace loci::test
