#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_set>

#include "base/escape.h"
#include "base/path.h"
#include "base/text.h"
#include "cli/commands.h"
#include "study/event_log.h"
#include "study/queue.h"
#include "study/schedule.h"

namespace loci {

namespace {

// What a log holds, for the report of `loci log check`.
struct Inventory {
  std::size_t events = 0;
  std::size_t reviews = 0;
  std::size_t undone = 0;  // events that an undo took back
  std::size_t cards = 0;
  std::size_t unknown = 0;  // kept, not understood
  std::set<std::string_view> devices;
  std::string first_day;
  std::string last_day;
};

Inventory inventory_of(const EventLog& log) {
  Inventory all;
  std::unordered_set<std::string_view> cards;
  std::unordered_set<std::string_view> taken_back;
  std::int64_t first = INT64_MAX;
  std::int64_t last = INT64_MIN;
  for (const Event& event : log.events()) {
    ++all.events;
    if (!event.device.empty()) all.devices.insert(event.device);
    if (event.kind == EventKind::unknown) ++all.unknown;
    if (event.kind == EventKind::undo && log.contains(event.ref)) taken_back.insert(event.ref);
    if (event.kind != EventKind::review) continue;
    ++all.reviews;
    cards.insert(event.card);
    first = std::min(first, event.day);
    last = std::max(last, event.day);
  }
  all.undone = taken_back.size();
  all.cards = cards.size();
  if (all.reviews > 0) {
    all.first_day = to_string(date_from_days(first));
    all.last_day = to_string(date_from_days(last));
  }
  return all;
}

std::string inventory_text(const Inventory& all) {
  if (all.events == 0) return "no reviews\n";
  std::string text = counted(all.events, "event") + " of " + counted(all.devices.size(), "device") +
                     ": " + counted(all.reviews, "review") + " of " + counted(all.cards, "card");
  if (!all.first_day.empty()) text += " from " + all.first_day + " to " + all.last_day;
  if (all.undone > 0) text += ", " + std::to_string(all.undone) + " undone";
  if (all.unknown > 0)
    text += ", " + std::to_string(all.unknown) + " of a kind this version does not know";
  return text + "\n";
}

// A path as the reader would type it here.
std::string shown_path(const std::string& path, const Surroundings& surroundings) {
  const std::string prefix = surroundings.working_folder + "/";
  return path.starts_with(prefix) ? path.substr(prefix.size()) : path;
}

void report_lines(const EventLog& log, std::string_view severity,
                  const Surroundings& surroundings) {
  for (const LogProblem& problem : log.problems()) {
    surroundings.err(shown_path(problem.path, surroundings) + ":" + std::to_string(problem.line) +
                     ": " + std::string(severity) + ": " + problem.message + "\n");
  }
}

std::string check_json(const EventLog& log, const Inventory& all, const Schedule& schedule,
                       const Surroundings& surroundings) {
  std::string out =
      "{\"events\":" + std::to_string(all.events) + ",\"reviews\":" + std::to_string(all.reviews) +
      ",\"cards\":" + std::to_string(all.cards) + ",\"undone\":" + std::to_string(all.undone) +
      ",\"unknown\":" + std::to_string(all.unknown) + ",\"devices\":[";
  for (const std::string_view device : all.devices) {
    if (device != *all.devices.begin()) out += ',';
    append_json(out, device);
  }
  out += "],\"first_day\":" + (all.first_day.empty() ? "null" : json_string(all.first_day)) +
         ",\"last_day\":" + (all.last_day.empty() ? "null" : json_string(all.last_day)) +
         ",\"disagreements\":" + std::to_string(schedule.disagreements().size()) +
         ",\"problems\":[";
  bool first = true;
  for (const LogProblem& problem : log.problems()) {
    out += first ? "\n" : ",\n";
    first = false;
    out += " {\"path\":" + json_string(shown_path(problem.path, surroundings)) +
           ",\"line\":" + std::to_string(problem.line) +
           ",\"message\":" + json_string(problem.message) + "}";
  }
  return out + "]}\n";
}

struct Place {
  SiteConfig config;
  std::string reviews;
  std::string folder;  // ".loci"
};

Result<Place> place_of(const Options& options, const Surroundings& surroundings) {
  Options where = options;
  where.overrides.output_dir.reset();  // --output names a file of events here, not the site
  Result<SiteConfig> config = open_project(where, surroundings);
  if (!config) return std::move(config).error();
  Place place;
  place.folder = join_path(config->root, ".loci");
  place.reviews = join_path(place.folder, "reviews");
  place.config = *std::move(config);
  return place;
}

// The files and folders that were named, as one log; "-" is standard input.
Result<EventLog> read_paths(const Options& options, const Surroundings& surroundings) {
  EventLog log;
  for (const std::string& typed : options.paths) {
    if (typed == "-") {
      Result<std::string> text = surroundings.read_all();
      if (!text) return std::move(text).error();
      log.add_text("standard input", std::move(*text));
      continue;
    }
    const std::string path = normal_path(join_path(surroundings.working_folder, typed));
    if (Status added = add_events_from(log, path); !added) {
      if (added.error().kind == ErrorKind::usage)
        return Error{"there is no file or folder '" + typed + "'", {}, ErrorKind::usage};
      return std::move(added).error();
    }
  }
  return log;
}

// Damaged lines were left out: said on standard error, and with --strict the exit code says it too.
ExitCode warn_of(const EventLog& log, const Options& options, const Surroundings& surroundings) {
  report_lines(log, "warning", surroundings);
  return options.strict && !log.problems().empty() ? ExitCode::content : ExitCode::fine;
}

ExitCode check(const Options& options, const Surroundings& surroundings) {
  const Result<Place> place = place_of(options, surroundings);
  if (!place) return report(place.error(), surroundings);
  const Result<EventLog> log =
      options.paths.empty() ? read_event_log(place->reviews) : read_paths(options, surroundings);
  if (!log) return report(log.error(), surroundings);
  const Schedule schedule(log->events(), fsrs_parameters(place->config.cards));
  const Inventory all = inventory_of(*log);
  if (options.json) {
    surroundings.out(check_json(*log, all, schedule, surroundings));
  } else {
    report_lines(*log, "error", surroundings);
    for (const Disagreement& each : schedule.disagreements()) {
      surroundings.err("event " + each.event_id + ": warning: it states a stability of " +
                       std::to_string(each.stated_stability) + " for " + each.card +
                       ", the replay gives " + std::to_string(each.stability) + "\n");
    }
    if (!options.quiet) surroundings.out(inventory_text(all));
  }
  const bool wrong =
      !log->problems().empty() || (options.strict && !schedule.disagreements().empty());
  return wrong ? ExitCode::content : ExitCode::fine;
}

// To standard output, or to a file all at once.
ExitCode write_log(const EventLog& log, const Options& options, const Surroundings& surroundings) {
  const ExitCode code = warn_of(log, options, surroundings);
  const std::string text = log_text(log);
  const ConfigOverrides overrides = absolute_overrides(options, surroundings);
  if (!overrides.output_dir) {
    surroundings.out(text);
    return code;
  }
  Status written = surroundings.files->write(*overrides.output_dir, text);
  if (!written) return report(written.error(), surroundings);
  if (!options.quiet) {
    surroundings.out(counted(log.events().size(), "event") + " in " +
                     *options.overrides.output_dir + "\n");
  }
  return code;
}

ExitCode merge(const Options& options, const Surroundings& surroundings) {
  const Result<EventLog> log = read_paths(options, surroundings);
  if (!log) return report(log.error(), surroundings);
  return write_log(*log, options, surroundings);
}

ExitCode export_all(const Options& options, const Surroundings& surroundings) {
  const Result<Place> place = place_of(options, surroundings);
  if (!place) return report(place.error(), surroundings);
  const Result<EventLog> log = read_event_log(place->reviews);
  if (!log) return report(log.error(), surroundings);
  return write_log(*log, options, surroundings);
}

ExitCode import(const Options& options, const Surroundings& surroundings) {
  const Result<Place> place = place_of(options, surroundings);
  if (!place) return report(place.error(), surroundings);
  const Result<EventLog> incoming = read_paths(options, surroundings);
  if (!incoming) return report(incoming.error(), surroundings);
  const ExitCode code = warn_of(*incoming, options, surroundings);
  std::array<std::byte, 10> randomness{};
  surroundings.random(randomness);
  const Result<std::string> device = device_name(place->folder, surroundings.host_name, randomness);
  if (!device) return report(device.error(), surroundings);
  const Result<ImportedEvents> imported = import_events(place->reviews, *device, *incoming);
  if (!imported) return report(imported.error(), surroundings);
  if (!options.quiet) {
    std::string text = counted(imported->added, "new event");
    if (imported->added > 0) text += " in " + shown_path(imported->path, surroundings);
    if (imported->known > 0) text += ", " + std::to_string(imported->known) + " known already";
    surroundings.out(text + "\n");
  }
  return code;
}

}  // namespace

ExitCode run_log(const Options& options, const Surroundings& surroundings) {
  switch (options.log_action) {
    case LogAction::check:
      return check(options, surroundings);
    case LogAction::merge:
      return merge(options, surroundings);
    case LogAction::export_all:
      return export_all(options, surroundings);
    case LogAction::import_events:
      return import(options, surroundings);
  }
  return ExitCode::usage;
}

}  // namespace loci
