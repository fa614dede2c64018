// SPDX-License-Identifier: MIT
#include "cli/days_off.hpp"

#include <algorithm>
#include <set>

namespace audit::cli {

using calendar::Date;

namespace {

constexpr int64_t k_longest_span = 3653;  // days; report.js lists none beyond it

/// The years from the finding's first date to its last, or to the as-of date if it is open.
void add_years(const findings::PackedFinding& finding, Date as_of, std::set<int>& years) {
  if (!finding.late_in_business_days || finding.due == calendar::k_no_date) return;
  const bool has_trigger = finding.trigger != calendar::k_no_date;
  const int32_t first = has_trigger ? std::min(finding.trigger, finding.due) : finding.due;
  const int32_t end = finding.met_on == calendar::k_no_date ? as_of.days : finding.met_on;
  const int32_t last = std::max(finding.due, end);
  if (int64_t{last} - first > k_longest_span) return;
  for (int year = calendar::civil(Date{first}).year; year <= calendar::civil(Date{last}).year;
       ++year) {
    years.insert(year);
  }
}

}  // namespace

std::vector<findings::DayOff> days_off(const findings::Audit& audit,
                                       const calendar::Calendar& calendar) {
  std::set<int> years;
  for (size_t i = 0; i < audit.findings.size(); ++i) {
    add_years(audit.findings.packed(i), audit.run.as_of, years);
  }
  std::vector<findings::DayOff> out;
  for (const int year : years) {
    const auto first = calendar::make_date(year, 1, 1);
    const auto last = calendar::make_date(year, 12, 31);
    for (calendar::DayOff& day : calendar.holidays_between(*first, *last)) {
      out.push_back({day.date.days, std::move(day.name)});
    }
  }
  return out;
}

}  // namespace audit::cli
