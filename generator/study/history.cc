#include "study/history.h"

#include <algorithm>
#include <deque>
#include <nlohmann/json.hpp>
#include <optional>
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

constexpr std::string_view seen_name = "\"e\":\"seen\"";

bool is_seen(const Event& event) {
  return event.kind == EventKind::unknown && event.line.find(seen_name) != std::string_view::npos;
}

std::optional<CardTrace> read_seen(std::string_view line) {
  const auto object = nlohmann::json::parse(line, nullptr, false);
  if (!object.is_object() || text_member(object, "e") != "seen") return std::nullopt;
  CardTrace trace;
  trace.group = text_member(object, "c");
  trace.content = text_member(object, "k");
  trace.note = text_member(object, "note");
  trace.question = text_member(object, "q");
  trace.answer = text_member(object, "a");
  trace.before = text_member(object, "b");
  trace.after = text_member(object, "n");
  return trace;
}

// What the log knows of the cards that have a history. A sitting begins with this, over hundreds of thousands of events of
// some thousand cards: views into the log, and each id is looked at once.
class Histories {
 public:
  explicit Histories(std::span<const Event> events) {
    std::unordered_set<std::string_view> undone;
    for (const Event& event : events) {
      if (event.kind == EventKind::undo) undone.insert(event.ref);
    }
    std::unordered_set<std::string_view> known;
    const auto add = [&](std::string_view id) {
      if (known.insert(id).second) ids_[kept_group(id)].push_back(id);
    };
    for (const Event& event : events) {
      if (!undone.empty() && undone.contains(event.id)) continue;
      if (event.kind == EventKind::review || event.kind == EventKind::suspend ||
          event.kind == EventKind::bury) {
        add(event.card);
      } else if (event.kind == EventKind::alias) {
        aliased_groups_.insert(kept_group(event.card));
        // It has a history too, under whatever key that was written.
        add(event.ref);
      } else if (is_seen(event) && !event.card.empty()) {
        seen_[event.card] = event.line;
      }
    }
  }

  // Groups with reviews of their own and their ids.
  using Ids = std::unordered_map<std::string_view, std::vector<std::string_view>>;
  const Ids& ids() const { return ids_; }
  bool has(std::string_view group) const { return ids_.contains(group); }
  bool is_aliased(std::string_view group) const { return aliased_groups_.contains(group); }
  // The last line that says what the card was; empty: none.
  std::string_view seen(std::string_view group) const {
    const auto found = seen_.find(group);
    return found == seen_.end() ? std::string_view() : found->second;
  }

 private:
  std::string_view kept_group(std::string_view id) {
    if (id.find('/') == std::string_view::npos) return id;
    return groups_.emplace_back(card_group(id));
  }

  std::deque<std::string> groups_;
  Ids ids_;
  std::unordered_set<std::string_view> aliased_groups_;
  std::unordered_map<std::string_view, std::string_view> seen_;
};

bool same_trace(const CardTrace& a, const CardTrace& b) {
  return a.group == b.group && a.note == b.note && a.question == b.question &&
         a.answer == b.answer && a.before == b.before && a.after == b.after &&
         a.content == b.content;
}

// `"c":"h-x","note":"databases/joins",…`
std::string members_of(const CardTrace& card) {
  std::string members;
  const auto member = [&members](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    members.append(members.empty() ? "\"" : ",\"").append(name).append("\":");
    append_json(members, value);
  };
  member("c", card.group);
  if (card.content != card.group) member("k", card.content);
  member("note", card.note);
  member("q", short_question(card.question));
  member("a", card.answer);
  member("b", card.before);
  member("n", card.after);
  return members;
}

// Whether the last "seen" event of a card says what it is now. Nearly always it is the same text.
bool is_said(std::string_view line, const CardTrace& now) {
  if (line.empty()) return false;
  const std::string members = members_of(now);
  const std::size_t name = line.find(seen_name);
  if (name != std::string_view::npos) {
    const std::string_view said = line.substr(name + seen_name.size());
    if (said.size() == members.size() + 2 && said.front() == ',' && said.back() == '}' &&
        said.substr(1, members.size()) == members)
      return true;
  }
  const std::optional<CardTrace> seen = read_seen(line);
  return seen && same_trace(*seen, now);
}

// Of the ids with a history, those that the card has too.
void add_aliases(std::vector<std::string_view> from, const SiteTrace& card,
                 std::vector<HistoryPlan::Alias>& aliases) {
  std::sort(from.begin(), from.end());
  for (const std::string_view id : from) {
    const auto same_part =
        std::find_if(card.ids.begin(), card.ids.end(),
                     [&](const std::string& other) { return card_part(other) == card_part(id); });
    if (same_part != card.ids.end() && *same_part != id)
      aliases.push_back({std::string(id), *same_part});
  }
}

}  // namespace

std::string short_question(std::string_view question) {
  std::string line = replace_all(trim(question), "\n", " ");
  // With room for the ellipsis: a short question stays as it is.
  return line.size() <= most_question_bytes ? line : shorten(line, most_question_bytes - 3);
}

HistoryPlan plan_histories(std::span<const Event> events, std::span<const SiteTrace> site) {
  HistoryPlan plan;
  const Histories log(events);
  std::unordered_map<std::string_view, std::uint32_t> at_home;  // group -> index into site
  for (std::uint32_t i = 0; i < site.size(); ++i) at_home.emplace(site[i].trace.group, i);

  std::vector<CardTrace> old;
  for (const auto& [group, ids] : log.ids()) {
    if (at_home.contains(group) || log.is_aliased(group)) continue;
    CardTrace trace = read_seen(log.seen(group)).value_or(CardTrace{});
    trace.group = group;
    old.push_back(std::move(trace));
  }
  // In the order of their names: that of the table is not the same everywhere.
  std::sort(old.begin(), old.end(),
            [](const CardTrace& a, const CardTrace& b) { return a.group < b.group; });
  std::vector<CardTrace> fresh;
  std::vector<std::uint32_t> fresh_at;
  if (!old.empty()) {
    for (std::uint32_t i = 0; i < site.size(); ++i) {
      if (log.has(site[i].trace.group)) continue;
      fresh.push_back(site[i].trace);
      // As the old ones are, and as the page knows them.
      fresh.back().question = short_question(fresh.back().question);
      fresh_at.push_back(i);
    }
  }
  std::vector<bool> matched(old.size());
  std::unordered_set<std::string_view> got_history;
  for (const CardMatch& match : match_cards(old, fresh)) {
    matched[match.old] = true;
    const SiteTrace& card = site[fresh_at[match.card]];
    plan.matches.push_back({match, old[match.old], card.trace});
    if (match.rule == MatchRule::asked) continue;
    add_aliases(log.ids().at(old[match.old].group), card, plan.aliases);
    got_history.insert(card.trace.group);
  }
  for (std::size_t i = 0; i < old.size(); ++i) {
    if (!matched[i]) plan.orphans.push_back(old[i]);
  }
  for (const SiteTrace& card : site) {
    const std::string& group = card.trace.group;
    if (!log.has(group) && !got_history.contains(group)) continue;
    CardTrace now = card.trace;
    now.question = short_question(now.question);
    if (now.content == now.group) now.content.clear();
    if (!is_said(log.seen(group), now)) plan.seen.push_back(std::move(now));
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
          ",\"day\":" + std::to_string(stamp.day) + ",";
  line.append(seen_name).append(",").append(members_of(card)).append("}");
  return line;
}

}  // namespace loci
