// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "calendar/calendar.hpp"
#include "findings/audit.hpp"

namespace audit::cli {

/// The weekday holidays of all years that lie between the dates of a finding that counts in
/// business days: what a report needs to say which days were not counted. A finding whose dates are
/// more than ten years apart (a mistyped year) is left out; its days are too many to list.
std::vector<findings::DayOff> days_off(const findings::Audit& audit,
                                       const calendar::Calendar& calendar);

}  // namespace audit::cli
