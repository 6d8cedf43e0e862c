// The text of `sql pg` blocks: statements with what is expected of them, the steps of a scenario, and the comparison of an answer
// with the lines below its statement. No server is needed for any of it.
//
//     SELECT id, v FROM t;
//     -- => 1|a                 a cell `1..9` accepts a number of this range
//
// What a block may assert:
//
//   sql pg expect=ok             every statement succeeds
//   sql pg expect=rows           as above, and at least one statement is followed by its rows: -- => a|b
//   sql pg expect=error:42601    the last statement fails with this SQLSTATE
//   sql pg expect=plan:Text      the last statement's plan holds Text (plan:!Text: does not); `-- =>` lines name
//                                further parts of the plan, in order; `-- => !Text` what it does not hold
//   sql pg sessions=A,B          a scenario: `A> statement`, then what happens:
//                                -- => a|b          these rows            -- => error 40001   this SQLSTATE
//                                -- => (0 rows)     no row                -- => WARNING:  ...  this notice
//                                -- => blocks       the statement waits, seen in pg_blocking_pids()
//                                -- => unblocks     the waiting session goes on (`unblocks B` names it); lines
//                                                   below, or text behind it, say how its statement ended
//   sql pg sessions=A,S standby=S   S is connected to a streaming standby
//
// and of every form: `name=orders` names its figures (results.h), `limit=5s` ends it, `continues` keeps the database of the block before.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "verify/blocks.h"
#include "verify/pg_session.h"

namespace loci {

struct ExpectedLine {
  std::string text;
  std::uint32_t line = 0;
  std::uint32_t column = 0;  // of the text, in bytes, when it stands behind code: SELECT 1; -- => 1
};

struct Statement {
  std::string session;  // of a scenario
  std::string text;
  std::uint32_t line = 0;       // where it begins
  std::uint32_t last_line = 0;  // where it ends
  std::vector<ExpectedLine> expected;
};

// Splits SQL at its semicolons; an `-- =>` comment belongs to the statement before it. The error is an expectation before the
// first statement.
Result<std::vector<Statement>> split_statements(std::string_view text, std::uint32_t first_line);

// Reads `A> statement` lines. The finding says why they cannot be read.
struct Steps {
  std::vector<Statement> steps;
  std::optional<Finding> finding;
};
Steps read_steps(const RunBlock& block, const std::vector<std::string>& sessions);

// The lines below a step as what its own statement does and what the statement that it releases does.
struct Released {
  std::string session;  // empty: whichever waits
  std::uint32_t line = 0;
  std::vector<ExpectedLine> expected;
};
struct SplitExpectations {
  std::vector<ExpectedLine> own;
  std::optional<Released> released;
};
SplitExpectations split_expectations(const Statement& step,
                                     const std::vector<std::string>& sessions);

std::string describe(const PgAnswer& answer);
bool row_matches(std::string_view wanted, std::string_view got);

// nullopt: the answer is as the lines say.
std::optional<Finding> compare_answer(const Statement& statement, const PgAnswer& answer);
// `wanted`: what follows `expect=plan:` of the block. Lines below the statement are parts of the plan in order; `-- => !Text` says that
// no line of the plan holds the text.
std::vector<Finding> compare_plan(const RunBlock& block, const Statement& statement,
                                  const PgAnswer& answer, std::string_view wanted);
// Rows that stand nowhere yet, below their statement.
std::optional<LineChange> insert_rows(const Statement& statement, const PgAnswer& answer);

std::vector<std::string> texts_of(const std::vector<ExpectedLine>& lines);

}  // namespace loci
