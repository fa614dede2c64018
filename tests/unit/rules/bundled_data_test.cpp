// SPDX-License-Identifier: MIT
// The calendars and the code table that ship.
#include <doctest/doctest.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "calendar/calendar.hpp"
#include "config/calendar_file.hpp"
#include "config/files.hpp"

namespace {

using audit::calendar::Calendar;

Calendar bundled_calendar(const std::string& name) {
  audit::config::Reference reference;
  reference.text.text = name;
  audit::util::Diagnostics diagnostics;
  const audit::config::CalendarFile file = audit::config::read_calendar(
      audit::config::DiskFiles{}, AUDIT_RULES_DIR, reference, diagnostics);
  CHECK_MESSAGE(diagnostics.list().empty(), diagnostics.render());
  return Calendar(file.name, file.holidays, {});
}

struct Day {
  const char* date;
  bool california;
  bool federal;
  const char* why;
};

/// true: a business day.
const std::vector<Day> k_days = {
    {"2026-01-01", false, false, "New Year's Day"                                          },
    {"2027-12-31", true,  false, "the Friday before New Year's Day 2028, a Saturday"       },
    {"2023-01-02", false, false, "the Monday after New Year's Day, a Sunday"               },
    {"2026-01-19", false, false, "third Monday of January"                                 },
    {"2026-01-12", true,  true,  "second Monday of January"                                },
    {"2026-02-16", false, false, "third Monday of February"                                },
    {"2026-03-31", false, true,  "Cesar Chavez Day"                                        },
    {"2024-04-01", false, true,  "the Monday after Cesar Chavez Day, a Sunday"             },
    {"2029-03-30", true,  true,  "the Friday before Cesar Chavez Day, a Saturday"          },
    {"2026-05-25", false, false, "last Monday of May"                                      },
    {"2027-05-31", false, false, "last Monday of May, the fifth"                           },
    {"2020-06-19", true,  true,  "before Juneteenth was a holiday"                         },
    {"2026-06-19", true,  false, "Juneteenth"                                              },
    {"2021-06-18", true,  false, "the Friday before the first Juneteenth, a Saturday"      },
    {"2026-07-03", true,  false, "the Friday before Independence Day, a Saturday"          },
    {"2027-07-05", false, false, "the Monday after Independence Day, a Sunday"             },
    {"2026-09-07", false, false, "Labor Day"                                               },
    {"2026-10-12", true,  false, "Columbus Day"                                            },
    {"2026-11-11", false, false, "Veterans Day"                                            },
    {"2023-11-10", false, false, "the Friday before Veterans Day, a Saturday"              },
    {"2029-11-12", false, false, "the Monday after Veterans Day, a Sunday"                 },
    {"2026-11-26", false, false, "Thanksgiving"                                            },
    {"2026-11-27", false, true,  "the day after Thanksgiving"                              },
    {"2024-11-29", false, true,  "the day after Thanksgiving, in a month with five Fridays"},
    {"2021-12-24", true,  false, "the Friday before Christmas, a Saturday"                 },
    {"2022-12-26", false, false, "the Monday after Christmas, a Sunday"                    },
    {"2026-01-03", false, false, "a Saturday"                                              },
    {"2026-01-05", true,  true,  "a Monday like any other"                                 },
};

struct Code {
  std::string category;
  std::string restarts;
};

/// First, fourth from the left and fifth cell of each line; cells before them may be quoted.
std::map<std::string, Code> read_codes() {
  std::istringstream text(
      *audit::config::DiskFiles{}.read(std::string(AUDIT_RULES_DIR) + "/activity-codes.csv"));
  std::map<std::string, Code> codes;
  std::string line;
  std::getline(text, line);
  CHECK(line ==
        "code,title,other_title,category,restarts_exit_clock,system_generated,duration_days,"
        "source");
  while (std::getline(text, line)) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.emplace_back();
      } else {
        cells.back() += c;
      }
    }
    REQUIRE(cells.size() == 8);
    const bool is_new = codes.emplace(cells[0], Code{cells[3], cells[4]}).second;
    CHECK_MESSAGE(is_new, "code " << cells[0] << " stands twice");
  }
  return codes;
}

}  // namespace

TEST_CASE("holidays of the State and of the federal government, as they are kept") {
  const Calendar california = bundled_calendar("california-state");
  const Calendar federal = bundled_calendar("federal");
  for (const Day& day : k_days) {
    CAPTURE(day.date);
    CAPTURE(day.why);
    const auto date = *audit::calendar::parse_iso(day.date);
    CHECK(california.is_business_day(date) == day.california);
    CHECK(federal.is_business_day(date) == day.federal);
  }
}

TEST_CASE("without holidays only weekends rest") {
  const Calendar none = bundled_calendar("none");
  for (const Day& day : k_days) {
    CAPTURE(day.date);
    const auto date = *audit::calendar::parse_iso(day.date);
    CHECK(none.is_business_day(date) == (audit::calendar::weekday(date) <= 5));
  }
}

TEST_CASE("the code table holds participant codes; what is not known stays empty") {
  const std::map<std::string, Code> codes = read_codes();
  CHECK(codes.size() == 273);
  for (const auto& [code, row] : codes) {
    const auto& the_code = code;  // clang 14 captures no binding
    CAPTURE(the_code);
    CHECK(code.size() == 3);
    CHECK(code.front() != 'E');
    CHECK((row.restarts == "yes" || row.restarts == "no" || row.restarts.empty()));
    if (code.front() == 'F') CHECK(row.category == "follow-up");
    if (row.category == "follow-up") CHECK(row.restarts == "no");
  }
  const std::vector<std::pair<const char*, const char*>> clock = {
      {"001", "no" },
      {"101", "no" },
      {"102", "yes"},
      {"106", ""   },
      {"180", "no" },
      {"203", "yes"},
      {"205", "yes"},
      {"300", "yes"},
      {"412", "no" },
      {"480", "yes"},
      {"06M", "no" }
  };
  for (const auto& [code, restarts] : clock) {
    const auto& the_code = code;  // clang 14 captures no binding
    CAPTURE(the_code);
    REQUIRE(codes.count(code) == 1);
    CHECK(codes.at(code).restarts == restarts);
  }
}
