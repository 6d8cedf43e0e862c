#include "study/json_scanner.h"

#include <charconv>
#include <cmath>
#include <cstdint>

#include "base/text.h"

namespace loci {

namespace {

constexpr std::size_t deepest_nesting = 64;

// "u00e9" at `at`.
bool code_unit(std::string_view text, std::size_t at, std::uint32_t& code) {
  if (at + 5 > text.size() || text[at] != 'u') return false;
  const char* begin = text.data() + at + 1;
  const auto read = std::from_chars(begin, begin + 4, code, 16);
  return read.ec == std::errc{} && read.ptr == begin + 4;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | code >> 6);
    byte(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    byte(0xE0 | code >> 12);
    byte(0x80 | (code >> 6 & 0x3F));
    byte(0x80 | (code & 0x3F));
  } else {
    byte(0xF0 | code >> 18);
    byte(0x80 | (code >> 12 & 0x3F));
    byte(0x80 | (code >> 6 & 0x3F));
    byte(0x80 | (code & 0x3F));
  }
}

}  // namespace

bool JsonScanner::accept(char c) {
  skip_blanks();
  if (at_ >= text_.size() || text_[at_] != c) return false;
  ++at_;
  return true;
}

bool JsonScanner::string(std::string_view& out) {
  if (!accept('"')) return false;
  const std::size_t begin = at_;
  bool escaped = false;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '"') {
      out = text_.substr(begin, at_ - begin);
      ++at_;
      return !escaped || decode(out);
    }
    if (static_cast<unsigned char>(c) < 0x20) return false;
    if (c == '\\') {
      escaped = true;
      ++at_;
    }
    ++at_;
  }
  return false;
}

bool JsonScanner::value(JsonValue& out, std::size_t depth) {
  skip_blanks();
  if (at_ >= text_.size() || depth > deepest_nesting) return false;
  switch (text_[at_]) {
    case '"':
      out.kind = JsonKind::text;
      return string(out.text);
    case 't':
      out.kind = JsonKind::yes;
      return word("true");
    case 'f':
      out.kind = JsonKind::no;
      return word("false");
    case 'n':
      out.kind = JsonKind::other;
      return word("null");
    case '{':
    case '[':
      out.kind = JsonKind::other;
      return container(depth);
    default:
      out.kind = JsonKind::number;
      return number(out);
  }
}

void JsonScanner::skip_blanks() {
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r'))
    ++at_;
}

bool JsonScanner::word(std::string_view expected) {
  if (text_.substr(at_, expected.size()) != expected) return false;
  at_ += expected.size();
  return true;
}

// Nearly all numbers of a log are a few digits, so those take a path of their own. Also 1.5e3 is
// a whole number.
bool JsonScanner::number(JsonValue& out) {
  constexpr std::size_t safe_digits = 15;
  std::size_t end = at_;
  const bool negative = text_[end] == '-';
  if (negative) ++end;
  const std::size_t first_digit = end;
  std::int64_t digits = 0;
  for (; end < text_.size() && is_ascii_digit(text_[end]) && end - first_digit < safe_digits;
       ++end) {
    digits = digits * 10 + (text_[end] - '0');
  }
  // As JSON has it, and so as the page reads it: neither 007 nor "1." is a number.
  if (end > first_digit + 1 && text_[first_digit] == '0') return false;
  const char after = end < text_.size() ? text_[end] : ' ';
  if (end > first_digit && !is_ascii_digit(after) && after != '.' && after != 'e' && after != 'E') {
    out.whole = negative ? -digits : digits;
    out.number = static_cast<double>(out.whole);
    out.is_whole = true;
    at_ = end;
    return true;
  }
  if (end == first_digit) return false;
  while (end < text_.size() && is_ascii_digit(text_[end])) ++end;
  const bool ends_in_point =
      text_.substr(end, 1) == "." && (end + 1 >= text_.size() || !is_ascii_digit(text_[end + 1]));
  if (ends_in_point) return false;
  const auto read = std::from_chars(text_.data() + at_, text_.data() + text_.size(), out.number);
  if (read.ec != std::errc{}) return false;
  at_ = static_cast<std::size_t>(read.ptr - text_.data());
  out.is_whole = std::abs(out.number) < 9e15 && out.number == std::floor(out.number);
  if (out.is_whole) out.whole = static_cast<std::int64_t>(out.number);
  return true;
}

bool JsonScanner::container(std::size_t depth) {
  const char close = text_[at_] == '{' ? '}' : ']';
  ++at_;
  if (accept(close)) return true;
  while (true) {
    std::string_view key;
    JsonValue ignored;
    if (close == '}' && !(string(key) && accept(':'))) return false;
    if (!value(ignored, depth + 1)) return false;
    if (accept(close)) return true;
    if (!accept(',')) return false;
  }
}

// \n and \u00e9. Half a surrogate pair is refused: such text could not be written again.
bool JsonScanner::decode(std::string_view& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      plain += text[i];
      continue;
    }
    ++i;
    constexpr std::string_view letters = "\"\\/bfnrt";
    const std::size_t letter = letters.find(text[i]);
    if (letter != std::string_view::npos) {
      plain += "\"\\/\b\f\n\r\t"[letter];
      continue;
    }
    std::uint32_t code = 0;
    if (!code_unit(text, i, code)) return false;
    i += 4;
    if (code >= 0xD800 && code < 0xDC00) {
      std::uint32_t low = 0;
      if (text.substr(i + 1, 1) != "\\" || !code_unit(text, i + 2, low) || low < 0xDC00 ||
          low > 0xDFFF)
        return false;
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      i += 6;
    } else if (code >= 0xDC00 && code <= 0xDFFF) {
      return false;
    }
    append_utf8(plain, code);
  }
  arena_.push_back(std::move(plain));
  text = arena_.back();
  return true;
}

}  // namespace loci
