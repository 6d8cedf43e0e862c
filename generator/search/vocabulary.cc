#include "search/vocabulary.h"

#include <algorithm>
#include <bit>

#include "base/text.h"
#include "base/unicode.h"

namespace loci {

namespace {

constexpr std::size_t most_terms = 64;
constexpr std::size_t piece_bytes = 48 * 1024;

bool matches(std::string_view text, std::string_view pattern) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return text == pattern;
  if (!text.starts_with(pattern.substr(0, star))) return false;
  text.remove_prefix(star);
  pattern.remove_prefix(star + 1);
  while (true) {
    const std::size_t next = pattern.find('*');
    if (next == std::string_view::npos) return text.ends_with(pattern);
    const std::size_t found = text.find(pattern.substr(0, next));
    if (found == std::string_view::npos) return false;
    text.remove_prefix(found + next);
    pattern.remove_prefix(next + 1);
  }
}

// With so few edits trying them all is quicker than a table.
bool is_near(std::u32string_view a, std::u32string_view b, int edits) {
  const std::size_t longer = std::max(a.size(), b.size()), shorter = std::min(a.size(), b.size());
  if (longer - shorter > static_cast<std::size_t>(edits)) return false;
  std::size_t common = 0;
  while (common < shorter && a[common] == b[common]) ++common;
  a.remove_prefix(common);
  b.remove_prefix(common);
  if (a.empty() || b.empty()) return true;  // the difference of lengths is known to be small
  if (edits == 0) return false;
  if (is_near(a.substr(1), b.substr(1), edits - 1) || is_near(a.substr(1), b, edits - 1) ||
      is_near(a, b.substr(1), edits - 1))
    return true;
  return a.size() > 1 && b.size() > 1 && a[0] == b[1] && a[1] == b[0] &&
         is_near(a.substr(2), b.substr(2), edits - 1);
}

std::u32string points_of(std::string_view text) {
  std::u32string points;
  points.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) points += next_code_point(text, at);
  return points;
}

}  // namespace

std::string_view vocabulary_key(std::string_view pattern) {
  const std::string_view begin = pattern.substr(0, pattern.find('*'));
  if (begin.empty()) return {};
  if (begin.size() >= 2 && is_ascii(begin.substr(0, 2))) return begin.substr(0, 2);
  std::size_t at = 0;
  next_code_point(begin, at);
  return begin.substr(0, at);
}

std::vector<std::uint32_t> vocabulary_terms(const LunrIndex& index, std::string_view key,
                                            const TermTest& test) {
  const std::span<const std::uint32_t> sorted = index.sorted_terms();
  auto place = std::lower_bound(sorted.begin(), sorted.end(), key,
                                [&index](std::uint32_t term, std::string_view value) {
                                  return less_in_utf16(index.term(term), value);
                                });
  std::vector<std::uint32_t> found;
  for (; place != sorted.end() && index.term(*place).starts_with(key); ++place) {
    if (test(*place)) found.push_back(*place);
  }
  if (found.size() <= most_terms) return found;
  std::vector<std::uint32_t> frequent = found;
  std::stable_sort(frequent.begin(), frequent.end(), [&index](std::uint32_t a, std::uint32_t b) {
    return frequency_bucket(index.postings(a).size()) > frequency_bucket(index.postings(b).size());
  });
  frequent.resize(most_terms);
  std::sort(frequent.begin(), frequent.end());
  std::erase_if(found, [&](std::uint32_t term) {
    return !std::binary_search(frequent.begin(), frequent.end(), term);
  });
  return found;
}

bool term_matches(const LunrIndex& index, std::uint32_t term, std::string_view pattern) {
  if (matches(index.term(term), pattern)) return true;
  for (std::size_t i = 0; i < index.surface_count(term); ++i) {
    if (matches(index.surface(term, i), pattern)) return true;
  }
  return false;
}

bool term_is_near(const LunrIndex& index, std::uint32_t term, std::string_view word,
                  std::string_view stem, int edits) {
  if (is_near(points_of(index.term(term)), points_of(stem), edits)) return true;
  const std::u32string wanted = points_of(word);
  for (std::size_t i = 0; i < index.surface_count(term); ++i) {
    if (is_near(points_of(index.surface(term, i)), wanted, edits)) return true;
  }
  return false;
}

std::uint32_t frequency_bucket(std::size_t postings) {
  const auto bits = static_cast<int>(std::bit_width(postings));
  return static_cast<std::uint32_t>(std::clamp(bits - 1, 0, 25));
}

void append_term_record(std::string& text, const LunrIndex& index, std::uint32_t id) {
  const std::string_view term = index.term(id);
  text += term;
  const std::size_t count = index.surface_count(id);
  if (count == 1 && index.surface(id, 0) == term) return;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view surface = index.surface(id, i);
    text += ',';
    if (surface.starts_with(term)) {
      text += surface.substr(term.size());
    } else {
      text += '=';
      text += surface;
    }
  }
}

std::vector<VocabularyPiece> vocabulary_pieces(const LunrIndex& index) {
  std::vector<VocabularyPiece> pieces;
  for (const std::uint32_t id : index.sorted_terms()) {
    const std::string_view term = index.term(id);
    if (pieces.empty() || pieces.back().text.size() > piece_bytes)
      pieces.push_back({std::string(term), {}});
    std::string& text = pieces.back().text;
    if (!text.empty()) text += ' ';
    text += static_cast<char>('a' + frequency_bucket(index.postings(id).size()));
    append_term_record(text, index, id);
  }
  return pieces;
}

}  // namespace loci
