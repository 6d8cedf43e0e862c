#include <catch2/catch_test_macros.hpp>

#include "unit/markdown/note.h"

namespace loci {
namespace {

// The prose of each section between « », the rest as it is; one line a section.
std::string prose(const std::string& text) {
  std::string out;
  for (const Section& section : test::note(text).body.sections) {
    std::size_t at = 0;
    for (const TextRange& range : section.prose) {
      out += section.text.substr(at, range.begin - at) + "«" +
             section.text.substr(range.begin, range.end - range.begin) + "»";
      at = range.end;
    }
    out += section.text.substr(at) + "\n";
  }
  return out;
}

// "section: plain <- source", where the two have the same bytes; "!" where they have not.
std::string places(const std::string& text) {
  Diagnostics diagnostics;
  Document document = parse_document("a.md", text, 0, {}, diagnostics);
  std::vector<PlainPlace> found;
  trace_plain(document, found);
  const NoteBody body = render_body(document, diagnostics);
  std::string out;
  for (const PlainPlace& place : found) {
    const std::string plain =
        body.sections.at(place.section)
            .text.substr(place.plain.begin, place.plain.end - place.plain.begin);
    const std::string source = text.substr(place.source, plain.size());
    out += std::to_string(place.section) + ": " + plain +
           (plain == source ? " @" + std::to_string(place.source) : " ! " + source) + "\n";
  }
  return out;
}

TEST_CASE("prose is text, whatever emphasis and line breaks are in it") {
  CHECK(prose("Redis is *not*\na **database**, \"it\" isn't -- is it?") ==
        "«Redis is not a database, \"it\" isn't -- is it?»\n");
  CHECK(prose("one\n\ntwo ==three==\n\n- four\n- [ ] five\n  six") ==
        "«one» «two three» «four» «five six»\n");
  CHECK(prose("| A | B |\n|---|---|\n| c | R&D <x |") == "«A» «B» «c» «R&D <x»\n");
}

TEST_CASE("code, links, tags, mathematics and headings are no prose") {
  CHECK(prose("# Redis\n\na `b` c\n\n```\nd\n```\n\n## Kafka\n\n    e\n\nf") ==
        "«a »b« c» d\ne «f»\n");
  CHECK(prose("a [[b|c]] d [e](f.md) g <https://h.example> i #tag j $k$ l") ==
        "«a »c« d »e« g »https://h.example« i »#tag« j »k« l»\n");
  CHECK(prose("a ![b](c.png) d ![[e]] f") == "«a »b« d »e« f»\n");
  CHECK(prose("a <kbd>b</kbd> c <b>d</b> e <code>f</code> %%g%% h") == "«a »b« c d e »f«  h»\n");
}

TEST_CASE("callouts, footnotes and cards are prose, and their parts do not touch") {
  CHECK(prose("> [!note] Title\n> body\n> more") == "«Title» «body more»\n");
  CHECK(prose("a[^1] b\n\n[^1]: note") == "«a b» «note»\n");
  CHECK(prose("> [!card] Front\n> Back") == "«Front» «Back»\n");
}

TEST_CASE("the places of prose are offsets in the file") {
  CHECK(places(
            "# T\n\nRedis is *not* \"a\"\n  write-ahead log.\n\n## U\n\n> see \\*this R&amp;D x") ==
        "0: Redis is  @5\n0: not @15\n0:  \"a\" @19\n0: write-ahead log. @26\n"
        "1: see  @52\n1: this R& @58\n1: D x @69\n");
  CHECK(places("| A | b c |\n|---|---|\n| d \\| e [[f]] | g |") ==
        "0: A @2\n0: b c @6\n0: d  @24\n0:  e  @28\n0: g @39\n");
}

}  // namespace
}  // namespace loci
