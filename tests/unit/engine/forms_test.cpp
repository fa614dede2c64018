// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <fmt/format.h>

#include "unit/engine/farm.hpp"

using namespace audit;
using tests::Farm;

namespace {

std::string day(int32_t date) { return date == calendar::k_no_date ? "-" : calendar::iso({date}); }

/// "late 2026-01-05 2026-01-12 2026-01-13 1", one an obligation.
std::vector<std::string> shown(const findings::RuleOutcome& outcome) {
  std::vector<std::string> lines;
  for (const findings::Obligation& one : outcome.obligations) {
    lines.push_back(fmt::format("{} {} {} {} {}", findings::show(one.status), day(one.trigger),
                                day(one.due), day(one.met_on), one.late_by));
  }
  return lines;
}

calendar::Holiday one_off(const char* date) {
  calendar::Holiday holiday;
  holiday.name = "Day off";
  holiday.kind = calendar::Holiday::Kind::one_off;
  holiday.date = calendar::parse_iso(date).value();
  return holiday;
}

}  // namespace

TEST_CASE("deadline: on the due date is on time, the day after is late") {
  struct Row {
    const char* name;
    const char* within;
    const char* begun;
    const char* entered;
    const char* as_of;
    std::vector<std::string> expected;
  };
  // 2026-01-19 is a holiday, a Monday.
  const std::vector<Row> rows{
      {"limit - 1",
       "5 business days",                              "2026-01-05",
       "2026-01-09",                                                               "2026-03-01",
       {"met 2026-01-05 2026-01-12 2026-01-09 0"}                                                  },
      {"limit",
       "5 business days",                              "2026-01-05",
       "2026-01-12",                                                               "2026-03-01",
       {"met 2026-01-05 2026-01-12 2026-01-12 0"}                                                  },
      {"limit + 1",
       "5 business days",                              "2026-01-05",
       "2026-01-13",                                                               "2026-03-01",
       {"late 2026-01-05 2026-01-12 2026-01-13 1"}                                                 },
      {"late over a weekend",
       "5 business days",                              "2026-01-02",
       "2026-01-12",                                                               "2026-03-01",
       {"late 2026-01-02 2026-01-09 2026-01-12 1"}                                                 },
      {"late on a Saturday counts one",
       "5 business days",                              "2026-01-02",
       "2026-01-10",                                                               "2026-03-01",
       {"late 2026-01-02 2026-01-09 2026-01-10 1"}                                                 },
      {"a holiday is no business day",
       "5 business days",                              "2026-01-14",
       "2026-01-22",                                                               "2026-03-01",
       {"met 2026-01-14 2026-01-22 2026-01-22 0"}                                                  },
      {"after the holiday",
       "5 business days",                              "2026-01-14",
       "2026-01-23",                                                               "2026-03-01",
       {"late 2026-01-14 2026-01-22 2026-01-23 1"}                                                 },
      {"begins on a Sunday",
       "1 business day",                               "2026-01-04",
       "2026-01-05",                                                               "2026-03-01",
       {"met 2026-01-04 2026-01-05 2026-01-05 0"}                                                  },
      {"calendar days",
       "10 days",                                      "2026-01-05",
       "2026-01-16",                                                               "2026-03-01",
       {"late 2026-01-05 2026-01-15 2026-01-16 1"}                                                 },
      {"a month's last day",
       "1 month",                                      "2026-01-31",
       "2026-02-28",                                                               "2026-03-01",
       {"met 2026-01-31 2026-02-28 2026-02-28 0"}                                                  },
      {"a month into a leap February",
       "1 month",                                      "2024-01-31",
       "2024-03-01",                                                               "2026-03-01",
       {"late 2024-01-31 2024-02-29 2024-03-01 1"}                                                 },
      {"a year from a leap day",
       "1 year",                                       "2024-02-29",
       "2025-02-28",                                                               "2026-03-01",
       {"met 2024-02-29 2025-02-28 2025-02-28 0"}                                                  },
      {"entered before it began",
       "5 days",                                       "2026-01-05",
       "2026-01-01",                                                               "2026-03-01",
       {"met 2026-01-05 2026-01-10 2026-01-01 0"}                                                  },
      {"no trigger, no obligation",          "5 days", "",           "2026-01-05", "2026-03-01", {}},
      {"past the last year, no obligation",  "5 days", "9999-12-30", "2026-01-05", "2026-03-01", {}},
      {"not yet, due before as-of",
       "10 days",                                      "2026-01-05",
       "",                                                                         "2026-01-16",
       {"overdue 2026-01-05 2026-01-15 - 1"}                                                       },
      {"not yet, due as-of",
       "10 days",                                      "2026-01-05",
       "",                                                                         "2026-01-15",
       {"upcoming 2026-01-05 2026-01-15 - 0"}                                                      },
      {"the window's last day",
       "10 days",                                      "2026-01-05",
       "",                                                                         "2026-01-01",
       {"upcoming 2026-01-05 2026-01-15 - 0"}                                                      },
      {"past the window",
       "10 days",                                      "2026-01-05",
       "",                                                                         "2025-12-31",
       {"pending 2026-01-05 2026-01-15 - 0"}                                                       },
      {"happens tomorrow: not yet happened",
       "10 days",                                      "2026-01-05",
       "2026-01-21",                                                               "2026-01-20",
       {"overdue 2026-01-05 2026-01-15 - 5"}                                                       },
      {"happens today",
       "10 days",                                      "2026-01-05",
       "2026-01-20",                                                               "2026-01-20",
       {"late 2026-01-05 2026-01-15 2026-01-20 5"}                                                 },
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.name));
    Farm farm;
    farm.calendar = calendar::Calendar("test", {one_off("2026-01-19")}, {});
    farm.add("animals", {"1", "", "", "", row.begun, "", row.entered});
    const auto rule =
        farm.rule("r", "animals",
                  {
                      {"from",   "begun"   },
                      {"within", row.within},
                      {"met_on", "entered" }
    });
    CHECK(shown(farm.run(rule, row.as_of)) == row.expected);
  }
}

TEST_CASE("deadline: due, date and lapses") {
  struct Row {
    const char* name;
    Farm::Keys keys;
    const char* begun;
    const char* ended;
    const char* entered;
    std::vector<std::string> expected;
  };
  const Farm::Keys plain{
      {"due",    "begun"  },
      {"met_on", "entered"}
  };
  const Farm::Keys dated{
      {"due",    "begun + 3 days"},
      {"met_on", "entered"       },
      {"date",   "ended"         }
  };
  const Farm::Keys lapsing{
      {"due",    "begun"  },
      {"met_on", "entered"},
      {"lapses", "ended"  }
  };
  const std::vector<Row> rows{
      {"the trigger is the due date",
       plain,                                  "2026-01-05",
       "",                                                                 "2026-01-06",
       {"late 2026-01-05 2026-01-05 2026-01-06 1"}                                         },
      {"the trigger is date",
       dated,                                  "2026-01-05",
       "2026-01-02",                                                       "2026-01-08",
       {"met 2026-01-02 2026-01-08 2026-01-08 0"}                                          },
      {"date missing: no trigger",
       dated,                                  "2026-01-05",
       "",                                                                 "2026-01-08",
       {"met - 2026-01-08 2026-01-08 0"}                                                   },
      {"lapses on the due date",      lapsing, "2026-01-05", "2026-01-05", "",           {}},
      {"lapses before the due date",  lapsing, "2026-01-05", "2026-01-04", "",           {}},
      {"lapses after the due date",
       lapsing,                                "2026-01-05",
       "2026-01-06",                                                       "",
       {"overdue 2026-01-05 2026-01-05 - 15"}                                              },
      {"lapsed, but happened late",
       lapsing,                                "2026-01-05",
       "2026-01-05",                                                       "2026-01-06",
       {"late 2026-01-05 2026-01-05 2026-01-06 1"}                                         },
      {"lapsed, happens after as-of", lapsing, "2026-01-05", "2026-01-05", "2026-01-21", {}},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.name));
    Farm farm;
    farm.add("animals", {"1", "", "", "", row.begun, row.ended, row.entered});
    CHECK(shown(farm.run(farm.rule("r", "animals", row.keys), "2026-01-20")) == row.expected);
  }
}

TEST_CASE("requirement: a missing bool fails, a date is the trigger") {
  Farm farm;
  farm.add("animals", {"1", "", "", "", "2026-01-05", "", "", "", "yes"});
  farm.add("animals", {"2", "", "", "", "", "", "", "", "no"});
  farm.add("animals", {"3", "", "", "", "2026-01-07", "", "", "", ""});
  const auto rule = farm.rule("r", "animals",
                              {
                                  {"require", "healthy"},
                                  {"date",    "begun"  }
  });
  CHECK(shown(farm.run(rule, "2026-01-20")) == std::vector<std::string>{"met 2026-01-05 - - 0",
                                                                        "failed - - - 0",
                                                                        "failed 2026-01-07 - - 0"});
}

TEST_CASE("recurring: anchors, the next anchor, and the last one") {
  struct Row {
    const char* name;
    const char* opened;
    const char* closed;
    std::vector<const char*> visits;
    const char* as_of;
    std::vector<std::string> expected;
  };
  const std::vector<Row> rows{
      {"every limit met",
       "2026-01-01",                                              "",
       {"2026-01-11", "2026-01-21"},
       "2026-01-25",                                                                                          {"met 2026-01-01 2026-01-11 2026-01-11 0", "met 2026-01-11 2026-01-21 2026-01-21 0",
        "upcoming 2026-01-21 2026-01-31 - 0"}                                                                                                                              },
      {"a day late",
       "2026-01-01",                                              "",
       {"2026-01-12"},
       "2026-01-12",                                                                                          {"late 2026-01-01 2026-01-11 2026-01-12 1", "upcoming 2026-01-12 2026-01-22 - 0"}},
      {"one long silence is one finding",
       "2026-01-01",                                              "",
       {},
       "2026-03-01",                                                                                          {"overdue 2026-01-01 2026-01-11 - 49"}                                           },
      {"due as-of is not overdue",
       "2026-01-01",                                              "",
       {},
       "2026-01-11",                                                                                          {"upcoming 2026-01-01 2026-01-11 - 0"}                                           },
      {"ended before it was due",                   "2026-01-01", "2026-01-11", {},             "2026-03-01", {}                                                                               },
      {"ended the day after it was due",
       "2026-01-01",                                              "2026-01-12",
       {},
       "2026-03-01",                                                                                          {"overdue 2026-01-01 2026-01-11 - 1"}                                            },
      {"ends as-of",
       "2026-01-01",                                              "2026-01-12",
       {},
       "2026-01-12",                                                                                          {"overdue 2026-01-01 2026-01-11 - 1"}                                            },
      {"ends later than as-of: still running",
       "2026-01-01",                                              "2026-01-12",
       {},
       "2026-01-11",                                                                                          {"upcoming 2026-01-01 2026-01-11 - 0"}                                           },
      {"until before from",                         "2026-01-01", "2025-12-31", {},             "2026-03-01", {}                                                                               },
      {"until is from",                             "2026-01-01", "2026-01-01", {},             "2026-03-01", {}                                                                               },
      {"no from",                                   "",           "",           {"2026-01-11"}, "2026-03-01", {}                                                                               },
      {"events before from, twice and after as-of",
       "2026-01-05",                                              "",
       {"2026-01-01", "2026-01-08", "2026-01-08", "", "2026-01-10", "2026-01-12"},
       "2026-01-10",                                                                                          {"met 2026-01-05 2026-01-15 2026-01-08 0", "met 2026-01-08 2026-01-18 2026-01-10 0",
        "upcoming 2026-01-10 2026-01-20 - 0"}                                                                                                                              },
      {"an event on from is the same anchor",
       "2026-01-05",                                              "",
       {"2026-01-05"},
       "2026-01-05",                                                                                          {"upcoming 2026-01-05 2026-01-15 - 0"}                                           },
      {"events after until do not count",
       "2026-01-01",                                              "2026-01-20",
       {"2026-01-21"},
       "2026-03-01",                                                                                          {"overdue 2026-01-01 2026-01-11 - 9"}                                            },
      {"from later than as-of",
       "2026-02-01",                                              "",
       {"2026-02-03"},
       "2026-01-10",                                                                                          {"pending 2026-02-01 2026-02-11 - 0"}                                            },
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.name));
    Farm farm;
    farm.add("owners", {"o"});
    farm.add("farms", {"f", "o", "", row.opened, row.closed});
    farm.add("animals", {"a", "f"});
    for (const char* visit : row.visits) farm.add("visits", {"v", "a", visit});
    const auto rule = farm.rule("r", "farms",
                                {
                                    {"from",   "opened"              },
                                    {"every",  "10 days"             },
                                    {"events", "owner.visits.made_on"},
                                    {"until",  "closed"              }
    });
    CHECK(shown(farm.run(rule, row.as_of)) == row.expected);
  }
}

TEST_CASE("effective ranges are judged by the trigger date, without one always") {
  Farm farm;
  for (const char* begun : {"2026-01-04", "2026-01-05", "2026-01-10", "2026-01-11", ""}) {
    farm.add("animals", {"1", "", "", "", begun});
  }
  auto rule = farm.rule("r", "animals",
                        {
                            {"require", "true" },
                            {"date",    "begun"}
  });
  rule.effective = {
      {.from = calendar::parse_iso("2026-01-05"), .until = {}                               },
      {.from = {},                                .until = calendar::parse_iso("2026-01-10")}
  };
  CHECK(shown(farm.run(rule, "2026-01-20")) ==
        std::vector<std::string>{"met 2026-01-05 - - 0", "met 2026-01-10 - - 0", "met - - - 0"});
}

TEST_CASE("a suspension moves the deadline on, unless the trigger is the due date") {
  const calendar::Suspension outage{.from = calendar::parse_iso("2026-01-07").value(),
                                    .until = calendar::parse_iso("2026-01-08").value(),
                                    .reason = "outage",
                                    .rules = {"entry.*"}};
  struct Row {
    const char* id;
    Farm::Keys keys;
    std::string expected;
    int32_t paused;
  };
  const std::vector<Row> rows{
      {"entry.a",  {{"from", "begun"}, {"within", "5 days"}},          "2026-01-12", 2},
      {"entry.a",  {{"from", "begun"}, {"within", "5 business days"}}, "2026-01-14", 2},
      {"entry.a",  {{"due", "begun + 5 days"}},                        "2026-01-10", 0},
      {"entry.a",  {{"due", "begun + 5 days"}, {"date", "begun"}},     "2026-01-12", 2},
      {"entry.a",  {{"due", "begun + 5 days"}, {"date", "entered"}},   "2026-01-10", 0},
      {"entryish", {{"from", "begun"}, {"within", "5 days"}},          "2026-01-10", 0},
  };
  for (const Row& row : rows) {
    Farm farm;
    farm.calendar = calendar::Calendar("test", {}, {outage});
    farm.add("animals", {"1", "", "", "", "2026-01-05"});
    Farm::Keys keys = row.keys;
    keys["met_on"] = "ended";
    const auto outcome = farm.run(farm.rule(row.id, "animals", keys), "2026-01-09");
    REQUIRE(outcome.obligations.size() == 1);
    CHECK(day(outcome.obligations[0].due) == row.expected);
    CHECK(outcome.obligations[0].paused_days == row.paused);
  }
}

TEST_CASE("the period keeps obligations by due date, else by trigger") {
  Farm farm;
  farm.options.window = {.from = calendar::parse_iso("2026-01-10"),
                         .until = calendar::parse_iso("2026-01-12")};
  for (const char* begun : {"2026-01-04", "2026-01-05", "2026-01-07", "2026-01-08", "2026-01-10"}) {
    farm.add("animals", {"1", "", "", "", begun});
  }
  farm.add("animals", {"2"});
  const auto deadline =
      farm.rule("r", "animals",
                {
                    {"from",   "begun" },
                    {"within", "5 days"},
                    {"met_on", "ended" }
  });
  CHECK(shown(farm.run(deadline, "2026-01-01")) ==
        std::vector<std::string>{"upcoming 2026-01-05 2026-01-10 - 0",
                                 "upcoming 2026-01-07 2026-01-12 - 0"});
  const auto requirement = farm.rule("r", "animals",
                                     {
                                         {"require", "false"},
                                         {"date",    "begun"}
  });
  CHECK(shown(farm.run(requirement, "2026-01-01")) ==
        std::vector<std::string>{"failed 2026-01-10 - - 0"});
}

TEST_CASE("messages are made of violations and upcoming ones only") {
  Farm farm;
  farm.add("animals", {"1", "", "", "cow", "2026-01-05", "", "2026-01-06", "12.5"});
  farm.add("animals", {"2", "", "", "", "2026-01-05", "", "2026-01-12", ""});
  farm.add("animals", {"3", "", "", "pig", "2026-01-07", "", "", "40", "yes"});
  const auto rule = farm.rule(
      "r", "animals",
      {
          {"from",    "begun"                                                                    },
          {"within",  "3 days"                                                                   },
          {"met_on",  "entered"                                                                  },
          {"message", "{kind}, {weight}: {trigger} to {due}, {met_on}, {late_by}, {status} {{x}}"},
          {"remedy",  "{if(late_by > 3, \"hurry\", \"go on\")} {healthy} {count(visits)}"        }
  });
  const auto outcome = farm.run(rule, "2026-01-09");
  CHECK(outcome.messages ==
        findings::TextList{"(none), (none): 2026-01-05 to 2026-01-08, not yet, 1, overdue {x}",
                           "pig, 40: 2026-01-07 to 2026-01-10, not yet, (none), upcoming {x}"});
  CHECK(outcome.remedies == findings::TextList{"go on (none) 0", "go on true 0"});
}
