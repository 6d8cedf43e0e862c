#include "base/date.h"

#include <array>

#include "base/text.h"

namespace loci {

namespace {

constexpr std::int64_t days_of_400_years = 146097;
constexpr std::int64_t days_to_1970 = 719468;  // from 0000-03-01, where the arithmetic below begins

bool is_leap_year(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap_year(year) ? 29 : days[static_cast<std::size_t>(month - 1)];
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// All digits, as a number; -1 when one is something else.
int digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (!is_ascii_digit(c)) return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

void append_two_digits(std::string& out, int value) {
  out += static_cast<char>('0' + value / 10 % 10);
  out += static_cast<char>('0' + value % 10);
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  text = trim(text);
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const Date date{digits(text.substr(0, 4)), digits(text.substr(5, 2)), digits(text.substr(8, 2))};
  if (date.year < 1 || date.month < 1 || date.month > 12) return std::nullopt;
  if (date.day < 1 || date.day > days_in_month(date.year, date.month)) return std::nullopt;
  if (text.size() == 10) return date;
  // A time: "T10:00", " 10:00:00.5 +01:00", "T10:00:00Z". Its digits do not matter, its shape does.
  if ((text[10] != 'T' && text[10] != 't' && text[10] != ' ') || text.size() < 16)
    return std::nullopt;
  if (digits(text.substr(11, 2)) < 0 || text[13] != ':' || digits(text.substr(14, 2)) < 0)
    return std::nullopt;
  for (const char c : text.substr(16)) {
    if (!is_ascii_digit(c) && std::string_view(":.,+-Zz ").find(c) == std::string_view::npos)
      return std::nullopt;
  }
  return date;
}

std::optional<DatedName> parse_dated_name(std::string_view text) {
  constexpr std::size_t length = 10;
  if (text.size() < length + 2 || (text[length] != '-' && text[length] != '_')) return std::nullopt;
  const std::optional<Date> date = parse_date(text.substr(0, length));
  if (!date) return std::nullopt;
  return DatedName{*date, text.substr(length + 1)};
}

std::string to_string(const Date& date) {
  std::string text;
  append_two_digits(text, date.year / 100);
  append_two_digits(text, date.year % 100);
  text += '-';
  append_two_digits(text, date.month);
  text += '-';
  append_two_digits(text, date.day);
  return text;
}

std::string to_long_string(const Date& date) {
  constexpr std::array<std::string_view, 12> months = {
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  std::string text = std::to_string(date.day);
  text += ' ';
  text += months[static_cast<std::size_t>(date.month - 1)];
  text += ' ';
  text += std::to_string(date.year);
  return text;
}

// A year that begins in March has its leap day at the end, so that the day of the year is a linear
// rule: (153 m + 2) / 5 counts the days before month m, where March is 0.
std::int64_t days_since_epoch(const Date& date) {
  const std::int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  const std::int64_t era = floor_divide(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t month = (date.month + 9) % 12;
  const std::int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * days_of_400_years + day_of_era - days_to_1970;
}

Date date_from_days(std::int64_t days) {
  days += days_to_1970;
  const std::int64_t era = floor_divide(days, days_of_400_years);
  const std::int64_t day_of_era = days - era * days_of_400_years;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month = (5 * day_of_year + 2) / 153;
  Date date;
  date.day = static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1);
  date.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  date.year = static_cast<int>(year_of_era + era * 400 + (date.month <= 2 ? 1 : 0));
  return date;
}

std::int64_t review_day(const Moment& moment, int rollover_hour) {
  constexpr std::int64_t minute_ms = 60'000;
  constexpr std::int64_t day_ms = 24 * 60 * minute_ms;
  const std::int64_t local_ms =
      moment.unix_ms + moment.utc_offset_minutes * minute_ms - rollover_hour * 60 * minute_ms;
  return floor_divide(local_ms, day_ms);
}

}  // namespace loci
