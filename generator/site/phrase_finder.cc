#include "site/phrase_finder.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/text.h"
#include "base/unicode.h"

namespace loci {
namespace {

using Token = PhraseFinder::Token;
using TokenKind = PhraseFinder::TokenKind;

constexpr std::uint64_t case_bits = 0x2020202020202020;

enum Class : std::uint8_t { sign, letter, blank, wide };

constexpr std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t c = 0; c < 256; ++c) {
    const char byte = static_cast<char>(c);
    table[c] = c >= 0x80                                                      ? wide
               : is_ascii_letter(byte) || is_ascii_digit(byte) || byte == '_' ? letter
               : byte == ' ' || byte == '\t' || byte == '\n'                  ? blank
                                                                              : sign;
  }
  return table;
}
constexpr std::array<std::uint8_t, 256> classes = make_classes();

Class class_of(char c) { return static_cast<Class>(classes[static_cast<unsigned char>(c)]); }

constexpr std::uint64_t blank_hash = spread_bits(1);

// Eight bytes a step. Bit 5 is set in every byte: for ASCII that is the small letter.
std::uint64_t hash_of_word(const char* word, std::size_t size, bool readable_beyond) {
  std::uint64_t hash = size;
  while (size > 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, word, 8);
    hash = spread_bits(hash ^ (bytes | case_bits));
    word += 8;
    size -= 8;
  }
  std::uint64_t bytes = 0;
  if (readable_beyond) {
    std::memcpy(&bytes, word, 8);
    bytes &= ~std::uint64_t{0} >> (64 - 8 * size);
  } else {
    std::memcpy(&bytes, word, size);
  }
  return spread_bits(hash ^ (bytes | case_bits));
}

// One spelling of what people and editors write in several ways.
char32_t canonical(char32_t point) {
  switch (point) {
    case 0x2019:  // apostrophes
    case 0x2018:
    case 0x02BC:
      return '\'';
    case 0x2010:  // hyphens
    case 0x2011:
      return '-';
    case 0x03C2:  // final sigma
      return 0x03C3;
    default:
      return to_lower(point);
  }
}

bool is_blank(char32_t point) {
  return point < 0x80 ? class_of(static_cast<char>(point)) == blank
                      : point == 0xA0 || is_space(point);
}

// "write-ahead" and "write ahead" are one phrase: a hyphen inside a word is a blank.
bool is_hyphen_in_word(std::string_view text, std::size_t at, std::size_t next) {
  if (at == 0 || next >= text.size()) return false;
  const auto is_word_byte = [&](std::size_t byte) {
    const Class kind = class_of(text[byte]);
    return kind == letter || kind == wide;
  };
  return is_word_byte(at - 1) && is_word_byte(next);
}

// Folded, runs of blanks as one.
void append_key(std::string& key, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t point = canonical(next_code_point(text, at));
    if (is_blank(point) || (point == '-' && is_hyphen_in_word(text, begin, at))) {
      if (!key.ends_with(' ')) key += ' ';
    } else {
      append_utf8(key, point);
    }
  }
}

TokenKind wide_kind(char32_t point) {
  if (is_blank(point)) return TokenKind::blank;
  if (!is_word_character(point)) return TokenKind::sign;
  return is_unspaced(point) ? TokenKind::unspaced : TokenKind::word;
}

std::uint64_t hash_of_point(char32_t point) {
  return spread_bits(std::uint64_t{canonical(point)} << 8);
}

}  // namespace

void PhraseFinder::tokenize(std::string_view text, TextRange range, std::vector<Token>& tokens) {
  tokens.clear();
  const std::size_t end = std::min<std::size_t>(range.end, text.size());
  std::string folded;
  for (std::size_t at = range.begin; at < end;) {
    const std::size_t begin = at;
    const auto push = [&](std::uint64_t hash, TokenKind kind) __attribute__((always_inline)) {
      tokens.push_back(
          {hash, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at), kind});
    };
    Class kind = class_of(text[at]);
    if (kind == blank) {
      while (at < end && class_of(text[at]) == blank) ++at;
      push(blank_hash, TokenKind::blank);
      continue;
    }
    if (kind == sign) {
      ++at;
      if (text[begin] == '-' && is_hyphen_in_word(text, begin, at)) {
        push(blank_hash, TokenKind::blank);
      } else {
        push(hash_of_point(static_cast<unsigned char>(text[begin])), TokenKind::sign);
      }
      continue;
    }
    while (at < end && class_of(text[at]) == letter) ++at;
    if (at == end || class_of(text[at]) != wide) {
      const std::size_t last = begin + (at - begin - 1) / 8 * 8;
      push(hash_of_word(text.data() + begin, at - begin, last + 8 <= text.size()), TokenKind::word);
      continue;
    }
    // Beyond ASCII, code point by code point.
    folded.assign(text, begin, at - begin);
    while (at < end) {
      std::size_t next = at;
      const char32_t point = next_code_point(text, next);
      if (next > end) break;
      const TokenKind found =
          point < 0x80 ? (class_of(text[at]) == letter ? TokenKind::word : TokenKind::sign)
                       : wide_kind(point);
      if (found != TokenKind::word) {
        if (at == begin) {
          at = next;
          const bool is_hyphen = canonical(point) == '-' && is_hyphen_in_word(text, begin, at);
          push(found == TokenKind::blank || is_hyphen ? blank_hash : hash_of_point(point),
               is_hyphen ? TokenKind::blank : found);
        }
        break;
      }
      append_utf8(folded, canonical(point));
      at = next;
    }
    if (at == begin) {  // the range ends within a character
      at = end;
    } else if (tokens.empty() || tokens.back().begin != begin) {
      push(hash_of_word(folded.data(), folded.size(), false), TokenKind::word);
    }
  }
}

const PhraseFinder::Path* PhraseFinder::find_path(std::uint64_t hash) const {
  const std::size_t mask = paths_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    if (paths_[at].hash == hash) return &paths_[at];
    if (paths_[at].hash == 0) return nullptr;
  }
}

PhraseFinder::Path& PhraseFinder::add_path(std::uint64_t hash, bool& is_new) {
  const auto place = [&](std::uint64_t wanted) -> Path& {
    const std::size_t mask = paths_.size() - 1;
    std::size_t at = wanted & mask;
    while (paths_[at].hash != 0 && paths_[at].hash != wanted) at = (at + 1) & mask;
    return paths_[at];
  };
  if (path_count_ * 2 >= paths_.size()) {
    std::vector<Path> old(std::max<std::size_t>(64, paths_.size() * 2));
    old.swap(paths_);
    for (const Path& path : old) {
      if (path.hash != 0) place(path.hash) = path;
    }
  }
  Path& path = place(hash);
  is_new = path.hash == 0;
  if (is_new) {
    path.hash = hash;
    ++path_count_;
  }
  return path;
}

void PhraseFinder::HashBits::add(std::uint64_t hash) {
  hashes_.push_back(hash);
  if (bits_.size() * 2 < hashes_.size()) {
    bits_.assign(std::max<std::size_t>(64, bits_.size() * 2), 0);
    mask_ = bits_.size() - 1;
    for (const std::uint64_t known : hashes_)
      bits_[(known >> 7) & mask_] |= std::uint64_t{1} << (known >> 1 & 63);
  }
  bits_[(hash >> 7) & mask_] |= std::uint64_t{1} << (hash >> 1 & 63);
}

std::uint32_t PhraseFinder::add(std::string_view phrase) {
  std::string key;
  append_key(key, trim(phrase));
  std::vector<Token> tokens;
  tokenize(key, {0, static_cast<std::uint32_t>(key.size())}, tokens);
  const bool has_word = std::any_of(tokens.begin(), tokens.end(), [](const Token& token) {
    return token.kind == TokenKind::word || token.kind == TokenKind::unspaced;
  });
  if (!has_word || tokens.size() > most_tokens) return no_phrase;
  std::uint64_t path = 0;
  Path* last = nullptr;
  for (const Token& token : tokens) {
    path = next_path(path, token.hash);
    bool is_new = false;
    last = &add_path(path, is_new);
    const std::ptrdiff_t part = &token - tokens.data();
    if (is_new && part == 0) first_words_.add(token.hash);
    if (is_new && part == 2) beginnings_.add(path);
  }
  if (tokens.size() < 3 && last->phrase == no_phrase) short_phrases_.add(tokens.front().hash);
  if (last->phrase == no_phrase) {
    last->phrase = static_cast<std::uint32_t>(keys_.size());
    keys_.push_back(std::move(key));
  }
  return last->phrase;
}

void PhraseFinder::candidates(std::string_view text, std::size_t first, Scratch& scratch) const {
  const std::vector<Token>& tokens = scratch.tokens;
  scratch.found.clear();
  const std::uint32_t begin = tokens[first].begin;
  const auto is_in_word = [&](std::size_t at) {  // of a character that stands outside the range
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    const char32_t point = next_code_point(text, at);
    return is_word_character(point) && !is_unspaced(point);
  };
  std::uint64_t path = 0;
  for (std::size_t i = first; i < tokens.size() && i - first < most_tokens; ++i) {
    path = next_path(path, tokens[i].hash);
    const Path* const known = find_path(path);
    if (known == nullptr) break;
    if (known->phrase == no_phrase) continue;
    const std::uint32_t end = tokens[i].end;
    // Inside the range the cut into words sees to the borders; at its ends the text goes on.
    if (first == 0 && begin > 0 && tokens[first].kind == TokenKind::word && is_in_word(begin - 1))
      continue;
    if (i + 1 == tokens.size() && end < text.size() && tokens[i].kind == TokenKind::word &&
        is_in_word(end))
      continue;
    scratch.key.clear();
    append_key(scratch.key, text.substr(begin, end - begin));
    if (scratch.key != keys_[known->phrase]) continue;  // two paths of one hash
    scratch.found.push_back({known->phrase, begin, end, first, i});
  }
}

}  // namespace loci
