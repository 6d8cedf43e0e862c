#include "serve/reviews.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "study/event_log.h"

namespace loci {

namespace {

using nlohmann::json;

constexpr std::size_t longest_event = 4096;
constexpr int deepest_event = 8;  // an event is flat; params hold one list

SaveAnswer refusal(int status, const std::string& why) {
  return {status, json{{"error", why}}.dump()};
}

// Parses without exceptions and without following a body that nests to exhaust the stack.
json parse_bounded(std::string_view text) {
  const auto bounded = [](int depth, json::parse_event_t, json&) { return depth <= deepest_event; };
  return json::parse(text, bounded, /*allow_exceptions=*/false);
}

struct Incoming {
  std::string id;
  std::string device;
  Moment at;
  std::string line;
};

// One element of "events": an object, or the same as a text (the exact bytes that the page keeps).
Result<Incoming> read_event(const json& element) {
  const json parsed =
      element.is_string() ? parse_bounded(element.get_ref<const std::string&>()) : element;
  if (!parsed.is_object()) return Error{"an event is not a JSON object", {}, ErrorKind::content};
  Incoming event;
  event.line = element.is_string() ? element.get<std::string>()
                                   : parsed.dump(-1, ' ', false, json::error_handler_t::replace);
  if (event.line.size() > longest_event || event.line.find('\n') != std::string::npos) {
    return Error{"an event is longer than 4 kB or more than one line", {}, ErrorKind::content};
  }
  const auto id = parsed.find("id");
  const auto device = parsed.find("dev");
  const auto time = parsed.find("t");
  if (id == parsed.end() || !id->is_string() || device == parsed.end() || !device->is_string() ||
      time == parsed.end() || !time->is_number_integer()) {
    return Error{"an event lacks its id, device or time", {}, ErrorKind::content};
  }
  event.id = id->get<std::string>();
  event.device = device->get<std::string>();
  if (!is_device_name(event.device)) {
    return Error{"a device name has characters other than small letters, digits and '-'",
                 {},
                 ErrorKind::content};
  }
  event.at.unix_ms = time->get<std::int64_t>();
  const auto zone = parsed.find("tz");
  if (zone != parsed.end() && zone->is_number_integer())
    event.at.utc_offset_minutes = zone->get<int>();
  EventLog probe;
  Result<bool> understood = probe.add_line(event.line);
  if (!understood) return std::move(understood).error();
  return event;
}

}  // namespace

Result<std::string> ReviewStore::all_lines() {
  const std::lock_guard lock(mutex_);
  const Result<const EventLog*> log = log_.read();
  if (!log) return log.error();
  std::string lines;
  for (const Event& event : (*log)->events()) {
    lines += event.line;
    lines += '\n';
  }
  return lines;
}

std::int32_t mark_of(std::string_view id) {
  std::uint32_t mark = 0;
  for (const char c : id) mark = mark * 31 + static_cast<unsigned char>(c);
  return static_cast<std::int32_t>(mark);
}

Result<std::optional<std::string>> ReviewStore::lines_after(const KnownEvents& known) {
  const std::lock_guard lock(mutex_);
  const Result<const EventLog*> log = log_.read();
  if (!log) return log.error();
  std::uint64_t count = 0;
  std::int32_t mark = 0;
  std::string lines;
  for (const Event& event : (*log)->events()) {
    if (event.id > known.last) {
      lines += event.line;
      lines += '\n';
    } else {
      ++count;
      mark ^= mark_of(event.id);
    }
  }
  if (count != known.count || mark != known.mark) return std::optional<std::string>();
  return std::optional(std::move(lines));
}

SaveAnswer ReviewStore::save(std::string_view body) {
  const json request = parse_bounded(body);
  if (!request.is_object() || !request.contains("events") || !request["events"].is_array()) {
    return refusal(400, "the body is not {\"events\":[…]}");
  }
  std::vector<Incoming> events;
  for (const json& element : request["events"]) {
    Result<Incoming> event = read_event(element);
    if (!event) return refusal(400, event.error().message);
    events.push_back(std::move(*event));
  }

  const std::lock_guard lock(mutex_);
  const Result<const EventLog*> log = log_.read();
  if (!log) return refusal(500, log.error().message);
  // One file a device and month, so one append for each of them; std::map keeps the order of the answer out of it.
  std::map<std::pair<std::string, std::string>, std::vector<const Incoming*>> batches;
  for (const Incoming& event : events) {
    if ((*log)->contains(event.id)) continue;
    const Date month = date_from_days(review_day(event.at, 0));
    batches[{event.device, to_string(Date{month.year, month.month, 1})}].push_back(&event);
  }
  for (const auto& [key, batch] : batches) {
    std::vector<std::string> lines;
    for (const Incoming* event : batch) {
      const auto same = [&](const Incoming* other) { return other->id == event->id; };
      const auto first = std::find_if(batch.begin(), batch.end(), same);
      if (*first == event) lines.push_back(event->line);
    }
    Status saved = append_events(folder_, key.first, batch.front()->at, lines);
    if (!saved) return refusal(500, saved.error().message);
  }
  json answer = {{"saved", json::array()}};
  for (const Incoming& event : events) answer["saved"].push_back(event.id);
  return {200, answer.dump()};
}

}  // namespace loci
