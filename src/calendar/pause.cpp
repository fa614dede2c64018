// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "calendar/calendar.hpp"

namespace audit::calendar {
namespace {

using Range = std::pair<int32_t, int32_t>;  // first and last day, both inclusive

/// The suspensions' days after `trigger` as ascending ranges that share no day.
std::vector<Range> suspended_after(const std::vector<const Suspension*>& suspensions,
                                   Date trigger) {
  std::vector<Range> ranges;
  for (const Suspension* suspension : suspensions) {
    const int32_t first = std::max(suspension->from.days, trigger.days + 1);
    if (first <= suspension->until.days) ranges.emplace_back(first, suspension->until.days);
  }
  std::sort(ranges.begin(), ranges.end());
  std::vector<Range> merged;
  for (const Range& range : ranges) {
    if (!merged.empty() && range.first <= merged.back().second) {
      merged.back().second = std::max(merged.back().second, range.second);
    } else {
      merged.push_back(range);
    }
  }
  return merged;
}

}  // namespace

// A range of suspended days that begins on or before the due date counts as a whole: each of its
// days moves the due date on, so that the next one is reached too.
Paused pause(const Calendar& calendar, const std::vector<const Suspension*>& suspensions,
             Date trigger, Date due, bool in_business_days) {
  Paused paused{due, 0};
  for (const auto& [first, last] : suspended_after(suspensions, trigger)) {
    if (!paused.due || first > paused.due->days) break;
    const int64_t days = in_business_days ? calendar.business_days(Date{first - 1}, Date{last})
                                          : int64_t{last} - first + 1;
    paused.due = in_business_days ? calendar.add_business_days(*paused.due, days)
                                  : add_days(*paused.due, days);
    paused.paused_days += days;
  }
  return paused;
}

}  // namespace audit::calendar
