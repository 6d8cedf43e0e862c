#include "cards/event_log.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

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

EventLog::Kept EventLog::keep(const Event& event) {
  const auto [known, is_new] = ids_.try_emplace(event.id, event.line);
  if (is_new) {
    if (!events_.empty() && earlier(event, events_.back())) sorted_ = false;
    events_.push_back(event);
    return Kept::added;
  }
  if (known->second == event.line) return Kept::known;
  if (event.line < known->second) {
    known->second = event.line;
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
  events_.reserve(events_.size() + lines);
  ids_.reserve(ids_.size() + lines);
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
