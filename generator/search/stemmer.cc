#include "search/stemmer.h"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "base/unicode.h"

namespace loci {

namespace {

struct Suffix {
  std::string_view from;
  std::string_view to;
};

constexpr std::array<Suffix, 21> step_two = {
    {{"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"}, {"anci", "ance"}, {"izer", "ize"},
     {"bli", "ble"},     {"alli", "al"},     {"entli", "ent"}, {"eli", "e"},     {"ousli", "ous"},
     {"ization", "ize"}, {"ation", "ate"},   {"ator", "ate"},  {"alism", "al"},  {"iveness", "ive"},
     {"fulness", "ful"}, {"ousness", "ous"}, {"aliti", "al"},  {"iviti", "ive"}, {"biliti", "ble"},
     {"logi", "log"}}};

constexpr std::array<Suffix, 7> step_three = {{{"icate", "ic"},
                                               {"ative", ""},
                                               {"alize", "al"},
                                               {"iciti", "ic"},
                                               {"ical", "ic"},
                                               {"ful", ""},
                                               {"ness", ""}}};

constexpr std::array<Suffix, 18> step_four = {{{"al", ""},
                                               {"ance", ""},
                                               {"ence", ""},
                                               {"er", ""},
                                               {"ic", ""},
                                               {"able", ""},
                                               {"ible", ""},
                                               {"ant", ""},
                                               {"ement", ""},
                                               {"ment", ""},
                                               {"ent", ""},
                                               {"ou", ""},
                                               {"ism", ""},
                                               {"ate", ""},
                                               {"iti", ""},
                                               {"ous", ""},
                                               {"ive", ""},
                                               {"ize", ""}}};

// The steps over bytes (ASCII words, nearly all) and over UTF-16 units (the others) are the same
// text.
template <class Unit>
class Stemmer {
 public:
  using Word = std::basic_string<Unit>;
  using View = std::basic_string_view<Unit>;

  explicit Stemmer(Word& word) : word_(word) {}

  void run() {
    if (word_.size() < 3) return;
    first_line_end_ = find_line_end();
    // A first y is a consonant: for the time of the work it is a letter that no rule knows.
    const bool first_is_y = word_[0] == 'y';
    if (first_is_y) word_[0] = 'Y';
    plurals();
    past_and_participle();
    final_y();
    replace_when_measured(step_two);
    replace_when_measured(step_three);
    strip_when_long();
    final_e_and_ll();
    if (first_is_y) word_[0] = 'y';
  }

 private:
  static bool is_vowel(Unit c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }
  static bool is_vowel_or_y(Unit c) { return is_vowel(c) || c == 'y'; }

  // Behind the optional consonants that a word begins with: [^aeiou][^aeiouy]*
  static std::size_t after_first_consonants(View word) {
    std::size_t at = 0;
    if (!word.empty() && !is_vowel(word[0])) {
      ++at;
      while (at < word.size() && !is_vowel_or_y(word[at])) ++at;
    }
    return at;
  }

  static bool has_vowel(View word) { return after_first_consonants(word) < word.size(); }

  // Porter's m, the number of vowel-consonant sequences; 2 stands for two or more.
  static int measure(View word) {
    std::size_t at = after_first_consonants(word);
    for (int m = 0; m < 2; ++m) {
      if (at >= word.size()) return m;
      ++at;  // a vowel or y
      while (at < word.size() && is_vowel(word[at])) ++at;
      if (at >= word.size()) return m;
      ++at;  // a consonant; y counts as one here
      while (at < word.size() && !is_vowel_or_y(word[at])) ++at;
    }
    return 2;
  }

  // Consonants, one vowel, one consonant that is not w, x or y: such a short stem keeps or gains
  // its e ("hop" from "hoping").
  static bool is_short(View word) {
    if (word.size() < 3 || is_vowel(word[0])) return false;
    const Unit last = word.back();
    if (is_vowel_or_y(last) || last == 'w' || last == 'x') return false;
    return after_first_consonants(word) + 2 == word.size();
  }

  bool ends_with(std::string_view suffix) const {
    if (word_.size() < suffix.size()) return false;
    const std::size_t offset = word_.size() - suffix.size();
    for (std::size_t i = 0; i < suffix.size(); ++i) {
      if (word_[offset + i] != static_cast<Unit>(suffix[i])) return false;
    }
    return true;
  }
  // At least one unit stands before the suffix, and no line end.
  bool ends_after_something(std::string_view suffix) const {
    return word_.size() > suffix.size() && ends_with(suffix) &&
           is_one_line(word_.size() - suffix.size());
  }

  // lunr's rules are regular expressions whose dot is no line end. A word can hold one when it was
  // an element of an array, which lunr takes as it is.
  bool is_one_line(std::size_t units) const { return first_line_end_ >= units; }
  std::size_t find_line_end() const {
    for (std::size_t i = 0; i < word_.size(); ++i) {
      if (word_[i] == '\n' || word_[i] == '\r') return i;
      if constexpr (sizeof(Unit) > 1) {
        if (word_[i] == 0x2028 || word_[i] == 0x2029) return i;
      }
    }
    return Word::npos;
  }

  View without(std::size_t units) const { return View(word_).substr(0, word_.size() - units); }
  void drop(std::size_t units) { word_.resize(word_.size() - units); }
  void append(std::string_view suffix) { word_.append(suffix.begin(), suffix.end()); }

  // Step 1a: caresses -> caress, ponies -> poni, cats -> cat.
  void plurals() {
    if (ends_after_something("sses") || ends_after_something("ies")) {
      drop(2);
    } else if (word_.size() >= 3 && word_.back() == 's' && word_[word_.size() - 2] != 's' &&
               is_one_line(word_.size() - 2)) {
      drop(1);
    }
  }

  // Step 1b: agreed -> agree, plastered -> plaster, hopping -> hop, filing -> file.
  void past_and_participle() {
    if (ends_after_something("eed")) {
      if (measure(without(3)) > 0) drop(1);
      return;
    }
    const std::size_t length = ends_after_something("ed") ? 2 : ends_after_something("ing") ? 3 : 0;
    if (length == 0 || !has_vowel(without(length))) return;
    drop(length);
    if (ends_with("at") || ends_with("bl") || ends_with("iz")) {
      append("e");
    } else if (ends_with_double()) {
      drop(1);
    } else if (is_short(word_)) {
      append("e");
    }
  }

  bool ends_with_double() const {
    if (word_.size() < 2) return false;
    const Unit last = word_.back();
    return last == word_[word_.size() - 2] && !is_vowel_or_y(last) && last != 'l' && last != 's' &&
           last != 'z';
  }

  // Step 1c: cry -> cri, but say and by stay.
  void final_y() {
    if (word_.size() >= 3 && word_.back() == 'y' && !is_vowel(word_[word_.size() - 2]) &&
        is_one_line(word_.size() - 2)) {
      word_.back() = 'i';
    }
  }

  // The longest suffix of the table that leaves something before it; a shorter one is not tried
  // when that one fails later.
  const Suffix* longest(std::span<const Suffix> table) const {
    const Suffix* found = nullptr;
    for (const Suffix& suffix : table) {
      if ((!found || suffix.from.size() > found->from.size()) && ends_after_something(suffix.from))
        found = &suffix;
    }
    return found;
  }

  // Steps 2 and 3: relational -> relate, formalize -> formal.
  void replace_when_measured(std::span<const Suffix> table) {
    const Suffix* suffix = longest(table);
    if (!suffix || measure(without(suffix->from.size())) == 0) return;
    drop(suffix->from.size());
    append(suffix->to);
  }

  // Step 4: revival -> reviv, adoption -> adopt.
  void strip_when_long() {
    if (const Suffix* suffix = longest(step_four)) {
      if (measure(without(suffix->from.size())) > 1) drop(suffix->from.size());
    } else if (ends_after_something("sion") || ends_after_something("tion")) {
      if (measure(without(3)) > 1) drop(3);
    }
  }

  // Step 5: probate -> probat, controll -> control.
  void final_e_and_ll() {
    if (ends_after_something("e")) {
      const View stem = without(1);
      const int m = measure(stem);
      if (m > 1 || (m == 1 && !is_short(stem))) drop(1);
    }
    if (ends_with("ll") && measure(word_) > 1) drop(1);
  }

  Word& word_;
  std::size_t first_line_end_ = Word::npos;
};

std::u16string to_utf16(std::string_view text) {
  std::u16string units;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t point = next_code_point(text, at);
    if (point < 0x10000) {
      units += static_cast<char16_t>(point);
    } else {
      units += static_cast<char16_t>(0xD7C0 + (point >> 10));
      units += static_cast<char16_t>(0xDC00 + (point & 0x3FF));
    }
  }
  return units;
}

std::string to_utf8(std::u16string_view units) {
  std::string text;
  for (std::size_t at = 0; at < units.size(); ++at) {
    char32_t point = units[at];
    if (point >= 0xD800 && point < 0xDC00 && at + 1 < units.size()) {
      point = ((point - 0xD7C0) << 10) + (units[++at] & 0x3FFu);
    }
    append_utf8(text, point);
  }
  return text;
}

}  // namespace

void stem_word(std::string& word) {
  if (is_ascii(word)) {
    Stemmer<char>(word).run();
    return;
  }
  std::u16string units = to_utf16(word);
  Stemmer<char16_t>(units).run();
  word = to_utf8(units);
}

}  // namespace loci
