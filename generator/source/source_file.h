// A file the user wrote, as a value, and positions in it.
//
// Positions are byte offsets everywhere; lines and columns are computed only when something is
// printed. A note's own data carries spans without a path, so that a parsed note can be kept while
// other notes come and go.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace loci {

// Bytes [begin, end) of one file's text as read from disk after decoding (SourceFile::text).
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  friend bool operator==(const Span&, const Span&) = default;
};

// 1-based; the column counts code points, a tab counts as one.
struct LineCol {
  std::uint32_t line = 1;
  std::uint32_t column = 1;

  friend bool operator==(const LineCol&, const LineCol&) = default;
};

struct SourceFile {
  std::string
      path;  // relative to the project root, '/' between parts on every system, NFC not applied
  std::string text;  // valid UTF-8: a byte-order mark is dropped, CRLF is LF, bad bytes are U+FFFD
  std::uint64_t hash = 0;  // XXH3 of the bytes on disk
};

LineCol line_col(std::string_view text, std::uint32_t offset);

// The line of text that holds `offset`, without its line end.
std::string_view line_at(std::string_view text, std::uint32_t offset);

}  // namespace loci
