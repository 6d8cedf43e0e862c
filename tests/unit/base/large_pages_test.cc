#include "base/large_pages.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <numeric>
#include <vector>

using namespace loci;

TEST_CASE("a table on large pages is a table like any other") {
  std::vector<std::uint32_t, LargePageAllocator<std::uint32_t>> grown;
  for (std::uint32_t i = 0; i < 2'000'000; ++i) grown.push_back(i);
  std::vector<std::uint32_t, LargePageAllocator<std::uint32_t>> copy = grown;
  grown.clear();
  grown.shrink_to_fit();
  std::vector<std::uint32_t> expected(2'000'000);
  std::iota(expected.begin(), expected.end(), 0u);
  CHECK(std::equal(copy.begin(), copy.end(), expected.begin(), expected.end()));
  copy.resize(100);
  copy.shrink_to_fit();
  CHECK(std::accumulate(copy.begin(), copy.end(), 0u) == 4950);
}
