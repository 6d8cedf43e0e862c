// lunr 2.3.9's own way from text to terms: tokenizer, trimmer, stop words, stemmer. Loci's is
// analysis.cc.
#include "base/text.h"
#include "base/unicode.h"
#include "search/analysis.h"
#include "search/lower_case.h"
#include "search/lunr_stop_words.h"
#include "search/stemmer.h"

namespace loci {

namespace {

// JavaScript's [\s\-] beyond ASCII. U+FEFF is one of them, U+0085 and U+200B are not.
bool is_wide_separator(char32_t point) {
  return point == 0xA0 || point == 0x1680 || (point >= 0x2000 && point <= 0x200A) ||
         point == 0x2028 || point == 0x2029 || point == 0x202F || point == 0x205F ||
         point == 0x3000 || point == 0xFEFF;
}

bool is_word_byte(char c) { return is_ascii_letter(c) || is_ascii_digit(c) || c == '_'; }

// JavaScript's \W is everything but [A-Za-z0-9_]: letters of other scripts are cut from the ends of
// a word, and a word without any ASCII becomes "", which lunr keeps as a term.
std::string_view trim_to_ascii(std::string_view word) {
  while (!word.empty() && !is_word_byte(word.front())) word.remove_prefix(1);
  while (!word.empty() && !is_word_byte(word.back())) word.remove_suffix(1);
  return word;
}

void add_word(std::string_view word, std::uint32_t begin, std::uint32_t length, Terms& result) {
  const std::uint32_t ordinal = result.words++;
  const std::string_view trimmed = trim_to_ascii(word);
  if (is_lunr_stop_word(trimmed)) return;
  Term term;
  term.surface = trimmed;
  term.text = trimmed;
  stem_word(term.text);
  term.chain = ordinal;
  term.begin = begin;
  term.length = length;
  term.ordinal = ordinal;
  result.terms.push_back(std::move(term));
}

// A piece holds no ASCII separator. Lower case is decided within a piece: what separates pieces is
// neither cased nor ignorable.
void analyse_piece(std::string_view piece, Terms& result) {
  const std::string lower = js_lower_case(piece);
  std::size_t word = 0;          // bytes
  std::uint32_t word_units = 0;  // UTF-16
  std::uint32_t units = 0;
  std::size_t at = 0;
  while (at < lower.size()) {
    const std::size_t begin = at;
    const char32_t point = next_code_point(lower, at);
    if (is_wide_separator(point)) {
      if (begin > word)
        add_word(std::string_view(lower).substr(word, begin - word), word_units, units - word_units,
                 result);
      word = at;
      word_units = units + 1;
    }
    units += point >= 0x10000 ? 2 : 1;
  }
  if (lower.size() > word)
    add_word(std::string_view(lower).substr(word), word_units, units - word_units, result);
  result.units += units;
}

constexpr std::array<bool, 256> make_separators() {
  std::array<bool, 256> separates{};
  for (const char c : std::string_view("\t\n\v\f\r -"))
    separates[static_cast<unsigned char>(c)] = true;
  return separates;
}

constexpr Analysis analysis{make_separators(), analyse_piece};

}  // namespace

const Analysis& lunr_analysis() { return analysis; }

void analyse_array_element(std::string_view element, Terms& terms) {
  const std::string lower = js_lower_case(element);
  add_word(lower, 0, 0, terms);
}

}  // namespace loci
