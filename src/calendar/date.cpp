// SPDX-License-Identifier: MIT
#include "calendar/date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "util/fatal.hpp"

namespace audit::calendar {
namespace {

constexpr unsigned k_months_a_year = 12;
constexpr unsigned k_months_a_quarter = 3;

bool is_leap(int year) { return std::chrono::year{year}.is_leap(); }

/// The day must exist: every caller has made sure of it.
Date from_civil(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day ymd{std::chrono::year{year}, std::chrono::month{month},
                                        std::chrono::day{day}};
  return Date{static_cast<int32_t>(std::chrono::sys_days{ymd}.time_since_epoch().count())};
}

/// The number that `text` spells, all digits; -1 otherwise.
int number(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// `value` into text[at .. at + size), zeros before it. Reports are full of dates.
void put_digits(std::string& text, size_t at, size_t size, unsigned value) {
  for (size_t i = at + size; i-- > at; value /= 10) text[i] = static_cast<char>('0' + value % 10);
}

unsigned first_month_of_quarter(unsigned month) {
  return (month - 1) / k_months_a_quarter * k_months_a_quarter + 1;
}

}  // namespace

std::optional<Date> make_date(int year, unsigned month, unsigned day) {
  if (year < k_first_year || year > k_last_year) return std::nullopt;
  if (month < 1 || month > k_months_a_year) return std::nullopt;
  if (day < 1 || day > last_day_of_month(year, month)) return std::nullopt;
  return from_civil(year, month, day);
}

CivilDate civil(Date date) {
  const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{date.days}}};
  return {static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
          static_cast<unsigned>(ymd.day())};
}

unsigned weekday(Date date) {
  // 1970-01-01 was a Thursday; the remainder of a negative number is negative in C++.
  const int32_t from_monday = ((date.days + 3) % 7 + 7) % 7;
  return static_cast<unsigned>(from_monday) + 1;
}

unsigned last_day_of_month(int year, unsigned month) {
  constexpr std::array<unsigned, k_months_a_year> lengths = {31, 28, 31, 30, 31, 30,
                                                             31, 31, 30, 31, 30, 31};
  AUDIT_ASSERT(month >= 1 && month <= k_months_a_year);
  return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

std::optional<Date> parse_iso(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = number(text.substr(0, 4));
  const int month = number(text.substr(5, 2));
  const int day = number(text.substr(8, 2));
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  return make_date(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

std::string iso(Date date) {
  const CivilDate c = civil(date);
  std::string text = "0000-00-00";
  put_digits(text, 0, 4, static_cast<unsigned>(c.year));
  put_digits(text, 5, 2, c.month);
  put_digits(text, 8, 2, c.day);
  return text;
}

std::optional<Date> add_days(Date date, int64_t days) {
  if (days > k_last_day - int64_t{date.days} || days < k_first_day - int64_t{date.days}) {
    return std::nullopt;
  }
  return Date{static_cast<int32_t>(date.days + days)};
}

std::optional<Date> add_months(Date date, int64_t months) {
  const CivilDate c = civil(date);
  const int64_t here = int64_t{c.year} * k_months_a_year + c.month - 1;
  constexpr int64_t first = int64_t{k_first_year} * k_months_a_year;
  constexpr int64_t last = int64_t{k_last_year} * k_months_a_year + k_months_a_year - 1;
  if (months > last - here || months < first - here) return std::nullopt;
  const int64_t there = here + months;
  const int year = static_cast<int>(there / k_months_a_year);
  const unsigned month = static_cast<unsigned>(there % k_months_a_year) + 1;
  return from_civil(year, month, std::min(c.day, last_day_of_month(year, month)));
}

Date start_of_month(Date date) {
  const CivilDate c = civil(date);
  return from_civil(c.year, c.month, 1);
}

Date end_of_month(Date date) {
  const CivilDate c = civil(date);
  return from_civil(c.year, c.month, last_day_of_month(c.year, c.month));
}

Date start_of_quarter(Date date) {
  const CivilDate c = civil(date);
  return from_civil(c.year, first_month_of_quarter(c.month), 1);
}

Date end_of_quarter(Date date) {
  const CivilDate c = civil(date);
  const unsigned month = first_month_of_quarter(c.month) + k_months_a_quarter - 1;
  return from_civil(c.year, month, last_day_of_month(c.year, month));
}

std::string format_date(Date date, std::string_view pattern) {
  AUDIT_ASSERT(valid_format(pattern));
  const CivilDate c = civil(date);
  std::string out;
  auto end = std::back_inserter(out);
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') {
      out += pattern[i];
      continue;
    }
    switch (pattern[++i]) {
      case 'Y':
        fmt::format_to(end, "{:04}", c.year);
        break;
      case 'y':
        fmt::format_to(end, "{:02}", c.year % 100);
        break;
      case 'm':
        fmt::format_to(end, "{:02}", c.month);
        break;
      case 'd':
        fmt::format_to(end, "{:02}", c.day);
        break;
      default:
        out += '%';
    }
  }
  return out;
}

bool valid_format(std::string_view pattern) {
  constexpr std::string_view letters = "Yymd%";
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') continue;
    if (++i == pattern.size() || letters.find(pattern[i]) == std::string_view::npos) return false;
  }
  return true;
}

}  // namespace audit::calendar
