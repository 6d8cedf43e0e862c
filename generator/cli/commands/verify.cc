// `loci verify`: runs the executable blocks of notes (verify/), says what is not as the notes say, and keeps a record of what is.
#include "verify/verify.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/parallel.h"
#include "base/path.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/manual.h"
#include "cli/stop_on_signal.h"
#include "site/read.h"
#include "source/decode.h"
#include "source/diagnostic_printer.h"
#include "source/text_edit.h"
#include "source/verified_record.h"

namespace loci {

namespace {

struct VerifyNote {
  std::string path;  // as it is shown: relative to the project when it is inside
  std::string file;  // absolute
  std::string text;
  bool in_project = false;
};

class NoteFinder {
 public:
  NoteFinder(const SiteConfig& config, const Surroundings& surroundings)
      : config_(config), surroundings_(surroundings), files_(*surroundings.files) {}

  Result<std::vector<VerifyNote>> find(const std::vector<std::string>& paths) {
    if (paths.empty()) return all();
    for (const std::string& path : paths) {
      std::string absolute = normal_path(join_path(surroundings_.working_folder, path));
      if (!files_.exists(absolute))
        return Error{"there is no note or folder '" + path + "'", {}, ErrorKind::usage};
      if (Status done = add(std::move(absolute), path); !done) return std::move(done).error();
    }
    return std::move(notes_);
  }

 private:
  Result<std::vector<VerifyNote>> all() {
    Diagnostics said_by_check;
    const Result<SourceSet> sources = read_sources(config_, files_, said_by_check);
    if (!sources) return sources.error();
    for (const std::shared_ptr<const SourceFile>& note : sources->notes)
      notes_.push_back({note->path, join_path(config_.root, note->path), note->text, true});
    return std::move(notes_);
  }

  // `shown`: the path as typed.
  Status add(std::string absolute, const std::string& shown) {
    if (!files_.is_directory(absolute)) return add_note(std::move(absolute), shown);
    const Result<std::vector<DirectoryEntry>> entries = files_.list(absolute);
    if (!entries) return entries.error();
    for (const DirectoryEntry& entry : *entries) {
      if (entry.name.starts_with('.') || entry.name == "node_modules") continue;
      const bool is_folder = entry.kind == DirectoryEntry::Kind::directory;
      const bool is_note =
          entry.kind == DirectoryEntry::Kind::file && extension(entry.name) == ".md";
      if (!is_folder && !is_note) continue;
      if (Status done = add(join_path(absolute, entry.name), join_path(shown, entry.name)); !done)
        return done;
    }
    return Done{};
  }

  Status add_note(std::string absolute, const std::string& shown) {
    if (!seen_.insert(absolute).second) return Done{};
    const Result<std::string> bytes = files_.read(files_.real_path(absolute).value_or(absolute));
    if (!bytes) return bytes.error();
    VerifyNote note;
    note.in_project = is_inside(absolute, config_.root);
    note.path = note.in_project ? relative_path(config_.root, absolute) : shown;
    Diagnostics said_by_check;
    note.text = decode_source(note.path, *bytes, said_by_check).text;
    note.file = std::move(absolute);
    notes_.push_back(std::move(note));
    return Done{};
  }

  const SiteConfig& config_;
  const Surroundings& surroundings_;
  FileSystem& files_;
  std::vector<VerifyNote> notes_;
  std::set<std::string> seen_;
};

std::vector<std::string> texts_of(const std::vector<VerifyNote>& notes) {
  std::vector<std::string> texts;
  for (const VerifyNote& note : notes) texts.push_back(note.text);
  return texts;
}

std::vector<Diagnostic> diagnostics_of(const std::vector<VerifyNote>& notes,
                                       const std::vector<NoteOutcome>& outcomes) {
  Diagnostics all;
  for (std::size_t i = 0; i < notes.size(); ++i) {
    for (const Finding& finding : outcomes[i].findings)
      all.add(diagnostic_of(finding, notes[i].path, notes[i].text));
  }
  all.sort();
  return all.take();
}

std::string verdict(const std::vector<NoteOutcome>& outcomes) {
  std::size_t checked = 0;
  std::size_t failed = 0;
  std::size_t notes = 0;
  for (const NoteOutcome& outcome : outcomes) {
    checked += outcome.checked;
    failed += outcome.failed;
    notes += outcome.checked + outcome.failed > 0 ? 1 : 0;
  }
  if (checked + failed == 0)
    return "no executable blocks in " + counted(outcomes.size(), "note") + "\n";
  return counted(checked, "block") + " checked in " + counted(notes, "note") + ", " +
         thousands(failed) + " failed\n";
}

// Puts what is now known of the notes in the place of what was known, and forgets notes that are no more.
Status write_record(const SiteConfig& config, const std::vector<VerifyNote>& notes,
                    const std::vector<NoteOutcome>& outcomes, bool all_notes, FileSystem& files) {
  const std::string path = join_path(config.root, verified_record_path);
  VerifiedRecord record;
  std::string before;
  if (files.exists(path)) {
    const Result<std::string> text = files.read(path);
    if (!text) return text.error();
    before = *text;
    Result<VerifiedRecord> read = parse_verified_record(before);
    if (!read) return std::move(read).error();
    if (!all_notes) record = *std::move(read);
  }
  for (std::size_t i = 0; i < notes.size(); ++i) {
    if (!notes[i].in_project) continue;
    record.notes.erase(notes[i].path);
    if (!outcomes[i].passed.empty())
      record.notes.insert_or_assign(notes[i].path,
                                    std::make_shared<VerifiedBlocks>(outcomes[i].passed));
  }
  if (before.empty() && record.notes.empty()) return Done{};
  const std::string after = print_verified_record(record);
  if (after == before) return Done{};
  if (Status done = files.make_directories(std::string(parent_path(path))); !done) return done;
  return files.write(path, after);
}

// Prints the patch, with --update --write applies it, and puts the changed texts and what is found in them in the place of the
// old ones: what is said after it is about the notes as the patch makes them.
Status update(std::vector<VerifyNote>& notes, std::vector<NoteOutcome>& outcomes,
              const VerifyOptions& verify, const Options& options,
              const Surroundings& surroundings) {
  FileSystem& files = *surroundings.files;
  std::size_t changes = 0;
  std::vector<std::size_t> changed;
  for (std::size_t i = 0; i < notes.size(); ++i) {
    VerifyNote& note = notes[i];
    const std::vector<TextEdit> edits = edits_of(outcomes[i].findings, note.text);
    if (edits.empty()) continue;
    const std::string file = files.real_path(note.file).value_or(note.file);
    const Result<std::string> bytes = files.read(file);
    const std::optional<std::string> after =
        bytes ? apply_edits_to_bytes(*bytes, note.text, edits) : std::nullopt;
    if (!after) {
      surroundings.err("not updated: " + note.path + ": it has changed, or it is not UTF-8\n");
      continue;
    }
    surroundings.out(unified_diff(note.path, *bytes, *after));
    if (options.write) {
      if (Status done = files.write(file, *after); !done)
        return std::move(done).error().with_context("cannot write '" + note.path + "'");
    }
    changes += edits.size();
    note.text = apply_edits(note.text, edits);
    changed.push_back(i);
  }
  if (!options.quiet) {
    std::string line = "nothing to update";
    if (!changed.empty()) {
      line = counted(changes, "result") + " in " + counted(changed.size(), "note") +
             (options.write ? " updated" : " can be updated: --write does it");
    }
    surroundings.err(line + "\n");
  }
  std::vector<std::string> texts;
  for (const std::size_t i : changed) texts.push_back(notes[i].text);
  Result<std::vector<NoteOutcome>> again = verify_notes(texts, verify);
  if (!again) return std::move(again).error();
  for (std::size_t i = 0; i < changed.size(); ++i) outcomes[changed[i]] = std::move((*again)[i]);
  return Done{};
}

}  // namespace

ExitCode run_verify(const Options& options, const Surroundings& surroundings) {
  const Result<SiteConfig> config = open_project(options, surroundings);
  if (!config) return report(config.error(), surroundings);
  Result<std::vector<VerifyNote>> notes = NoteFinder(*config, surroundings).find(options.paths);
  if (!notes) return report(notes.error(), surroundings);

  const StopOnSignal signals;
  VerifyOptions verify;
  verify.runners = config->verify;
  verify.workshop = {.search_path = surroundings.search_path,
                     .temporary_folder = surroundings.temporary_folder,
                     .stop = &signals.stop()};
  verify.home = surroundings.home;
  verify.jobs = options.jobs > 0 ? options.jobs : available_jobs();
  Result<std::vector<NoteOutcome>> outcomes = verify_notes(texts_of(*notes), verify);
  if (!outcomes) return report(outcomes.error(), surroundings);
  if (options.update) {
    if (Status done = update(*notes, *outcomes, verify, options, surroundings); !done)
      return report(done.error(), surroundings);
  }

  const std::vector<Diagnostic> diagnostics = diagnostics_of(*notes, *outcomes);
  std::map<std::string, std::string_view, std::less<>> texts;
  for (const VerifyNote& note : *notes) texts.emplace(note.path, note.text);
  const std::string printed = print_diagnostics(
      diagnostics,
      [&](std::string_view path) {
        const auto found = texts.find(path);
        return found == texts.end() ? std::string_view() : found->second;
      },
      {.format = options.format,
       .colour = options.update ? surroundings.colour_err : surroundings.colour_out,
       .version = LOCI_VERSION,
       .manual = code_manual});
  // With --update the standard output is a patch, and with a format it is for a program.
  (options.update ? surroundings.err : surroundings.out)(printed);
  if (!options.quiet) {
    const std::string line = (options.update ? "left: " : "") + verdict(*outcomes);
    const bool to_out = !options.update && options.format == DiagnosticFormat::text;
    (to_out ? surroundings.out : surroundings.err)(to_out ? line + manual_hint(diagnostics) : line);
  }
  if (!options.no_record && (!options.update || options.write)) {
    if (Status done =
            write_record(*config, *notes, *outcomes, options.paths.empty(), *surroundings.files);
        !done)
      return report(done.error(), surroundings);
  }
  return exit_code(diagnostics, options.strict);
}

}  // namespace loci
