// SPDX-License-Identifier: MIT
#include "calendar/date.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <random>
#include <string>
#include <vector>

using namespace audit::calendar;

namespace {

bool leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

unsigned month_length(int year, unsigned month) {
  if (month == 2) return leap(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

Date day(const std::string& text) {
  const auto date = parse_iso(text);
  REQUIRE_MESSAGE(date.has_value(), text);
  return *date;
}

std::string show(std::optional<Date> date) { return date ? iso(*date) : "none"; }

}  // namespace

TEST_CASE("date: every day from 0001-01-01 to 9999-12-31 follows the one before") {
  int year = 1;
  unsigned month = 1;
  unsigned in_month = 1;
  unsigned on = 1;  // 0001-01-01 was a Monday
  int wrong = 0;
  for (int32_t n = k_first_day; n <= k_last_day; ++n) {
    const CivilDate c = civil(Date{n});
    const auto made = make_date(year, month, in_month);
    if (c.year != year || c.month != month || c.day != in_month || weekday(Date{n}) != on ||
        !made || made->days != n) {
      ++wrong;
    }
    on = on % 7 + 1;
    if (++in_month > month_length(year, month)) {
      in_month = 1;
      if (++month > 12) {
        month = 1;
        ++year;
      }
    }
  }
  CHECK(wrong == 0);
  CHECK(year == 10000);
}

TEST_CASE("date: known weekdays") {
  CHECK(weekday(day("1970-01-01")) == 4);
  CHECK(weekday(day("2000-02-29")) == 2);
  CHECK(weekday(day("2026-01-31")) == 6);
  CHECK(weekday(day("2026-02-01")) == 7);
}

TEST_CASE("date: days that do not exist are missing") {
  CHECK_FALSE(make_date(2023, 2, 29));
  CHECK_FALSE(make_date(1900, 2, 29));
  CHECK(make_date(2000, 2, 29));
  CHECK_FALSE(make_date(2026, 0, 1));
  CHECK_FALSE(make_date(2026, 13, 1));
  CHECK_FALSE(make_date(2026, 4, 31));
  CHECK_FALSE(make_date(2026, 4, 0));
  CHECK_FALSE(make_date(0, 12, 31));
  CHECK_FALSE(make_date(10000, 1, 1));
}

TEST_CASE("date: parse_iso takes exactly YYYY-MM-DD") {
  CHECK(show(parse_iso("2026-01-31")) == "2026-01-31");
  CHECK(show(parse_iso("0001-01-01")) == "0001-01-01");
  CHECK(show(parse_iso("9999-12-31")) == "9999-12-31");
  for (const char* text :
       {"", "2026-1-31", "2026-01-31 ", " 2026-01-31", "2026/01/31", "2026-01-3x", "202a-01-31",
        "20260131", "2026-01-32", "0000-01-01", "-026-01-01", "2026-+1-01", "2026-01-31T00:00"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_iso(text));
  }
}

TEST_CASE("date: iso and parse_iso undo each other") {
  std::mt19937 random(7);
  std::uniform_int_distribution<int32_t> any(k_first_day, k_last_day);
  for (int i = 0; i < 20000; ++i) {
    const Date date{any(random)};
    REQUIRE(parse_iso(iso(date)) == date);
  }
}

TEST_CASE("date: months are added with the day clamped") {
  struct Row {
    const char* from;
    int64_t months;
    const char* to;
  };
  const std::vector<Row> rows = {
      {"2026-01-31", 1,               "2026-02-28"},
      {"2024-01-31", 1,               "2024-02-29"},
      {"2024-02-29", 12,              "2025-02-28"},
      {"2024-02-29", 48,              "2028-02-29"},
      {"2026-03-31", -1,              "2026-02-28"},
      {"2025-11-30", 3,               "2026-02-28"},
      {"2026-01-15", 0,               "2026-01-15"},
      {"2026-01-15", -1,              "2025-12-15"},
      {"2026-12-15", 1,               "2027-01-15"},
      {"0001-01-01", -1,              "none"      },
      {"0001-02-28", -1,              "0001-01-28"},
      {"9999-12-31", 1,               "none"      },
      {"9999-11-30", 1,               "9999-12-30"},
      {"2026-01-01", INT64_MAX,       "none"      },
      {"2026-01-01", INT64_MIN,       "none"      },
      {"0001-01-31", 9998 * 12 + 11,  "9999-12-31"},
      {"9999-12-31", -9998 * 12 - 11, "0001-01-31"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.from);
    CAPTURE(row.months);
    CHECK(show(add_months(day(row.from), row.months)) == row.to);
  }
}

TEST_CASE("date: adding months agrees with walking month by month") {
  std::mt19937 random(11);
  std::uniform_int_distribution<int32_t> any(k_first_day, k_last_day);
  std::uniform_int_distribution<int> some(-500, 500);
  for (int i = 0; i < 5000; ++i) {
    const Date date{any(random)};
    const int months = some(random);
    int year = civil(date).year;
    int month = static_cast<int>(civil(date).month);
    for (int k = 0; k < std::abs(months); ++k) {
      month += months < 0 ? -1 : 1;
      if (month == 0) month = 12, --year;
      if (month == 13) month = 1, ++year;
    }
    const auto result = add_months(date, months);
    if (year < 1 || year > 9999) {
      REQUIRE_FALSE(result);
      continue;
    }
    REQUIRE(result);
    const unsigned clamped =
        std::min(civil(date).day, month_length(year, static_cast<unsigned>(month)));
    REQUIRE(civil(*result).year == year);
    REQUIRE(civil(*result).month == static_cast<unsigned>(month));
    REQUIRE(civil(*result).day == clamped);
  }
}

TEST_CASE("date: adding days stays within years 1 to 9999") {
  CHECK(show(add_days(day("2026-12-31"), 1)) == "2027-01-01");
  CHECK(show(add_days(day("2024-02-28"), 1)) == "2024-02-29");
  CHECK(show(add_days(day("9999-12-31"), 0)) == "9999-12-31");
  CHECK(show(add_days(day("9999-12-31"), 1)) == "none");
  CHECK(show(add_days(day("0001-01-01"), -1)) == "none");
  CHECK(show(add_days(day("0001-01-01"), k_last_day - k_first_day)) == "9999-12-31");
  CHECK(show(add_days(day("2026-01-01"), INT64_MAX)) == "none");
  CHECK(show(add_days(day("2026-01-01"), INT64_MIN)) == "none");
}

TEST_CASE("date: months and quarters begin and end where they should") {
  struct Row {
    const char* date;
    const char* month_start;
    const char* month_end;
    const char* quarter_start;
    const char* quarter_end;
  };
  const std::vector<Row> rows = {
      {"2026-01-01", "2026-01-01", "2026-01-31", "2026-01-01", "2026-03-31"},
      {"2026-03-31", "2026-03-01", "2026-03-31", "2026-01-01", "2026-03-31"},
      {"2026-04-01", "2026-04-01", "2026-04-30", "2026-04-01", "2026-06-30"},
      {"2024-02-10", "2024-02-01", "2024-02-29", "2024-01-01", "2024-03-31"},
      {"2026-08-31", "2026-08-01", "2026-08-31", "2026-07-01", "2026-09-30"},
      {"2026-12-31", "2026-12-01", "2026-12-31", "2026-10-01", "2026-12-31"},
      {"0001-01-01", "0001-01-01", "0001-01-31", "0001-01-01", "0001-03-31"},
      {"9999-12-31", "9999-12-01", "9999-12-31", "9999-10-01", "9999-12-31"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.date);
    CHECK(iso(start_of_month(day(row.date))) == row.month_start);
    CHECK(iso(end_of_month(day(row.date))) == row.month_end);
    CHECK(iso(start_of_quarter(day(row.date))) == row.quarter_start);
    CHECK(iso(end_of_quarter(day(row.date))) == row.quarter_end);
  }
}

TEST_CASE("date: formats") {
  CHECK(format_date(day("1987-04-03"), "975%d%m%y") == "975030487");
  CHECK(format_date(day("2005-04-03"), "%Y%m%d") == "20050403");
  CHECK(format_date(day("0007-04-03"), "%Y/%y") == "0007/07");
  CHECK(format_date(day("2026-04-03"), "100%% on %m-%d") == "100% on 04-03");
  CHECK(format_date(day("2026-04-03"), "") == "");
  CHECK(valid_format(""));
  CHECK(valid_format("975%d%m%y"));
  CHECK(valid_format("%%%Y"));
  CHECK_FALSE(valid_format("%"));
  CHECK_FALSE(valid_format("%d%"));
  CHECK_FALSE(valid_format("%H"));
  CHECK_FALSE(valid_format("%D"));
}
