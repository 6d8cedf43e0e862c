#include "markdown/script.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

namespace loci {
namespace {

constexpr ScriptLimits limits = {4U << 20, 20};

ScriptAnswer run(const std::string& source, std::string_view argument = {}) {
  const std::unique_ptr<Script> script = Script::start(source, limits);
  REQUIRE(script != nullptr);
  return script->call("f", {argument});
}

}  // namespace

TEST_CASE("a function of a script is given strings and returns one") {
  const std::unique_ptr<Script> script =
      Script::start("var n = 0; function f(a, b) { n++; return a + '|' + b + '|' + n; }", limits);
  REQUIRE(script != nullptr);
  CHECK_FALSE(script->is_used());
  CHECK(script->call("f", {"x", "y"}).text == "x|y|1");
  CHECK(script->call("f", {"", "ü"}).text == "|ü|2");
  CHECK(script->is_used());
}

TEST_CASE("characters beyond U+FFFF are pairs inside and whole outside") {
  CHECK(run("function f(a) { return a.length + ' ' + a.charCodeAt(0).toString(16) + a; }",
            "\U0001D400")
            .text == "2 d835\U0001D400");
  CHECK(run("function f() { return '\\ud835x\\udc00'; }").text == "\uFFFDx\uFFFD");
}

TEST_CASE("what a script throws is told") {
  const ScriptAnswer answer = run("function f() { throw new Error('no'); }");
  CHECK(answer.end == ScriptEnd::thrown);
  CHECK(answer.text == "Error: no");
  CHECK(run("function f() { return 1; }").end == ScriptEnd::thrown);  // no string
  CHECK(run("").end == ScriptEnd::thrown);                            // no function
  CHECK(run("function f() { throw { toString: function () { throw 1; } }; }").end ==
        ScriptEnd::thrown);
  CHECK(run("function f() { return 1 + f(); }").end != ScriptEnd::value);  // its stack is full
}

TEST_CASE("a script that does not end is stopped, whatever it catches") {
  CHECK(run("function f() { for (;;) {} }").end == ScriptEnd::out_of_time);
  CHECK(run("function f() { for (;;) { try { for (;;) {} } catch (e) {} } }").end ==
        ScriptEnd::out_of_time);
}

TEST_CASE("a script gets so much memory and no more") {
  CHECK(run("function f() { var a = []; for (;;) a.push('x' + a.length); }").end ==
        ScriptEnd::out_of_memory);
  CHECK(run("function f() { var s = 'x'; for (;;) s += s; }").end == ScriptEnd::out_of_memory);
}

TEST_CASE("an engine goes on after it was stopped") {
  const std::unique_ptr<Script> script =
      Script::start("function f(a) { while (a) {} return 'done'; }", limits);
  REQUIRE(script != nullptr);
  CHECK(script->call("f", {"x"}).end == ScriptEnd::out_of_time);
  CHECK(script->call("f", {""}).text == "done");
}

TEST_CASE("a script that is none starts no engine") {
  CHECK(Script::start("function (", limits) == nullptr);
  CHECK(Script::start("throw 1", limits) == nullptr);
  CHECK(Script::start("var a = 1;", {1000, 1}) == nullptr);
}

}  // namespace loci
