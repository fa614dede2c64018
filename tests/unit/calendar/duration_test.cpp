// SPDX-License-Identifier: MIT
#include "calendar/duration.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace audit::calendar;

TEST_CASE("duration: every unit, singular and plural") {
  struct Row {
    const char* text;
    Duration duration;
  };
  const std::vector<Row> rows = {
      {"1 day",                    {1, Unit::days}         },
      {"90 days",                  {90, Unit::days}        },
      {"0 days",                   {0, Unit::days}         },
      {"1 business day",           {1, Unit::business_days}},
      {"5 business days",          {5, Unit::business_days}},
      {"2 weeks",                  {2, Unit::weeks}        },
      {"1 week",                   {1, Unit::weeks}        },
      {"1 month",                  {1, Unit::months}       },
      {"6 months",                 {6, Unit::months}       },
      {"1 quarter",                {1, Unit::quarters}     },
      {"4 quarters",               {4, Unit::quarters}     },
      {"1 year",                   {1, Unit::years}        },
      {"30 years",                 {30, Unit::years}       },
      {"9223372036854775807 days", {INT64_MAX, Unit::days} },
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto parsed = parse_duration(row.text);
    REQUIRE(parsed);
    CHECK(*parsed == row.duration);
    CHECK(parse_duration(show(*parsed)) == parsed);
  }
  CHECK(parse_duration("1 days") == Duration{1, Unit::days});
  CHECK(parse_duration("05 day") == Duration{5, Unit::days});
}

TEST_CASE("duration: anything else is none") {
  for (const char* text : {"",
                           "5",
                           "5 ",
                           " 5 days",
                           "5 days ",
                           "5days",
                           "5  days",
                           "five days",
                           "-5 days",
                           "+5 days",
                           "5 Days",
                           "5 businessdays",
                           "5 business  days",
                           "5 business",
                           "5.5 days",
                           "5 hours",
                           "9223372036854775808 days",
                           "99999999999999999999999 days",
                           "days",
                           "5\tdays"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_duration(text));
  }
}

TEST_CASE("duration: shown as it is written") {
  CHECK(show({1, Unit::months}) == "1 month");
  CHECK(show({5, Unit::business_days}) == "5 business days");
  CHECK(show({0, Unit::days}) == "0 days");
  CHECK(show({-1, Unit::weeks}) == "-1 week");
  CHECK(show({-2, Unit::quarters}) == "-2 quarters");
}
