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
#include "cli/table.h"
#include "site/read.h"
#include "site/severity.h"
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
                                       const std::vector<NoteOutcome>& outcomes,
                                       const SiteConfig& config) {
  Diagnostics all;
  for (std::size_t i = 0; i < notes.size(); ++i) {
    for (const Finding& finding : outcomes[i].findings)
      all.add(diagnostic_of(finding, notes[i].path, notes[i].text));
  }
  apply_severities(all, config.check);
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

// The record of the project; empty when there is none.
Result<VerifiedRecord> read_record(const SiteConfig& config, FileSystem& files) {
  const std::string path = join_path(config.root, verified_record_path);
  if (!files.exists(path)) return VerifiedRecord();
  const Result<std::string> text = files.read(path);
  if (!text) return text.error();
  return parse_verified_record(*text);
}

// The lines that differ as one edit.
std::vector<TextEdit> line_edits(std::string_view before, std::string_view after) {
  std::size_t same = 0;
  while (same < before.size() && same < after.size() && before[same] == after[same]) ++same;
  std::size_t tail = 0;
  while (tail < before.size() - same && tail < after.size() - same &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
    ++tail;
  return {{{static_cast<std::uint32_t>(same), static_cast<std::uint32_t>(before.size() - tail)},
           std::string(after.substr(same, after.size() - tail - same))}};
}

// Puts what is now known of the notes in the place of what was known, and forgets notes that are no more.
Status write_record(const SiteConfig& config, const std::vector<VerifyNote>& notes,
                    const std::vector<NoteOutcome>& outcomes, bool all_notes, FileSystem& files) {
  const std::string path = join_path(config.root, verified_record_path);
  Result<VerifiedRecord> before = read_record(config, files);
  if (!before) return std::move(before).error();
  VerifiedRecord record = all_notes ? VerifiedRecord() : *before;
  for (std::size_t i = 0; i < notes.size(); ++i) {
    if (!notes[i].in_project) continue;
    record.notes.erase(notes[i].path);
    if (!outcomes[i].passed.empty())
      record.notes.insert_or_assign(notes[i].path,
                                    std::make_shared<VerifiedBlocks>(outcomes[i].passed));
  }
  const std::string after = print_verified_record(record);
  if (after == print_verified_record(*before)) return Done{};
  if (Status done = files.make_directories(std::string(parent_path(path))); !done) return done;
  return files.write(path, after);
}

// Changes the notes' texts until nothing is left to change: what one change makes true may be what another block is about. At the
// end `notes` and `outcomes` are about the changed texts. The result says which notes changed, and counts the changes.
constexpr int most_rounds = 5;

Result<std::map<std::size_t, std::size_t>> repair(std::vector<VerifyNote>& notes,
                                                  std::vector<NoteOutcome>& outcomes,
                                                  const VerifyOptions& verify) {
  std::map<std::size_t, std::size_t> changed;
  for (int round = 0; round < most_rounds; ++round) {
    std::vector<std::size_t> now;
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < notes.size(); ++i) {
      const std::vector<TextEdit> edits = edits_of(outcomes[i].findings, notes[i].text);
      std::string after = apply_edits(notes[i].text, edits);
      if (after == notes[i].text) continue;
      changed[i] += edits.size();
      notes[i].text = std::move(after);
      texts.push_back(notes[i].text);
      now.push_back(i);
    }
    if (now.empty()) break;
    Result<std::vector<NoteOutcome>> again = verify_notes(texts, verify);
    if (!again) return std::move(again).error();
    for (std::size_t i = 0; i < now.size(); ++i) outcomes[now[i]] = std::move((*again)[i]);
  }
  return changed;
}

// Prints the patch and with --write applies it. What is said after it is about the notes as the patch makes them.
Status update(std::vector<VerifyNote>& notes, std::vector<NoteOutcome>& outcomes,
              const VerifyOptions& verify, const Options& options,
              const Surroundings& surroundings) {
  FileSystem& files = *surroundings.files;
  const std::vector<std::string> before = texts_of(notes);
  const Result<std::map<std::size_t, std::size_t>> changed = repair(notes, outcomes, verify);
  if (!changed) return changed.error();
  std::size_t changes = 0;
  std::size_t written = 0;
  for (const auto& [i, count] : *changed) {
    const VerifyNote& note = notes[i];
    const std::string file = files.real_path(note.file).value_or(note.file);
    const Result<std::string> bytes = files.read(file);
    // One edit for all of the text: apply_edits_to_bytes looks whether the file is still what was read.
    std::vector<TextEdit> edits = line_edits(before[i], note.text);
    if (bytes && bytes->find("\r\n") != std::string::npos) {
      for (TextEdit& edit : edits) edit.replacement = replace_all(edit.replacement, "\n", "\r\n");
    }
    const std::optional<std::string> after =
        bytes ? apply_edits_to_bytes(*bytes, before[i], edits) : std::nullopt;
    if (!after) {
      surroundings.err("not updated: " + note.path + ": it has changed, or it is not UTF-8\n");
      continue;
    }
    surroundings.out(unified_diff(note.path, *bytes, *after));
    if (options.write) {
      if (Status done = files.write(file, *after); !done)
        return std::move(done).error().with_context("cannot write '" + note.path + "'");
    }
    changes += count;
    ++written;
  }
  if (!options.quiet) {
    std::string line = "nothing to update";
    if (written > 0) {
      line = counted(changes, "change") + " in " + counted(written, "note") +
             (options.write ? " made" : " to make: --write does it");
    }
    surroundings.err(line + "\n");
  }
  return Done{};
}

// ---- what runs nothing

struct KnownBlock {
  const VerifyNote* note = nullptr;
  RunBlock block;
  std::optional<std::string> engine;  // nullopt: the record does not know the block as it is
};

struct KnownBlocks {
  std::vector<KnownBlock> blocks;
  Diagnostics malformed;
};

KnownBlocks look_up(const std::vector<VerifyNote>& notes, const VerifiedRecord& record,
                    const SiteConfig& config) {
  KnownBlocks known;
  const std::vector<std::string> programs = program_names(config.verify);
  for (const VerifyNote& note : notes) {
    const std::shared_ptr<const VerifiedBlocks> checked =
        note.in_project ? record.find(note.path) : nullptr;
    NoteBlocks found = extract_blocks(note.text, programs);
    for (const Finding& finding : found.findings)
      known.malformed.add(diagnostic_of(finding, note.path, note.text));
    for (RunBlock& block : found.blocks) {
      KnownBlock one{&note, std::move(block), std::nullopt};
      if (checked != nullptr) {
        const auto entry = checked->find(verified_hash(one.block.info, one.block.text));
        if (entry != checked->end()) one.engine = entry->second;
      }
      known.blocks.push_back(std::move(one));
    }
  }
  return known;
}

std::string listing_of(const KnownBlocks& known, bool json) {
  Rows table{{"place", "block", "checked", "path", "line"}, {}, 3};
  for (const KnownBlock& one : known.blocks) {
    const std::string state = !one.engine ? "" : one.engine->empty() ? "yes" : *one.engine;
    table.rows.push_back({text_cell(one.note->path + ":" + std::to_string(one.block.line)),
                          text_cell(one.block.info), text_cell(state), text_cell(one.note->path),
                          number_cell(one.block.line)});
  }
  return json ? as_json(table) : as_text(table);
}

std::vector<Diagnostic> unchecked(KnownBlocks& known, const SiteConfig& config) {
  for (const KnownBlock& one : known.blocks) {
    if (one.engine) continue;
    Diagnostic diagnostic;
    diagnostic.code = Code::block_unchecked;
    diagnostic.severity = default_severity(diagnostic.code);
    diagnostic.path = one.note->path;
    diagnostic.span = span_of_line(one.note->text, one.block.line);
    diagnostic.message =
        "this block is not in '" + std::string(verified_record_path) + "' as it is now";
    diagnostic.hints = {"run 'loci verify " + one.note->path + "'"};
    known.malformed.add(std::move(diagnostic));
  }
  apply_severities(known.malformed, config.check);
  known.malformed.sort();
  return known.malformed.take();
}

void print(const std::vector<Diagnostic>& diagnostics, const std::vector<VerifyNote>& notes,
           const std::string& last_line, const Options& options, const Surroundings& surroundings) {
  std::map<std::string, std::string_view, std::less<>> texts;
  for (const VerifyNote& note : notes) texts.emplace(note.path, note.text);
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
  if (options.quiet) return;
  const bool to_out = !options.update && options.format == DiagnosticFormat::text;
  (to_out ? surroundings.out : surroundings.err)(to_out ? last_line + manual_hint(diagnostics)
                                                        : last_line);
}

ExitCode without_running(const Options& options, const SiteConfig& config,
                         const std::vector<VerifyNote>& notes, const Surroundings& surroundings) {
  const Result<VerifiedRecord> record = read_record(config, *surroundings.files);
  if (!record) return report(record.error(), surroundings);
  KnownBlocks known = look_up(notes, *record, config);
  if (options.list_blocks) {
    surroundings.out(listing_of(known, options.json));
    return ExitCode::fine;
  }
  std::size_t missing = 0;
  for (const KnownBlock& one : known.blocks) missing += one.engine ? 0 : 1;
  const std::string line = counted(known.blocks.size(), "block") + " in " +
                           counted(notes.size(), "note") + ", " + thousands(missing) +
                           " not checked as " + (missing == 1 ? "it is" : "they are") + " now\n";
  const std::vector<Diagnostic> diagnostics = unchecked(known, config);
  print(diagnostics, notes, line, options, surroundings);
  return exit_code(diagnostics, options.strict);
}

}  // namespace

ExitCode run_verify(const Options& options, const Surroundings& surroundings) {
  // Before the first thread is made: each would take the signal for all of us.
  const StopOnSignal signals;
  const Result<SiteConfig> config = open_project(options, surroundings);
  if (!config) return report(config.error(), surroundings);
  Result<std::vector<VerifyNote>> notes = NoteFinder(*config, surroundings).find(options.paths);
  if (!notes) return report(notes.error(), surroundings);
  if (options.recorded || options.list_blocks)
    return without_running(options, *config, *notes, surroundings);

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
  const std::vector<Diagnostic> diagnostics = diagnostics_of(*notes, *outcomes, *config);
  print(diagnostics, *notes, (options.update ? "left: " : "") + verdict(*outcomes), options,
        surroundings);
  if (!options.no_record && (!options.update || options.write)) {
    if (Status done =
            write_record(*config, *notes, *outcomes, options.paths.empty(), *surroundings.files);
        !done)
      return report(done.error(), surroundings);
  }
  return exit_code(diagnostics, options.strict);
}

}  // namespace loci
