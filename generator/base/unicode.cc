#include "base/unicode.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "base/text.h"

namespace loci {

namespace {

constexpr char32_t replacement = 0xFFFD;

struct Decoded {
  char32_t point = replacement;
  std::size_t length = 1;  // of the sequence, or of the maximal wrong part of one
  bool good = false;
};

unsigned char byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

// Table 3-7 of the Unicode standard: only the second byte's range depends on the first.
Decoded decode(std::string_view text, std::size_t at) {
  const unsigned lead = byte_at(text, at);
  if (lead < 0x80) return {lead, 1, true};
  if (lead < 0xC2 || lead > 0xF4) return {};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  unsigned low = 0x80, high = 0xBF;
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  char32_t point = lead & (0x7Fu >> length);
  for (std::size_t k = 1; k < length; ++k) {
    if (at + k >= text.size()) return {replacement, k, false};
    const unsigned byte = byte_at(text, at + k);
    if (byte < low || byte > high) return {replacement, k, false};
    low = 0x80;
    high = 0xBF;
    point = (point << 6) | (byte & 0x3Fu);
  }
  return {point, length, true};
}

std::size_t ascii_prefix(std::string_view text, std::size_t at) {
  // Eight bytes a step: notes are mostly ASCII and every byte of every note passes here.
  while (at + 8 <= text.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    if ((word & 0x8080808080808080u) != 0) break;
    at += 8;
  }
  while (at < text.size() && byte_at(text, at) < 0x80) ++at;
  return at;
}

std::string map_with(std::string_view text, int options) {
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                             static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                                             static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
  if (size < 0) return std::string(text);  // not UTF-8: left as it is
  return std::string(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size));
}

utf8proc_category_t category(char32_t point) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(point));
}

bool is_mark(utf8proc_category_t kind) {
  return kind == UTF8PROC_CATEGORY_MN || kind == UTF8PROC_CATEGORY_MC ||
         kind == UTF8PROC_CATEGORY_ME;
}

}  // namespace

bool is_ascii(std::string_view text) { return ascii_prefix(text, 0) == text.size(); }

bool is_valid_utf8(std::string_view text) {
  std::size_t at = ascii_prefix(text, 0);
  while (at < text.size()) {
    const Decoded decoded = decode(text, at);
    if (!decoded.good) return false;
    at = ascii_prefix(text, at + decoded.length);
  }
  return true;
}

Sanitized sanitize_utf8(std::string_view bytes) {
  Sanitized result;
  std::size_t copied = 0;
  std::size_t at = ascii_prefix(bytes, 0);
  while (at < bytes.size()) {
    const Decoded decoded = decode(bytes, at);
    if (!decoded.good) {
      if (result.replaced++ == 0) result.first_bad = at;
      result.text += bytes.substr(copied, at - copied);
      append_utf8(result.text, replacement);
      copied = at + decoded.length;
    }
    at = ascii_prefix(bytes, at + decoded.length);
  }
  result.text += bytes.substr(copied);
  return result;
}

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const Decoded decoded = decode(text, at);
  at += decoded.length;
  return decoded.point;
}

void append_utf8(std::string& text, char32_t point) {
  const auto put = [&text](char32_t byte) { text += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | (point >> 6));
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | (point >> 12));
    put(0x80 | ((point >> 6) & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | (point >> 18));
    put(0x80 | ((point >> 12) & 0x3F));
    put(0x80 | ((point >> 6) & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

std::string nfc(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  return map_with(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

std::string to_lower(std::string_view text) {
  if (is_ascii(text)) return ascii_lower(text);
  std::string lower;
  lower.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t point = next_code_point(text, at);
    if (point ==
        0x130) {  // capital I with a dot: the one letter whose lower case is two code points
      lower += "i\xCC\x87";
    } else {
      append_utf8(lower,
                  static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(point))));
    }
  }
  return lower;
}

std::string fold(std::string_view text) {
  if (is_ascii(text)) return ascii_lower(text);
  return map_with(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
}

std::string list_order(std::string_view text) {
  const std::string folded = fold(text);
  const auto is_figure = [&](std::size_t i) {
    return i < folded.size() && folded[i] >= '0' && folded[i] <= '9';
  };
  std::string key;
  key.reserve(folded.size() + 4);
  for (std::size_t at = 0; at < folded.size();) {
    if (!is_figure(at)) {
      key += folded[at++];
      continue;
    }
    while (folded[at] == '0' && is_figure(at + 1)) ++at;
    std::size_t end = at;
    while (is_figure(end)) ++end;
    // A longer number is a greater one. The figure in front keeps numbers among the figures.
    key += '0';
    key += static_cast<char>(std::min<std::size_t>(end - at, 255));
    key.append(folded, at, end - at);
    at = end;
  }
  return key;
}

std::size_t code_point_count(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

std::size_t display_width(char32_t point) {
  return static_cast<std::size_t>(
      std::max(0, utf8proc_charwidth(static_cast<utf8proc_int32_t>(point))));
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) width += display_width(next_code_point(text, at));
  return width;
}

bool is_letter(char32_t point) {
  if (point < 0x80) return is_ascii_letter(static_cast<char>(point));
  const utf8proc_category_t kind = category(point);
  return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO;
}

bool is_digit(char32_t point) {
  if (point < 0x80) return is_ascii_digit(static_cast<char>(point));
  return category(point) == UTF8PROC_CATEGORY_ND;
}

bool is_word_character(char32_t point) {
  if (point < 0x80) {
    const char c = static_cast<char>(point);
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '_';
  }
  const utf8proc_category_t kind = category(point);
  return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_NO;
}

bool is_punctuation(char32_t point) {
  const utf8proc_category_t kind = category(point);
  return kind >= UTF8PROC_CATEGORY_PC && kind <= UTF8PROC_CATEGORY_SO;
}

bool is_space(char32_t point) {
  if (point < 0x80) return is_ascii_space(static_cast<char>(point));
  const utf8proc_category_t kind = category(point);
  return kind == UTF8PROC_CATEGORY_ZS || kind == UTF8PROC_CATEGORY_ZL ||
         kind == UTF8PROC_CATEGORY_ZP || point == 0x85;
}

bool is_upper(char32_t point) {
  if (point < 0x80) return point >= 'A' && point <= 'Z';
  const utf8proc_category_t kind = category(point);
  return kind == UTF8PROC_CATEGORY_LU || kind == UTF8PROC_CATEGORY_LT;
}

bool is_lower(char32_t point) {
  if (point < 0x80) return point >= 'a' && point <= 'z';
  return category(point) == UTF8PROC_CATEGORY_LL;
}

char32_t to_lower(char32_t point) {
  return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(point)));
}

bool is_unspaced(char32_t point) {
  if (point < 0xE00) return false;
  return (point <= 0xEFF) || (point >= 0x1000 && point <= 0x109F) ||
         (point >= 0x1100 && point <= 0x11FF) || (point >= 0x1780 && point <= 0x17FF) ||
         point == 0x3005 || point == 0x3007 || (point >= 0x3041 && point <= 0x30FF) ||
         (point >= 0x3130 && point <= 0x318F) || (point >= 0x31F0 && point <= 0x31FF) ||
         (point >= 0x3400 && point <= 0x4DBF) || (point >= 0x4E00 && point <= 0x9FFF) ||
         (point >= 0xAC00 && point <= 0xD7A3) || (point >= 0xF900 && point <= 0xFAFF) ||
         (point >= 0xFF66 && point <= 0xFF9F) || (point >= 0x20000 && point <= 0x3FFFF);
}

namespace {

bool is_unsafe_in_names(char32_t point) {
  if (point < 0x80) {
    return point < 0x20 || point == 0x7F ||
           std::string_view("<>:\"|?*\\/#%").find(static_cast<char>(point)) !=
               std::string_view::npos;
  }
  // Controls, characters that reorder text or cannot be seen, and code points that mean nothing.
  const utf8proc_category_t kind = category(point);
  const bool is_joiner = point == 0x200C || point == 0x200D;  // needed by Persian, Hindi and emoji
  return (kind == UTF8PROC_CATEGORY_CC || kind == UTF8PROC_CATEGORY_CF ||
          kind == UTF8PROC_CATEGORY_CN) &&
         !is_joiner;
}

bool is_reserved_by_windows(std::string_view name) {
  const std::string stem = ascii_lower(name.substr(0, name.find('.')));
  if (stem == "con" || stem == "prn" || stem == "aux" || stem == "nul") return true;
  return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) &&
         is_ascii_digit(stem[3]);
}

}  // namespace

std::string file_slug(std::string_view part) {
  const std::string normal = nfc(part);
  std::string slug;
  for (std::size_t at = 0; at < normal.size();) {
    const char32_t point = next_code_point(normal, at);
    if (is_space(point) || is_unsafe_in_names(point) || point == '-') {
      if (!slug.ends_with('-')) slug += '-';
    } else {
      append_utf8(slug, point);
    }
  }
  const std::size_t begin = slug.find_first_not_of(".-");
  if (begin == std::string::npos) return "untitled";
  slug = slug.substr(begin, slug.find_last_not_of(".-") - begin + 1);
  if (is_reserved_by_windows(slug)) slug.insert(0, 1, '-');
  return slug;
}

namespace {

// Ruby's \p{Word} as GitHub applies it: letters and other alphabetic characters, marks, decimal
// digits, connectors.
bool stays_in_heading_id(char32_t point) {
  const utf8proc_category_t kind = category(point);
  if (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO) return true;
  if (is_mark(kind) || kind == UTF8PROC_CATEGORY_ND || kind == UTF8PROC_CATEGORY_NL ||
      kind == UTF8PROC_CATEGORY_PC)
    return true;
  return (point >= 0x24B6 && point <= 0x24E9) || (point >= 0x1F130 && point <= 0x1F149) ||
         (point >= 0x1F150 && point <= 0x1F169) ||
         (point >= 0x1F170 && point <= 0x1F189);  // letters in circles and boxes
}

}  // namespace

std::string heading_id(std::string_view text) {
  const std::string lower = to_lower(text);
  std::string id;
  id.reserve(lower.size());
  for (std::size_t at = 0; at < lower.size();) {
    const char32_t point = next_code_point(lower, at);
    if (point == ' ') {
      id += '-';
    } else if (point == '-' || stays_in_heading_id(point)) {
      append_utf8(id, point);
    }
  }
  return id;
}

}  // namespace loci
