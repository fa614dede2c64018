// SPDX-License-Identifier: MIT
#include "engine/explain.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <random>

#include "unit/engine/farm.hpp"

using namespace audit;
using calendar::Date;
using findings::DayKind;
using tests::Farm;

namespace {

Date day(const char* text) { return calendar::parse_iso(text).value(); }

calendar::Holiday one_off(const char* date) {
  calendar::Holiday holiday;
  holiday.name = "Day off";
  holiday.kind = calendar::Holiday::Kind::one_off;
  holiday.date = day(date);
  return holiday;
}

calendar::Suspension outage(const char* from, const char* until) {
  return {day(from), day(until), "outage", {"r"}};
}

/// "counted 2026-01-06 to 2026-01-06", one a span.
std::vector<std::string> shown(const findings::DayCount& count) {
  std::vector<std::string> lines;
  for (const findings::DaySpan& span : count.spans) {
    lines.push_back(fmt::format("{} {} to {} {}", findings::show(span.kind),
                                calendar::iso(span.first), calendar::iso(span.last), span.reason));
  }
  return lines;
}

struct Explained {
  findings::Obligation obligation;
  engine::Explanation explanation;
};

/// The obligations of the rule "r" over the cows, or another table, explained.
std::vector<Explained> explained(Farm& farm, const Farm::Keys& keys, const char* as_of,
                                 const char* table = "animals") {
  farm.rules.rules = {farm.rule("r", table, keys)};
  farm.options.as_of = day(as_of);
  farm.link();
  const engine::Plan plan = engine::plan(farm.rules, farm.schema(), farm.world.available());
  model::Dataset data = tests::dataset_of(farm.world, plan);
  const auto outcomes = engine::evaluate(farm.rules, plan, data, farm.calendar, farm.options);
  const auto& obligations = outcomes.at(0).obligations;
  auto explanations = engine::explain(farm.rules.rules[0], plan, data, farm.calendar,
                                      farm.options.as_of, obligations);
  REQUIRE(explanations.size() == obligations.size());
  std::vector<Explained> all;
  for (size_t i = 0; i < obligations.size(); ++i) all.push_back({obligations[i], explanations[i]});
  return all;
}

Farm with_cow(const std::string& begun, const std::string& ended = "") {
  Farm farm;
  farm.calendar = {"test", {one_off("2026-01-13")}, {outage("2026-01-07", "2026-01-08")}};
  farm.add("animals", {"a", "", "", "cow", begun, ended});
  return farm;
}

}  // namespace

TEST_CASE("explain: business days, weekends, holidays and suspensions add up to the due date") {
  Farm farm = with_cow("2026-01-05");
  const auto all = explained(farm,
                             {
                                 {"from",    "begun"                               },
                                 {"within",  "if(kind == \"cow\", 5 business days)"},
                                 {"met_on",  "ended"                               },
                                 {"message", "{kind} due {due}, ended {met_on}"    },
                                 {"remedy",  "see {animal_id}"                     }
  },
                             "2026-01-20");
  const engine::Explanation& one = all.at(0).explanation;
  CHECK(one.limit == "5 business days");
  CHECK(shown(one.to_due) ==
        std::vector<std::string>{
            "counted 2026-01-06 to 2026-01-06 ", "suspended 2026-01-07 to 2026-01-08 outage",
            "counted 2026-01-09 to 2026-01-09 ", "weekend 2026-01-10 to 2026-01-11 ",
            "counted 2026-01-12 to 2026-01-12 ", "holiday 2026-01-13 to 2026-01-13 Day off",
            "counted 2026-01-14 to 2026-01-15 "});
  CHECK(one.to_due.counted == 5);
  CHECK(one.to_due.not_counted == 5);
  CHECK(one.message == "cow due 2026-01-15, ended not yet");
  CHECK(one.remedy == "see a");
  CHECK(one.late_until == day("2026-01-20").days);
  CHECK(one.late.counted == all.at(0).obligation.late_by);
}

TEST_CASE("explain: calendar days count weekends and holidays; what was met has texts too") {
  Farm farm = with_cow("2026-01-05", "2026-01-10");
  const auto all = explained(
      farm,
      {
          {"from",    "begun"    },
          {"within",  "8 days"   },
          {"met_on",  "ended"    },
          {"message", "due {due}"}
  },
      "2026-01-20");
  const engine::Explanation& one = all.at(0).explanation;
  CHECK(all.at(0).obligation.status == findings::Status::met);
  CHECK(one.message == "due 2026-01-15");
  CHECK(one.limit == "8 days");
  CHECK(shown(one.to_due) == std::vector<std::string>{"counted 2026-01-06 to 2026-01-06 ",
                                                      "suspended 2026-01-07 to 2026-01-08 outage",
                                                      "counted 2026-01-09 to 2026-01-15 "});
  CHECK(one.to_due.counted == 8);
  CHECK(one.late.spans.empty());
}

TEST_CASE("explain: a trigger that is the due date, and a requirement, have no days") {
  Farm farm = with_cow("2026-01-05");
  CHECK(explained(farm,
                  {
                      {"due",    "begun + 8 days"},
                      {"met_on", "ended"         }
  },
                  "2026-01-31")
            .at(0)
            .explanation.to_due.spans.empty());
  CHECK(explained(farm,
                  {
                      {"require", "false"},
                      {"date",    "begun"}
  },
                  "2026-01-31")
            .at(0)
            .explanation.to_due.spans.empty());
}

TEST_CASE("explain: a recurring duty counts late up to the day its record ended") {
  Farm farm = with_cow("2025-12-01", "2026-01-20");
  farm.add("visits", {"v1", "a", "2025-12-05"});
  const auto all = explained(farm,
                             {
                                 {"from",   "begun"         },
                                 {"every",  "30 days"       },
                                 {"events", "visits.made_on"},
                                 {"until",  "ended"         }
  },
                             "2026-03-01");
  REQUIRE(all.size() == 2);
  CHECK(all[0].explanation.limit == "30 days");
  CHECK(all[1].obligation.status == findings::Status::overdue);
  CHECK(all[1].explanation.late_until == day("2026-01-20").days);
  CHECK(all[1].explanation.late.counted == all[1].obligation.late_by);
}

// The twin: walk from the trigger, one day after another, until as many days as the limit says were
// neither weekend, holiday nor suspended; the day reached is the due date.
TEST_CASE("explain: recounted day by day over random triggers, limits and suspensions") {
  std::mt19937 random(20260131);
  const auto pick = [&](int least, int most) {
    return least + static_cast<int>(random() % static_cast<unsigned>(most - least + 1));
  };
  size_t suspended = 0;
  for (int round = 0; round < 400; ++round) {
    CAPTURE(round);
    const int32_t trigger = day("2026-01-01").days + pick(0, 120);
    const bool business = pick(0, 1) == 1;
    const int limit = pick(0, 25);
    std::vector<calendar::Holiday> holidays;
    for (int i = pick(0, 4); i > 0; --i) {
      holidays.push_back(one_off(calendar::iso({trigger + pick(0, 40)}).c_str()));
    }
    std::vector<calendar::Suspension> outages;
    for (int i = pick(0, 3); i > 0; --i) {
      const int32_t from = trigger + pick(-5, 40);
      outages.push_back(
          outage(calendar::iso({from}).c_str(), calendar::iso({from + pick(0, 6)}).c_str()));
    }
    Farm farm;
    farm.calendar = {"test", holidays, outages};
    farm.add("animals", {"a", "", "", "cow", calendar::iso({trigger})});
    const std::string within = fmt::format("{} {}days", limit, business ? "business " : "");
    const auto all = explained(farm,
                               {
                                   {"from",   "begun"},
                                   {"within", within },
                                   {"met_on", "ended"}
    },
                               "2026-12-31");
    const Explained& one = all.at(0);

    const auto is_off = [&](int32_t at) {
      const bool weekend = calendar::weekday({at}) >= 6;
      const bool holiday = std::ranges::any_of(
          holidays, [&](const calendar::Holiday& each) { return each.date.days == at; });
      return business && (weekend || holiday);
    };
    const auto is_suspended = [&](int32_t at) {
      return std::ranges::any_of(outages, [&](const calendar::Suspension& each) {
        return each.from.days <= at && at <= each.until.days;
      });
    };
    int32_t due = trigger;
    int counted = 0;
    int64_t paused = 0;
    while (counted < limit) {
      ++due;
      if (is_off(due)) continue;
      if (is_suspended(due)) {
        ++paused;
      } else {
        ++counted;
      }
    }
    suspended += static_cast<size_t>(paused);
    CHECK(one.obligation.due == due);
    CHECK(one.obligation.paused_days == paused);
    CHECK(one.explanation.to_due.counted == limit);
    CHECK(one.explanation.to_due.counted + one.explanation.to_due.not_counted == due - trigger);
    for (const findings::DaySpan& span : one.explanation.to_due.spans) {
      for (int32_t at = span.first.days; at <= span.last.days; ++at) {
        const bool off = span.kind == DayKind::weekend || span.kind == DayKind::holiday;
        CHECK(off == is_off(at));
        CHECK((span.kind == DayKind::suspended) == (!is_off(at) && is_suspended(at)));
      }
    }
  }
  CHECK(suspended > 200);  // else the suspensions were never met
}

TEST_CASE("explain: values of each type in a message") {
  Farm farm = with_cow("2026-01-05");
  farm.add("farms", {"f", "", "North", "", "", "12.5"});
  farm.add("animals", {"b", "f", "", "pig", "2026-01-05", "", "", "-0.0625", "no"});
  farm.add("animals", {"c", "f", "", "pig", "2026-01-05", "", "", "-3", "yes"});
  const auto all =
      explained(farm,
                {
                    {"from",    "begun"                                                        },
                    {"within",  "5 days"                                                       },
                    {"met_on",  "ended"                                                        },
                    {"message", "{weight} {healthy} {farm.size} {farm.region} {2 months} {due}"}
  },
                "2026-01-20");
  REQUIRE(all.size() == 3);
  CHECK(all[1].explanation.message == "-0.0625 false 12.5 North 2 months 2026-01-12");
  CHECK(all[2].explanation.message == "-3 true 12.5 North 2 months 2026-01-12");
}

TEST_CASE("explain: a message knows the obligation's own days within aggregates of aggregates") {
  Farm farm;
  farm.add("farms", {"f", "", "North", "2026-01-01", "", ""});
  farm.add("animals", {"a", "f", "", "cow", "2026-01-02"});
  farm.add("animals", {"b", "f", "", "pig", "2026-01-11"});
  farm.add("animals", {"c", "f", "", "hen", "2026-01-12"});
  farm.add("visits", {"v", "a", "2026-01-12", "", ""});
  farm.add("visits", {"w", "b", "2026-01-11", "", ""});
  const auto all =
      explained(farm,
                {
                    {"from",    "opened"                                                       },
                    {"within",  "10 days"                                                      },
                    {"met_on",  "closed"                                                       },
                    {"message",
                     "{due}: {list(animals.kind where begun > due)}; "
                     "{list(animals.kind where exists(visits where made_on > due))}; {late_by}"}
  },
                "2026-01-20", "farms");
  REQUIRE(all.size() == 1);
  CHECK(all[0].explanation.message == "2026-01-11: hen; cow; 9");
}
