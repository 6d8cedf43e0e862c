#include "study/event_line.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

#include "base/escape.h"
#include "base/text.h"

namespace loci {

namespace {

constexpr std::size_t deepest_nesting = 64;

// A step within the day is due at an instant: 10^9 days are more than the universe has had, and as
// milliseconds it is the twelfth of January 1970.
constexpr std::int64_t least_instant = 1'000'000'000;

// Days since 1970 that a civil calendar knows; keeps differences of days small.
constexpr std::int64_t most_days = 100'000'000;

enum class ValueKind { text, number, yes, no, other };

struct Value {
  ValueKind kind = ValueKind::other;
  std::string_view text;  // of a string: what it says
  double number = 0;
  std::int64_t whole = 0;
  bool is_whole = false;  // a whole number that the browser can hold exactly too; else `whole` is 0
};

// Reads JSON from left to right. Every function gives false at the first byte that is wrong.
class Scanner {
 public:
  Scanner(std::string_view text, std::deque<std::string>& arena) : text_(text), arena_(arena) {}

  std::size_t at() const { return at_; }

  bool accept(char c) {
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool string(std::string_view& out) {
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

  bool value(Value& out, std::size_t depth = 0) {
    skip_blanks();
    if (at_ >= text_.size() || depth > deepest_nesting) return false;
    switch (text_[at_]) {
      case '"':
        out.kind = ValueKind::text;
        return string(out.text);
      case 't':
        out.kind = ValueKind::yes;
        return word("true");
      case 'f':
        out.kind = ValueKind::no;
        return word("false");
      case 'n':
        out.kind = ValueKind::other;
        return word("null");
      case '{':
      case '[':
        out.kind = ValueKind::other;
        return container(depth);
      default:
        out.kind = ValueKind::number;
        return number(out);
    }
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r'))
      ++at_;
  }

  bool word(std::string_view expected) {
    if (text_.substr(at_, expected.size()) != expected) return false;
    at_ += expected.size();
    return true;
  }

  // Nearly all numbers of a log are a few digits, so those take a path of their own. Also 1.5e3 is
  // a whole number.
  bool number(Value& out) {
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
    const char after = end < text_.size() ? text_[end] : ' ';
    if (end > first_digit && !is_ascii_digit(after) && after != '.' && after != 'e' &&
        after != 'E') {
      out.whole = negative ? -digits : digits;
      out.number = static_cast<double>(out.whole);
      out.is_whole = true;
      at_ = end;
      return true;
    }
    if (end == first_digit) return false;
    const auto read = std::from_chars(text_.data() + at_, text_.data() + text_.size(), out.number);
    if (read.ec != std::errc{}) return false;
    at_ = static_cast<std::size_t>(read.ptr - text_.data());
    out.is_whole = std::abs(out.number) < 9e15 && out.number == std::floor(out.number);
    if (out.is_whole) out.whole = static_cast<std::int64_t>(out.number);
    return true;
  }

  bool container(std::size_t depth) {
    const char close = text_[at_] == '{' ? '}' : ']';
    ++at_;
    if (accept(close)) return true;
    while (true) {
      std::string_view key;
      Value ignored;
      if (close == '}' && !(string(key) && accept(':'))) return false;
      if (!value(ignored, depth + 1)) return false;
      if (accept(close)) return true;
      if (!accept(',')) return false;
    }
  }

  // \n and \u00e9. Half a surrogate pair is refused: such text could not be written again.
  bool decode(std::string_view& text) {
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

  // "u00e9" at `at`.
  static bool code_unit(std::string_view text, std::size_t at, std::uint32_t& code) {
    if (at + 5 > text.size() || text[at] != 'u') return false;
    const char* begin = text.data() + at + 1;
    const auto read = std::from_chars(begin, begin + 4, code, 16);
    return read.ec == std::errc{} && read.ptr == begin + 4;
  }

  static void append_utf8(std::string& out, std::uint32_t code) {
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

  std::string_view text_;
  std::deque<std::string>& arena_;
  std::size_t at_ = 0;
};

// What of an event's fields was there; decides whether it is complete.
struct Seen {
  bool version = false, id = false, t = false, day = false, grade = false, name = false;
  std::int64_t version_number = 0;
};

EventKind kind_of(std::string_view name) {
  if (name == "undo") return EventKind::undo;
  if (name == "suspend") return EventKind::suspend;
  if (name == "bury") return EventKind::bury;
  if (name == "alias") return EventKind::alias;
  if (name == "params") return EventKind::params;
  return EventKind::unknown;
}

void take_letter(Event& event, Seen& seen, char key, const Value& value, std::string_view text) {
  switch (key) {
    case 'v':
      seen.version = value.is_whole && value.whole >= 1;
      seen.version_number = value.whole;
      break;
    case 't':
      event.t = value.whole;
      seen.t = value.is_whole;
      break;
    case 'c':
      event.card = text;
      break;
    case 'g':
      seen.grade = value.is_whole && value.whole >= 1 && value.whole <= 4;
      if (seen.grade) event.grade = static_cast<Grade>(value.whole);
      break;
    case 's':
      event.stability = value.number;
      break;
    case 'd':
      event.difficulty = value.number;
      break;
    case 'e':
      event.kind = kind_of(text);
      seen.name = true;
      break;
    default:
      break;
  }
}

void take_field(Event& event, Seen& seen, std::string_view key, const Value& value) {
  const std::string_view text = value.kind == ValueKind::text ? value.text : std::string_view{};
  if (key.size() == 1) {
    take_letter(event, seen, key[0], value, text);
  } else if (key == "id") {
    event.id = text;
    seen.id = !text.empty();
  } else if (key == "dev") {
    event.device = text;
  } else if (key == "tz") {
    if (value.whole >= -24 * 60 && value.whole <= 24 * 60) {
      event.utc_offset_minutes = static_cast<int>(value.whole);
    }
  } else if (key == "day") {
    event.day = value.whole;
    seen.day = value.is_whole && value.whole > -most_days && value.whole < most_days;
  } else if (key == "ms") {
    event.answer_ms = value.whole;
  } else if (key == "due") {
    if (value.is_whole) event.due = Due{value.whole >= least_instant, value.whole};
  } else if (key == "from") {
    event.card = text;
  } else if (key == "ref" || key == "to") {
    event.ref = text;
  } else if (key == "on") {
    event.on = value.kind != ValueKind::no;
  } else if (key == "until") {
    event.until = value.whole;
  }
}

// The time inside a ULID; 0 when the id is none.
std::int64_t ulid_time(std::string_view id) {
  if (id.size() != 26) return 0;
  std::int64_t time = 0;
  for (const char c : id.substr(0, 10)) {
    const std::size_t digit = std::string_view("0123456789ABCDEFGHJKMNPQRSTVWXYZ").find(c);
    if (digit == std::string_view::npos) return 0;
    time = time << 5 | static_cast<std::int64_t>(digit);
  }
  return time;
}

std::string_view complaint_about(const Event& event, const Seen& seen) {
  if (!seen.version) return "no format version 'v'";
  if (!seen.id) return "no event id 'id'";
  if (event.id.size() > 64) return "the event id is longer than 64 bytes";
  if (seen.version_number > 1 || event.kind == EventKind::unknown) return {};
  const bool of_card = event.kind == EventKind::review || event.kind == EventKind::suspend ||
                       event.kind == EventKind::bury || event.kind == EventKind::alias;
  if (of_card && event.card.empty()) return "no card 'c'";
  if (event.kind == EventKind::review && !seen.grade) return "the grade 'g' must be 1 to 4";
  if (event.kind == EventKind::review && !seen.day) return "no day 'day'";
  if ((event.kind == EventKind::undo || event.kind == EventKind::alias) && event.ref.empty()) {
    return "it does not say what it refers to";
  }
  return {};
}

// Reads a review exactly as review_line writes it, from left to right; every step gives false at the first byte that is
// another. Nine lines in ten of a log are such, and the scanner for any JSON takes ten times as long for them.
class PlainReview {
 public:
  explicit PlainReview(std::string_view text) : at_(text.data()), end_(at_ + text.size()) {}

  bool read(Event& event) {
    const char* const begin = at_;
    std::int64_t zone = 0;
    std::int64_t grade = 0;
    std::int64_t due = 0;
    if (!(literal("{\"v\":1,\"id\":\"") && text(event.id) && literal(",\"dev\":\"") &&
          text(event.device) && literal(",\"t\":") && whole(event.t) && literal(",\"tz\":") &&
          whole(zone) && literal(",\"day\":") && whole(event.day) && literal(",\"c\":\"") &&
          text(event.card) && literal(",\"g\":") && whole(grade) && literal(",\"ms\":") &&
          whole(event.answer_ms) && literal(",\"due\":") && whole(due) && literal(",\"s\":") &&
          decimal(event.stability) && literal(",\"d\":") && decimal(event.difficulty) &&
          literal("}")))
      return false;
    // What is out of the ordinary is for the scanner that can say what is wrong with it.
    if (event.id.empty() || event.id.size() > 64 || event.card.empty() || grade < 1 || grade > 4 ||
        zone < -24 * 60 || zone > 24 * 60 || event.day <= -most_days || event.day >= most_days)
      return false;
    event.kind = EventKind::review;
    event.grade = static_cast<Grade>(grade);
    event.utc_offset_minutes = static_cast<int>(zone);
    event.due = Due{due >= least_instant, due};
    event.line = {begin, static_cast<std::size_t>(at_ - begin)};
    return true;
  }

 private:
  template <std::size_t Size>
  bool literal(const char (&expected)[Size]) {
    constexpr std::size_t length = Size - 1;
    if (static_cast<std::size_t>(end_ - at_) < length || std::memcmp(at_, expected, length) != 0)
      return false;
    at_ += length;
    return true;
  }

  // What stands before the next quotation mark, without escapes.
  bool text(std::string_view& out) {
    const char* const begin = at_;
    for (; at_ < end_; ++at_) {
      const char c = *at_;
      if (c == '"') {
        out = {begin, static_cast<std::size_t>(at_ - begin)};
        ++at_;
        return true;
      }
      if (static_cast<unsigned char>(c) < 0x20 || c == '\\') return false;
    }
    return false;
  }

  // At most 15 digits, which fit everywhere, so that no step needs to look for an overflow.
  bool digits(std::int64_t& value, int& count) {
    for (; at_ < end_ && is_ascii_digit(*at_) && count < 16; ++at_, ++count)
      value = value * 10 + (*at_ - '0');
    return count > 0 && count < 16;
  }

  bool sign() {
    if (at_ >= end_ || *at_ != '-') return false;
    ++at_;
    return true;
  }

  bool whole(std::int64_t& out) {
    const bool negative = sign();
    std::int64_t value = 0;
    int count = 0;
    if (!digits(value, count)) return false;
    out = negative ? -value : value;
    return true;
  }

  // A number below 2^53 divided by a power of ten that a double holds exactly is the double nearest
  // to the decimal (Clinger 1990): what from_chars gives.
  bool decimal(double& out) {
    static constexpr std::array<double, 16> powers{1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                   1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const bool negative = sign();
    std::int64_t value = 0;
    int count = 0;
    if (!digits(value, count)) return false;
    int places = 0;
    if (at_ < end_ && *at_ == '.') {
      ++at_;
      const int before = count;
      if (!digits(value, count)) return false;
      places = count - before;
      if (places == 0) return false;
    }
    const double number = static_cast<double>(value) / powers[static_cast<std::size_t>(places)];
    out = negative ? -number : number;
    return true;
  }

  const char* at_;
  const char* end_;
};

}  // namespace

ScannedEvent scan_event(std::string_view text, std::deque<std::string>& arena) {
  ScannedEvent scanned;
  if (PlainReview(text).read(scanned.event)) {
    scanned.length = scanned.event.line.size();
    return scanned;
  }
  return scan_any_event(text, arena);
}

ScannedEvent scan_any_event(std::string_view text, std::deque<std::string>& arena) {
  constexpr std::string_view not_an_object = "not a JSON object (cut off?)";
  ScannedEvent scanned;
  Scanner scanner(text, arena);
  Event& event = scanned.event;
  Seen seen;
  scanned.complaint = not_an_object;
  if (!scanner.accept('{')) return scanned;
  const std::size_t begin = scanner.at() - 1;
  event.kind = EventKind::review;
  if (!scanner.accept('}')) {
    while (true) {
      std::string_view key;
      Value value;
      if (!scanner.string(key) || !scanner.accept(':') || !scanner.value(value)) return scanned;
      take_field(event, seen, key, value);
      if (scanner.accept('}')) break;
      if (!scanner.accept(',')) return scanned;
    }
  }
  scanned.length = scanner.at();
  event.line = text.substr(begin, scanner.at() - begin);
  // A review has a grade; an object with neither grade nor name is somebody else's.
  if (!seen.name && !seen.grade && event.card.empty()) event.kind = EventKind::unknown;
  scanned.complaint = complaint_about(event, seen);
  if (seen.version_number > 1) event.kind = EventKind::unknown;
  if (!seen.t) event.t = ulid_time(event.id);
  return scanned;
}

// ---- writing ------------------------------------------------------------------------------------

std::string make_ulid(std::int64_t unix_ms, std::span<const std::byte, 10> randomness) {
  constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::string id;
  id.reserve(26);
  for (int shift = 45; shift >= 0; shift -= 5)
    id += digits[static_cast<std::size_t>(unix_ms >> shift & 31)];
  unsigned bits = 0;
  unsigned held = 0;
  for (const std::byte byte : randomness) {
    bits = (bits << 8 | std::to_integer<unsigned>(byte)) & 0xFFF;
    held += 8;
    while (held >= 5) {
      held -= 5;
      id += digits[bits >> held & 31];
    }
  }
  return id;
}

namespace {

void append_whole(std::string& out, std::string_view key, std::int64_t value) {
  out += ",\"";
  out += key;
  out += "\":";
  out += std::to_string(value);
}

void append_text(std::string& out, std::string_view key, std::string_view value) {
  out += ",\"";
  out += key;
  out += "\":";
  append_json(out, value);
}

// Rounded to a few places, halves up, in the shortest form: what JavaScript prints for Math.round(x
// * 1e4) / 1e4.
void append_rounded(std::string& out, double value, double scale) {
  const double whole_part = std::floor(value * scale);
  const double rounded = (value * scale - whole_part >= 0.5 ? whole_part + 1 : whole_part) / scale;
  char text[32];
  out.append(text, std::to_chars(text, text + sizeof text, rounded).ptr);
}

std::string begin_line(const EventStamp& stamp, std::string_view name) {
  std::string line = "{\"v\":1";
  append_text(line, "id", stamp.id);
  append_text(line, "dev", stamp.device);
  append_whole(line, "t", stamp.at.unix_ms);
  append_whole(line, "tz", stamp.at.utc_offset_minutes);
  append_whole(line, "day", stamp.day);
  if (!name.empty()) append_text(line, "e", name);
  return line;
}

}  // namespace

std::string review_line(const EventStamp& stamp, std::string_view card, Grade grade,
                        std::int64_t answer_ms, Due due, const MemoryState& after) {
  std::string line = begin_line(stamp, {});
  append_text(line, "c", card);
  append_whole(line, "g", static_cast<std::int64_t>(grade));
  append_whole(line, "ms", answer_ms);
  append_whole(line, "due", due.value);
  line += ",\"s\":";
  append_rounded(line, after.stability, 1e4);
  line += ",\"d\":";
  append_rounded(line, after.difficulty, 1e3);
  line += '}';
  return line;
}

std::string undo_line(const EventStamp& stamp, std::string_view ref) {
  std::string line = begin_line(stamp, "undo");
  append_text(line, "ref", ref);
  line += '}';
  return line;
}

std::string suspend_line(const EventStamp& stamp, std::string_view card, bool on) {
  std::string line = begin_line(stamp, "suspend");
  append_text(line, "c", card);
  line += on ? ",\"on\":true}" : ",\"on\":false}";
  return line;
}

std::string bury_line(const EventStamp& stamp, std::string_view card, std::int64_t until) {
  std::string line = begin_line(stamp, "bury");
  append_text(line, "c", card);
  append_whole(line, "until", until);
  line += '}';
  return line;
}

std::string alias_line(const EventStamp& stamp, std::string_view from, std::string_view to) {
  std::string line = begin_line(stamp, "alias");
  append_text(line, "from", from);
  append_text(line, "to", to);
  line += '}';
  return line;
}

std::string params_line(const EventStamp& stamp, std::span<const double> weights,
                        double desired_retention) {
  std::string line = begin_line(stamp, "params");
  const auto append_number = [&](double value) {
    char text[32];
    line.append(text, std::to_chars(text, text + sizeof text, value).ptr);
  };
  line += ",\"w\":[";
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (i > 0) line += ',';
    append_number(weights[i]);
  }
  line += "],\"dr\":";
  append_number(desired_retention);
  append_text(line, "model", "fsrs6");
  line += '}';
  return line;
}

}  // namespace loci
