// Reads a query; query.cc answers it.
#include <algorithm>

#include "base/text.h"
#include "search/analysis.h"
#include "search/query.h"

namespace loci {

namespace {

constexpr std::size_t most_words = 16;

struct Item {
  std::string_view text;
  bool quoted = false;
  char sign = 0;      // '+', '-' or none
  bool last = false;  // nothing follows, not even a blank
};

std::vector<Item> cut(std::string_view query) {
  std::vector<Item> items;
  std::size_t at = 0;
  while (at < query.size()) {
    if (is_ascii_space(query[at])) {
      ++at;
      continue;
    }
    Item item;
    if ((query[at] == '-' || query[at] == '+') && at + 1 < query.size() &&
        !is_ascii_space(query[at + 1]) && query[at + 1] != query[at]) {
      item.sign = query[at++];
    }
    if (query[at] == '"') {
      const std::size_t begin = ++at;
      while (at < query.size() && query[at] != '"') ++at;
      item.text = query.substr(begin, at - begin);
      item.quoted = true;
      if (at < query.size()) ++at;
    } else {
      const std::size_t begin = at;
      while (at < query.size() && !is_ascii_space(query[at]) && query[at] != '"') ++at;
      item.text = query.substr(begin, at - begin);
      item.last = at == query.size();
    }
    items.push_back(item);
  }
  return items;
}

std::vector<QueryWord> words_of(std::string_view text) {
  std::vector<QueryWord> words;
  const std::vector<Term> terms = analyse_text(text);
  for (std::size_t i = 0; i < terms.size();) {
    // A chain's terms stand together; the stop words among its parts are not in the text's index.
    QueryWord word;
    const std::size_t begin = i;
    while (i < terms.size() && terms[i].chain == terms[begin].chain) ++i;
    bool has_plain_part = false;
    for (std::size_t k = begin; k < i; ++k)
      has_plain_part |= terms[k].role == TermRole::part && !terms[k].stop;
    for (std::size_t k = begin; k < i; ++k) {
      const Term& term = terms[k];
      if (term.role == TermRole::whole) {
        word.whole = term.text;
        word.whole_surface = term.surface;
        word.stop = term.stop;
        word.typing = term.begin + term.length == text.size();
      } else if (term.role == TermRole::part && !(term.stop && has_plain_part)) {
        word.parts.push_back(term.text);
        word.part_surfaces.push_back(term.surface);
      }
    }
    words.push_back(std::move(word));
  }
  return words;
}

bool is_filter(std::string_view text) {
  return (text.starts_with("tag:") && text.size() > 4) ||
         (text.starts_with("in:") && text.size() > 3);
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
  for (const Item& item : cut(query)) {
    if (!item.quoted && is_filter(item.text)) {
      (item.sign == '-' ? parsed.excluded_filters : parsed.filters)
          .push_back(filter_name(item.text));
      continue;
    }
    std::vector<QueryWord> words = words_of(item.text);
    if (item.sign == '-') {
      std::move(words.begin(), words.end(), std::back_inserter(parsed.excluded));
      continue;
    }
    for (QueryWord& word : words) {
      word.required = item.quoted || item.sign == '+';
      word.typing =
          word.typing &&
          item.last;  // "mvcc," has ended with its comma: nothing more of that word is to come
    }
    std::move(words.begin(), words.end(), std::back_inserter(parsed.words));
  }
  // Stop words ask for nothing when there are others; quoted, they may be in a title.
  const bool has_others = std::any_of(parsed.words.begin(), parsed.words.end(),
                                      [](const QueryWord& word) { return !word.stop; });
  if (has_others) std::erase_if(parsed.words, [](const QueryWord& word) { return word.stop; });
  if (parsed.words.size() > most_words) parsed.words.resize(most_words);
  return parsed;
}

}  // namespace loci
