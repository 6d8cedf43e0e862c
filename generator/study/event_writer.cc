// The lines of the log as they are written; study/event_line reads them. The browser's twin is assets/lib/review/event_log.ts.
#include <charconv>
#include <cmath>
#include <cstddef>
#include <string>

#include "base/escape.h"
#include "study/event_log.h"

namespace loci {

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
