#include "study/event_log.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "base/hash.h"
#include "base/text.h"
#include "study/event_line.h"

namespace loci {

namespace {

bool earlier(const Event& a, const Event& b) { return std::tie(a.t, a.id) < std::tie(b.t, b.id); }

bool is_merge_marker(std::string_view line) {
  return line.starts_with("<<<<<<<") || line.starts_with("=======") ||
         line.starts_with(">>>>>>>") || line.starts_with("|||||||");
}

constexpr const char* disputed_id = "another event has this id and says something else";

// A review takes 150 to 190 bytes; the guess decides only how often memory is moved.
constexpr std::size_t bytes_of_a_review = 150;

// Where another event may begin in a line whose beginning is damaged: after a torn write, the next
// one is glued on.
std::size_t next_event(std::string_view line, std::size_t from) {
  return std::min(line.find("{\"v\":", from), line.size());
}

}  // namespace

// Where the id is, or the empty slot where it would be. There is always an empty one.
std::size_t EventLog::slot_of(std::string_view id, std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    const std::uint64_t slot = slots_[at];
    if (slot == 0) return at;
    if (slot >> 32 == hash >> 32 && events_[(slot & 0xFFFFFFFF) - 1].id == id) return at;
  }
}

void EventLog::make_room(std::size_t count) {
  if (count <= events_.capacity()) return;
  // Twice as much as before, or a log of hundreds of months would be moved hundreds of times.
  events_.reserve(std::max(count, 2 * events_.capacity()));
}

// At most half of the slots are taken.
void EventLog::index_ids() const {
  std::size_t size = 1024;
  while (size < 2 * (events_.capacity() + 1)) size *= 2;
  if (indexed_ == events_.size() && slots_.size() >= size) return;
  slots_.assign(size, 0);
  for (std::size_t i = 0; i < events_.size(); ++i) {
    const std::uint64_t hash = hash64(events_[i].id);
    slots_[slot_of(events_[i].id, hash)] = (hash >> 32 << 32) | (i + 1);
  }
  indexed_ = events_.size();
}

bool EventLog::contains(std::string_view id) const {
  if (events_.empty()) return false;
  index_ids();
  return slots_[slot_of(id, hash64(id))] != 0;
}

EventLog::Kept EventLog::keep(const Event& event) {
  make_room(events_.size() + 1);
  index_ids();
  const std::uint64_t hash = hash64(event.id);
  std::uint64_t& slot = slots_[slot_of(event.id, hash)];
  if (slot == 0) {
    if (!events_.empty() && earlier(event, events_.back())) sorted_ = false;
    events_.push_back(event);
    indexed_ = events_.size();
    slot = (hash >> 32 << 32) | indexed_;
    return Kept::added;
  }
  Event& known = events_[(slot & 0xFFFFFFFF) - 1];
  if (known.line == event.line) return Kept::known;
  if (event.line < known.line) {
    known = event;
    sorted_ = false;
  }
  return Kept::disputed;
}

void EventLog::expect(std::size_t bytes) {
  make_room(events_.size() + bytes / bytes_of_a_review + 1);
}

void EventLog::add_text(const std::string& path, std::string text) {
  texts_.push_back(std::move(text));
  const std::string_view all = texts_.back();
  sources_.push_back({path, all});
  expect(all.size());
  std::uint32_t number = 0;
  for (std::size_t begin = 0; begin < all.size();) {
    // Nearly every line is one event and nothing else.
    const ScannedEvent whole = scan_event(all.substr(begin), texts_);
    const std::size_t after = begin + whole.length;
    if (whole.complaint.empty() && (after == all.size() || all[after] == '\n')) {
      ++number;
      begin = after + 1;
      if (keep(whole.event) == Kept::disputed) problems_.push_back({path, number, disputed_id});
      continue;
    }
    const std::size_t end = std::min(all.find('\n', begin), all.size());
    const std::string_view line = all.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    if (trim(line).empty()) continue;
    if (is_merge_marker(line)) {
      problems_.push_back(
          {path, number, "a merge marker: the lines of both sides count, delete this one"});
      continue;
    }
    bool reported = false;
    for (std::size_t at = 0; at < line.size() && !trim(line.substr(at)).empty();) {
      const ScannedEvent scanned = scan_event(line.substr(at), texts_);
      std::string_view complaint = scanned.complaint;
      if (complaint.empty() && keep(scanned.event) == Kept::disputed) complaint = disputed_id;
      if (!complaint.empty() && !reported) {
        problems_.push_back({path, number, std::string(complaint)});
        reported = true;
      }
      at = scanned.length > 0 ? at + scanned.length : next_event(line, at + 1);
    }
  }
}

Result<bool> EventLog::add_line(std::string line) {
  texts_.push_back(std::move(line));
  const std::string_view text = texts_.back();
  const ScannedEvent scanned = scan_event(text, texts_);
  std::string_view complaint = scanned.complaint;
  if (complaint.empty() && !trim(text.substr(scanned.length)).empty())
    complaint = "more than one JSON object";
  if (!complaint.empty()) {
    Error error{std::string(complaint), {}, ErrorKind::content};
    texts_.pop_back();
    return error;
  }
  return keep(scanned.event) == Kept::added;
}

// A device writes its files in the order of time, so the events are a few sorted runs behind each other: those are merged.
// An event is large; what is moved until the order is known is its time and its place.
const std::vector<Event>& EventLog::events() const {
  if (sorted_) return events_;
  struct Place {
    std::int64_t t;
    std::uint32_t at;
  };
  std::vector<Place> order;
  order.reserve(events_.size());
  std::vector<std::size_t> runs{0};  // where each begins, and the end
  for (std::uint32_t at = 0; at < events_.size(); ++at) {
    if (at > 0 && earlier(events_[at], events_[at - 1])) runs.push_back(at);
    order.push_back({events_[at].t, at});
  }
  runs.push_back(order.size());
  const auto before = [this](const Place& a, const Place& b) {
    return a.t != b.t ? a.t < b.t : events_[a.at].id < events_[b.at].id;
  };
  while (runs.size() > 2) {
    std::vector<std::size_t> merged{0};
    for (std::size_t i = 2; i < runs.size(); i += 2) {
      const auto place = [&](std::size_t run) {
        return order.begin() + static_cast<std::ptrdiff_t>(runs[run]);
      };
      std::inplace_merge(place(i - 2), place(i - 1), place(i), before);
      merged.push_back(runs[i]);
    }
    if (merged.back() != order.size()) merged.push_back(order.size());
    runs = std::move(merged);
  }
  std::vector<Event> sorted;
  sorted.reserve(events_.capacity());
  for (const Place& place : order) sorted.push_back(events_[place.at]);
  events_ = std::move(sorted);
  sorted_ = true;
  indexed_ = 0;
  return events_;
}

std::string log_text(const EventLog& log) {
  std::string text;
  for (const Event& event : log.events()) {
    text += event.line;
    text += '\n';
  }
  return text;
}

std::vector<double> EventLog::weights_of(const Event& event) {
  const auto object = nlohmann::json::parse(event.line, nullptr, false);
  std::vector<double> weights;
  if (!object.is_object() || !object.contains("w") || !object.at("w").is_array()) return weights;
  for (const auto& weight : object.at("w")) {
    if (!weight.is_number()) return {};
    weights.push_back(weight.get<double>());
  }
  return weights;
}

}  // namespace loci
