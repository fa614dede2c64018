// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "calendar/date.hpp"
#include "calendar/duration.hpp"

namespace audit::calendar {

/// What becomes of a holiday that falls on a weekend.
enum class Observance : uint8_t { as_is, friday_before, monday_after };

/// One line of a calendar file: exactly one of fixed date, n-th weekday of a month, one-off date.
struct Holiday {
  enum class Kind : uint8_t { fixed, nth_weekday, one_off };
  std::string name;
  Kind kind = Kind::fixed;
  unsigned month = 1;
  unsigned day = 1;      ///< fixed
  unsigned weekday = 1;  ///< nth_weekday: Monday = 1
  int nth = 1;           ///< nth_weekday: 1–5, or -1 for the last
  int offset = 0;        ///< days added afterwards ("the day after Thanksgiving" = +1)
  Date date;             ///< one_off
  Observance on_saturday = Observance::as_is;
  Observance on_sunday = Observance::as_is;
  int first_year = 1;
  int last_year = 9999;
};

/// An outage or closure (spec 3, "systems go down"): deadlines move on by its days.
struct Suspension {
  Date from;
  Date until;  ///< inclusive
  std::string reason;
  std::vector<std::string> rules;  ///< ids, or prefixes ending in ".*"
};

/// A weekday that is a holiday, and what it is called; holidays that fall on one day share it.
struct DayOff {
  Date date;
  std::string name;
};

/// Which days are business days: neither a weekend day nor a holiday. Immutable once made; all
/// functions are pure, so any thread may ask.
class Calendar {
 public:
  Calendar();  ///< no holidays, called "none"
  Calendar(std::string name, std::vector<Holiday> holidays, std::vector<Suspension> suspensions);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::vector<Suspension>& suspensions() const { return suspensions_; }

  [[nodiscard]] bool is_business_day(Date date) const;

  /// The n-th business day strictly after `date` (n > 0) or before it (n < 0); 0 gives the date.
  /// Missing outside years 1–9999.
  [[nodiscard]] std::optional<Date> add_business_days(Date date, int64_t n) const;

  /// How many business days d have a < d <= b; negative when b < a (then b < d <= a).
  [[nodiscard]] int64_t business_days(Date a, Date b) const;

  /// The weekdays of [first, last] that are no business days, in order; none where last < first.
  [[nodiscard]] std::vector<DayOff> holidays_between(Date first, Date last) const;

  /// date + duration, in any unit.
  [[nodiscard]] std::optional<Date> add(Date date, Duration duration) const;

 private:
  static const Calendar& without_holidays();
  void count_years();
  void fill_table();
  template <typename Visit>
  void visit_holidays(int year, const Visit& visit) const;
  [[nodiscard]] std::vector<int32_t> holidays_of(int year) const;
  [[nodiscard]] std::vector<bool> years_of_change() const;
  [[nodiscard]] int64_t rank(int32_t day) const;
  [[nodiscard]] std::optional<Date> at_rank(int64_t rank) const;

  std::string name_;
  std::vector<Holiday> holidays_;
  std::vector<Suspension> suspensions_;
  // The years that people audit have a table of days, so that both questions are a subtraction
  // or a look-up; the other years have one count a year (see the source).
  std::vector<uint32_t> business_before_;   // of each day of the table: business days before it
  std::vector<int32_t> business_day_list_;  // the table's business days in order
  std::vector<uint32_t> before_year_;  // [y - 1]: business days before year y; one past the end
};

/// The days of `suspensions` (indexes into a calendar's) count once each, however they overlap.
/// `due` moved on by one day for each day of suspension after `trigger` and up to the due date as
/// moved. A deadline in business days counts none of those days: it moves by business days.
/// paused_days: how many days were not counted.
struct Paused {
  std::optional<Date> due;
  int64_t paused_days = 0;
};
Paused pause(const Calendar& calendar, const std::vector<const Suspension*>& suspensions,
             Date trigger, Date due, bool in_business_days);

}  // namespace audit::calendar
