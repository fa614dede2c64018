// SPDX-License-Identifier: MIT
#include "calendar/calendar.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace audit::calendar;

namespace {

Date day(const std::string& text) {
  const auto date = parse_iso(text);
  REQUIRE_MESSAGE(date.has_value(), text);
  return *date;
}

std::string show(std::optional<Date> date) { return date ? iso(*date) : "none"; }

Holiday fixed(unsigned month, unsigned in_month) {
  Holiday holiday;
  holiday.month = month;
  holiday.day = in_month;
  return holiday;
}

Holiday nth(int which, unsigned on, unsigned month, int offset = 0) {
  Holiday holiday;
  holiday.kind = Holiday::Kind::nth_weekday;
  holiday.nth = which;
  holiday.weekday = on;
  holiday.month = month;
  holiday.offset = offset;
  return holiday;
}

Holiday moved(Holiday holiday, Observance saturday, Observance sunday) {
  holiday.on_saturday = saturday;
  holiday.on_sunday = sunday;
  return holiday;
}

std::vector<Holiday> california_holidays() {
  const auto as_is = Observance::as_is;
  const auto monday = Observance::monday_after;
  return {moved(fixed(1, 1), as_is, monday),
          nth(3, 1, 1),
          nth(3, 1, 2),
          moved(fixed(3, 31), as_is, monday),
          nth(-1, 1, 5),
          moved(fixed(7, 4), as_is, monday),
          nth(1, 1, 9),
          moved(fixed(11, 11), Observance::friday_before, monday),
          nth(4, 4, 11),
          nth(4, 4, 11, 1),
          moved(fixed(12, 25), as_is, monday)};
}

std::vector<Holiday> federal_holidays() {
  const auto move = [](Holiday h) {
    return moved(h, Observance::friday_before, Observance::monday_after);
  };
  Holiday juneteenth = move(fixed(6, 19));
  juneteenth.first_year = 2021;
  return {move(fixed(1, 1)),   nth(3, 1, 1),      nth(3, 1, 2),       nth(-1, 1, 5),
          juneteenth,          move(fixed(7, 4)), nth(1, 1, 9),       nth(2, 1, 10),
          move(fixed(11, 11)), nth(4, 4, 11),     move(fixed(12, 25))};
}

Calendar california() { return Calendar("california", california_holidays(), {}); }
Calendar federal() { return Calendar("federal", federal_holidays(), {}); }

/// The obvious twin: walks days one at a time and asks of each holiday whether it is that day.
class Twin {
 public:
  explicit Twin(std::vector<Holiday> holidays) : holidays_(std::move(holidays)) {}

  [[nodiscard]] bool off(Date date) const {
    if (weekday(date) > 5) return true;
    for (const Holiday& holiday : holidays_) {
      // Every day near enough to be this holiday's own, before it moved.
      for (int64_t back = -3 - std::abs(holiday.offset); back <= 3 + std::abs(holiday.offset);
           ++back) {
        const auto nominal = add_days(date, back);
        if (!nominal || !is_nominal(holiday, *nominal)) continue;
        const auto shifted = add_days(*nominal, holiday.offset);
        if (shifted && observed(holiday, *shifted) == date) return true;
      }
    }
    return false;
  }

  [[nodiscard]] std::optional<Date> add(Date date, int64_t n) const {
    const int64_t step = n < 0 ? -1 : 1;
    std::optional<Date> at = date;
    for (int64_t left = n; left != 0;) {
      at = add_days(*at, step);
      if (!at) return std::nullopt;
      if (!off(*at)) left -= step;
    }
    return at;
  }

  [[nodiscard]] int64_t between(Date a, Date b) const {
    if (b < a) return -between(b, a);
    int64_t count = 0;
    for (int32_t d = a.days + 1; d <= b.days; ++d) count += off(Date{d}) ? 0 : 1;
    return count;
  }

 private:
  static bool is_nominal(const Holiday& holiday, Date date) {
    const CivilDate c = civil(date);
    if (c.year < holiday.first_year || c.year > holiday.last_year) return false;
    if (holiday.kind == Holiday::Kind::one_off) return date == holiday.date;
    if (c.month != holiday.month) return false;
    if (holiday.kind == Holiday::Kind::fixed) return c.day == holiday.day;
    if (weekday(date) != holiday.weekday) return false;
    if (holiday.nth == -1) return c.day + 7 > last_day_of_month(c.year, c.month);
    return (c.day - 1) / 7 + 1 == static_cast<unsigned>(holiday.nth);
  }

  static std::optional<Date> observed(const Holiday& holiday, Date date) {
    const unsigned on = weekday(date);
    if (on < 6) return date;
    const Observance rule = on == 6 ? holiday.on_saturday : holiday.on_sunday;
    if (rule == Observance::as_is) return date;
    std::optional<Date> at = date;
    while (at && weekday(*at) > 5) at = add_days(*at, rule == Observance::friday_before ? -1 : 1);
    return at;
  }

  std::vector<Holiday> holidays_;
};

std::vector<Holiday> random_holidays(std::mt19937& random) {
  const auto pick = [&](int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(random);
  };
  std::vector<Holiday> holidays;
  const int count = pick(0, 14);
  for (int i = 0; i < count; ++i) {
    Holiday holiday;
    holiday.kind = static_cast<Holiday::Kind>(pick(0, 2));
    holiday.month = static_cast<unsigned>(pick(1, 12));
    holiday.day = static_cast<unsigned>(pick(1, 31));
    holiday.weekday = static_cast<unsigned>(pick(1, 7));
    holiday.nth = pick(0, 5);
    if (holiday.nth == 0) holiday.nth = -1;
    holiday.offset = pick(0, 3) == 0 ? pick(-10, 10) : 0;
    if (pick(0, 59) == 0) holiday.offset = pick(-400, 400);
    holiday.date = Date{pick(k_first_day, k_last_day)};
    if (pick(0, 1) == 0) holiday.date = Date{pick(-30000, 30000)};
    holiday.on_saturday = static_cast<Observance>(pick(0, 2));
    holiday.on_sunday = static_cast<Observance>(pick(0, 2));
    if (pick(0, 2) == 0) holiday.first_year = pick(1, 3000);
    if (pick(0, 2) == 0) holiday.last_year = pick(1900, 9999);
    holidays.push_back(holiday);
  }
  return holidays;
}

Suspension closed(const std::string& from, const std::string& until) {
  return {day(from), day(until), "outage", {}};
}

}  // namespace

TEST_CASE("calendar: business days of California in 2026") {
  const Calendar calendar = california();
  const std::set<std::string> off = {"2026-01-01", "2026-01-19", "2026-02-16", "2026-03-31",
                                     "2026-05-25", "2026-09-07", "2026-11-11", "2026-11-26",
                                     "2026-11-27", "2026-12-25"};  // 4 July is a Saturday
  for (Date date = day("2026-01-01"); date <= day("2026-12-31"); date.days++) {
    CAPTURE(iso(date));
    CHECK(calendar.is_business_day(date) == (weekday(date) < 6 && off.count(iso(date)) == 0));
  }
}

TEST_CASE("calendar: observance of single holidays") {
  const Calendar calendar = california();
  CHECK_FALSE(calendar.is_business_day(day("2023-01-02")));  // 1 January 2023 was a Sunday
  CHECK(calendar.is_business_day(day("2021-12-31")));        // 1 January 2022, a Saturday: stays
  CHECK_FALSE(calendar.is_business_day(day("2023-11-10")));  // Veterans Day on a Saturday
  CHECK_FALSE(calendar.is_business_day(day("2024-04-01")));  // Cesar Chavez Day, a Sunday
  const Calendar us = federal();
  CHECK_FALSE(us.is_business_day(day("2021-12-31")));  // from the next year
  CHECK_FALSE(us.is_business_day(day("2021-06-18")));  // Juneteenth, a Saturday
  CHECK(us.is_business_day(day("2020-06-19")));        // before it was one
}

TEST_CASE("calendar: the n-th business day") {
  struct Row {
    const char* name;
    const char* from;
    int64_t n;
    const char* to;
  };
  const std::vector<Row> rows = {
      {"fifth day after a Monday",        "2026-01-05", 5,         "2026-01-12"},
      {"over Martin Luther King Jr. Day", "2026-01-15", 2,         "2026-01-20"},
      {"from a Saturday",                 "2026-01-10", 1,         "2026-01-12"},
      {"from a holiday",                  "2026-01-01", 1,         "2026-01-02"},
      {"none of a Saturday is itself",    "2026-01-10", 0,         "2026-01-10"},
      {"back from a Monday",              "2026-01-12", -1,        "2026-01-09"},
      {"back from a Sunday",              "2026-01-11", -1,        "2026-01-09"},
      {"back over a holiday",             "2026-01-20", -1,        "2026-01-16"},
      {"Thanksgiving and the day after",  "2026-11-25", 1,         "2026-11-30"},
      {"out of the years",                "9999-12-31", 1,         "none"      },
      {"back out of the years",           "0001-01-02", -1,        "none"      },
      {"the very first",                  "0001-01-03", -1,        "0001-01-02"},
      {"too many",                        "2026-01-01", INT64_MAX, "none"      },
      {"too few",                         "2026-01-01", INT64_MIN, "none"      },
  };
  const Calendar calendar = california();
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(show(calendar.add_business_days(day(row.from), row.n)) == row.to);
  }
}

TEST_CASE("calendar: business days between two dates") {
  const Calendar calendar = california();
  CHECK(calendar.business_days(day("2026-01-05"), day("2026-01-05")) == 0);
  CHECK(calendar.business_days(day("2026-01-05"), day("2026-01-12")) == 5);
  CHECK(calendar.business_days(day("2026-01-12"), day("2026-01-05")) == -5);
  CHECK(calendar.business_days(day("2026-01-09"), day("2026-01-11")) == 0);
  CHECK(calendar.business_days(day("2026-01-10"), day("2026-01-12")) == 1);
  CHECK(calendar.business_days(day("2026-01-16"), day("2026-01-19")) == 0);  // a holiday
}

TEST_CASE("calendar: agrees with walking day by day, whatever the holidays") {
  std::mt19937 random(20260131);
  const auto pick = [&](int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(random);
  };
  for (int round = 0; round < 40; ++round) {
    const auto holidays = random_holidays(random);
    const Calendar calendar("random", holidays, {});
    const Twin twin(holidays);
    CAPTURE(round);
    for (int i = 0; i < 25; ++i) {
      // Round the edges of the table, of the years, and anywhere.
      const std::vector<int> middles = {-25567,     84005, k_first_day,
                                        k_last_day, 20484, pick(k_first_day, k_last_day)};
      const int middle = middles[static_cast<size_t>(pick(0, 5))];
      const auto near = [&] {
        return Date{std::clamp(middle + pick(-90, 90), k_first_day, k_last_day)};
      };
      const Date a = near();
      const Date b = near();
      const int n = pick(-40, 40);
      CAPTURE(iso(a));
      CAPTURE(iso(b));
      CAPTURE(n);
      REQUIRE(calendar.is_business_day(a) == !twin.off(a));
      REQUIRE(calendar.business_days(a, b) == twin.between(a, b));
      REQUIRE(show(calendar.add_business_days(a, n)) == show(twin.add(a, n)));
    }
  }
}

TEST_CASE("calendar: the counts of years, of which most are copied from a cycle before") {
  std::mt19937 random(5);
  for (int round = 0; round < 12; ++round) {
    const auto holidays = round == 0   ? california_holidays()
                          : round == 1 ? federal_holidays()
                                       : random_holidays(random);
    const Calendar calendar("years", holidays, {});
    const Twin twin(holidays);
    CAPTURE(round);
    for (int year = 1; year <= 9999; ++year) {
      const bool edge = year <= 2 || year % 400 <= 2 || year % 400 >= 398 || year >= 9998;
      const bool near_change = year % 400 >= 18 && year % 400 <= 23;
      if (!(edge && year % 800 < 400) && !(near_change && year > 1900 && year < 2500) &&
          year % 463 != round) {
        continue;
      }
      const Date first = *make_date(year, 1, 1);
      const Date last = *make_date(year, 12, 31);
      CAPTURE(year);
      const int64_t twins = twin.between(first, last);
      REQUIRE(calendar.business_days(first, last) == twins);
      REQUIRE(calendar.business_days(Date{k_first_day}, last) -
                  calendar.business_days(Date{k_first_day}, first) ==
              twins);
    }
  }
}

TEST_CASE(
    "calendar: holidays between two dates have names, and agree with what is a business day") {
  std::mt19937 random(20260704);
  for (int round = 0; round < 40; ++round) {
    auto holidays = random_holidays(random);
    for (size_t i = 0; i < holidays.size(); ++i) holidays[i].name = "h" + std::to_string(i);
    const Calendar calendar("random", holidays, {});
    const Twin twin(holidays);
    const auto from = std::uniform_int_distribution<int32_t>(k_first_day, k_last_day)(random);
    const Date first{round % 2 == 0 ? from : from % 20000};
    const Date last{std::min(first.days + 800, k_last_day)};
    std::set<int32_t> listed;
    for (const DayOff& off : calendar.holidays_between(first, last)) {
      CAPTURE(iso(off.date));
      REQUIRE(off.date >= first);
      REQUIRE(off.date <= last);
      REQUIRE((listed.empty() || *listed.rbegin() < off.date.days));
      REQUIRE_FALSE(off.name.empty());
      listed.insert(off.date.days);
    }
    for (int32_t at = first.days; at <= last.days; ++at) {
      CAPTURE(iso(Date{at}));
      REQUIRE(listed.contains(at) == (twin.off(Date{at}) && weekday(Date{at}) <= 5));
      REQUIRE((!listed.contains(at) || !calendar.is_business_day(Date{at})));
    }
  }
}

TEST_CASE("calendar: the names of holidays") {
  Holiday veterans = moved(fixed(11, 11), Observance::friday_before, Observance::monday_after);
  veterans.name = "Veterans Day";
  Holiday other = veterans;
  other.name = "Local Day";
  const Calendar calendar("names", {veterans, other}, {});
  const auto days = calendar.holidays_between(day("2023-01-01"), day("2024-12-31"));
  REQUIRE(days.size() == 2);
  CHECK(iso(days[0].date) == "2023-11-10");  // a Saturday's, observed on Friday
  CHECK(days[0].name == "Veterans Day, Local Day");
  CHECK(iso(days[1].date) == "2024-11-11");
  CHECK(calendar.holidays_between(day("2023-11-10"), day("2023-11-10")).size() == 1);
  CHECK(calendar.holidays_between(day("2023-11-11"), day("2024-11-10")).empty());
  CHECK(calendar.holidays_between(day("2024-12-31"), day("2023-01-01")).empty());
  // A name once, however often the calendar has it.
  const Calendar twice("twice", {veterans, veterans}, {});
  CHECK(twice.holidays_between(day("2024-11-11"), day("2024-11-11")).at(0).name == "Veterans Day");
}

TEST_CASE("calendar: none has weekends only") {
  const Calendar calendar;
  CHECK(calendar.name() == "none");
  CHECK(show(calendar.add_business_days(day("2025-12-31"), 1)) == "2026-01-01");
  CHECK(show(calendar.add_business_days(day("2026-01-02"), 1)) == "2026-01-05");
}

TEST_CASE("calendar: a date and a duration in every unit") {
  const Calendar calendar = california();
  const Date date = day("2026-01-31");
  CHECK(show(calendar.add(date, {30, Unit::days})) == "2026-03-02");
  CHECK(show(calendar.add(date, {5, Unit::business_days})) == "2026-02-06");
  CHECK(show(calendar.add(date, {2, Unit::weeks})) == "2026-02-14");
  CHECK(show(calendar.add(date, {1, Unit::months})) == "2026-02-28");
  CHECK(show(calendar.add(date, {1, Unit::quarters})) == "2026-04-30");
  CHECK(show(calendar.add(day("2024-02-29"), {1, Unit::years})) == "2025-02-28");
  CHECK(show(calendar.add(date, {-1, Unit::months})) == "2025-12-31");
  for (const Unit unit :
       {Unit::days, Unit::business_days, Unit::weeks, Unit::months, Unit::quarters, Unit::years}) {
    CHECK_FALSE(calendar.add(date, {INT64_MAX, unit}));
    CHECK_FALSE(calendar.add(date, {INT64_MIN, unit}));
    CHECK_FALSE(calendar.add(date, {3'900'000, unit}));
    CHECK(calendar.add(date, {0, unit}) == date);
  }
}

TEST_CASE("pause: calendar days") {
  struct Row {
    const char* name;
    std::vector<Suspension> suspensions;
    const char* trigger;
    const char* due;
    const char* moved;
    int64_t days;
  };
  const std::vector<Row> rows = {
      {"none",                    {},                                            "2026-01-01", "2026-01-31", "2026-01-31", 0 },
      {"inside",                  {closed("2026-01-10", "2026-01-12")},          "2026-01-01", "2026-01-31", "2026-02-03", 3 },
      {"before the trigger",
       {closed("2025-12-01", "2025-12-31")},
       "2026-01-01",                                                                           "2026-01-31",
       "2026-01-31",                                                                                                       0 },
      {"the trigger's own day",
       {closed("2025-12-30", "2026-01-01")},
       "2026-01-01",                                                                           "2026-01-31",
       "2026-01-31",                                                                                                       0 },
      {"from before the trigger",
       {closed("2025-12-30", "2026-01-03")},
       "2026-01-01",                                                                           "2026-01-31",
       "2026-02-02",                                                                                                       2 },
      {"begins on the due date",
       {closed("2026-01-31", "2026-02-02")},
       "2026-01-01",                                                                           "2026-01-31",
       "2026-02-03",                                                                                                       3 },
      {"begins the day after",
       {closed("2026-02-01", "2026-02-05")},
       "2026-01-01",                                                                           "2026-01-31",
       "2026-01-31",                                                                                                       0 },
      {"reached as moved",
       {closed("2026-01-31", "2026-01-31"), closed("2026-02-01", "2026-02-01")},
       "2026-01-01",                                                                           "2026-01-31",
       "2026-02-02",                                                                                                       2 },
      {"overlapping",
       {closed("2026-01-10", "2026-01-15"), closed("2026-01-12", "2026-01-20")},
       "2026-01-01",                                                                           "2026-01-31",
       "2026-02-11",                                                                                                       11},
      {"one inside the other",
       {closed("2026-01-10", "2026-01-20"), closed("2026-01-12", "2026-01-15")},
       "2026-01-01",                                                                           "2026-01-31",
       "2026-02-11",                                                                                                       11},
      {"twice the same",
       {closed("2026-01-10", "2026-01-10"), closed("2026-01-10", "2026-01-10")},
       "2026-01-01",                                                                           "2026-01-31",
       "2026-02-01",                                                                                                       1 },
      {"trigger is due date",
       {closed("2026-01-01", "2026-02-15")},
       "2026-01-31",                                                                           "2026-01-31",
       "2026-01-31",                                                                                                       0 },
      {"out of the years",
       {closed("9999-12-01", "9999-12-31")},
       "9999-11-01",                                                                           "9999-12-15",
       "none",                                                                                                             31},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Calendar calendar("board", {}, row.suspensions);
    std::vector<const Suspension*> all;
    for (const Suspension& suspension : calendar.suspensions()) all.push_back(&suspension);
    const Paused paused = pause(calendar, all, day(row.trigger), day(row.due), false);
    CHECK(show(paused.due) == row.moved);
    CHECK(paused.paused_days == row.days);
  }
}

TEST_CASE("pause: business days count no suspended day") {
  const Calendar calendar = california();
  const Suspension outage = closed("2026-01-08", "2026-01-12");  // Thursday to Monday
  const Paused paused = pause(calendar, {&outage}, day("2026-01-05"), day("2026-01-12"), true);
  CHECK(show(paused.due) == "2026-01-15");
  CHECK(paused.paused_days == 3);
  const Suspension weekend = closed("2026-01-10", "2026-01-11");
  CHECK(show(pause(calendar, {&weekend}, day("2026-01-05"), day("2026-01-12"), true).due) ==
        "2026-01-12");
}

TEST_CASE("pause: agrees with moving one day at a time, however suspensions overlap") {
  std::mt19937 random(42);
  const auto pick = [&](int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(random);
  };
  const Calendar calendar = california();
  for (int round = 0; round < 3000; ++round) {
    const Date trigger{20450 + pick(0, 30)};
    std::vector<Suspension> suspensions;
    for (int i = pick(0, 5); i > 0; --i) {
      const Date from{trigger.days + pick(-10, 40)};
      suspensions.push_back({from, Date{from.days + pick(0, 12)}, "outage", {}});
    }
    std::vector<const Suspension*> all;
    for (const Suspension& suspension : suspensions) all.push_back(&suspension);
    const auto suspended = [&](Date date) {
      for (const Suspension& s : suspensions) {
        if (s.from <= date && date <= s.until) return true;
      }
      return false;
    };
    const bool business = pick(0, 1) == 1;
    const int n = pick(0, 15);
    const Date due = business ? *calendar.add_business_days(trigger, n) : Date{trigger.days + n};
    // What is left of the n days runs down on each day that counts.
    Date at = trigger;
    int64_t skipped = 0;
    for (int left = n; left > 0;) {
      at.days++;
      if (business && !calendar.is_business_day(at)) continue;
      if (suspended(at)) {
        ++skipped;
      } else {
        --left;
      }
    }
    CAPTURE(round);
    const Paused paused = pause(calendar, all, trigger, due, business);
    REQUIRE(show(paused.due) == iso(at));
    REQUIRE(paused.paused_days == skipped);
  }
}
