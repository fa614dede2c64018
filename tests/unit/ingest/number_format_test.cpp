// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <string>

#include "ingest/number_format.hpp"

namespace {

using namespace audit::ingest;
using Kind = NumberFormat::Kind;

TEST_CASE("number format: which codes show dates and times") {
  const struct {
    const char* code;
    Kind kind;
  } cases[] = {
      {"General",             Kind::general},
      {"0.00",                Kind::general},
      {"#,##0;[Red]-#,##0",   Kind::general},
      {"0.00E+00",            Kind::general},
      {"\"d\"0",              Kind::general},
      {"0\\d",                Kind::general},
      {"0_d",                 Kind::general},
      {"0*d",                 Kind::general},
      {"0;yyyy",              Kind::general},
      {"[$-409]0",            Kind::general},
      {"[Magenta]0",          Kind::general},
      {"@",                   Kind::general},
      {"m/d/yyyy",            Kind::date   },
      {"M/D/YYYY",            Kind::date   },
      {"[$-409]d-mmm-yy;@",   Kind::date   },
      {"mmm",                 Kind::date   },
      {"yyyy-mm-dd hh:mm:ss", Kind::date   },
      {"\"on \"d",            Kind::date   },
      {"h:mm AM/PM",          Kind::time   },
      {"mm:ss",               Kind::time   },
      {"[h]:mm:ss",           Kind::elapsed},
      {"[MM]:ss",             Kind::elapsed},
      {"000",                 Kind::zeros  },
      {"0",                   Kind::general},
  };
  for (const auto& c : cases) {
    CAPTURE(c.code);
    CHECK(parse_format(c.code).kind == c.kind);
  }
  CHECK(parse_format("00000").width == 5);
}

TEST_CASE("number format: the formats that need not be spelt out") {
  for (const uint32_t id : {14U, 17U, 22U, 27U, 36U}) CHECK(builtin_format(id).kind == Kind::date);
  for (const uint32_t id : {18U, 21U, 45U, 47U}) CHECK(builtin_format(id).kind == Kind::time);
  CHECK(builtin_format(46).kind == Kind::elapsed);
  for (const uint32_t id : {0U, 13U, 23U, 37U, 49U, 164U}) {
    CHECK(builtin_format(id).kind == Kind::general);
  }
}

TEST_CASE("number format: numbers as text") {
  const struct {
    const char* name;
    const char* raw;
    NumberFormat format;
    bool dates_from_1904;
    const char* text;
  } cases[] = {
      {"an integer",                          "2242702",             {},                 false, "2242702"            },
      {"an integer of 15 digits",             "123456789012345",     {},                 false, "123456789012345"    },
      {"an integer written as a fraction",    "2242702.0",           {},                 false, "2242702"            },
      {"an integer written with an exponent", "2.242702E6",          {},                 false, "2242702"            },
      {"a negative integer",                  "-5",                  {},                 false, "-5"                 },
      {"minus zero",                          "-0.0",                {},                 false, "0"                  },
      {"a fraction",                          "0.1",                 {},                 false, "0.1"                },
      {"a fraction with binary noise",        "0.30000000000000004", {},                 false, "0.3"                },
      {"no number",                           "x1",                  {},                 false, "x1"                 },
      {"nothing",                             "",                    {},                 false, ""                   },
      {"infinity",                            "inf",                 {},                 false, "inf"                },
      {"zeros",                               "101",                 {Kind::zeros, 5},   false, "00101"              },
      {"zeros and a longer number",           "1234567",             {Kind::zeros, 5},   false, "1234567"            },
      {"zeros and a fraction",                "1.5",                 {Kind::zeros, 5},   false, "1.5"                },
      {"the first serial",                    "61",                  {Kind::date, 0},    false, "1900-03-01"         },
      {"a serial too early",                  "60",                  {Kind::date, 0},    false, "60"                 },
      {"a leap day",                          "45351",               {Kind::date, 0},    false, "2024-02-29"         },
      {"1970-01-01",                          "25569",               {Kind::date, 0},    false, "1970-01-01"         },
      {"the last serial",                     "2958465",             {Kind::date, 0},    false, "9999-12-31"         },
      {"the last second",                     "2958465.99999",       {Kind::date, 0},    false, "9999-12-31 23:59:59"},
      {"what rounds past the last day",       "2958465.999999",      {Kind::date, 0},    false, "2958465.999999"     },
      {"a serial too late",                   "2958466",             {Kind::date, 0},    false, "2958466"            },
      {"a negative serial",                   "-1",                  {Kind::date, 0},    false, "-1"                 },
      {"noon",                                "45000.5",             {Kind::date, 0},    false, "2023-03-15 12:00:00"},
      {"a second before midnight",
       "45000.99998842593",                                          {Kind::date, 0},
       false,                                                                                   "2023-03-15 23:59:59"},
      {"midnight but for rounding",           "45000.9999999",       {Kind::date, 0},    false, "2023-03-16"         },
      {"1904: day 0",                         "0",                   {Kind::date, 0},    true,  "1904-01-01"         },
      {"1904: a later day",                   "43538",               {Kind::date, 0},    true,  "2023-03-15"         },
      {"a time",                              "0.25",                {Kind::time, 0},    false, "06:00:00"           },
      {"a day shown as its time",             "45000.5",             {Kind::time, 0},    false, "2023-03-15 12:00:00"},
      {"a span",                              "1.5",                 {Kind::elapsed, 0}, false, "36:00:00"           },
      {"a huge number in a date format",      "1e300",               {Kind::elapsed, 0}, false, "1e+300"             },
  };
  for (const auto& c : cases) {
    CAPTURE(c.name);
    CHECK(show_number(c.raw, c.format, c.dates_from_1904) == c.text);
  }
}

}  // namespace
