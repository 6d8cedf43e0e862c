// From text to terms: what makes two words the same word.
//
// There are two analyses. lunr's own (lunr_analysis) is for indexes that must equal lunr 2.3.9's
// byte for byte; it loses what is not ASCII at the ends of words. Loci's (loci_analysis) is the
// reader's: accents are folded, C++ C# and .NET are words, identifiers are found whole and by their
// parts, Chinese, Japanese, Korean and Thai are found by pairs of characters. Both give terms of a
// legal lunr index: what Loci's makes of a plain English word is lunr's stem of it.
//
//     analyse_text("Café getUserById()")    cafe; getuserbyid = get + user + by + id
//
// assets/lib/search/analysis.ts is the twin of loci_analysis; both run
// tests/vectors/search/analysis.json.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loci {

enum class TermRole : std::uint8_t {
  whole,  // a word, or an identifier as one: "getuserbyid"
  part,   // of an identifier, or a pair of characters; a query needs all the parts
  extra,  // only indexed: a part that has parts ("foo.getBar" -> "getbar")
};

struct Term {
  std::string text;     // stemmed
  std::string surface;  // the same before stemming
  TermRole role = TermRole::whole;
  bool stop = false;        // a stop word; kept only in fields that say so
  std::uint32_t chain = 0;  // terms of one word of the text share it; ascending; its first ordinal
  // Where it stands. Loci's analysis: bytes of the text. lunr's: UTF-16 units of the lower-cased
  // text, before trimming.
  std::uint32_t begin = 0;
  std::uint32_t length = 0;
  // The place among the words before any was dropped. lunr's "index"; in Loci's analysis what
  // phrases go by: parts of a word follow one another, so "write-ahead log" is "write ahead log".
  std::uint32_t ordinal = 0;
  std::uint32_t places = 1;  // that the word takes: "write-ahead" as a whole two
};

// What the terms of one piece of a text are, without knowing the rest: that makes them a look-up
// the second time.
struct Terms {
  std::vector<Term> terms;
  std::uint32_t words = 0;  // before dropping; the next ordinal
  std::uint32_t units = 0;  // UTF-16 length of the lower-cased piece; lunr's analysis only

  void clear() {
    terms.clear();
    words = 0;
    units = 0;
  }
};

struct Analysis {
  std::array<bool, 256> separates;  // bytes that end a piece and belong to none
  void (*analyse)(std::string_view piece, Terms& terms);  // appends
};

const Analysis& lunr_analysis();
const Analysis& loci_analysis();

// lunr's way with an element of an array: one word, whatever stands in it, without a place.
void analyse_array_element(std::string_view element, Terms& terms);

// All of a text at once, for queries and excerpts; positions are bytes of `text`, chains ascend.
// Loci's analysis.
std::vector<Term> analyse_text(std::string_view text);

// One word without accents and in lower case: "Café" and "CAFÉ" are "cafe", "Straße" is "strasse".
std::string fold_for_search(std::string_view text);

}  // namespace loci
