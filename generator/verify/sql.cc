#include "verify/sql.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/text.h"
#include "verify/results.h"

namespace loci {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds poll_time{5};
constexpr milliseconds block_limit{
    3'000};  // above deadlock_timeout (1 s): the server resolves a deadlock
constexpr milliseconds rollback_limit{5'000};

// Whether `word`, and after blanks `next`, stand in the text, ASCII case aside.
bool mentions(std::string_view text, std::string_view word, std::string_view next) {
  const std::string lower = ascii_lower(text);
  for (std::size_t at = lower.find(word); at != std::string::npos; at = lower.find(word, at + 1)) {
    if (trim_left(std::string_view(lower).substr(at + word.size())).starts_with(next)) return true;
  }
  return false;
}

std::string late_text(milliseconds limit) { return "no answer in " + limit_text(limit); }

struct Expectation {
  std::string_view kind;
  std::string_view detail;
};

std::optional<Expectation> read_expect(std::string_view text) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  const Expectation expect{text.substr(0, colon),
                           colon < text.size() ? text.substr(colon + 1) : std::string_view()};
  constexpr std::array<std::string_view, 4> kinds = {"ok", "rows", "error", "plan"};
  if (std::find(kinds.begin(), kinds.end(), expect.kind) == kinds.end()) return std::nullopt;
  if ((expect.kind == "error" || expect.kind == "plan") && expect.detail.empty())
    return std::nullopt;
  return expect;
}

}  // namespace

// One run of a block with `sessions=`: its connections, and the statements that wait.
class Scenario {
 public:
  // `name`: the block's, under which `values` gets its figures; may be empty.
  Scenario(NoteDatabase& database, std::vector<std::string> names, std::string standby,
           std::string name, Values& values)
      : database_(database),
        cluster_(database.cluster_),
        names_(std::move(names)),
        standby_(std::move(standby)),
        name_(std::move(name)),
        values_(values) {}
  Scenario(const Scenario&) = delete;
  Scenario& operator=(const Scenario&) = delete;

  ~Scenario() {
    for (auto& [name, session] : sessions_) {
      if (name != standby_ && session->is_pending()) cluster_.terminate(*session);
    }
  }

  Result<std::vector<Finding>> run(const std::vector<Statement>& steps) {
    if (Status done = connect(); !done) return std::move(done).error();
    for (const Statement& step : steps) {
      const Result<bool> goes_on = take(step);
      if (!goes_on) return goes_on.error();
      if (!*goes_on) return std::move(findings_);
    }
    for (const auto& [name, line] : waiting_) {
      report(line, "session " + name + " to be released within the block",
             "it still waits at the end");
    }
    return std::move(findings_);
  }

 private:
  // How a statement that is followed comes out: it ends, or it is seen to wait, or it does neither in time.
  struct Outcome {
    bool ended = false;
    std::vector<std::int32_t> blockers;
  };

  Status connect() {
    if (!standby_.empty()) {
      if (Status done = cluster_.start_standby(); !done) return done;
    }
    for (const std::string& name : names_) {
      Result<std::unique_ptr<PgSession>> session = name == standby_
                                                       ? cluster_.connect_standby(database_.name_)
                                                       : cluster_.connect(database_.name_);
      if (!session) return std::move(session).error();
      sessions_.insert_or_assign(name, *std::move(session));
    }
    return Done{};
  }

  void report(std::uint32_t line, std::string expected, std::string actual) {
    findings_.push_back({line, std::move(expected), std::move(actual)});
  }

  void keep(const PgAnswer& answer) {
    if (!name_.empty()) keep_rows(values_, name_, answer.columns, answer.rows);
  }

  std::string name_of(std::int32_t pid) const {
    if (pid == 0) return "a synchronous standby";
    for (const std::string& name : names_) {
      if (sessions_.at(name)->pid() == pid) return name;
    }
    return "process " + std::to_string(pid);
  }

  std::string blocked_text(const Outcome& outcome) const {
    if (outcome.blockers.empty())
      return is_over(database_.deadline_) ? late_text(database_.limit_now_) : "no answer";
    std::vector<std::string> names;
    for (const std::int32_t pid : outcome.blockers) names.push_back(name_of(pid));
    return "blocked by " + join(names, ", ");
  }

  Outcome follow(const std::string& name, bool until_blocked) {
    PgSession& session = *sessions_.at(name);
    const Deadline silent_limit = database_.deadline_;
    const Deadline blocked_limit = std::min(deadline_in(block_limit), silent_limit);
    Outcome outcome;
    outcome.ended = session.wait(deadline_in(poll_time));
    while (!outcome.ended) {
      outcome.blockers =
          name == standby_ ? std::vector<std::int32_t>() : cluster_.blockers(session);
      if (session.wait(deadline_in(milliseconds(0)))) break;
      if (!outcome.blockers.empty() && until_blocked) return outcome;
      if (is_over(outcome.blockers.empty() ? silent_limit : blocked_limit)) return outcome;
      outcome.ended = session.wait(deadline_in(poll_time));
    }
    return {true, {}};
  }

  // False: the rest of the scenario means nothing.
  Result<bool> take(const Statement& step) {
    const SplitExpectations parts = split_expectations(step, names_);
    const std::vector<ExpectedLine>& own = parts.own;
    PgSession& session = *sessions_.at(step.session);
    if (const auto held = find_waiting(step.session); held != waiting_.end()) {
      report(step.line, "session " + step.session + " to be free",
             "it still waits since line " + std::to_string(held->second));
      return false;
    }
    if (step.session == standby_) {
      if (Status done = cluster_.settle_standby(); !done) return std::move(done).error();
    }
    const std::string reload_time = database_.before(step);
    session.send(step.text);
    const bool must_block = !own.empty() && trim(own.front().text) == "blocks";
    const Outcome outcome = follow(step.session, must_block);
    if (!outcome.ended && must_block && !outcome.blockers.empty()) {
      waiting_.emplace_back(step.session, step.line);
    } else if (!outcome.ended) {
      const std::string wanted = join_lines(texts_of(own));
      report(own.empty() ? step.line : own.front().line, wanted.empty() ? "an answer" : wanted,
             blocked_text(outcome));
      return false;
    } else if (must_block) {
      report(own.front().line, "blocks", describe(session.answer()));
      return false;
    } else {
      database_.after(reload_time);
      keep(session.answer());
      Statement expectation = step;
      expectation.expected = own;
      if (std::optional<Finding> finding = compare_answer(expectation, session.answer()))
        findings_.push_back(*std::move(finding));
    }
    return parts.released ? release(step, *parts.released, must_block) : true;
  }

  bool release(const Statement& step, const Released& released, bool must_block) {
    std::string name = released.session;
    if (name.empty()) {
      for (const auto& [candidate, line] : waiting_) {
        if (candidate == step.session && must_block) continue;
        name = candidate;
        break;
      }
    }
    const auto held = find_waiting(name);
    if (held == waiting_.end()) {
      report(released.line, name.empty() ? "a waiting session" : "a waiting session " + name,
             "none");
      return false;
    }
    const Outcome outcome = follow(name, false);
    if (!outcome.ended) {
      report(released.line, "session " + name + " unblocks", blocked_text(outcome));
      return false;
    }
    waiting_.erase(held);
    keep(sessions_.at(name)->answer());
    Statement expectation;
    expectation.line = released.line;
    expectation.expected = released.expected;
    if (std::optional<Finding> finding =
            compare_answer(expectation, sessions_.at(name)->answer())) {
      // Text behind `unblocks` shares its line: it is not a line to replace.
      if (finding->change && finding->change->first == released.line) finding->change.reset();
      findings_.push_back(*std::move(finding));
    }
    return true;
  }

  std::vector<std::pair<std::string, std::uint32_t>>::iterator find_waiting(
      const std::string& name) {
    return std::find_if(waiting_.begin(), waiting_.end(),
                        [&](const auto& held) { return held.first == name; });
  }

  NoteDatabase& database_;
  PgCluster& cluster_;
  std::vector<std::string> names_;
  std::string standby_;
  std::string name_;
  Values& values_;
  std::map<std::string, std::unique_ptr<PgSession>> sessions_;
  std::vector<std::pair<std::string, std::uint32_t>> waiting_;  // in the order they began to wait
  std::vector<Finding> findings_;
};

NoteDatabase::~NoteDatabase() { close(); }

void NoteDatabase::close() {
  if (!main_) return;
  main_.reset();
  if (changed_settings_) cluster_.reset_settings();
  changed_settings_ = false;
  cluster_.stop_standby();
  cluster_.drop_database(name_);
}

Status NoteDatabase::open() {
  // A block may have ended its own connection.
  if (main_ && !main_->is_lost()) return Done{};
  if (!main_) {
    if (Status done = cluster_.create_database(name_); !done) return done;
  }
  Result<std::unique_ptr<PgSession>> session = cluster_.connect(name_);
  if (!session) return std::move(session).error();
  main_ = *std::move(session);
  return Done{};
}

std::string NoteDatabase::before(const Statement& statement) {
  if (mentions(statement.text, "alter", "system")) changed_settings_ = true;
  return mentions(statement.text, "pg_reload_conf", "(") ? cluster_.now() : "";
}

void NoteDatabase::after(const std::string& reload_time) {
  if (!reload_time.empty()) cluster_.settle_reload(reload_time);
}

PgAnswer NoteDatabase::run(const Statement& statement) {
  const std::string reload_time = before(statement);
  main_->send(statement.text);
  PgAnswer answer;
  if (main_->wait(deadline_)) {
    answer = main_->answer();
  } else {
    answer.code = "none";
    answer.message = late_text(limit_now_);
  }
  if (main_->is_pending()) {
    cluster_.terminate(*main_);
    if (Result<std::unique_ptr<PgSession>> session = cluster_.connect(name_))
      main_ = *std::move(session);
    return answer;
  }
  after(reload_time);
  return answer;
}

Result<std::vector<Finding>> NoteDatabase::check_plain(const RunBlock& block,
                                                       const std::vector<Statement>& statements,
                                                       Values& values) {
  const bool has_rows = std::any_of(statements.begin(), statements.end(),
                                    [](const Statement& s) { return !s.expected.empty(); });
  const std::string* written = block.option("expect");
  const std::string_view text = written != nullptr ? std::string_view(*written)
                                : has_rows         ? "rows"
                                                   : "ok";
  const std::optional<Expectation> expect = read_expect(text);
  if (!expect)
    return std::vector<Finding>{
        {block.line, "expect=rows, ok, error:SQLSTATE or plan:Text", std::string(text), true}};
  const std::string* name = block.option("name");
  std::vector<Finding> findings;
  for (const Statement& statement : statements) {
    const bool is_last = &statement == &statements.back();
    const PgAnswer answer = run(statement);
    if (answer.code == "none") {
      findings.push_back({statement.line, "an answer", answer.message});
      break;
    }
    if (name != nullptr) keep_rows(values, *name, answer.columns, answer.rows);
    if (is_last && expect->kind == "error") {
      if (answer.code == expect->detail) continue;
      Finding finding{statement.line, "error " + std::string(expect->detail), describe(answer)};
      finding.words.push_back(
          change_expect(block, answer.failed() ? "error:" + answer.code : "ok"));
      findings.push_back(std::move(finding));
    } else if (is_last && expect->kind == "plan") {
      for (Finding& finding : compare_plan(block, statement, answer, expect->detail))
        findings.push_back(std::move(finding));
    } else if (is_last && expect->kind == "rows" && !has_rows) {
      findings.push_back({block.line, "a statement followed by its rows (-- => …)", "none", true,
                          insert_rows(statement, answer)});
    } else if (std::optional<Finding> finding = compare_answer(statement, answer)) {
      if (is_last && answer.failed() && statement.expected.empty())
        finding->words.push_back(change_expect(block, "error:" + answer.code));
      findings.push_back(*std::move(finding));
    }
  }
  if (main_->in_transaction()) main_->ask("ROLLBACK", rollback_limit);
  return findings;
}

Result<std::vector<Finding>> NoteDatabase::check(const RunBlock& block, Values& values) {
  if (block.is_fresh()) close();
  if (Status done = open(); !done) return std::move(done).error();
  limit_now_ = block.limit.value_or(limit_);
  deadline_ = deadline_in(limit_now_);
  if (const std::string* sessions = block.option("sessions")) {
    std::vector<std::string> names;
    for (const std::string_view name : split(*sessions, ',')) names.emplace_back(name);
    const Steps steps = read_steps(block, names);
    if (steps.finding) return std::vector<Finding>{*steps.finding};
    if (std::all_of(steps.steps.begin(), steps.steps.end(),
                    [](const Statement& step) { return step.expected.empty(); }))
      return std::vector<Finding>{
          {block.line, "a step followed by what happens (-- => …)", "none", true}};
    const std::string* standby = block.option("standby");
    const std::string* name = block.option("name");
    Scenario scenario(*this, std::move(names), standby != nullptr ? *standby : "",
                      name != nullptr ? *name : "", values);
    return scenario.run(steps.steps);
  }
  const Result<std::vector<Statement>> statements = split_statements(block.text, block.line + 1);
  if (!statements)
    return std::vector<Finding>{{block.line, "SQL", statements.error().message, true}};
  if (statements->empty()) return std::vector<Finding>{{block.line, "a statement", "none", true}};
  return check_plain(block, *statements, values);
}

}  // namespace loci
