// Reads a specification of Markdown that can be run: prose with examples, in the form of the GFM specification.
//
//     ```````````````````````````````` example          32 backticks
//     *a*                                               Markdown; → stands for a tab
//     .
//     <p><em>a</em></p>                                 HTML
//     ````````````````````````````````
//
// Loci's own files (extensions/*.txt) have three things more. A second "." parts the HTML from the messages the note causes.
// `note PATH` and `file PATH` in place of `example` put a note or an attachment beside the examples that follow in the file;
// `config` holds the site.toml they are built with, until the next one.
#pragma once

#include <cstddef>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace loci::test {

struct SpecBlock {
  std::string kind;  // "example", "note", "file", "config"
  std::string argument;
  std::string heading;       // the last "# heading" of the prose above it
  std::size_t line = 0;      // of the opening fence, from 1
  std::size_t end_line = 0;  // of the closing fence
  std::size_t number = 0;    // of an example, from 1
  std::vector<std::string>
      parts;  // an example's: Markdown, HTML, and messages when they are written
};

inline std::vector<SpecBlock> read_spec(std::string_view text) {
  const std::string fence(32, '`');
  std::vector<SpecBlock> blocks;
  std::size_t examples = 0;
  std::size_t number = 0;
  bool inside = false;
  std::string heading;
  for (const std::string_view line : split(text, '\n')) {
    ++number;
    if (!inside) {
      if (line.starts_with('#')) heading = trim(line.substr(line.find_first_not_of('#')));
      if (!line.starts_with(fence) || line.size() == fence.size()) continue;
      const std::string_view info = trim(line.substr(fence.size()));
      const std::size_t blank = info.find(' ');
      SpecBlock& block = blocks.emplace_back();
      block.kind = info.substr(0, blank);
      if (blank != std::string_view::npos) block.argument = trim(info.substr(blank));
      block.heading = heading;
      block.line = number;
      block.parts.emplace_back();
      if (block.kind == "example") block.number = ++examples;
      inside = true;
    } else if (line == fence) {
      blocks.back().end_line = number;
      inside = false;
    } else if (line == "." && blocks.back().kind == "example" && blocks.back().parts.size() < 3) {
      blocks.back().parts.emplace_back();
    } else {
      blocks.back().parts.back() += replace_all(line, "→", "\t") + "\n";
    }
  }
  return blocks;
}

inline std::string read_whole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace loci::test
