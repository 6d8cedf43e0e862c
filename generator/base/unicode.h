// What is known of characters: validity, normal forms, folding, width, and names made from text.
//
// All functions but the first three expect valid UTF-8 (source/ makes sure of it) and are quick for
// ASCII.
//
//     fold("ÉCOLE")                     "école": compare names of notes with this
//     file_slug("Résumé: part 1?")      "Résumé-part-1"
//     heading_id("What's new in C++?")  "whats-new-in-c"
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace loci {

bool is_ascii(std::string_view text);
bool is_valid_utf8(std::string_view text);

struct Sanitized {
  std::string text;
  std::size_t replaced = 0;  // number of U+FFFD written
  std::size_t first_bad =
      0;  // offset of the first bad byte, the same in the input and in `text`; 0 when none
};

// Each maximal wrong sequence becomes one U+FFFD, as browsers do it.
Sanitized sanitize_utf8(std::string_view bytes);

// The code point at `at`, and `at` moved behind it. U+FFFD and one byte on when the bytes are
// wrong.
char32_t next_code_point(std::string_view text, std::size_t& at);
void append_utf8(std::string& text, char32_t point);

std::string nfc(std::string_view text);
std::string to_lower(std::string_view text);
std::string fold(
    std::string_view
        text);  // NFC of the full case folding: equal for names that differ in case only
// What a list of names is sorted by, byte by byte: as folded, and figures by their value, so that
// "Week 2" stands before "week 10". To be compared, not shown; "7" and "007" have one key.
std::string list_order(std::string_view text);

std::size_t code_point_count(std::string_view text);
// Columns in a terminal: 2 for wide characters, 0 for combining ones and controls.
std::size_t display_width(std::string_view text);
std::size_t display_width(char32_t point);

bool is_letter(char32_t point);
bool is_digit(char32_t point);           // decimal digits of every script
bool is_word_character(char32_t point);  // letter, mark, number or '_'
bool is_punctuation(char32_t point);  // punctuation and symbols: what CommonMark calls punctuation
bool is_space(char32_t point);
bool is_upper(char32_t point);  // capital and title case letters
bool is_lower(char32_t point);
char32_t to_lower(char32_t point);
// Scripts that are written without blanks between words, and Hangul, whose endings vary.
bool is_unspaced(char32_t point);

// One part of an output path, made from one part of a source path: NFC, case kept, letters of every
// script kept. Blanks, controls and characters that are unsafe in addresses or Windows names
// (<>:"|?*\/#%) become '-'; runs of '-' are one; dots and '-' at the ends go. Names that Windows
// reserves ("con", "nul.txt") get a '-' in front. Never empty: "untitled".
std::string file_slug(std::string_view part);

// GitHub's rule: lower case, punctuation dropped except '-' and '_', blanks to '-'. May be empty.
std::string heading_id(std::string_view text);

}  // namespace loci
