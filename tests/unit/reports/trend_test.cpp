// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <string>

#include "reports/trend.hpp"
#include "sample_audit.hpp"

using namespace audit;
using findings::PastAudit;

namespace {

PastAudit past(const char* as_of, const char* period, const char* profile = "slo-34-19") {
  PastAudit out;
  out.as_of = calendar::parse_iso(as_of).value();
  out.period = period;
  out.profile = profile;
  return out;
}

std::string chosen(const std::vector<PastAudit>& list, const char* as_of, const char* period) {
  findings::Audit audit = clean_audit();
  audit.run.as_of = calendar::parse_iso(as_of).value();
  audit.run.period = period;
  audit.past = list;
  const PastAudit* found = reports::last_month(audit);
  return found == nullptr ? "none" : calendar::iso(found->as_of);
}

}  // namespace

TEST_CASE("last_month: which audit a month is compared with") {
  const std::vector<PastAudit> list = {
      past("2025-11-30", "2025-11"),  past("2025-12-31", ""),        past("2026-01-02", "2025-12"),
      past("2026-01-03", "2025-12"),  past("2026-01-05", "2026-01"), past("2026-01-20", ""),
      past("2026-01-31", "", "five"), past("2026-01-31", "2025-Q4"),
  };
  struct Case {
    const char* as_of;
    const char* period;
    const char* expected;
  };
  for (const Case& each : {
           Case{"2026-02-02", "2026-01", "2026-01-03"}, // the newest of December
           {"2026-01-02", "2025-12", "2025-11-30"},
           {"2026-01-31", "2026-03", "none"      }, // nothing of February
           {"2026-01-31", "",        "2025-12-31"}, // an earlier month before one of this
           {"2026-02-01", "",        "2026-01-20"},
           {"2026-04-01", "2026-Q1", "none"      },
           {"2026-04-01", "2025-Q4", "2026-01-31"}, // the same period audited before
           {"2025-12-31", "",        "none"      }, // itself is none
  }) {
    CAPTURE(each.as_of);
    CAPTURE(each.period);
    CHECK(chosen(list, each.as_of, each.period) == each.expected);
  }
  CHECK(chosen({past("2026-01-10", "")}, "2026-01-20", "") == "2026-01-10");
  CHECK(chosen({}, "2026-01-20", "2026-01") == "none");
}

TEST_CASE("changes: in points of the rates as shown, and in counts") {
  CHECK(reports::rate_change(0.9, 0.95) == "+5.00");
  CHECK(reports::rate_change(0.95, 0.9) == "-5.00");
  CHECK(reports::rate_change(0.5, 0.5) == "0.00");
  CHECK(reports::rate_change(0.1234, 0.1235) == "+0.01");
  CHECK(reports::rate_change(std::nullopt, 0.5).empty());
  CHECK(reports::rate_change(0.5, std::nullopt).empty());
  CHECK(reports::count_change(3, 3) == "0");
  CHECK(reports::count_change(3, 1500) == "+1,497");
  CHECK(reports::count_change(1500, 3) == "-1,497");
}
