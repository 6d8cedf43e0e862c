// Bytes that stand for Markdown punctuation inside what cmark-gfm must not look into: wikilinks, embeds, mathematics, comments.
//
// The pre-pass (prepass.h) exchanges each significant character of such a region for a control byte, one for one, so that
// offsets stay true and the parser sees plain text. The exchange can be undone byte by byte anywhere (in code, in an
// address, in raw HTML) without knowing what the region was:
//
//     [[a*b|c]]     ->  OPEN OPEN a (*) b (|) c CLOSE CLOSE     ->  [[a*b|c]]
//
// Control bytes that the author wrote become `foreign` first and are shown as U+FFFD: HTML may not hold them anyway.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace loci::opaque {

constexpr char wiki_open = 0x01;   // each '[' of "[["
constexpr char wiki_close = 0x02;  // each ']' of "]]"
constexpr char embed_open = 0x03;  // the '!' of "![["
constexpr char math = 0x04;        // each '$' at either end of mathematics
constexpr char drop = 0x05;        // a byte of a comment: never shown
constexpr char foreign = 0x06;     // a control byte of the author's

// The characters that mean something to cmark-gfm or its extensions within a paragraph or at the head of a line, and
// the control bytes that stand for them (tab, line feed and the other blanks are not among these).
constexpr std::string_view significant = "[]*_`<>&\\|~$:@.)-+#=";
constexpr std::string_view stand_ins =
    "\x07\x08\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f";
static_assert(significant.size() == stand_ins.size());

constexpr std::array<char, 256> make_hidden() {
  std::array<char, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = static_cast<char>(i);
  for (std::size_t i = 0; i < significant.size(); ++i)
    table[static_cast<unsigned char>(significant[i])] = stand_ins[i];
  return table;
}

// 0: leave the byte out; '\x06' (foreign) is written as U+FFFD by whoever restores.
constexpr std::array<char, 256> make_restored() {
  std::array<char, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = static_cast<char>(i);
  for (std::size_t i = 0; i < significant.size(); ++i)
    table[static_cast<unsigned char>(stand_ins[i])] = significant[i];
  table[static_cast<unsigned char>(wiki_open)] = '[';
  table[static_cast<unsigned char>(wiki_close)] = ']';
  table[static_cast<unsigned char>(embed_open)] = '!';
  table[static_cast<unsigned char>(math)] = '$';
  table[static_cast<unsigned char>(drop)] = 0;
  return table;
}

constexpr std::array<char, 256> hidden_table = make_hidden();
constexpr std::array<char, 256> restored_table = make_restored();

constexpr char hide(char c) { return hidden_table[static_cast<unsigned char>(c)]; }

constexpr bool is_stand_in(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\v' && byte != '\f' &&
          byte != '\r');
}

constexpr std::string_view replacement = "\xEF\xBF\xBD";

// The author's own text again, comments left out.
inline void append_restored(std::string& out, std::string_view text) {
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_stand_in(text[at])) continue;
    out.append(text, copied, at - copied);
    copied = at + 1;
    const char c = restored_table[static_cast<unsigned char>(text[at])];
    if (c == foreign) {
      out += replacement;
    } else if (c != 0) {
      out += c;
    }
  }
  out.append(text, copied, text.size() - copied);
}

inline std::string restored(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  append_restored(out, text);
  return out;
}

}  // namespace loci::opaque
