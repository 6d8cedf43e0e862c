#include "verify/verify.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "base/parallel.h"
#include "base/text.h"
#include "verify/calc.h"
#include "verify/pg_cluster.h"
#include "verify/program.h"
#include "verify/redis.h"
#include "verify/reference.h"
#include "verify/sim.h"
#include "verify/sql.h"

namespace loci {

namespace {

constexpr std::size_t longest_actual =
    400;  // bytes of what is shown: an answer may have a million rows

const RunnerConfig* find_runner(const VerifyOptions& options, std::string_view name) {
  const auto found = std::find_if(options.runners.begin(), options.runners.end(),
                                  [name](const RunnerConfig& one) { return one.name == name; });
  return found == options.runners.end() ? nullptr : &*found;
}

std::vector<std::string> start_of(const VerifyOptions& options, std::string_view name) {
  const RunnerConfig* runner = find_runner(options, name);
  return runner == nullptr ? std::vector<std::string>() : runner->start;
}

// `sql pg:15` asks for a major version.
std::optional<Finding> other_server(const RunBlock& block, std::string_view version) {
  const std::size_t colon = block.info.find("pg:");
  if (colon == std::string::npos || colon > block.info.find(' ', block.info.find("pg")))
    return std::nullopt;
  const std::string_view rest = std::string_view(block.info).substr(colon + 3);
  const std::string_view wanted = rest.substr(0, rest.find_first_not_of("0123456789"));
  if (wanted == version.substr(0, version.find('.'))) return std::nullopt;
  return Finding{
      block.line, "PostgreSQL " + std::string(wanted),
      "PostgreSQL " + std::string(version) + " (start of [verify.pg] in site.toml names it)"};
}

// What one thread keeps from note to note: a cluster takes a second to make.
class Worker {
 public:
  explicit Worker(const VerifyOptions& options)
      : options_(options),
        own_workshop_(options.workshop),
        redis_command_(start_of(options, "redis")) {
    own_workshop_.home = options.home.empty() ? "/" : options.home;
  }

  Result<NoteOutcome> check(std::string_view text, std::size_t index,
                            std::span<const std::string> programs) {
    NoteBlocks note = extract_blocks(text, programs);
    NoteOutcome outcome;
    outcome.failed = note.findings.size();
    outcome.findings = std::move(note.findings);

    Values values;
    NoteRedis redis(redis_command_, runner_limit(find_runner(options_, "redis")),
                    options_.workshop);
    std::optional<NoteDatabase> database;
    std::map<std::string, std::unique_ptr<NoteProgram>> running;
    std::set<std::uint64_t> not_true;  // hashes: of two blocks with one text both must hold
    for (const RunBlock& block : note.blocks) {
      std::string engine;
      Result<std::vector<Finding>> found = std::vector<Finding>{};
      switch (block.runner) {
        case BlockRunner::calc:
          found = check_calc(block, values);
          break;
        case BlockRunner::sim:
          found = check_sim(block, values);
          break;
        case BlockRunner::ref:
          found = check_reference(block, text, values);
          break;
        case BlockRunner::redis:
          found = redis.check(block, values);
          engine = "Redis " + redis.version();
          break;
        case BlockRunner::sql:
          if (!cluster_) {
            Result<std::unique_ptr<PgCluster>> cluster =
                PgCluster::start(start_of(options_, "pg"), options_.workshop);
            if (!cluster) return std::move(cluster).error();
            cluster_ = *std::move(cluster);
          }
          if (!database)
            database.emplace(*cluster_, "note_" + std::to_string(index),
                             runner_limit(find_runner(options_, "pg")));
          engine = "PostgreSQL " + cluster_->version();
          if (std::optional<Finding> other = other_server(block, cluster_->version())) {
            found = std::vector<Finding>{*std::move(other)};
          } else {
            found = database->check(block, values);
          }
          break;
        case BlockRunner::program: {
          std::unique_ptr<NoteProgram>& program = running[block.name];
          if (program == nullptr)
            program =
                std::make_unique<NoteProgram>(*find_runner(options_, block.name), own_workshop_);
          found = program->check(block, values);
          engine = program->version();
          break;
        }
      }
      if (options_.workshop.stopped()) return Error{"stopped", {}};
      if (!found) return std::move(found).error();
      ++outcome.checked;
      const std::uint64_t hash = verified_hash(block.info, block.text);
      if (found->empty()) {
        outcome.passed.insert_or_assign(hash, engine);
      } else {
        ++outcome.failed;
        not_true.insert(hash);
        for (Finding& finding : *found) outcome.findings.push_back(std::move(finding));
      }
    }
    for (const std::uint64_t hash : not_true) outcome.passed.erase(hash);
    std::stable_sort(outcome.findings.begin(), outcome.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.line < b.line; });
    return outcome;
  }

 private:
  const VerifyOptions& options_;
  Workshop own_workshop_;
  std::vector<std::string> redis_command_;
  std::unique_ptr<PgCluster> cluster_;
};

// Where a line begins; the text's end when there are not so many.
std::uint32_t line_start(std::string_view text, std::uint32_t line) {
  std::size_t at = 0;
  for (std::uint32_t number = 1; number < line; ++number) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) return static_cast<std::uint32_t>(text.size());
    at = end + 1;
  }
  return static_cast<std::uint32_t>(at);
}

std::string one_line(std::string_view text) {
  return shorten(replace_all(text, "\n", " / "), longest_actual);
}

}  // namespace

Result<std::vector<NoteOutcome>> verify_notes(std::span<const std::string> texts,
                                              const VerifyOptions& options) {
  const std::vector<std::string> programs = program_names(options.runners);
  std::vector<NoteOutcome> outcomes(texts.size());
  std::vector<std::optional<Error>> errors(texts.size());
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> failed = false;
  // A worker takes the next note when it is done with one: notes differ a thousandfold in what they cost.
  const std::size_t workers =
      std::min<std::size_t>(texts.size(), static_cast<std::size_t>(std::max(1, options.jobs)));
  parallel_for(workers, [&](std::size_t) {
    Worker worker(options);
    for (std::size_t i = next++; i < texts.size() && !failed; i = next++) {
      Result<NoteOutcome> outcome = worker.check(texts[i], i, programs);
      if (outcome) {
        outcomes[i] = *std::move(outcome);
      } else {
        errors[i] = std::move(outcome).error();
        failed = true;
      }
    }
  });
  for (std::optional<Error>& error : errors) {
    if (error) return *std::move(error);
  }
  return outcomes;
}

Span span_of_line(std::string_view text, std::uint32_t line) {
  const std::uint32_t begin = line_start(text, line);
  const std::string_view whole = text.substr(begin, text.find('\n', begin) - begin);
  const std::string_view shown = trim(whole);
  if (shown.empty()) return {begin, begin};
  const std::size_t at = static_cast<std::size_t>(shown.data() - text.data());
  return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + shown.size())};
}

std::vector<std::string> program_names(std::span<const RunnerConfig> runners) {
  std::vector<std::string> programs;
  for (const RunnerConfig& runner : runners) {
    if (!runner.command.empty()) programs.push_back(runner.name);
  }
  return programs;
}

Diagnostic diagnostic_of(const Finding& finding, const std::string& path, std::string_view text) {
  Diagnostic diagnostic;
  diagnostic.code = finding.malformed ? Code::block_malformed : Code::block_differs;
  diagnostic.severity = default_severity(diagnostic.code);
  diagnostic.path = path;
  diagnostic.span = span_of_line(text, finding.line);
  diagnostic.message =
      "expected " + one_line(finding.expected) + ", got " + one_line(finding.actual);
  return diagnostic;
}

std::vector<TextEdit> edits_of(std::span<const Finding> findings, std::string_view text) {
  std::vector<TextEdit> edits;
  for (const Finding& finding : findings) {
    for (const WordChange& word : finding.words) {
      const std::uint32_t begin = line_start(text, word.line) + word.column;
      TextEdit edit{{begin, begin + word.length}, word.text};
      // Two lines of a `ref` block may speak of one figure.
      if (std::find(edits.begin(), edits.end(), edit) == edits.end())
        edits.push_back(std::move(edit));
    }
    if (!finding.change) continue;
    TextEdit edit{{line_start(text, finding.change->first),
                   line_start(text, finding.change->first + finding.change->count)},
                  {}};
    for (const std::string& line : finding.change->lines) edit.replacement += line + "\n";
    edits.push_back(std::move(edit));
  }
  return edits;
}

}  // namespace loci
