#include "base/result.h"

#include <catch2/catch_test_macros.hpp>

using namespace loci;

TEST_CASE("a result is a value or an error") {
  const Result<int> good = 3;
  CHECK(good);
  CHECK(*good == 3);
  CHECK(good.value_or(7) == 3);
  const Result<int> bad = Error{"no such file", {"look again"}, ErrorKind::environment};
  CHECK_FALSE(bad);
  CHECK(bad.value_or(7) == 7);
  CHECK(bad.error().message == "no such file");
}

TEST_CASE("context goes before the message") {
  Error error{"permission denied", {}, ErrorKind::environment};
  CHECK(std::move(error).with_context("cannot read 'a.md'").message ==
        "cannot read 'a.md': permission denied");
}
