#include "study/schedule_cache.h"

#include <algorithm>
#include <unordered_map>
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

std::optional<KnownSchedule> ScheduleCache::load(const FsrsParameters& parameters) const {
  const std::optional<std::string> contents = file_.read();
  if (!contents) return std::nullopt;
  PackedReader reader(*contents);
  const auto made_ms = reader.number<std::int64_t>();
  const std::vector<KnownFile> then = read_known(reader);
  const std::optional<std::vector<KnownFile>> now = files_now();
  if (!now || now->size() != then.size()) return std::nullopt;
  for (std::size_t i = 0; i < then.size(); ++i) {
    const Unchanged unchanged = is_unchanged(then[i], (*now)[i], made_ms);
    if (unchanged == Unchanged::no) return std::nullopt;
    if (unchanged == Unchanged::yes) continue;
    const Result<std::string> bytes = files_.read(then[i].path);
    if (!bytes || hash64(*bytes) != then[i].hash) return std::nullopt;
  }
  const auto newest_t = reader.number<std::int64_t>();
  const auto cards = reader.number<std::uint64_t>();
  std::optional<Schedule> schedule = Schedule::unpack(reader, parameters);
  if (!schedule || !reader.is_whole()) return std::nullopt;
  return KnownSchedule{*std::move(schedule), newest_t, cards};
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
  std::string contents;
  PackedWriter writer(contents);
  writer.number(now_ms);
  write_known(writer, *now);
  writer.number(log.events().back().t);
  writer.number(cards);
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
