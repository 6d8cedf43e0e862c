#include "base/parallel.h"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <numeric>
#include <stdexcept>
#include <vector>

using namespace loci;

TEST_CASE("parallel_for visits every index once", "[race]") {
  const JobLimit limit(8);
  std::vector<int> visits(10000, 0);
  parallel_for(visits.size(), [&](std::size_t i) { ++visits[i]; });
  CHECK(visits == std::vector<int>(10000, 1));
}

TEST_CASE("parallel_ranges covers the range without gap or overlap", "[race]") {
  const JobLimit limit(4);
  std::vector<int> visits(1003, 0);
  parallel_ranges(visits.size(), 64, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) ++visits[i];
  });
  CHECK(std::accumulate(visits.begin(), visits.end(), 0) == 1003);
  parallel_ranges(0, 64, [&](std::size_t, std::size_t) { visits.clear(); });
  CHECK(visits.size() == 1003);
}

TEST_CASE("one job runs on the caller's thread, in order") {
  const JobLimit limit(1);
  std::vector<std::size_t> order;
  parallel_for(100, [&](std::size_t i) { order.push_back(i); });
  std::vector<std::size_t> expected(100);
  std::iota(expected.begin(), expected.end(), std::size_t{0});
  CHECK(order == expected);
}

TEST_CASE("what a body throws arrives") {
  const JobLimit limit(4);
  CHECK_THROWS_AS(parallel_for(1000,
                               [](std::size_t i) {
                                 if (i == 500) throw std::runtime_error("x");
                               }),
                  std::runtime_error);
}

TEST_CASE("there is at least one job") { CHECK(available_jobs() >= 1); }
