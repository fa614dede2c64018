// SPDX-License-Identifier: MIT
#include "config/calendar_file.hpp"

#include <doctest/doctest.h>

#include <string>

#include "calendar/calendar.hpp"
#include "unit/config/support.hpp"

namespace {

using audit::calendar::Calendar;
using audit::calendar::make_date;
using audit::config::CalendarFile;
using audit::config::FileTexts;
using audit::config::MemoryFiles;
using audit::config::read_calendar;
using audit::config::Reference;
using audit::test::check_fault;
using audit::test::take_mark;
using audit::util::Diagnostics;

const char* const k_state = R"(
name = "state"
title = "A state"
[[holiday]]
name = "New Year"
date = "01-01"
on_saturday = "friday"
on_sunday = "monday"
[[holiday]]
name = "King"
weekday = "monday"
month = 1
nth = 3
[[holiday]]
name = "Day after"
weekday = "thursday"
month = 11
nth = 4
offset = 1
from_year = 2020
to_year = 2026
[[holiday]]
name = "Moving day"
on = 2026-03-02
[[suspension]]
from = 2026-05-01
until = 2026-05-03
reason = "Outage"
rules = ["a.*", "b"]
)";

FileTexts one_file(const char* path, const char* text) {
  FileTexts files;
  files.emplace(path, text);
  return files;
}

Reference named(const std::string& name) {
  return {
      {name, {"--calendar", 0, 0, 1}},
      "own"
  };
}

CalendarFile read_good(const MemoryFiles& files, const std::string& name) {
  Diagnostics diagnostics;
  CalendarFile calendar = read_calendar(files, "rules", named(name), diagnostics);
  CAPTURE(diagnostics.render());
  REQUIRE(diagnostics.list().empty());
  return calendar;
}

bool is_holiday(const CalendarFile& file, int year, unsigned month, unsigned day) {
  const Calendar calendar(file.name, file.holidays, {});
  return !calendar.is_business_day(*make_date(year, month, day));
}

TEST_CASE("calendar file: fixed days, weekdays of a month, one-off days and suspensions") {
  const MemoryFiles files(one_file("rules/calendars/state.toml", k_state));
  const CalendarFile state = read_good(files, "state");
  CHECK(state.name == "state");
  CHECK(state.title == "A state");
  REQUIRE(state.holidays.size() == 4);
  CHECK(is_holiday(state, 2026, 1, 1));
  CHECK(is_holiday(state, 2022, 12, 31));
  CHECK(is_holiday(state, 2023, 1, 2));    // Sunday: the Monday after
  CHECK(is_holiday(state, 2021, 12, 31));  // Saturday: the Friday before
  CHECK(is_holiday(state, 2026, 1, 19));
  CHECK_FALSE(is_holiday(state, 2026, 1, 12));
  CHECK(is_holiday(state, 2026, 11, 27));
  CHECK_FALSE(is_holiday(state, 2027, 11, 26));
  CHECK_FALSE(is_holiday(state, 2019, 11, 29));
  CHECK(is_holiday(state, 2026, 3, 2));
  REQUIRE(state.suspensions.size() == 1);
  CHECK(state.suspensions[0].from == *make_date(2026, 5, 1));
  CHECK(state.suspensions[0].until == *make_date(2026, 5, 3));
  CHECK(state.suspensions[0].reason == "Outage");
  REQUIRE(state.suspensions[0].rules.size() == 2);
  CHECK(state.suspensions[0].rules[1].text == "b");
}

TEST_CASE("calendar file: a board's own extends a bundled one and redefines holidays by name") {
  const MemoryFiles files({
      {"rules/calendars/state.toml", k_state},
      {"own/board.toml",             R"(
name = "board"
extends = "state"
[[holiday]]
name = "NEW YEAR"
date = "01-01"
[[holiday]]
name = "Founders"
weekday = "friday"
month = 6
nth = -1
)"    }
  });
  const CalendarFile board = read_good(files, "board.toml");
  CHECK(board.name == "board");
  CHECK(board.holidays.size() == 5);
  CHECK(is_holiday(board, 2026, 1, 1));
  CHECK_FALSE(is_holiday(board, 2021, 12, 31));  // no longer moved
  CHECK(is_holiday(board, 2026, 6, 26));
  CHECK(is_holiday(board, 2026, 3, 2));
  CHECK(board.suspensions.size() == 1);
}

TEST_CASE("calendar file: every fault is told at its place") {
  struct Row {
    const char* name;
    const char* text;
    const char* part;
  };
  const Row rows[] = {
      {"unknown key",                   "name = 'x'\n<here>titel = 'y'",                                                     "did you mean 'title'?"          },
      {"no name",                       "<here>title = 'x'",                                                                 "a calendar needs the key 'name'"},
      {"no such day",                   "name = 'x'\n[[holiday]]\nname = 'h'\ndate = '<here>02-30'",
       "no day of the year"                                                                                                                                   },
      {"date as a TOML date",           "name = 'x'\n[[holiday]]\nname = 'h'\ndate = <here>2026-03-31",
       "expected text, got a date"                                                                                                                            },
      {"unknown weekday",
       "name = 'x'\n[[holiday]]\nname = 'h'\nweekday = '<here>munday'\nmonth = 1\nnth = 1",                                  "did you mean 'monday'?"         },
      {"month",
       "name = 'x'\n[[holiday]]\nname = 'h'\nweekday = 'monday'\nmonth = <here>13\nnth = 1",                                 "a month runs from 1 to 12"      },
      {"nth",                           "name = 'x'\n[[holiday]]\nname = 'h'\nweekday = 'monday'\nmonth = 1\nnth = <here>0",
       "runs from 1 to 5"                                                                                                                                     },
      {"weekday without nth",
       "name = 'x'\n[[holiday]]\nname = 'h'\nweekday = 'monday'\n<here>month = 1",                                           "go together"                    },
      {"two kinds",                     "name = 'x'\n[[holiday]]\nname = 'h'\ndate = '01-01'\n<here>on = 2026-01-01",
       "at once"                                                                                                                                              },
      {"no kind",                       "name = 'x'\n<here>[[holiday]]\nname = 'h'",
       "needs one of 'date', 'weekday' or 'on'"                                                                                                               },
      {"observance",
       "name = 'x'\n[[holiday]]\nname = 'h'\ndate = '01-01'\non_sunday = '<here>tuesday'",                                   "no day to move to"              },
      {"one-off that moves",
       "name = 'x'\n<here>[[holiday]]\nname = 'h'\non = 2026-01-01\non_sunday = 'monday'",                                   "is one day"                     },
      {"years turned round",
       "name = 'x'\n<here>[[holiday]]\nname = 'h'\ndate = '01-01'\nfrom_year = 2026\nto_year = "
       "2025",                                                                                                               "ends before it starts"          },
      {"year out of range",
       "name = 'x'\n[[holiday]]\nname = 'h'\ndate = '01-01'\nfrom_year = <here>0",                                           "a year runs from"               },
      {"unknown extended calendar",     "name = 'x'\nextends = '<here>stat'",                                                "did you mean 'state'?"          },
      {"missing extended file",         "name = 'x'\nextends = '<here>no/such.toml'",                                        "can't be read"                  },
      {"extends itself",                "name = 'x'\nextends = '<here>x.toml'",                                              "in a circle"                    },
      {"suspension turned round",
       "name = 'x'\n<here>[[suspension]]\nfrom = 2026-01-02\nuntil = 2026-01-01\nreason = "
       "'r'\nrules = ['a']",                                                                                                 "ends before it starts"          },
      {"suspension without a reason",
       "name = 'x'\n[[suspension]]\nfrom = 2026-01-02\nuntil = 2026-01-02\nreason = '<here> "
       "'\nrules = ['a']",                                                                                                   "the text is empty"              },
      {"suspension without reason key",
       "name = 'x'\n<here>[[suspension]]\nfrom = 2026-01-02\nuntil = 2026-01-02\nrules = ['a']",                             "needs the key 'reason'"         },
      {"suspension of nothing",
       "name = 'x'\n[[suspension]]\nfrom = 2026-01-02\nuntil = 2026-01-02\nreason = 'r'\nrules = "
       "<here>[]",                                                                                                           "at least one rule"              },
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto marked = take_mark(row.text);
    const MemoryFiles files({
        {"rules/calendars/state.toml", k_state    },
        {"own/x.toml",                 marked.text}
    });
    Diagnostics diagnostics;
    read_calendar(files, "rules", named("x.toml"), diagnostics);
    check_fault(diagnostics, marked, row.part);
  }
}

TEST_CASE("calendar file: an unknown name is told with the nearest one") {
  const MemoryFiles files(one_file("rules/calendars/state.toml", k_state));
  Diagnostics diagnostics;
  read_calendar(files, "rules", named("stat"), diagnostics);
  REQUIRE(diagnostics.list().size() == 1);
  CHECK(diagnostics.list()[0].text == "unknown calendar 'stat'");
  CHECK(diagnostics.list()[0].advice == "did you mean 'state'?");
  CHECK(diagnostics.list()[0].spot.file == "--calendar");
}

TEST_CASE("calendar file: the bundled calendars are sound") {
  const audit::config::DiskFiles files;
  const std::string folder = AUDIT_RULES_DIR;
  for (const std::string& path : files.list(folder + "/calendars")) {
    CAPTURE(path);
    Diagnostics diagnostics;
    const Reference reference{
        {audit::config::stem_of(path), {}},
        ""
    };
    const CalendarFile calendar = read_calendar(files, folder, reference, diagnostics);
    CHECK(diagnostics.render() == "");
    CHECK(calendar.name == audit::config::stem_of(path));
  }
}

}  // namespace
