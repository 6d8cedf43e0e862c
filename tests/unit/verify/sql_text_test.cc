#include "verify/sql_text.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

#include "verify/redis.h"

namespace loci {
namespace {

std::string dump(std::string_view sql) {
  const Result<std::vector<Statement>> statements = split_statements(sql, 1);
  if (!statements) return "! " + statements.error().message;
  std::string text;
  for (const Statement& statement : *statements)
    text += std::to_string(statement.line) + " [" + statement.text + "] " +
            join_lines(texts_of(statement.expected)) + "\n";
  return text;
}

std::string compare(std::vector<std::string> wanted, std::vector<std::string> rows,
                    std::string tag = "SELECT") {
  Statement statement;
  std::uint32_t line = 1;
  for (std::string& text : wanted) statement.expected.push_back({std::move(text), ++line});
  PgAnswer answer;
  answer.rows = std::move(rows);
  answer.tag = std::move(tag);
  const std::optional<Finding> finding = compare_answer(statement, answer);
  return finding ? std::to_string(finding->line) + " " + finding->expected + " | " + finding->actual
                 : "";
}

}  // namespace

TEST_CASE("a semicolon in a string ends no statement") {
  CHECK(
      dump("SELECT 'a;b', \"c;d\", $q$e;f$q$ /* ; */; SELECT E'it\\'s; x';\n-- => 1|2\nSELECT 3") ==
      "1 [SELECT 'a;b', \"c;d\", $q$e;f$q$ /* ; */] \n1 [SELECT E'it\\'s; x'] 1|2\n3 [SELECT 3] "
      "\n");
  CHECK(dump("SELECT 1 -- a comment; here\n;\n-- =>\n") == "1 [SELECT 1] \n");
  CHECK(dump("-- => 1\nSELECT 1;") == "! line 1: an expected row before the first statement");
}

TEST_CASE("rows are compared cell by cell") {
  CHECK(compare({"1|a", "2|"}, {"1|a", "2|"}).empty());
  CHECK(compare({"8000..9000"}, {"8192"}).empty());
  CHECK(compare({"(0 rows)"}, {}).empty());
  CHECK(compare({"UPDATE 2"}, {}, "UPDATE 2").empty());
  CHECK(compare({"1", "2"}, {"1", "3"}) == "3 1 / 2 | 1 / 3");
  CHECK(compare({"1"}, {}) == "2 1 | SELECT (0 rows)");
  CHECK(compare({"error 42601"}, {"1"}) == "2 error 42601 | 1");
}

TEST_CASE("what --update would write keeps what is right and never touches code") {
  const auto change = [](std::vector<ExpectedLine> wanted, std::vector<std::string> rows) {
    Statement statement;
    statement.expected = std::move(wanted);
    PgAnswer answer;
    answer.rows = std::move(rows);
    answer.tag = "SELECT";
    const std::optional<Finding> finding = compare_answer(statement, answer);
    return finding && finding->change ? join_lines(finding->change->lines) : "";
  };
  CHECK(change({{"1|8000..9000", 2}, {"2|8000..9000", 3}}, {"7|8192", "2|9192"}) ==
        "-- => 7|8000..9000 / -- => 2|9192");
  CHECK(change({{"1", 2}}, {"2", "3"}) == "-- => 2 / -- => 3");
  CHECK(change({{"1", 2}}, {}) == "-- => (0 rows)");
  CHECK(change({{"1", 2}, {"2", 4}}, {"3", "4"}).empty());
  CHECK(change({{"1", 2, 14}}, {"2"}).empty());
  const auto words = [](const Statement& statement, std::vector<std::string> rows) {
    PgAnswer answer;
    answer.rows = std::move(rows);
    const std::optional<Finding> finding = compare_answer(statement, answer);
    if (!finding || finding->words.empty()) return std::string();
    const WordChange& word = finding->words.front();
    return std::to_string(word.line) + ":" + std::to_string(word.column) + "+" +
           std::to_string(word.length) + " " + word.text;
  };
  const Result<std::vector<Statement>> statements =
      split_statements("SELECT 1; -- => 1\nSELECT 2;\n  -- => 2\n", 1);
  REQUIRE(statements);
  CHECK(words((*statements)[0], {"7|x"}) == "1:16+1 7|x");
  CHECK(words((*statements)[0], {"7", "8"}).empty());
  CHECK((*statements)[1].expected[0].column == 0);
  RunBlock block;
  block.text = "A> SELECT 1; -- => 1\nAb> SELECT\n  2; -- =>";
  block.line = 4;
  const Steps steps = read_steps(block, {"A", "Ab"});
  REQUIRE(steps.steps.size() == 2);
  CHECK(words(steps.steps[0], {"3"}) == "5:19+1 3");
  CHECK(words(steps.steps[1], {"3"}) == "7:10+0  3");
}

TEST_CASE("a plan is compared part by part") {
  RunBlock block;
  block.info = "sql pg expect=plan:Index Scan using t_a limit";
  block.options = {{"expect", "plan:Index Scan using t_a limit"}};
  block.line = 9;
  block.info_column = 3;
  PgAnswer answer;
  answer.rows = {"Limit", "  ->  Index Scan using t_b on t  (cost=0.29..8.31 rows=1 width=4)",
                 "        Index Cond: (b = 1)"};
  const auto findings = [&](std::string_view wanted, std::vector<std::string> lines) {
    Statement statement;
    std::uint32_t line = 10;
    for (std::string& text : lines) statement.expected.push_back({std::move(text), ++line});
    std::string text;
    for (const Finding& finding : compare_plan(block, statement, answer, wanted)) {
      text += std::to_string(finding.line) + " " + finding.expected;
      for (const WordChange& word : finding.words)
        text += " <" + std::to_string(word.column) + "+" + std::to_string(word.length) + " " +
                word.text + ">";
      if (finding.change) text += " <" + join_lines(finding.change->lines) + ">";
      text += "\n";
    }
    return text;
  };
  CHECK(findings("Limit", {"Index Scan", "Index Cond: (b = 1)", "!Sort"}).empty());
  CHECK(findings("Index Scan using t_a", {}) ==
        "9 plan Index Scan using t_a <17+31 plan:Index Scan using t_b on t>\n");
  CHECK(findings("!Limit", {}) == "9 plan without Limit <17+31 plan:Limit>\n");
  CHECK(findings("Limit", {"Index Cond: (a = 1)", "!Index"}) ==
        "11 Index Cond: (a = 1) <-- => Index Cond: (b = 1)>\n12 plan without Index\n");
  CHECK(findings("Limit", {"Sort"}) == "11 Sort\n");
}

TEST_CASE("a step's lines are its own and those of the statement it releases") {
  Statement step;
  step.expected = {{"1", 2}, {"unblocks B error 40P01", 3}, {"x", 4}};
  const SplitExpectations parts = split_expectations(step, {"A", "B"});
  CHECK(texts_of(parts.own) == std::vector<std::string>{"1"});
  REQUIRE(parts.released);
  CHECK(parts.released->session == "B");
  CHECK(texts_of(parts.released->expected) == std::vector<std::string>{"error 40P01", "x"});
}

TEST_CASE("a reply is what redis-cli prints") {
  const auto lines = [](std::string_view bytes) {
    const std::optional<RedisReply> reply = read_redis_reply(bytes);
    return reply ? join_lines(reply->lines) : "incomplete";
  };
  CHECK(lines("*2\r\n$3\r\na\"b\r\n*2\r\n:1\r\n$-1\r\n") ==
        "1) \"a\\\"b\" / 2) 1) (integer) 1 /    2) (nil)");
  CHECK(lines("-ERR no\r\n") == "(error) ERR no");
  CHECK(lines("$5\r\nab") == "incomplete");
  CHECK(split_redis_command("SET k \"v\\x41 w\" 'a b'") ==
        std::vector<std::string>{"SET", "k", "vA w", "a b"});
  CHECK(redis_reply_matches({"1) (integer) 1..5", "..."}, {"1) (integer) 3", "2) \"a\""}));
  CHECK_FALSE(redis_reply_matches({"(error) ERR a ..."}, {"(error) WRONGTYPE"}));
}

}  // namespace loci
