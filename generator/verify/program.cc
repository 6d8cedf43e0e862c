#include "verify/program.h"

#include <array>
#include <csignal>
#include <optional>

#include "base/path.h"
#include "base/text.h"
#include "verify/results.h"
#include "verify/sql_text.h"

namespace loci {

namespace {

using std::chrono::milliseconds;

struct ExpectedOutput {
  std::string text;
  std::uint32_t line = 0;
  std::string mark;  // "# => ", with the indentation
};

// "# => 1024": what stands behind the arrow of a comment that is a line of its own.
std::optional<ExpectedOutput> read_expected(std::string_view line, std::uint32_t number) {
  const std::string_view text = trim_left(line);
  for (const std::string_view comment : {"#", "//", "--", ";", "%"}) {
    if (!text.starts_with(comment)) continue;
    const std::string_view rest = trim_left(text.substr(comment.size()));
    if (!rest.starts_with("=>")) continue;
    std::string_view wanted = rest.substr(2);
    if (wanted.starts_with(' ')) wanted.remove_prefix(1);
    const std::size_t mark = static_cast<std::size_t>(rest.data() - line.data()) + 2;
    return ExpectedOutput{std::string(trim_right(wanted)), number,
                          std::string(line.substr(0, mark))};
  }
  return std::nullopt;
}

// What begins a comment in the language: where nothing says what is printed, --update writes such lines.
std::string_view comment_mark(std::string_view language) {
  struct Mark {
    std::string_view mark;
    std::string_view languages;
  };
  constexpr std::array<Mark, 4> marks = {
      {{"//",
        " c cpp cs dart go java javascript js kotlin node php rust scala swift ts typescript "},
       {"--", " elm haskell hs lua sql sqlite "},
       {";", " clojure elisp lisp scheme "},
       {"%", " erlang matlab octave prolog "}}};
  for (const Mark& one : marks) {
    if (one.languages.find(" " + std::string(language) + " ") != std::string_view::npos)
      return one.mark;
  }
  return "#";
}

std::vector<std::string> output_lines(std::string_view output) {
  std::vector<std::string> lines;
  const std::string_view text = trim_right(output);
  if (text.empty()) return lines;
  for (const std::string_view line : split(text, '\n')) lines.emplace_back(trim_right(line));
  return lines;
}

std::string ending(const ProgramEnd& end, milliseconds limit) {
  if (end.too_late) return "no end in " + limit_text(limit);
  std::string text = "exit status " + std::to_string(end.status);
  if (const std::vector<std::string> lines = output_lines(end.output); !lines.empty())
    text += " (" + join_lines(lines) + ")";
  return text;
}

}  // namespace

milliseconds runner_limit(const RunnerConfig* config) {
  return std::chrono::seconds(config == nullptr ? RunnerConfig().limit : config->limit);
}

std::vector<std::string> NoteProgram::in_folder(const std::vector<std::string>& command) const {
  std::vector<std::string> words;
  for (const std::string& word : command)
    words.push_back(replace_all(word, "{folder}", folder_->path()));
  return words;
}

void NoteProgram::close() {
  server_.reset();
  folder_.reset();
}

Status NoteProgram::open() {
  if (folder_) return Done{};
  if (!find_program(config_.command.front(), workshop_))
    return Error{"there is no program '" + config_.command.front() + "' for blocks of '" +
                     config_.name + "'",
                 {"install it, or change [verify." + config_.name + "] of site.toml"}};
  Result<TemporaryFolder> folder = TemporaryFolder::make(workshop_);
  if (!folder) return std::move(folder).error();
  folder_ = std::make_unique<TemporaryFolder>(*std::move(folder));
  const milliseconds limit = runner_limit(&config_);
  if (!config_.start.empty()) {
    Result<std::unique_ptr<ServerProcess>> server =
        ServerProcess::start(in_folder(config_.start), folder_->path(),
                             join_path(folder_->path(), "server.log"), SIGTERM, workshop_);
    if (!server) return std::move(server).error();
    server_ = *std::move(server);
    const Deadline deadline = deadline_in(limit);
    while (!config_.ready.empty()) {
      const Result<ProgramEnd> end =
          run_program(in_folder(config_.ready), folder_->path(), "", limit, workshop_);
      if (!end) return end.error();
      if (end->status == 0 && !end->too_late) break;
      if (server_->has_exited() || is_over(deadline) || workshop_.stopped())
        return Error{"the server of '" + config_.name + "' was not ready in " + limit_text(limit) +
                         ": " + server_->log_tail(),
                     {"its command, and `ready`, are in [verify." + config_.name +
                      "] of site.toml; `limit` gives it more seconds"}};
      sleep_for(milliseconds(50));
    }
  }
  if (!config_.version.empty()) {
    const Result<ProgramEnd> end =
        run_program(in_folder(config_.version), folder_->path(), "", limit, workshop_);
    if (!end) return end.error();
    if (const std::vector<std::string> lines = output_lines(end->output);
        !lines.empty() && end->status == 0)
      version_ = lines.front();
  }
  return Done{};
}

Result<std::vector<Finding>> NoteProgram::check(const RunBlock& block, Values& values) {
  const std::string& expect = *block.option("expect");
  const bool wants_error = expect == "error" || expect.starts_with("error:");
  std::optional<std::int64_t> status;
  if (wants_error && expect != "error")
    status = parse_integer(std::string_view(expect).substr(std::string_view("error:").size()));
  if (expect != "output" && expect != "ok" && !(wants_error && (expect == "error" || status)))
    return std::vector<Finding>{
        {block.line, "expect=output, ok, error or error:STATUS", expect, true}};
  std::vector<ExpectedOutput> expected;
  std::uint32_t line = block.line;
  for (const std::string_view text : split(block.text, '\n')) {
    if (std::optional<ExpectedOutput> found = read_expected(text, ++line))
      expected.push_back(*std::move(found));
  }
  if (block.is_fresh()) close();
  if (Status done = open(); !done) return std::move(done).error();
  const milliseconds limit = block.limit.value_or(runner_limit(&config_));
  const Result<ProgramEnd> end =
      run_program(in_folder(config_.command), folder_->path(), block.text + "\n", limit, workshop_);
  if (!end) return end.error();
  if (const std::string* name = block.option("name"))
    keep_lines(values, *name, output_lines(end->output));
  if (wants_error) {
    const bool fine = !end->too_late && end->status != 0 && (!status || *status == end->status);
    if (fine) return std::vector<Finding>{};
    Finding finding{block.line, status ? "exit status " + std::to_string(*status) : "an error",
                    ending(*end, limit)};
    if (!end->too_late)
      finding.words.push_back(
          change_expect(block, end->status == 0 ? "ok" : "error:" + std::to_string(end->status)));
    return std::vector<Finding>{std::move(finding)};
  }
  if (end->too_late || end->status != 0)
    return std::vector<Finding>{{block.line, "success", ending(*end, limit)}};
  if (expect == "ok") return std::vector<Finding>{};

  const std::vector<std::string> got = output_lines(end->output);
  if (expected.empty()) {
    Finding finding{block.line, "lines that say what is printed (# => …)", "none", true};
    finding.change = LineChange{line + 1, 0, {}};
    for (const std::string& text : got)
      finding.change->lines.emplace_back(
          trim_right(std::string(comment_mark(config_.name)) + " => " + text));
    if (got.empty()) finding.change.reset();
    return std::vector<Finding>{std::move(finding)};
  }
  std::vector<std::string> wanted;
  for (const ExpectedOutput& one : expected) wanted.push_back(one.text);
  std::size_t same = 0;
  while (same < wanted.size() && same < got.size() && row_matches(wanted[same], got[same])) ++same;
  if (same == wanted.size() && same == got.size()) return std::vector<Finding>{};
  Finding finding{same < expected.size() ? expected[same].line : expected.back().line,
                  join_lines(wanted), got.empty() ? "nothing" : join_lines(got)};
  const std::uint32_t count = static_cast<std::uint32_t>(expected.size());
  if (expected.back().line - expected.front().line + 1 == count && !got.empty()) {
    finding.change = LineChange{expected.front().line, count, {}};
    for (const std::string& text : got)
      finding.change->lines.emplace_back(trim_right(expected.front().mark + " " + text));
  }
  return std::vector<Finding>{std::move(finding)};
}

}  // namespace loci
