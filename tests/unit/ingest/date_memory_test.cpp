// SPDX-License-Identifier: MIT
#include "ingest/date_memory.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <random>
#include <string>

using audit::ingest::DateCell;
using audit::ingest::DateMemory;
using audit::ingest::read_date;

namespace {

bool same(const DateCell& a, const DateCell& b) {
  return a.days == b.days && a.form == b.form && a.fault == b.fault && a.has_time == b.has_time &&
         a.rest == b.rest;
}

}  // namespace

TEST_CASE("what is remembered of a date is what reading it gives, the first time and later") {
  DateMemory memory;
  for (const char* text :
       {"1/5/2026",   "01/05/2026",  "2026-01-05",       "2026/01/05", "20260105", "05-Jan-26",
        "5-Jan-2026", "2/29/2024",   "2/29/2023",        "2026-02-30", "46027.50", "1/5/26 x",
        "1/5/26\tx",  "1/5/26 9 AM", "1/5/26\xC2\xA0x",  "1/5/2026 ",  "00000000", "........",
        "x",          "46027",       "1/5/2026 10:00 AM"}) {
    CAPTURE(text);
    for (int turn = 0; turn < 3; ++turn) CHECK(same(memory.read(text), read_date(text)));
  }
}

TEST_CASE("dates that come to the same place in memory do not change one another") {
  DateMemory memory;
  std::mt19937 random(7);
  const auto below = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
  for (int i = 0; i < 60000; ++i) {
    const int month = below(14);
    const int day = below(33);
    const int year = 1990 + below(60);
    std::string text;
    switch (below(4)) {
      case 0:
        text = fmt::format("{}/{}/{}", month, day, year);
        break;
      case 1:
        text = fmt::format("{}-{:02}-{:02}", year, month, day);
        break;
      case 2:
        text = fmt::format("{}{:02}{:02}", year, month, day);
        break;
      default:
        text = fmt::format("{}/{}/{:02} x", month, day, year % 100);
    }
    // Some with a byte that is no part of a date.
    if (below(20) == 0) text[static_cast<size_t>(below(static_cast<int>(text.size())))] = 'o';
    CAPTURE(text);
    REQUIRE(same(memory.read(text), read_date(text)));
  }
}
