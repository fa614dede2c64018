// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace audit::calendar {

/// A civil date of the proleptic Gregorian calendar, years 1 to 9999, as days since 1970-01-01.
/// Columns store the bare number; k_no_date there stands for "missing".
struct Date {
  int32_t days = 0;
  auto operator<=>(const Date&) const = default;
};

inline constexpr int32_t k_no_date = std::numeric_limits<int32_t>::min();
inline constexpr int k_first_year = 1;
inline constexpr int k_last_year = 9999;
inline constexpr int32_t k_first_day = -719162;  ///< 0001-01-01
inline constexpr int32_t k_last_day = 2932896;   ///< 9999-12-31

struct CivilDate {
  int year = 1970;
  unsigned month = 1;
  unsigned day = 1;
};

/// Missing when there is no such day or the year is outside 1–9999.
std::optional<Date> make_date(int year, unsigned month, unsigned day);
CivilDate civil(Date date);
unsigned weekday(Date date);  ///< Monday = 1 … Sunday = 7
unsigned last_day_of_month(int year, unsigned month);

/// Exactly YYYY-MM-DD.
std::optional<Date> parse_iso(std::string_view text);
std::string iso(Date date);

/// Months are added with the day clamped to the month's last; missing outside years 1–9999.
std::optional<Date> add_days(Date date, int64_t days);
std::optional<Date> add_months(Date date, int64_t months);

Date start_of_month(Date date);
Date end_of_month(Date date);
Date start_of_quarter(Date date);
Date end_of_quarter(Date date);

/// `date` in a pattern of %Y %y %m %d %%; other characters stand for themselves. The pattern must
/// be valid (valid_format).
std::string format_date(Date date, std::string_view pattern);
bool valid_format(std::string_view pattern);

}  // namespace audit::calendar
