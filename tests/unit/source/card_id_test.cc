#include "source/card_id.h"

#include <catch2/catch_test_macros.hpp>

namespace loci {

TEST_CASE("groups and parts of ids") {
  CHECK(card_group("h-x") == "h-x");
  CHECK(card_group("h-x/r") == "h-x");
  CHECK(card_group("h-x/c2~3") == "h-x~3");
  CHECK(card_part("h-x/c2~3") == "/c2");
  CHECK(card_part("h-x~2") == "");
}

}  // namespace loci
