#include "search/excerpt.h"

#include <algorithm>
#include <unordered_map>

#include "search/analysis.h"

namespace loci {

namespace {

struct Hit {
  std::size_t begin;
  std::size_t end;
  std::size_t term;
};

std::vector<Hit> find_hits(std::string_view text, const std::vector<std::string>& terms) {
  std::unordered_map<std::string_view, std::size_t> numbers;
  for (std::size_t i = 0; i < terms.size(); ++i) numbers.emplace(terms[i], i);
  std::vector<Hit> hits;
  for (const Term& term : analyse_text(text)) {
    const auto found = numbers.find(term.text);
    if (found != numbers.end())
      hits.push_back({term.begin, std::size_t{term.begin} + term.length, found->second});
  }
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  return hits;
}

bool continues_a_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// A place to begin at or after `at`: behind a blank when one is near.
std::size_t next_start(std::string_view text, std::size_t at, std::size_t limit) {
  if (at == 0) return 0;
  const std::size_t blank = text.substr(0, limit).find(' ', at - 1);
  if (blank != std::string_view::npos) return blank + 1;
  while (at < text.size() && continues_a_character(text[at])) ++at;
  return at;
}

std::size_t previous_end(std::string_view text, std::size_t at, std::size_t limit) {
  if (at >= text.size()) return text.size();
  const std::size_t blank = text.rfind(' ', at);
  if (blank != std::string_view::npos && blank > limit) return blank;
  while (at > limit && continues_a_character(text[at])) --at;
  return at;
}

}  // namespace

Excerpt make_excerpt(std::string_view text, const std::vector<std::string>& terms,
                     std::size_t limit) {
  const std::vector<Hit> hits = find_hits(text, terms);
  std::size_t begin = 0;
  std::size_t first_hit = 0;
  if (!hits.empty()) {
    // The first hit from which the most different terms lie within the limit.
    std::size_t best = 0, best_count = 0;
    std::vector<std::size_t> seen(terms.size(), hits.size());
    for (std::size_t i = 0; i < hits.size(); ++i) {
      std::size_t count = 0;
      for (std::size_t k = i; k < hits.size() && hits[k].end <= hits[i].begin + limit * 3 / 4;
           ++k) {
        if (seen[hits[k].term] == i) continue;
        seen[hits[k].term] = i;
        ++count;
      }
      if (count > best_count) best = i, best_count = count;
    }
    first_hit = hits[best].begin;
    const std::size_t lead = limit / 4;
    begin = first_hit > lead ? next_start(text, first_hit - lead, first_hit) : 0;
  }
  const std::size_t end = previous_end(text, begin + limit, std::max(begin, first_hit));

  Excerpt excerpt;
  if (begin > 0) excerpt.text = "…";
  const std::size_t offset = excerpt.text.size();
  excerpt.text += text.substr(begin, end - begin);
  if (end < text.size()) excerpt.text += "…";
  for (const Hit& hit : hits) {
    if (hit.begin < begin || hit.end > end) continue;
    const auto from = static_cast<std::uint32_t>(hit.begin - begin + offset),
               to = static_cast<std::uint32_t>(hit.end - begin + offset);
    if (!excerpt.marks.empty() && from <= excerpt.marks.back().second) {
      excerpt.marks.back().second = std::max(excerpt.marks.back().second, to);
    } else {
      excerpt.marks.emplace_back(from, to);
    }
  }
  return excerpt;
}

}  // namespace loci
