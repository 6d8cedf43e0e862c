#include "cards/event_log.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "base/hash.h"
#include "base/text.h"
#include "cards/event_line.h"

namespace loci {

namespace {

bool earlier(const Event& a, const Event& b) { return std::tie(a.t, a.id) < std::tie(b.t, b.id); }

bool is_merge_marker(std::string_view line) {
  return line.starts_with("<<<<<<<") || line.starts_with("=======") ||
         line.starts_with(">>>>>>>") || line.starts_with("|||||||");
}

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
    if (slot >> 32 == hash >> 32 && known_[(slot & 0xFFFFFFFF) - 1].id == id) return at;
  }
}

void EventLog::make_room_for_ids(std::size_t count) {
  if (2 * count < slots_.size()) return;
  std::size_t size = 1024;
  while (size < 4 * count) size *= 2;
  slots_.assign(size, 0);
  for (std::size_t i = 0; i < known_.size(); ++i) {
    const std::uint64_t hash = hash64(known_[i].id);
    slots_[slot_of(known_[i].id, hash)] = (hash >> 32 << 32) | (i + 1);
  }
}

bool EventLog::contains(std::string_view id) const {
  return !slots_.empty() && slots_[slot_of(id, hash64(id))] != 0;
}

EventLog::Kept EventLog::keep(const Event& event) {
  make_room_for_ids(known_.size() + 1);
  const std::uint64_t hash = hash64(event.id);
  std::uint64_t& slot = slots_[slot_of(event.id, hash)];
  if (slot == 0) {
    known_.push_back({event.id, event.line});
    slot = (hash >> 32 << 32) | known_.size();
    if (!events_.empty() && earlier(event, events_.back())) sorted_ = false;
    events_.push_back(event);
    return Kept::added;
  }
  Known& known = known_[(slot & 0xFFFFFFFF) - 1];
  if (known.line == event.line) return Kept::known;
  if (event.line < known.line) {
    known.line = event.line;
    const auto same_id = [&](const Event& other) { return other.id == event.id; };
    *std::find_if(events_.begin(), events_.end(), same_id) = event;
    sorted_ = false;
  }
  return Kept::disputed;
}

void EventLog::add_text(const std::string& path, std::string text) {
  texts_.push_back(std::move(text));
  const std::string_view all = texts_.back();
  const auto lines = static_cast<std::size_t>(std::count(all.begin(), all.end(), '\n')) + 1;
  // Twice as much as is needed, or a log of hundreds of months would be moved hundreds of times.
  const std::size_t needed = events_.size() + lines;
  if (needed > events_.capacity()) {
    events_.reserve(2 * needed);
    known_.reserve(2 * needed);
    make_room_for_ids(needed);
  }
  std::uint32_t number = 0;
  for (std::size_t begin = 0; begin < all.size();) {
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
      if (complaint.empty() && keep(scanned.event) == Kept::disputed)
        complaint = "another event has this id and says something else";
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

const std::vector<Event>& EventLog::events() const {
  if (!sorted_) {
    std::sort(events_.begin(), events_.end(), earlier);
    sorted_ = true;
  }
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
