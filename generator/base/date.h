// Civil dates and the clock readings that the library is given (it has no clock of its own).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loci {

struct Date {
  int year = 1970;
  int month = 1;  // 1 to 12
  int day = 1;    // 1 to 31

  friend auto operator<=>(const Date&, const Date&) = default;
};

// "2026-11-21", also with a time after it ("2026-11-21T10:00:00+01:00"), whose date part counts.
// nullopt: not a date.
std::optional<Date> parse_date(std::string_view text);

// A file's name that begins with a date, as Jekyll, Hugo and Zola have it: "2026-11-21-name",
// "2026-11-21_name".
struct DatedName {
  Date date;
  std::string_view name;  // what follows; a view of the text
};
std::optional<DatedName> parse_dated_name(std::string_view text);

std::string to_string(const Date& date);       // "2026-11-21"
std::string to_long_string(const Date& date);  // "21 November 2026"

std::int64_t days_since_epoch(const Date& date);  // 1970-01-01 is 0
Date date_from_days(std::int64_t days);

// An instant with the zone it was lived in; what cli/ reads from the system and passes in.
struct Moment {
  std::int64_t unix_ms = 0;
  int utc_offset_minutes = 0;
};

// The civil day of a review: floor((t + offset - rollover) / 24 h). See flashcards in
// ARCHITECTURE.md.
std::int64_t review_day(const Moment& moment, int rollover_hour);

}  // namespace loci
