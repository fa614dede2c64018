// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "findings/obligation.hpp"
#include "findings/severity.hpp"

using namespace audit::findings;
using audit::calendar::Calendar;
using audit::calendar::Date;
using audit::calendar::k_no_date;
using audit::calendar::parse_iso;

namespace {

int32_t day(const char* text) { return *text == '\0' ? k_no_date : parse_iso(text).value().days; }

Judge judge_as_of(const char* as_of, const Calendar& calendar, bool business) {
  const Date date{day(as_of)};
  return {date, Date{date.days + 14}, business, &calendar};
}

}  // namespace

TEST_CASE("status: a dated obligation, the day before, of and after each limit") {
  struct Row {
    const char* name;
    const char* due;
    const char* met_on;
    Status status;
    const char* shown_met_on;
    int32_t late_by;
  };
  const Row rows[] = {
      {"met the day before it is due",                "2026-01-12", "2026-01-11", Status::met,      "2026-01-11", 0 },
      {"met on the due date",                         "2026-01-12", "2026-01-12", Status::met,      "2026-01-12", 0 },
      {"met the day after",                           "2026-01-12", "2026-01-13", Status::late,     "2026-01-13", 1 },
      {"late on the as-of day",                       "2026-01-12", "2026-01-31", Status::late,     "2026-01-31", 19},
      {"met only after the as-of day",                "2026-01-12", "2026-02-01", Status::overdue,  "",           19},
      {"met on the as-of day, which is the due date", "2026-01-31", "2026-01-31", Status::met,
       "2026-01-31",                                                                                              0 },
      {"met tomorrow, due today",                     "2026-01-31", "2026-02-01", Status::upcoming, "",           0 },
      {"met before the trigger even",                 "2026-01-12", "2025-12-01", Status::met,      "2025-12-01", 0 },
      {"due yesterday",                               "2026-01-30", "",           Status::overdue,  "",           1 },
      {"due today",                                   "2026-01-31", "",           Status::upcoming, "",           0 },
      {"due tomorrow",                                "2026-02-01", "",           Status::upcoming, "",           0 },
      {"due at the end of the window",                "2026-02-14", "",           Status::upcoming, "",           0 },
      {"due a day after the window",                  "2026-02-15", "",           Status::pending,  "",           0 },
      {"due after the window, met in future",         "2026-02-15", "2026-02-01", Status::pending,  "",           0 },
      {"due in future, met already",                  "2026-02-15", "2026-01-02", Status::met,      "2026-01-02", 0 },
  };
  const Calendar calendar;
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Facts facts;
    facts.row = 7;
    facts.dated = true;
    facts.trigger = day("2026-01-05");
    facts.due = day(row.due);
    facts.met_on = day(row.met_on);
    facts.paused_days = 3;
    const Obligation out = judge_as_of("2026-01-31", calendar, false)(facts);
    CHECK(out.row == 7);
    CHECK(out.trigger == day("2026-01-05"));
    CHECK(out.due == day(row.due));
    CHECK(std::string(show(out.status)) == show(row.status));
    CHECK(out.met_on == day(row.shown_met_on));
    CHECK(out.late_by == row.late_by);
    CHECK(out.paused_days == 3);
  }
}

TEST_CASE("status: a paused clock says how many days it counted, in the deadline's unit") {
  const Calendar calendar;
  Facts facts;
  facts.dated = true;
  facts.trigger = day("2026-01-05");
  facts.due = day("2026-01-15");  // ten days, eight business days on
  CHECK(judge_as_of("2026-01-31", calendar, false)(facts).counted_days == 0);
  facts.paused_days = 3;
  CHECK(judge_as_of("2026-01-31", calendar, false)(facts).counted_days == 7);
  CHECK(judge_as_of("2026-01-31", calendar, true)(facts).counted_days == 5);
}

TEST_CASE("status: no reminder window still makes the as-of day itself upcoming") {
  const Calendar calendar;
  const Date as_of{day("2026-01-31")};
  const Judge judge{as_of, as_of, false, &calendar};
  Facts facts;
  facts.dated = true;
  facts.due = as_of.days;
  CHECK(judge(facts).status == Status::upcoming);
  facts.due = as_of.days + 1;
  CHECK(judge(facts).status == Status::pending);
}

TEST_CASE("status: business days late, at least one") {
  struct Row {
    const char* name;
    const char* due;
    const char* met_on;
    int32_t late_by;
  };
  const Row rows[] = {
      {"Friday's, on Saturday",            "2026-01-09", "2026-01-10", 1 },
      {"Friday's, on Sunday",              "2026-01-09", "2026-01-11", 1 },
      {"Friday's, on Monday",              "2026-01-09", "2026-01-12", 1 },
      {"Friday's, on Tuesday",             "2026-01-09", "2026-01-13", 2 },
      {"Monday's, on Tuesday",             "2026-01-12", "2026-01-13", 1 },
      {"two weeks",                        "2026-01-09", "2026-01-23", 10},
      {"Friday's, not yet on Saturday",    "2026-01-30", "",           1 },
      {"Thursday's, not yet on Saturday",  "2026-01-29", "",           1 },
      {"Wednesday's, not yet on Saturday", "2026-01-28", "",           2 },
  };
  const Calendar calendar;
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Facts facts;
    facts.dated = true;
    facts.due = day(row.due);
    facts.met_on = day(row.met_on);
    const Obligation out = judge_as_of("2026-01-31", calendar, true)(facts);
    CHECK(is_violation(out.status));
    CHECK(out.late_by == row.late_by);
  }
}

TEST_CASE("status: a recurring obligation that ended is late up to its stop") {
  struct Row {
    const char* name;
    const char* due;
    const char* stop;
    Status status;
    int32_t late_by;
  };
  const Row rows[] = {
      {"due the day before the stop",         "2026-01-19", "2026-01-20", Status::overdue,  1 },
      {"long before the stop",                "2026-01-10", "2026-01-20", Status::overdue,  10},
      {"due before as-of, still running",     "2026-01-30", "2026-01-31", Status::overdue,  1 },
      {"due on the as-of day, still running", "2026-01-31", "2026-01-31", Status::upcoming, 0 },
      {"due later, still running",            "2026-03-31", "2026-01-31", Status::pending,  0 },
  };
  const Calendar calendar;
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Facts facts;
    facts.dated = true;
    facts.due = day(row.due);
    facts.stop = day(row.stop);
    const Obligation out = judge_as_of("2026-01-31", calendar, false)(facts);
    CHECK(std::string(show(out.status)) == show(row.status));
    CHECK(out.late_by == row.late_by);
  }
}

TEST_CASE("status: a requirement is met or failed, and has no due date") {
  const Calendar calendar;
  Facts facts;
  facts.trigger = day("2026-05-05");  // later than as-of: of no consequence
  Obligation out = judge_as_of("2026-01-31", calendar, true)(facts);
  CHECK(out.status == Status::met);
  facts.required = false;
  out = judge_as_of("2026-01-31", calendar, true)(facts);
  CHECK(out.status == Status::failed);
  CHECK(out.trigger == day("2026-05-05"));
  CHECK(out.due == k_no_date);
  CHECK(out.met_on == k_no_date);
  CHECK(out.late_by == 0);
}

TEST_CASE("status: which are violations, and how they are called") {
  struct Row {
    Status status;
    const char* name;
    bool violation;
  };
  for (const Row& row : {
           Row{Status::met,      "met",      false},
           {Status::late,     "late",     true },
           {Status::overdue,  "overdue",  true },
           {Status::failed,   "failed",   true },
           {Status::upcoming, "upcoming", false},
           {Status::pending,  "pending",  false}
  }) {
    CHECK(std::string(show(row.status)) == row.name);
    CHECK(is_violation(row.status) == row.violation);
  }
  CHECK(std::string(show(Severity::error)) == "error");
  CHECK(std::string(show(Severity::warning)) == "warning");
  CHECK(std::string(show(Severity::info)) == "info");
}
