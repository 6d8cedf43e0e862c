// Runs the executable blocks of notes and says what is not as the notes say. The command is cli/commands/verify.cc; what a block
// is, is in blocks.h.
//
//     Result<std::vector<NoteOutcome>> outcomes = verify_notes(notes, options);
//
// Notes are independent: each has a database, a key space and names of its own, and is checked by one thread, which has its own
// servers. A server is started when the first block needs it. Nothing of a run is left. Within a note, too, each block begins with an
// empty database or key space, unless it says that it `continues` the one before.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "source/config.h"
#include "source/diagnostic.h"
#include "source/text_edit.h"
#include "source/verified_record.h"
#include "verify/blocks.h"
#include "verify/process.h"

namespace loci {

struct VerifyOptions {
  std::vector<RunnerConfig> runners;  // [verify.*] of site.toml
  Workshop workshop;                  // for PostgreSQL and Redis
  std::string home;                   // of the user, as whom the commands of site.toml run
  int jobs = 1;                       // notes at a time
};

struct NoteOutcome {
  std::size_t checked = 0;        // blocks
  std::size_t failed = 0;         // of them, and blocks that could not be read
  std::vector<Finding> findings;  // in the order of the note's lines
  VerifiedBlocks passed;
};

// `texts`: of the notes, as decoded. The error is that a server or program is missing or fails, or that the run was stopped.
Result<std::vector<NoteOutcome>> verify_notes(std::span<const std::string> texts,
                                              const VerifyOptions& options);

// The names that site.toml gives a command to, for extract_blocks.
std::vector<std::string> program_names(std::span<const RunnerConfig> runners);

// The bytes of a line, counted from 1, without blanks at its ends.
Span span_of_line(std::string_view text, std::uint32_t line);

// A finding as a diagnostic at its line: L601 when the block is not true, L602 when it is not understood.
Diagnostic diagnostic_of(const Finding& finding, const std::string& path, std::string_view text);

// What would make the block true, for --update: the changes of the findings that have one.
std::vector<TextEdit> edits_of(std::span<const Finding> findings, std::string_view text);

}  // namespace loci
