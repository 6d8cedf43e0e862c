#include "markdown/link_parts.h"

#include <string>

#include <catch2/catch_test_macros.hpp>

namespace loci {
namespace {

// "target|fragment", "-" when the address stands elsewhere.
std::string parts(std::string_view link) {
  const LinkParts found = find_link_parts(link);
  if (!found.is_known) return "-";
  return std::string(found.target.of(link)) + "|" + std::string(found.fragment.of(link));
}

}  // namespace

TEST_CASE("the parts of a wikilink are found in its text") {
  CHECK(parts("[[b]]") == "b|");
  CHECK(parts("[[ a/b # Two |x]]") == "a/b|Two");
  CHECK(parts("![[b#^id|300]]") == "b|^id");
  CHECK(parts("[[b##Two#Three\\|x]]") == "b|Two#Three");
  CHECK(parts("[[#Here]]") == "|Here");
}

TEST_CASE("the parts of a Markdown link are found in its text") {
  CHECK(parts("[x](b.md)") == "b.md|");
  CHECK(parts("[x]( a%20b.md#c%20d \"title (1)\" )") == "a%20b.md|c%20d");
  CHECK(parts("[x](<a b.md#c d>)") == "a b.md|c d");
  CHECK(parts("![a ](b.png)](c(1).png)") == "b.png|");
  CHECK(parts("![a \\](b.png)](c(1).png)") == "c(1).png|");
  CHECK(parts("[`](no)` [in] ![i](i.png)](b.md)") == "b.md|");
  CHECK(parts("[x](#here)") == "|here");
  CHECK(parts("[x]()") == "|");
}

TEST_CASE("an address that stands elsewhere has no parts") {
  CHECK(parts("[x][ref]") == "-");
  CHECK(parts("[x]") == "-");
  CHECK(parts("<a href=\"b.md\">") == "-");
  CHECK(parts("[x](b.md") == "-");
  CHECK(parts("") == "-");
}

}  // namespace loci
