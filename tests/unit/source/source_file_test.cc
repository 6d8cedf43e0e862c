#include "source/source_file.h"

#include <catch2/catch_test_macros.hpp>

using namespace loci;

TEST_CASE("line_col counts lines and code points from one") {
  const std::string_view text = "a\né漢b\n\tc";
  CHECK(line_col(text, 0) == LineCol{1, 1});
  CHECK(line_col(text, 1) == LineCol{1, 2});
  CHECK(line_col(text, 2) == LineCol{2, 1});
  CHECK(line_col(text, 7) == LineCol{2, 3});
  CHECK(line_col(text, 10) == LineCol{3, 2});
  CHECK(line_col(text, 999) == LineCol{3, 3});
  CHECK(line_col("", 0) == LineCol{1, 1});
}

TEST_CASE("line_at gives the line without its end") {
  const std::string_view text = "one\ntwo\n\nfour";
  CHECK(line_at(text, 0) == "one");
  CHECK(line_at(text, 3) == "one");
  CHECK(line_at(text, 4) == "two");
  CHECK(line_at(text, 8) == "");
  CHECK(line_at(text, 9) == "four");
  CHECK(line_at(text, 999) == "four");
}
