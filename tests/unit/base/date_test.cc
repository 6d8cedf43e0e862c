#include "base/date.h"

#include <catch2/catch_test_macros.hpp>

using namespace loci;

TEST_CASE("dates are read with and without a time") {
  CHECK(parse_date("2026-11-21") == Date{2026, 11, 21});
  CHECK(parse_date(" 2026-11-21 ") == Date{2026, 11, 21});
  CHECK(parse_date("2026-11-21T10:00:00+01:00") == Date{2026, 11, 21});
  CHECK(parse_date("2026-11-21 10:00") == Date{2026, 11, 21});
  CHECK(parse_date("2024-02-29") == Date{2024, 2, 29});
  CHECK(parse_date("2000-02-29") == Date{2000, 2, 29});
}

TEST_CASE("what is no date is told") {
  for (const char* text :
       {"", "yesterday", "2026-13-01", "2026-00-10", "2026-02-30", "2023-02-29", "1900-02-29",
        "2026-1-1", "26-01-01", "2026/01/01", "2026-01-01x", "2026-01-01T", "2026-01-0a"}) {
    INFO(text);
    CHECK_FALSE(parse_date(text));
  }
}

TEST_CASE("dates are written") {
  CHECK(to_string(Date{2026, 1, 5}) == "2026-01-05");
  CHECK(to_string(Date{987, 12, 31}) == "0987-12-31");
  CHECK(to_long_string(Date{2026, 11, 21}) == "21 November 2026");
}

TEST_CASE("days count from 1970 and back") {
  CHECK(days_since_epoch(Date{1970, 1, 1}) == 0);
  CHECK(days_since_epoch(Date{1969, 12, 31}) == -1);
  CHECK(days_since_epoch(Date{2000, 3, 1}) == 11017);
  CHECK(days_since_epoch(Date{2026, 11, 21}) == 20778);
  CHECK(days_since_epoch(Date{1, 1, 1}) == -719162);
}

TEST_CASE("every day of eight hundred years comes back and follows the day before") {
  Date before = date_from_days(-146097);
  for (std::int64_t day = -146096; day <= 146097; ++day) {
    const Date date = date_from_days(day);
    REQUIRE(days_since_epoch(date) == day);
    REQUIRE(before < date);
    before = date;
  }
}

TEST_CASE("a review before the rollover hour belongs to the day before") {
  constexpr std::int64_t noon = 1763726400000;  // 2025-11-21T12:00Z
  constexpr std::int64_t hour = 3600000;
  constexpr std::int64_t day = 20413;
  CHECK(review_day({noon, 0}, 4) == day);
  CHECK(review_day({noon - 8 * hour, 0}, 4) == day);
  CHECK(review_day({noon - 8 * hour - 1, 0}, 4) == day - 1);
  CHECK(review_day({noon, 13 * 60}, 0) == day + 1);  // in New Zealand it is tomorrow
  CHECK(review_day({noon, -8 * 60}, 4) ==
        day);  // four o'clock in California: the new day has just begun
  CHECK(review_day({noon - 1, -8 * 60}, 4) == day - 1);
  CHECK(review_day({-1, 0}, 0) == -1);
}

TEST_CASE("a name may begin with a date") {
  const auto parts = [](std::string_view name) {
    const std::optional<DatedName> dated = parse_dated_name(name);
    return dated ? to_string(dated->date) + " '" + std::string(dated->name) + "'" : "none";
  };
  CHECK(parts("2026-11-21-a-b") == "2026-11-21 'a-b'");
  CHECK(parts("2026-11-21_a") == "2026-11-21 'a'");
  CHECK(parts("2026-11-21") == "none");
  CHECK(parts("2026-11-21-") == "none");
  CHECK(parts("2026-11-21 a") == "none");
  CHECK(parts("2026-02-30-a") == "none");
  CHECK(parts("a-2026-11-21") == "none");
}
