#include "base/base64.h"

#include <catch2/catch_test_macros.hpp>

namespace loci {

TEST_CASE("base64 of the examples of RFC 4648") {
  CHECK(base64("").empty());
  CHECK(base64("f") == "Zg==");
  CHECK(base64("fo") == "Zm8=");
  CHECK(base64("foo") == "Zm9v");
  CHECK(base64("foob") == "Zm9vYg==");
  CHECK(base64("fooba") == "Zm9vYmE=");
  CHECK(base64("foobar") == "Zm9vYmFy");
  CHECK(base64(std::string_view("\xff\x00\xfe", 3)) == "/wD+");
}

}  // namespace loci
