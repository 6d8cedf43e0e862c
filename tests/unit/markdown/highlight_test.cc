#include "markdown/highlight.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <ctime>
#include <initializer_list>
#include <map>
#include <thread>

#include "markdown/code_language.h"
#include "markdown/grammar.h"
#include "unit/markdown/code_samples.h"

using namespace loci;

namespace {

std::string html(std::string_view code, std::string_view grammar, const CodeLines& lines = {}) {
  std::vector<CodeStyle> styles;
  highlight_code(code, grammar, styles);
  std::string out;
  append_code_html(out, code, styles, lines);
  return out;
}

// "[k:def] [f:f](): [k:return]": easier to read than elements.
std::string marked(std::string_view code, std::string_view grammar) {
  const std::string text = html(code, grammar);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = std::string_view(text).substr(at);
    if (rest.starts_with("<span class=\"hl-")) {
      out += std::string("[") + text[at + 16] + ":";
      at += 19;
    } else if (rest.starts_with("</span>")) {
      out += ']';
      at += 7;
    } else {
      out += text[at++];
    }
  }
  return out;
}

std::string without_tags(const std::string& text) {
  static const std::map<std::string, char> entities = {
      {"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}};
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '<') {
      at = text.find('>', at) + 1;
    } else if (text[at] == '&') {
      const std::size_t end = text.find(';', at) + 1;
      out += entities.at(text.substr(at, end - at));
      at = end;
    } else {
      out += text[at++];
    }
  }
  return out;
}

bool has(std::string_view grammar) {
  return std::any_of(grammars().begin(), grammars().end(),
                     [&](const Grammar& each) { return each.name == grammar; });
}

}  // namespace

TEST_CASE("code is coloured in every language") {
  struct Row {
    const char* grammar;
    const char* code;
    const char* expected;
  };
  const Row rows[] = {
      {"bash", "if [ -f \"$A\" ]; then echo 'x' # y\nfi",
       "[k:if] [ -f [s:\"]$[p:A][s:\"] ]; [k:then] [f:echo] [s:'x'] [c:# y]\n[k:fi]"},
      {"c", "static int f(void) { return MAX; }",
       "[k:static] [t:int] [f:f]([t:void]) { [k:return] [n:MAX]; }"},
      {"cpp", "auto x = std::move(y); // z", "[t:auto] x = std::[f:move](y); [c:// z]"},
      {"css", "a.b { color: #fff; top: 1px }",
       "[g:a].[p:b] { [p:color]: [s:#fff]; [p:top]: [n:1][t:px] }"},
      {"go", "func f() string { return \"a\\n\" }",
       "[k:func] [f:f]() [t:string] { [k:return] [s:\"a][e:\\n][s:\"] }"},
      {"html", "<a href=\"x\">y</a>", "&lt;[g:a] [a:href]=\"[s:x]\"&gt;y&lt;/[g:a]&gt;"},
      {"java", "int x = foo.bar(1);", "[t:int] x = foo.[f:bar]([n:1]);"},
      {"javascript", "const f = (a) => `x${a}`;",
       "[k:const] [f:f] = (a) =&gt; [s:`x][e:${]a[e:}][s:`];"},
      {"json", "{\"a\": [1, true, \"b\"]}", "{[p:\"a\"]: [[n:1], [n:true], [s:\"b\"]]}"},
      {"lua", "local t = { a = 1 }", "[k:local] t = { [p:a] = [n:1] }"},
      {"python", "def f(x): return not x", "[k:def] [f:f](x): [k:return not] x"},
      {"rust", "fn f() -> Option<u8> { None }",
       "[k:fn] [f:f]() -&gt; [t:Option]&lt;[t:u8]&gt; { [t:None] }"},
      {"sql", "SELECT a FROM t WHERE b = 1 -- c",
       "[k:SELECT] [p:a] [k:FROM] [t:t] [k:WHERE] [p:b] = [n:1] [c:-- c]"},
      {"toml", "a = [1, \"b\"]", "[p:a] = [[n:1], [s:\"b\"]]"},
      {"tsx", "let x: T = <p a=\"b\">{c}</p>;",
       "[k:let] x: [t:T] = &lt;[g:p] [a:a]=[s:\"b\"]&gt;{c}&lt;/[g:p]&gt;;"},
      {"typescript", "interface A { b?: string }", "[k:interface] [t:A] { [p:b]?: [t:string] }"},
      {"yaml", "a: [1, b] # c", "[p:a]: [[n:1], [s:b]] [c:# c]"},
  };
  for (const Row& row : rows) {
    if (!has(row.grammar)) continue;
    CHECK(marked(row.code, row.grammar) == row.expected);
  }
}

TEST_CASE("coloured code says what the code says, and no element crosses a line's end") {
  for (const Grammar& grammar : grammars()) {
    const std::string sample = test::code_sample(grammar.name);
    for (std::uint32_t seed = 0; seed < 30; ++seed) {
      const std::string code = seed == 0 ? sample : test::mangled(sample, seed);
      INFO(grammar.name << " " << seed);
      const std::string text = html(code, grammar.name);
      CHECK(without_tags(text) == code);
      CodeLines lines{true, 7, {{2, 4}, {9, 9}}};
      CHECK(without_tags(html(code, grammar.name, lines)) == code);
      bool open = false;
      bool crossed = false;
      for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '<') open = text[at + 1] != '/';
        crossed = crossed || (text[at] == '\n' && open);
      }
      CHECK_FALSE(crossed);
    }
  }
}

TEST_CASE("the colours of code do not depend on what was coloured before, or on threads") {
  std::map<std::string, std::string> alone;
  for (const Grammar& grammar : grammars())
    alone[std::string(grammar.name)] = html(test::code_sample(grammar.name), grammar.name);
  for (const Grammar& grammar : grammars()) {
    const std::string sample = test::code_sample(grammar.name);
    for (std::uint32_t seed = 100; seed < 120; ++seed)
      html(test::mangled(sample, seed), grammar.name);
    CHECK(html(sample, grammar.name) == alone[std::string(grammar.name)]);
  }
  std::vector<int> wrong(4);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&, t] {
      for (int round = 0; round < 5; ++round) {
        for (const Grammar& grammar : grammars()) {
          if (html(test::code_sample(grammar.name), grammar.name) !=
              alone.at(std::string(grammar.name)))
            ++wrong[t];
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>{0, 0, 0, 0});
}

TEST_CASE("lines are numbered and marked around the colours") {
  CHECK(html("a\n\nb", "text", {true, 9, {{2, 3}}}) ==
        "<span class=\"line\" data-line=\"9\">a</span>\n"
        "<span class=\"line marked\" data-line=\"10\"></span>\n"
        "<span class=\"line marked\" data-line=\"11\">b</span>");
  CHECK(html("<a>\n", "text", {false, 1, {{1, 1}}}) ==
        "<span class=\"line marked\">&lt;a&gt;</span>\n");
  if (has("python")) {
    CHECK(html("x = '''a\nb'''\n", "python", {false, 1, {{2, 9}}}) ==
          "<span class=\"line\">x = <span class=\"hl-s\">'''a</span></span>\n"
          "<span class=\"line marked\"><span class=\"hl-s\">b'''</span></span>\n");
  }
}

TEST_CASE("words of one look share an element, with the blanks between them") {
  if (!has("python")) return;
  CHECK(html("async def f(): pass\n", "python") ==
        "<span class=\"hl-k\">async def</span> <span class=\"hl-f\">f</span>(): <span "
        "class=\"hl-k\">pass</span>\n");
}

TEST_CASE("code beyond the limits and unknown languages are shown plain") {
  std::vector<CodeStyle> styles;
  CHECK_FALSE(highlight_code("x", "klingon", styles));
  CHECK_FALSE(highlight_code(std::string(max_highlighted_bytes + 1, '1'), "json", styles));
  CHECK_FALSE(highlight_code(std::string(max_highlighted_depth + 1, '['), "json", styles));
  CHECK(styles.empty());
  CHECK(highlight_code(std::string(max_highlighted_bytes, '1'), "json", styles) == has("json"));
  CHECK(highlight_code("", "json", styles) == has("json"));
}

// The processor's time, so that other work on the machine does not count.
double milliseconds_for(std::string_view unit, std::size_t bytes, std::string_view grammar) {
  std::string code;
  while (code.size() < bytes) code += unit;
  std::vector<CodeStyle> styles;
  highlight_code("", grammar, styles);  // compiles the query
  const std::clock_t begin = std::clock();
  highlight_code(code, grammar, styles);
  return 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

TEST_CASE("sixty kilobytes of brackets take no time") {
  for (const Grammar& grammar : grammars()) {
    for (const std::string_view unit : {"(", "[", "{", "${", "(("}) {
      INFO(grammar.name << " " << unit);
      CHECK(milliseconds_for(unit, 60'000, grammar.name) < 100);
    }
  }
}

TEST_CASE("code that grammars are slow with is given up in time") {
  struct Row {
    const char* grammar;
    const char* unit;
  };
  // Without a bound these take from one second to two minutes.
  for (const Row& row : std::initializer_list<Row>{{"c", "'"},
                                                   {"bash", "<"},
                                                   {"css", "=> "},
                                                   {"cpp", "<a"},
                                                   {"html", "<a"},
                                                   {"java", "a<b<"},
                                                   {"sql", "()"},
                                                   {"javascript", "'"},
                                                   {"python", "{}"},
                                                   {"rust", "a,"},
                                                   {"tsx", "  - a:\n"},
                                                   {"go", "`"},
                                                   {"toml", "<a"}}) {
    if (!has(row.grammar)) continue;
    INFO(row.grammar << " " << row.unit);
    CHECK(milliseconds_for(row.unit, 50'000, row.grammar) < 1500);
  }
}

TEST_CASE("whether code is given up does not depend on what came before") {
  if (!has("css")) return;
  std::vector<CodeStyle> styles;
  std::string code;
  std::string outcomes;
  std::string again;
  for (int i = 0; i < 40; ++i)
    outcomes += highlight_code(code += "=> =>", "css", styles) ? 'y' : 'n';
  for (std::size_t size = 4000; size > 0; size -= 400)
    highlight_code(std::string(size, '{'), "css", styles);
  for (std::size_t i = 1; i <= 40; ++i)
    again += highlight_code(std::string_view(code).substr(0, 5 * i), "css", styles) ? 'y' : 'n';
  CHECK(outcomes == again);
}

TEST_CASE("languages are found by the words people write") {
  CHECK(find_code_language("PY")->grammar == "python");
  CHECK(find_code_language("c++")->label == "C++");
  CHECK(find_code_language("plpgsql")->grammar == "sql");
  CHECK(find_code_language("zsh")->grammar == "bash");
  CHECK(find_code_language("yml")->label == "YAML");
  CHECK(find_code_language("mermaid") == nullptr);
  CHECK(find_code_language("") == nullptr);
  CHECK(find_code_language("typescriptreact")->grammar == "tsx");
  CHECK(find_code_language(std::string(1000, 'x')) == nullptr);
  for (const Grammar& grammar : grammars())
    CHECK(find_code_language(grammar.name)->grammar == grammar.name);
}

TEST_CASE("tags of dollar-quoted SQL may be of any length") {
  std::vector<CodeStyle> styles;
  for (const std::size_t length : {0, 1, 1000, 1023, 1024, 3000}) {
    const std::string tag = "$" + std::string(length, 'a') + "$";
    const std::string code = "SELECT " + tag + " x " + tag + ", " + tag;
    CHECK(highlight_code(code, "sql", styles) == has("sql"));
  }
}
