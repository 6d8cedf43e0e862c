#include "study/event_line.h"

#include <array>
#include <cstring>

#include "base/text.h"
#include "study/json_scanner.h"

namespace loci {

namespace {

// A step within the day is due at an instant: 10^9 days are more than the universe has had, and as
// milliseconds it is the twelfth of January 1970.
constexpr std::int64_t least_instant = 1'000'000'000;

// Days since 1970 that a civil calendar knows; keeps differences of days small.
constexpr std::int64_t most_days = 100'000'000;

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

void take_letter(Event& event, Seen& seen, char key, const JsonValue& value,
                 std::string_view text) {
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

void take_field(Event& event, Seen& seen, std::string_view key, const JsonValue& value) {
  const std::string_view text = value.kind == JsonKind::text ? value.text : std::string_view{};
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
    event.on = value.kind != JsonKind::no;
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

  // As in 007, which is no number of JSON.
  bool leads_with_zero() const {
    return end_ - at_ > 1 && at_[0] == '0' && is_ascii_digit(at_[1]);
  }

  bool whole(std::int64_t& out) {
    const bool negative = sign();
    std::int64_t value = 0;
    int count = 0;
    if (leads_with_zero() || !digits(value, count)) return false;
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
    if (leads_with_zero() || !digits(value, count)) return false;
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
  JsonScanner scanner(text, arena);
  Event& event = scanned.event;
  Seen seen;
  scanned.complaint = not_an_object;
  if (!scanner.accept('{')) return scanned;
  const std::size_t begin = scanner.at() - 1;
  event.kind = EventKind::review;
  if (!scanner.accept('}')) {
    while (true) {
      std::string_view key;
      JsonValue value;
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

}  // namespace loci
