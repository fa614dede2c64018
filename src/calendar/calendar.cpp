// SPDX-License-Identifier: MIT
// How business days are counted. The rank of a day is how many business days there are from
// 0001-01-01 up to and with it; the n-th business day and the number of days between two dates are
// questions about ranks. Years 1970 to 2099 have every day's rank in a table. For the other years
// only the rank at each New Year is kept and the rest is counted, exactly and slower: they occur as
// mistyped years and as "no end" dates like 9999-12-31.
#include "calendar/calendar.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace audit::calendar {
namespace {

constexpr int32_t k_table_first = 0;     // 1970-01-01
constexpr int32_t k_table_last = 47481;  // 2099-12-31
constexpr int k_table_first_year = 1970;
constexpr int k_table_last_year = 2099;
constexpr unsigned k_saturday = 6;
constexpr unsigned k_sunday = 7;

// The Gregorian calendar repeats, weekdays included, after this many years.
constexpr int k_cycle = 400;

// More than there are days: a count beyond it leads out of years 1 to 9999 in any unit.
constexpr int64_t k_too_many = 4'000'000;

bool in_table(int32_t day) { return day >= k_table_first && day <= k_table_last; }

size_t slot(int32_t day) { return static_cast<size_t>(day - k_table_first); }

int32_t new_year(int year) { return make_date(year, 1, 1)->days; }

/// The day that `holiday` names in `year`, before offset and observance.
std::optional<Date> nominal_date(const Holiday& holiday, int year) {
  switch (holiday.kind) {
    case Holiday::Kind::fixed:
      return make_date(year, holiday.month, holiday.day);
    case Holiday::Kind::one_off:
      return civil(holiday.date).year == year ? std::optional(holiday.date) : std::nullopt;
    case Holiday::Kind::nth_weekday:
      break;
  }
  const auto first = make_date(year, holiday.month, 1);
  if (!first) return std::nullopt;
  const unsigned last = last_day_of_month(year, holiday.month);
  const unsigned first_match = (holiday.weekday + 7 - weekday(*first)) % 7 + 1;
  if (holiday.nth > 0) {
    return make_date(year, holiday.month,
                     first_match + 7 * (static_cast<unsigned>(holiday.nth) - 1));
  }
  return make_date(year, holiday.month, first_match + (last - first_match) / 7 * 7);
}

/// How many years a holiday's nominal date and the day it leads to may be apart: none for a short
/// way from the middle of the year.
int reach(const Holiday& holiday) {
  constexpr int short_way = 20;  // with an observance still less than the days of January
  const bool mid_year = holiday.month >= 2 && holiday.month <= 11;
  const bool near = std::abs(holiday.offset) <= short_way;
  if (mid_year && near && holiday.kind != Holiday::Kind::one_off) return 0;
  return std::abs(holiday.offset) / 365 + 1;
}

/// `date` moved to the day on which the holiday is observed; it may leave years 1 to 9999.
int64_t observed(const Holiday& holiday, int64_t day) {
  if (day < k_first_day || day > k_last_day) return day;
  const unsigned on = weekday(Date{static_cast<int32_t>(day)});
  if (on != k_saturday && on != k_sunday) return day;
  const Observance rule = on == k_saturday ? holiday.on_saturday : holiday.on_sunday;
  const int64_t after_friday = on == k_saturday ? 1 : 2;
  if (rule == Observance::friday_before) return day - after_friday;
  if (rule == Observance::monday_after) return day + 3 - after_friday;
  return day;
}

/// Weekdays Monday to Friday in [first, last].
int64_t weekdays_between(int32_t first, int32_t last) {
  if (last < first) return 0;
  const int64_t weeks = (int64_t{last} - first + 1) / 7;
  int64_t count = weeks * 5;
  for (int64_t day = first + weeks * 7; day <= last; ++day) {
    if (weekday(Date{static_cast<int32_t>(day)}) < k_saturday) ++count;
  }
  return count;
}

/// Business days in [first, last], both in the year whose holidays these are.
int64_t business_days_within(int32_t first, int32_t last, const std::vector<int32_t>& holidays) {
  const auto from = std::lower_bound(holidays.begin(), holidays.end(), first);
  const auto to = std::upper_bound(from, holidays.end(), last);
  return weekdays_between(first, last) - (to - from);
}

}  // namespace

Calendar::Calendar() : Calendar(without_holidays()) {}

/// Its tables are made once: whatever holds a calendar that is filled in later begins with it.
const Calendar& Calendar::without_holidays() {
  static const Calendar k_none("none", {}, {});
  return k_none;
}

Calendar::Calendar(std::string name, std::vector<Holiday> holidays,
                   std::vector<Suspension> suspensions)
    : name_(std::move(name)), holidays_(std::move(holidays)), suspensions_(std::move(suspensions)) {
  count_years();
  fill_table();
}

/// visit(day, holiday) for each holiday that falls on a weekday of `year`, in the order of the
/// calendar's file. Observance and offsets may bring a neighbouring year's holiday in.
template <typename Visit>
void Calendar::visit_holidays(int year, const Visit& visit) const {
  const int64_t start = new_year(year);
  const int64_t end = year == k_last_year ? k_last_day : new_year(year + 1) - 1;
  for (const Holiday& holiday : holidays_) {
    const int away = reach(holiday);
    const int from = std::max({1, holiday.first_year, year - away});
    const int to = std::min({k_last_year, holiday.last_year, year + away});
    for (int nominal = from; nominal <= to; ++nominal) {
      const auto date = nominal_date(holiday, nominal);
      if (!date) continue;
      const int64_t day = observed(holiday, int64_t{date->days} + holiday.offset);
      if (day < start || day > end) continue;
      if (weekday(Date{static_cast<int32_t>(day)}) < k_saturday) {
        visit(static_cast<int32_t>(day), holiday);
      }
    }
  }
}

/// The weekdays of `year` that are holidays, in order, each once.
std::vector<int32_t> Calendar::holidays_of(int year) const {
  std::vector<int32_t> days;
  visit_holidays(year, [&days](int32_t day, const Holiday&) { days.push_back(day); });
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

/// Which years a holiday begins or ends in or stands alone in, and the years near enough to be
/// touched by that. [year]; [0] is unused.
std::vector<bool> Calendar::years_of_change() const {
  std::vector<bool> changes(k_last_year + 1);
  const auto mark = [&changes](int year, int away) {
    for (int y = std::max(1, year - away); y <= std::min(k_last_year, year + away); ++y) {
      changes[static_cast<size_t>(y)] = true;
    }
  };
  for (const Holiday& holiday : holidays_) {
    const int away = reach(holiday) + 1;
    mark(std::max(1, holiday.first_year), away);
    mark(std::min(k_last_year, holiday.last_year), away);
    if (holiday.kind == Holiday::Kind::one_off) mark(civil(holiday.date).year, away);
  }
  return changes;
}

void Calendar::count_years() {
  const std::vector<bool> changes = years_of_change();
  before_year_.reserve(k_last_year + 1);
  before_year_.push_back(0);
  int unchanged = 0;  // for how many years up to and with this one
  for (int year = 1; year <= k_last_year; ++year) {
    const size_t index = static_cast<size_t>(year) - 1;
    unchanged = changes[index + 1] ? 0 : unchanged + 1;
    uint32_t days = 0;
    if (unchanged > k_cycle) {
      days = before_year_[index - k_cycle + 1] - before_year_[index - k_cycle];
    } else {
      const int32_t end = year == k_last_year ? k_last_day : new_year(year + 1) - 1;
      days = static_cast<uint32_t>(business_days_within(new_year(year), end, holidays_of(year)));
    }
    before_year_.push_back(before_year_.back() + days);
  }
}

void Calendar::fill_table() {
  std::vector<int32_t> holidays;
  for (int year = k_table_first_year; year <= k_table_last_year; ++year) {
    const auto days = holidays_of(year);
    holidays.insert(holidays.end(), days.begin(), days.end());
  }
  constexpr size_t days_in_table = static_cast<size_t>(k_table_last - k_table_first) + 1;
  business_before_.reserve(days_in_table + 1);
  business_day_list_.reserve(days_in_table * 5 / 7 + 5);
  auto holiday = holidays.begin();
  unsigned on = weekday(Date{k_table_first});
  for (int32_t day = k_table_first; day <= k_table_last; ++day) {
    business_before_.push_back(static_cast<uint32_t>(business_day_list_.size()));
    const bool off = holiday != holidays.end() && *holiday == day;
    if (off) ++holiday;
    if (!off && on < k_saturday) business_day_list_.push_back(day);
    on = on % 7 + 1;
  }
  business_before_.push_back(static_cast<uint32_t>(business_day_list_.size()));
}

/// Business days from 0001-01-01 up to and with `day`; `day` may be the one before the first.
int64_t Calendar::rank(int32_t day) const {
  if (day < k_first_day) return 0;
  if (in_table(day)) {
    return int64_t{before_year_[k_table_first_year - 1]} + business_before_[slot(day) + 1];
  }
  const int year = civil(Date{day}).year;
  return before_year_[static_cast<size_t>(year) - 1] +
         business_days_within(new_year(year), day, holidays_of(year));
}

/// The business day of that rank.
std::optional<Date> Calendar::at_rank(int64_t rank) const {
  if (rank < 1 || rank > int64_t{before_year_.back()}) return std::nullopt;
  const int64_t in_table_rank = rank - before_year_[k_table_first_year - 1];
  if (in_table_rank >= 1 && in_table_rank <= static_cast<int64_t>(business_day_list_.size())) {
    return Date{business_day_list_[static_cast<size_t>(in_table_rank) - 1]};
  }
  const auto next = std::lower_bound(before_year_.begin(), before_year_.end(), rank);
  const int year = static_cast<int>(next - before_year_.begin());
  const auto holidays = holidays_of(year);
  int64_t left = rank - *std::prev(next);
  int32_t day = new_year(year) - 1;
  while (left > 0) {
    ++day;
    const bool weekend = weekday(Date{day}) >= k_saturday;
    if (!weekend && !std::binary_search(holidays.begin(), holidays.end(), day)) --left;
  }
  return Date{day};
}

bool Calendar::is_business_day(Date date) const {
  if (weekday(date) >= k_saturday) return false;
  if (in_table(date.days)) {
    return business_before_[slot(date.days)] != business_before_[slot(date.days) + 1];
  }
  const auto holidays = holidays_of(civil(date).year);
  return !std::binary_search(holidays.begin(), holidays.end(), date.days);
}

std::optional<Date> Calendar::add_business_days(Date date, int64_t n) const {
  if (n == 0) return date;
  if (n > k_too_many || n < -k_too_many) return std::nullopt;
  return at_rank(n > 0 ? rank(date.days) + n : rank(date.days - 1) + n + 1);
}

int64_t Calendar::business_days(Date a, Date b) const { return rank(b.days) - rank(a.days); }

std::vector<DayOff> Calendar::holidays_between(Date first, Date last) const {
  std::vector<DayOff> out;
  if (last < first) return out;
  for (int year = civil(first).year; year <= civil(last).year; ++year) {
    std::vector<std::pair<int32_t, const Holiday*>> days;
    visit_holidays(
        year, [&days](int32_t day, const Holiday& holiday) { days.emplace_back(day, &holiday); });
    std::stable_sort(days.begin(), days.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [day, holiday] : days) {
      if (day < first.days || day > last.days) continue;
      if (out.empty() || out.back().date.days != day) {
        out.push_back({Date{day}, holiday->name});
      } else if (out.back().name != holiday->name) {
        out.back().name += ", " + holiday->name;
      }
    }
  }
  return out;
}

std::optional<Date> Calendar::add(Date date, Duration duration) const {
  const int64_t n = duration.count;
  if (n > k_too_many || n < -k_too_many) return std::nullopt;
  switch (duration.unit) {
    case Unit::days:
      return add_days(date, n);
    case Unit::business_days:
      return add_business_days(date, n);
    case Unit::weeks:
      return add_days(date, n * 7);
    case Unit::months:
      return add_months(date, n);
    case Unit::quarters:
      return add_months(date, n * 3);
    case Unit::years:
      return add_months(date, n * 12);
  }
  return std::nullopt;
}

}  // namespace audit::calendar
