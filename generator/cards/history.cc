#include "cards/history.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/escape.h"
#include "base/text.h"
#include "base/unicode.h"

namespace loci {

namespace {

constexpr std::size_t most_question_bytes = 300;

std::string text_member(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool is_seen(const Event& event) {
  return event.kind == EventKind::unknown &&
         event.line.find("\"e\":\"seen\"") != std::string_view::npos;
}

// What the log knows of the cards that have a history.
class Histories {
 public:
  explicit Histories(std::span<const Event> events) {
    std::unordered_set<std::string_view> undone;
    for (const Event& event : events) {
      if (event.kind == EventKind::undo) undone.insert(event.ref);
    }
    for (const Event& event : events) {
      if (undone.contains(event.id)) continue;
      if (event.kind == EventKind::review || event.kind == EventKind::suspend ||
          event.kind == EventKind::bury) {
        ids_[card_group(event.card)].insert(std::string(event.card));
      } else if (event.kind == EventKind::alias) {
        aliased_groups_.insert(card_group(event.card));
        // It has a history too, under whatever key that was written.
        ids_[card_group(event.ref)].insert(std::string(event.ref));
      } else if (is_seen(event)) {
        add_seen(event);
      }
    }
  }

  // Groups with reviews of their own, in the order of their names.
  const std::map<std::string, std::set<std::string>>& ids() const { return ids_; }
  bool is_aliased(const std::string& group) const { return aliased_groups_.contains(group); }
  const CardTrace* seen(const std::string& group) const {
    const auto found = seen_.find(group);
    return found == seen_.end() ? nullptr : &found->second;
  }

 private:
  void add_seen(const Event& event) {
    const auto object = nlohmann::json::parse(event.line, nullptr, false);
    if (!object.is_object() || text_member(object, "e") != "seen") return;
    CardTrace trace;
    trace.group = text_member(object, "c");
    if (trace.group.empty()) return;
    trace.content = text_member(object, "k");
    trace.note = text_member(object, "note");
    trace.question = text_member(object, "q");
    trace.answer = text_member(object, "a");
    trace.before = text_member(object, "b");
    trace.after = text_member(object, "n");
    seen_[trace.group] = std::move(trace);
  }

  std::map<std::string, std::set<std::string>> ids_;
  std::set<std::string> aliased_groups_;
  std::unordered_map<std::string, CardTrace> seen_;
};

std::string short_question(std::string_view question) {
  return shorten(replace_all(trim(question), "\n", " "), most_question_bytes);
}

bool same_trace(const CardTrace& a, const CardTrace& b) {
  return a.group == b.group && a.note == b.note && a.question == b.question &&
         a.answer == b.answer && a.before == b.before && a.after == b.after &&
         a.content == b.content;
}

// Of the ids with a history, those that the card has too.
void add_aliases(const std::set<std::string>& from, const SiteTrace& card,
                 std::vector<HistoryPlan::Alias>& aliases) {
  for (const std::string& id : from) {
    const auto same_part =
        std::find_if(card.ids.begin(), card.ids.end(),
                     [&](const std::string& other) { return card_part(other) == card_part(id); });
    if (same_part != card.ids.end() && *same_part != id) aliases.push_back({id, *same_part});
  }
}

}  // namespace

HistoryPlan plan_histories(std::span<const Event> events, std::span<const SiteTrace> site) {
  HistoryPlan plan;
  const Histories log(events);
  std::unordered_map<std::string_view, std::uint32_t> at_home;  // group -> index into site
  for (std::uint32_t i = 0; i < site.size(); ++i) at_home.emplace(site[i].trace.group, i);

  std::unordered_set<std::string> has_history;
  for (const auto& [group, ids] : log.ids()) has_history.insert(group);

  std::vector<CardTrace> old;
  for (const auto& [group, ids] : log.ids()) {
    if (at_home.contains(group) || log.is_aliased(group)) continue;
    const CardTrace* seen = log.seen(group);
    CardTrace trace = seen != nullptr ? *seen : CardTrace{};
    trace.group = group;
    old.push_back(std::move(trace));
  }
  std::vector<CardTrace> fresh;
  std::vector<std::uint32_t> fresh_at;
  if (!old.empty()) {
    for (std::uint32_t i = 0; i < site.size(); ++i) {
      if (has_history.contains(site[i].trace.group)) continue;
      fresh.push_back(site[i].trace);
      fresh_at.push_back(i);
    }
  }
  std::vector<bool> matched(old.size());
  for (const CardMatch& match : match_cards(old, fresh)) {
    matched[match.old] = true;
    const SiteTrace& card = site[fresh_at[match.card]];
    plan.matches.push_back({match, old[match.old], card.trace});
    if (match.rule == MatchRule::asked) continue;
    add_aliases(log.ids().at(old[match.old].group), card, plan.aliases);
    has_history.insert(card.trace.group);
  }
  for (std::size_t i = 0; i < old.size(); ++i) {
    if (!matched[i]) plan.orphans.push_back(old[i]);
  }
  for (const SiteTrace& card : site) {
    if (!has_history.contains(card.trace.group)) continue;
    CardTrace now = card.trace;
    now.question = short_question(now.question);
    if (now.content == now.group) now.content.clear();
    const CardTrace* seen = log.seen(now.group);
    if (seen == nullptr || !same_trace(*seen, now)) plan.seen.push_back(std::move(now));
  }
  return plan;
}

std::vector<HistoryPlan::Alias> aliases_of(std::span<const Event> events, const CardTrace& old,
                                           const SiteTrace& card) {
  std::vector<HistoryPlan::Alias> aliases;
  const Histories log(events);
  const auto ids = log.ids().find(old.group);
  if (ids != log.ids().end()) add_aliases(ids->second, card, aliases);
  return aliases;
}

std::string seen_line(const EventStamp& stamp, const CardTrace& card) {
  std::string line = "{\"v\":1,\"id\":";
  append_json(line, stamp.id);
  line += ",\"dev\":";
  append_json(line, stamp.device);
  line += ",\"t\":" + std::to_string(stamp.at.unix_ms) +
          ",\"tz\":" + std::to_string(stamp.at.utc_offset_minutes) +
          ",\"day\":" + std::to_string(stamp.day) + ",\"e\":\"seen\"";
  const auto member = [&line](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    line += ",\"" + std::string(name) + "\":";
    append_json(line, value);
  };
  member("c", card.group);
  if (card.content != card.group) member("k", card.content);
  member("note", card.note);
  member("q", short_question(card.question));
  member("a", card.answer);
  member("b", card.before);
  member("n", card.after);
  line += '}';
  return line;
}

}  // namespace loci
