#include "cli/surroundings.h"

#include <catch2/catch_test_macros.hpp>

#include <map>

using namespace loci;

namespace {

bool colour(bool is_terminal, std::map<std::string, std::string> variables) {
  return wants_colour(is_terminal, [&variables](const char* name) { return variables[name]; });
}

}  // namespace

TEST_CASE("colour is for terminals, unless the environment says otherwise") {
  CHECK(colour(true, {}));
  CHECK_FALSE(colour(false, {}));
  CHECK_FALSE(colour(true, {{"NO_COLOR", "1"}}));
  CHECK_FALSE(colour(true, {{"CLICOLOR", "0"}}));
  CHECK(colour(true, {{"CLICOLOR", "1"}}));
  CHECK(colour(false, {{"CLICOLOR_FORCE", "1"}}));
  CHECK_FALSE(colour(false, {{"CLICOLOR_FORCE", "0"}}));
  CHECK_FALSE(colour(true, {{"NO_COLOR", "1"}, {"CLICOLOR_FORCE", "1"}}));
  CHECK_FALSE(colour(true, {{"TERM", "dumb"}}));
}

TEST_CASE("the day is the one where the moment is lived") {
  constexpr std::int64_t late = 1795305600000 - 1800000;  // 2026-11-21T23:30Z
  CHECK(local_date({late, 0}) == Date{2026, 11, 21});
  CHECK(local_date({late, 60}) == Date{2026, 11, 22});
}
