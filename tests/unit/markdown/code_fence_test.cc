#include "markdown/code_fence.h"

#include <catch2/catch_test_macros.hpp>

using namespace loci;

namespace {

// "language | title | lines | numbers from"
std::string read(std::string_view info) {
  const CodeFence fence = parse_code_fence(info);
  std::string out = fence.language + " | " + fence.title + " |";
  for (const auto& [first, last] : fence.lines.marked)
    out += " " + std::to_string(first) + (first == last ? "" : "-" + std::to_string(last));
  out += " |";
  if (fence.lines.numbered) out += " " + std::to_string(fence.lines.first_number);
  return out;
}

}  // namespace

TEST_CASE("a fence says language, title, marked lines and numbers") {
  CHECK(read("") == " |  | |");
  CHECK(read("sql") == "sql |  | |");
  CHECK(read("  c++  ") == "c++ |  | |");
  CHECK(read("sql title=\"Schema of a shop\" {3,5-7} showLineNumbers") ==
        "sql | Schema of a shop | 3 5-7 | 1");
  CHECK(read("{2} title='it is'") == " | it is | 2 |");
  CHECK(read("title=\"no language\"") == " | no language | |");
}

TEST_CASE("a fence is read as other programs write it") {
  CHECK(read("py hl_lines=\"1 3-5\" linenums=\"10\" title=\"a.py\"") == "py | a.py | 1 3-5 | 10");
  CHECK(read("{ .py title=\"a.py\" hl_lines=\"2\" }") == "py | a.py | 2 |");
  CHECK(read("{.python .numberLines startFrom=\"5\"}") == "python |  | | 5");
  CHECK(read("{python}") == "python |  | |");
  CHECK(read("go {linenos=true,hl_lines=[2,\"4-6\"],linenostart=199}") == "go |  | 2 4-6 | 199");
  CHECK(read("go {linenos=false}") == "go |  | |");
  CHECK(read("js {1,3-4} title=\"/src/x.js\" showLineNumbers{7}") == "js | /src/x.js | 1 3-4 | 7");
  CHECK(read("js showLineNumbers=5") == "js |  | | 5");
  CHECK(read("js{1,3}") == "js |  | 1 3 |");
  CHECK(read("ts:line-numbers {2}") == "ts |  | 2 | 1");
  CHECK(read("ts:line-numbers=3") == "ts |  | | 3");
  CHECK(read("ts:no-line-numbers") == "ts |  | |");
  CHECK(read("c:src/main.c") == "c | src/main.c | |");
  CHECK(read("js /word/ \"other\" {1}") == "js |  | 1 |");
}

TEST_CASE("other words of a fence are passed over") {
  CHECK(read("sql pg expect=rows sessions=A,B") == "sql |  | |");
  CHECK(read("sql pg expect=plan:Index Only Scan using orders_user") == "sql |  | |");
  CHECK(read("sql pg expect=plan:Buffers: shared hit=3") == "sql |  | |");
  CHECK(read("rust,ignore,should_panic") == "rust |  | |");
}

TEST_CASE("a fence may be wrong in any way") {
  CHECK(read("js {") == "js |  | |");
  CHECK(read("js title=\"never closed") == "js | never closed | |");
  CHECK(read("js title=") == "js |  | |");
  CHECK(read("js {7-3,0,99999999999999999999}") == "js |  | 3-7 0 1000000 |");
  CHECK(read("js = == {=} [] .. # , }") == "js |  | |");
  CHECK(read("=") == " |  | |");
  CHECK(read("{{{}}}") == " |  | |");
  CHECK(read("\">") == "\"> |  | |");
}
