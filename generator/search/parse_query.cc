// Reads a query; query.cc answers it.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/text.h"
#include "base/unicode.h"
#include "search/analysis.h"
#include "search/query.h"
#include "search/stop_words.h"

namespace loci {

namespace {

constexpr std::size_t most_words = 16;
constexpr std::size_t longest_pattern = 64;  // UTF-16 units

struct FieldName {
  std::string_view name;
  std::uint8_t field;
};
constexpr std::array<FieldName, 4> field_names = {{{"title:", title_field},
                                                   {"heading:", heading_field},
                                                   {"keywords:", keywords_field},
                                                   {"body:", body_field}}};

struct Item {
  std::string_view text;
  bool quoted = false;
  char sign = 0;  // '+', '-' or none
  std::uint32_t fields = all_fields;
  double boost = 1;
  int edits = -1;
  bool last = false;  // nothing follows, not even a blank
};

// "3", "0.25": at most three digits before and three behind the point.
std::optional<double> boost_of(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view rest =
      point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  const auto is_number = [](std::string_view digits) {
    return !digits.empty() && digits.size() <= 3 &&
           std::all_of(digits.begin(), digits.end(), is_ascii_digit);
  };
  if (!is_number(whole) || (point != std::string_view::npos && !is_number(rest))) return {};
  double boost = 0;
  std::from_chars(text.data(), text.data() + text.size(), boost);
  return boost;
}

// word^3: takes it from the text.
bool take_boost(Item& item) {
  const std::size_t sign = item.text.rfind('^');
  if (sign == std::string_view::npos || sign == 0) return false;
  const std::optional<double> boost = boost_of(item.text.substr(sign + 1));
  if (!boost) return false;
  item.boost = *boost;
  item.text = item.text.substr(0, sign);
  return true;
}

// word~, word~2. "~~" is no such sign.
bool take_edits(Item& item) {
  const std::size_t sign = item.text.rfind('~');
  if (sign == std::string_view::npos || sign == 0 || item.text[sign - 1] == '~') return false;
  const std::string_view number = item.text.substr(sign + 1);
  if (number.size() > 1 || (!number.empty() && (number[0] < '0' || number[0] > '2'))) return false;
  item.edits = number.empty() ? 1 : number[0] - '0';
  item.text = item.text.substr(0, sign);
  return true;
}

class Cutter {
 public:
  explicit Cutter(std::string_view query) : query_(query) {}

  std::vector<Item> cut() {
    std::vector<Item> items;
    while (at_ < query_.size()) {
      if (is_ascii_space(query_[at_])) {
        ++at_;
        continue;
      }
      Item item;
      take_sign(item);
      take_field(item);
      if (at_ < query_.size() && query_[at_] == '"') {
        take_quoted(item);
      } else {
        take_word(item);
      }
      items.push_back(item);
    }
    return items;
  }

 private:
  char next(std::size_t by) const { return at_ + by < query_.size() ? query_[at_ + by] : '\0'; }
  bool ends_at(std::size_t at) const { return at >= query_.size() || is_ascii_space(query_[at]); }

  // "--flag" and "++" are no signs.
  void take_sign(Item& item) {
    const char c = query_[at_];
    if ((c == '-' || c == '+') && !ends_at(at_ + 1) && next(1) != c) {
      item.sign = c;
      ++at_;
    }
  }

  void take_field(Item& item) {
    for (const FieldName& each : field_names) {
      if (!query_.substr(at_).starts_with(each.name)) continue;
      const std::size_t behind = at_ + each.name.size();
      if (ends_at(behind) || query_[behind] == ':') return;
      item.fields = 1u << each.field;
      at_ = behind;
      return;
    }
  }

  void take_quoted(Item& item) {
    const std::size_t begin = ++at_;
    while (at_ < query_.size() && query_[at_] != '"') ++at_;
    item.text = query_.substr(begin, at_ - begin);
    item.quoted = true;
    if (at_ < query_.size()) ++at_;
    if (next(0) != '^') return;
    std::size_t end = at_ + 1;
    while (!ends_at(end)) ++end;
    const std::optional<double> boost = boost_of(query_.substr(at_ + 1, end - at_ - 1));
    if (!boost) return;
    item.boost = *boost;
    at_ = end;
  }

  void take_word(Item& item) {
    const std::size_t begin = at_;
    while (!ends_at(at_) && query_[at_] != '"') ++at_;
    item.text = query_.substr(begin, at_ - begin);
    item.last = at_ == query_.size();
    // word~1^2 or word^2~1
    for (int k = 0; k < 2; ++k) {
      if (!((item.boost == 1 && take_boost(item)) || (item.edits < 0 && take_edits(item)))) break;
      item.last = false;
    }
  }

  std::string_view query_;
  std::size_t at_ = 0;
};

using Chain = std::vector<Term>;

// The terms of a text by the words they belong to.
std::vector<Chain> chains_of(std::string_view text) {
  std::vector<Chain> chains;
  for (Term& term : analyse_text(text)) {
    if (chains.empty() || chains.back().front().chain != term.chain) chains.emplace_back();
    chains.back().push_back(std::move(term));
  }
  return chains;
}

// The stop words among a word's parts are not in the text's index.
std::vector<const Term*> asked_parts(const Chain& chain) {
  std::vector<const Term*> parts, plain;
  for (const Term& term : chain) {
    if (term.role != TermRole::part) continue;
    parts.push_back(&term);
    if (!term.stop) plain.push_back(&term);
  }
  return plain.empty() ? parts : plain;
}

std::vector<QueryWord> words_of(std::string_view text) {
  std::vector<QueryWord> words;
  for (const Chain& chain : chains_of(text)) {
    QueryWord& word = words.emplace_back();
    for (const Term& term : chain) {
      if (term.role != TermRole::whole) continue;
      word.whole = term.text;
      word.whole_surface = term.surface;
      word.stop = term.stop;
      word.typing = term.begin + term.length == text.size();
    }
    for (const Term* part : asked_parts(chain)) {
      word.parts.push_back(part->text);
      word.part_surfaces.push_back(part->surface);
    }
  }
  return words;
}

PhraseStep step_of(const Chain& chain) {
  PhraseStep step;
  std::uint32_t parts = 0;
  for (const Term& term : chain) {
    parts += term.role == TermRole::part ? 1 : 0;
    if (term.role != TermRole::whole) continue;
    step.whole = term.text;
    step.stop = term.stop;
  }
  for (const Term* part : asked_parts(chain))
    step.parts.emplace_back(part->text, part->ordinal - chain.front().chain);
  step.length = std::max(parts, 1u);
  return step;
}

std::uint8_t stop_code_of(const Chain& chain) {
  for (const Term& term : chain) {
    if (term.role == TermRole::whole && term.stop) return stop_word_code(term.surface);
  }
  return 0;
}

// Words that must stand side by side; nothing when it is one word that any place will do for.
std::optional<QueryWord> phrase_of(std::string_view text) {
  std::vector<Chain> chains = chains_of(text);
  if (chains.size() > most_words) chains.resize(most_words);
  QueryWord phrase;
  phrase.whole_surface = text;
  phrase.required = true;
  std::vector<PhraseStep>& steps = phrase.steps;
  for (std::size_t i = 0; i < chains.size(); ++i) {
    steps.push_back(step_of(chains[i]));
    // What is written without blanks takes a place for each character.
    if (i + 1 < chains.size())
      steps.back().length = chains[i + 1].front().chain - chains[i].front().chain;
  }
  // The index has stop words only as neighbours of others, so they cannot begin or end. Alone they
  // may be a title.
  if (std::all_of(steps.begin(), steps.end(), [](const PhraseStep& step) { return step.stop; })) {
    for (PhraseStep& step : steps) step.stop = false;
  } else {
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (steps[i].stop) continue;
      if (i > 0) steps[i].before = stop_code_of(chains[i - 1]);
      if (i + 1 < steps.size()) steps[i].after = stop_code_of(chains[i + 1]);
    }
    while (steps.front().stop) steps.erase(steps.begin());
    while (steps.back().stop) steps.pop_back();
  }
  if (steps.empty()) return {};
  const PhraseStep& only = steps.front();
  if (steps.size() == 1 && only.parts.size() < 2 && only.before == 0 && only.after == 0) return {};
  return phrase;
}

std::size_t utf16_units(std::string_view text) {
  std::size_t units = 0;
  for (std::size_t at = 0; at < text.size();) units += next_code_point(text, at) >= 0x10000 ? 2 : 1;
  return units;
}

// Several stars are one. Empty: nothing of a word is in it.
std::string pattern_of(std::string_view text) {
  const std::string folded = fold_for_search(text);
  std::string pattern;
  bool has_letters = false;
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t begin = at;
    const char32_t point = next_code_point(folded, at);
    if (point == '*' && pattern.ends_with('*')) continue;
    pattern += folded.substr(begin, at - begin);
    has_letters |= point < 0x80 ? is_ascii_letter(static_cast<char>(point)) ||
                                      is_ascii_digit(static_cast<char>(point))
                                : is_word_character(point);
  }
  return has_letters ? pattern : std::string();
}

std::vector<QueryWord> words_of(const Item& item) {
  if (item.quoted) {
    if (std::optional<QueryWord> phrase = phrase_of(item.text)) return {std::move(*phrase)};
  } else if (item.text.find('*') != std::string_view::npos &&
             utf16_units(item.text) <= longest_pattern) {
    QueryWord word;
    word.pattern = word.whole_surface = pattern_of(item.text);
    if (word.pattern.empty()) return {};
    return {std::move(word)};
  }
  return words_of(item.text);
}

bool is_filter(const Item& item) {
  if (item.quoted || item.fields != all_fields) return false;
  for (const std::string_view name : {"tag:", "in:", "is:"}) {
    if (item.text.starts_with(name) && item.text.size() > name.size()) return true;
  }
  return false;
}

// "tag:" or "title:" before anything else is typed.
bool is_begun(const Item& item) {
  return !item.quoted &&
         (item.text == "tag:" || item.text == "in:" || item.text == "is:" ||
          std::any_of(field_names.begin(), field_names.end(),
                      [&item](const FieldName& each) { return each.name == item.text; }));
}

std::string filter_name(std::string_view text) {
  const std::size_t colon = text.find(':');
  std::string_view value = text.substr(colon + 1);
  while (!value.empty() && (value.front() == '#' || value.front() == '/')) value.remove_prefix(1);
  while (!value.empty() && value.back() == '/') value.remove_suffix(1);
  return std::string(text.substr(0, colon + 1)) + fold_for_search(value);
}

}  // namespace

ParsedQuery parse_query(std::string_view query) {
  ParsedQuery parsed;
  for (const Item& item : Cutter(query).cut()) {
    if (is_begun(item)) continue;
    if (is_filter(item)) {
      (item.sign == '-' ? parsed.excluded_filters : parsed.filters)
          .push_back(filter_name(item.text));
      continue;
    }
    std::vector<QueryWord> words = words_of(item);
    for (QueryWord& word : words) {
      word.fields = item.fields;
      word.boost = item.boost;
      if (words.size() == 1 && !word.whole.empty() && word.pattern.empty() && word.steps.empty())
        word.edits = item.edits;
      word.required = word.required || item.quoted || item.sign == '+';
      // "mvcc," has ended with its comma: nothing more of that word is to come.
      word.typing = word.typing && item.last && word.edits < 0;
    }
    std::vector<QueryWord>& target = item.sign == '-' ? parsed.excluded : parsed.words;
    std::move(words.begin(), words.end(), std::back_inserter(target));
  }
  // Stop words ask for nothing when there are others; quoted, they may be in a title.
  const bool has_others = std::any_of(parsed.words.begin(), parsed.words.end(),
                                      [](const QueryWord& word) { return !word.stop; });
  if (has_others) std::erase_if(parsed.words, [](const QueryWord& word) { return word.stop; });
  if (parsed.words.size() > most_words) parsed.words.resize(most_words);
  return parsed;
}

}  // namespace loci
