#include "source/diagnostic.h"

#include <catch2/catch_test_macros.hpp>

#include <set>
#include <string>

using namespace loci;

TEST_CASE("a code has an id, a slug and a severity") {
  CHECK(code_id(Code::broken_link) == "L201");
  CHECK(code_slug(Code::broken_link) == "broken-link");
  CHECK(default_severity(Code::broken_link) == Severity::error);
}

TEST_CASE("a code is found by id and by slug") {
  CHECK(find_code("L201") == Code::broken_link);
  CHECK(find_code("l201") == Code::broken_link);
  CHECK(find_code("Broken-Link") == Code::broken_link);
  CHECK_FALSE(find_code("broken"));
  CHECK_FALSE(find_code(""));
  CHECK(nearest_code("broken-lnk") == "broken-link");
  CHECK(nearest_code("L20l") == "L201");
  CHECK_FALSE(nearest_code("something else"));
  CHECK(code_id(all_codes().front()) == "L001");
}

TEST_CASE("no id and no slug stands for two codes") {
  std::set<std::string_view> ids, slugs;
  std::size_t codes = 0;
#define LOCI_CODE(enumerator, id, severity, slug) \
  ids.insert(id);                                 \
  slugs.insert(slug);                             \
  ++codes;
#include "source/diagnostic_codes.def"
#undef LOCI_CODE
  CHECK(ids.size() == codes);
  CHECK(slugs.size() == codes);
}

TEST_CASE("diagnostics are counted and sorted by path, place and code") {
  Diagnostics diagnostics;
  diagnostics.report(Code::broken_link, "b.md", {5, 6}, "second in b");
  diagnostics.report(Code::invalid_utf8, "b.md", {5, 6}, "first in b");
  diagnostics.report(Code::html_removed, "a.md", {9, 9}, "in a");
  diagnostics.sort();
  std::string order;
  for (const Diagnostic& d : diagnostics.items()) order += d.message + "; ";
  CHECK(order == "in a; first in b; second in b; ");
  CHECK(diagnostics.count(Severity::error) == 1);
  CHECK(diagnostics.count(Severity::warning) == 1);
  CHECK(diagnostics.count(Severity::note) == 1);
  CHECK(diagnostics.has_errors());
}
