#include "study/schedule_cache.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/hash.h"
#include "base/path.h"
#include "study/event_log.h"

namespace loci {
namespace {

std::uint64_t key_of(const CardsConfig& config, std::string_view program) {
  StreamHash hash;
  hash.append_part(program);
  hash.append_part(std::to_string(config.desired_retention));
  hash.append_part(std::to_string(config.maximum_interval_days));
  hash.append_part(std::to_string(config.rollover_hour));
  return hash.value();
}

// A greater id than all is an id that none of them has.
bool comes_after(const EventLog& added, std::int64_t newest_t, std::string_view greatest_id) {
  return std::all_of(added.events().begin(), added.events().end(), [&](const Event& event) {
    return event.t > newest_t && event.id > greatest_id;
  });
}

// The fold of what is kept and of `events`, which come after it. False: one of them says something of what was folded.
bool add_events(const std::vector<Event>& events, KnownSchedule& kept) {
  std::unordered_set<std::string_view> ids;
  std::unordered_set<std::string_view> undone;
  for (const Event& event : events) {
    ids.insert(event.id);
    if (event.kind == EventKind::undo) undone.insert(event.ref);
  }
  const bool looks_back = std::any_of(undone.begin(), undone.end(),
                                      [&](std::string_view id) { return !ids.contains(id); });
  if (looks_back) return false;
  for (const Event& event : events) {
    kept.newest_t = event.t;
    if (!event.card.empty()) kept.cards_since.emplace_back(event.card);
    if (event.kind == EventKind::undo || undone.contains(event.id)) continue;
    if (!kept.schedule.add(event)) return false;
  }
  std::sort(kept.cards_since.begin(), kept.cards_since.end());
  kept.cards_since.erase(std::unique(kept.cards_since.begin(), kept.cards_since.end()),
                         kept.cards_since.end());
  return true;
}

}  // namespace

ScheduleCache::ScheduleCache(std::string_view root, const CardsConfig& config, FileSystem& files,
                             std::string_view program)
    : reviews_(join_path(root, ".loci/reviews")),
      files_(files),
      file_(root, "schedule", key_of(config, program), files) {}

// A link is one more reason to read the log itself.
std::optional<std::vector<KnownFile>> ScheduleCache::files_now() const {
  const Result<std::vector<std::string>> paths = log_files(reviews_);
  if (!paths) return std::nullopt;
  std::vector<KnownFile> now;
  std::string folder;
  std::vector<DirectoryEntry> entries;  // of `folder`, by name
  for (const std::string& path : *paths) {
    if (std::string parent(parent_path(path)); parent != folder) {
      Result<std::vector<DirectoryEntry>> listed = files_.list(parent);
      if (!listed) return std::nullopt;
      entries = *std::move(listed);
      folder = std::move(parent);
    }
    const std::string_view name = std::string_view(path).substr(folder.size() + 1);
    const auto entry = std::lower_bound(
        entries.begin(), entries.end(), name,
        [](const DirectoryEntry& one, std::string_view wanted) { return one.name < wanted; });
    if (entry == entries.end() || entry->name != name || entry->kind != DirectoryEntry::Kind::file)
      return std::nullopt;
    now.push_back({path, entry->size, entry->mark, entry->changed_ms, 0});
  }
  return now;
}

std::optional<EventLog> ScheduleCache::added_since(const std::vector<KnownFile>& then,
                                                   std::int64_t made_ms) const {
  const std::optional<std::vector<KnownFile>> now = files_now();
  if (!now) return std::nullopt;
  EventLog added;
  std::size_t known = 0;
  for (const KnownFile& file : *now) {
    if (known == then.size() || then[known].path != file.path) {
      // New, or one that should have come before it is gone: then that one is never met.
      Result<std::string> bytes = files_.read(file.path);
      if (!bytes) return std::nullopt;
      added.add_text(file.path, *std::move(bytes));
      continue;
    }
    const KnownFile& before = then[known++];
    const bool grown = file.size > before.size;
    if (!grown) {
      const Unchanged unchanged = is_unchanged(before, file, made_ms);
      if (unchanged == Unchanged::no) return std::nullopt;
      if (unchanged == Unchanged::yes) continue;
    }
    Result<std::string> bytes = files_.read(file.path);
    if (!bytes || bytes->size() < before.size) return std::nullopt;
    const std::string_view old = std::string_view(*bytes).substr(0, before.size);
    if (hash64(old) != before.hash) return std::nullopt;
    if (bytes->size() == before.size) continue;
    // What stands behind a line without an end is the rest of that line.
    if (!old.empty() && old.back() != '\n') return std::nullopt;
    added.add_text(file.path, bytes->substr(before.size));
  }
  if (known != then.size() || !added.problems().empty()) return std::nullopt;
  return added;
}

std::optional<KnownSchedule> ScheduleCache::load(const FsrsParameters& parameters) const {
  const std::optional<std::string> contents = file_.read();
  if (!contents) return std::nullopt;
  PackedReader reader(*contents);
  const auto made_ms = reader.number<std::int64_t>();
  const std::vector<KnownFile> then = read_known(reader);
  const std::optional<EventLog> added = added_since(then, made_ms);
  if (!added) return std::nullopt;
  KnownSchedule kept{Schedule({}, parameters), 0, 0};
  kept.newest_t = reader.number<std::int64_t>();
  kept.cards = reader.number<std::uint64_t>();
  const bool goes_on = reader.number<std::uint8_t>() != 0;
  const std::string_view greatest_id = reader.text();
  if (!added->events().empty() && (!goes_on || !comes_after(*added, kept.newest_t, greatest_id)))
    return std::nullopt;
  std::optional<Schedule> schedule = Schedule::unpack(reader, parameters);
  if (!schedule || !reader.is_whole()) return std::nullopt;
  kept.schedule = *std::move(schedule);
  if (!add_events(added->events(), kept)) return std::nullopt;
  return kept;
}

Status ScheduleCache::store(const EventLog& log, const Schedule& schedule, std::uint64_t cards,
                            std::int64_t now_ms) const {
  if (log.events().empty() || !log.problems().empty() || !schedule.disagreements().empty())
    return Done{};
  std::optional<std::vector<KnownFile>> now = files_now();
  if (!now) return Done{};
  std::unordered_map<std::string_view, std::string_view> texts;
  for (const EventLog::Source& source : log.sources()) texts.emplace(source.path, source.text);
  if (texts.size() != now->size()) return Done{};
  for (KnownFile& file : *now) {
    const auto read = texts.find(file.path);
    if (read == texts.end() || read->second.size() != file.size) return Done{};
    file.hash = hash64(read->second);
  }
  // An event that was undone before it was known would not count when it comes.
  bool goes_on = true;
  std::string_view greatest_id;
  for (const Event& event : log.events()) {
    greatest_id = std::max(greatest_id, event.id);
    if (event.kind == EventKind::undo && !log.contains(event.ref)) goes_on = false;
  }
  std::string contents;
  PackedWriter writer(contents);
  writer.number(now_ms);
  write_known(writer, *now);
  writer.number(log.events().back().t);
  writer.number(cards);
  writer.number(static_cast<std::uint8_t>(goes_on));
  writer.text(greatest_id);
  schedule.pack(writer);
  return file_.write(contents);
}

// ---- the schedule as bytes ----------------------------------------------------------------------

void Schedule::pack(PackedWriter& writer) const {
  for (const double weight : fsrs_.parameters().weights) writer.number(weight);
  writer.number(static_cast<std::uint32_t>(states_.size()));
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const CardState& state = states_[i];
    writer.text(names_[i]);
    writer.number(static_cast<std::uint8_t>(state.memory.phase));
    writer.number(state.memory.step);
    writer.number(state.memory.stability);
    writer.number(state.memory.difficulty);
    writer.number(state.memory.reps);
    writer.number(state.memory.lapses);
    writer.number(static_cast<std::uint8_t>(state.due.at_instant));
    writer.number(state.due.value);
    writer.number(state.last_day);
    writer.number(state.last_t);
    writer.number(state.first_day);
    writer.number(state.buried_until);
    writer.number(static_cast<std::uint8_t>(state.suspended));
  }
  writer.number(static_cast<std::uint32_t>(aliases_.size()));
  for (const auto& [from, to] : aliases_) {
    writer.text(from);
    writer.text(to);
  }
  writer.number(static_cast<std::uint32_t>(days_.size()));
  for (const auto& [day, counts] : days_) {
    writer.number(day);
    writer.number(counts.introduced);
    writer.number(counts.reviews);
    writer.number(counts.grades);
  }
}

std::optional<Schedule> Schedule::unpack(PackedReader& reader, FsrsParameters parameters) {
  for (double& weight : parameters.weights) weight = reader.number<double>();
  Schedule schedule({}, std::move(parameters));
  const std::size_t states = reader.count(78);
  schedule.names_.reserve(states);
  schedule.states_.reserve(states);
  for (std::size_t i = 0; i < states; ++i) {
    CardState& state = schedule.state_of(reader.text());
    const auto phase = reader.number<std::uint8_t>();
    if (phase > static_cast<std::uint8_t>(Phase::relearning)) return std::nullopt;
    state.memory.phase = static_cast<Phase>(phase);
    state.memory.step = reader.number<std::uint32_t>();
    state.memory.stability = reader.number<double>();
    state.memory.difficulty = reader.number<double>();
    state.memory.reps = reader.number<std::uint32_t>();
    state.memory.lapses = reader.number<std::uint32_t>();
    state.due.at_instant = reader.number<std::uint8_t>() != 0;
    state.due.value = reader.number<std::int64_t>();
    state.last_day = reader.number<std::int64_t>();
    state.last_t = reader.number<std::int64_t>();
    state.first_day = reader.number<std::int64_t>();
    state.buried_until = reader.number<std::int64_t>();
    state.suspended = reader.number<std::uint8_t>() != 0;
  }
  const std::size_t aliases = reader.count(8);
  for (std::size_t i = 0; i < aliases; ++i) {
    std::string from(reader.text());
    schedule.aliases_.insert_or_assign(std::move(from), std::string(reader.text()));
  }
  const std::size_t days = reader.count(20);
  for (std::size_t i = 0; i < days; ++i) {
    const auto day = reader.number<std::int64_t>();
    DayCounts& counts = schedule.days_[day];
    counts.introduced = reader.number<int>();
    counts.reviews = reader.number<int>();
    counts.grades = reader.number<int>();
  }
  return schedule;
}

}  // namespace loci
