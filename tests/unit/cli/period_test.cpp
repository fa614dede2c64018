// SPDX-License-Identifier: MIT
#include "cli/period.hpp"

#include <doctest/doctest.h>

#include <string>

using audit::cli::parse_period;

TEST_CASE("period: months, quarters, programme years and ranges") {
  struct Row {
    const char* text;
    const char* from;
    const char* until;
  };
  const Row rows[] = {
      {"2026-01",                "2026-01-01", "2026-01-31"},
      {"2024-02",                "2024-02-01", "2024-02-29"},
      {"2026-12",                "2026-12-01", "2026-12-31"},
      {"2026-Q1",                "2026-01-01", "2026-03-31"},
      {"2026-Q4",                "2026-10-01", "2026-12-31"},
      {"PY2025",                 "2025-07-01", "2026-06-30"},
      {"2026-01-05..2026-01-05", "2026-01-05", "2026-01-05"},
      {"2025-12-31..2026-02-01", "2025-12-31", "2026-02-01"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto period = parse_period(row.text);
    REQUIRE(period.has_value());
    CHECK(audit::calendar::iso(period->from) == row.from);
    CHECK(audit::calendar::iso(period->until) == row.until);
  }
}

TEST_CASE("period: anything else is refused") {
  for (const char* text :
       {"", "2026", "2026-13", "2026-00", "2026-Q0", "2026-Q5", "2026-q1", "26-01", "PY25",
        "py2025", "PY9999", "2026-02-30..2026-03-01", "2026-02-01..2026-01-31", "2026-01..2026-02",
        "2026-1", "2026-01 ", "..", "2026-01-01.."}) {
    CAPTURE(text);
    CHECK_FALSE(parse_period(text).has_value());
  }
}
