// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "findings/audit.hpp"

// Today's numbers beside those of an earlier audit.
namespace audit::reports {

/// The audit that "last month" means, nullptr if the history has none: of the same profile, and
/// - where this one is of a period that is a month, the newest of the month before;
/// - else, of those with the same period option (none, as a rule), the newest of an earlier month
///   than this as-of date's; failing that the newest before this as-of date.
const findings::PastAudit* last_month(const findings::Audit& audit);

/// A part of it: by "rule", "office", …; nullptr where it had none of that name.
const findings::PastTally* past_part(const findings::PastAudit& past, std::string_view by,
                                     std::string_view name);

/// "+1.25" points of 100 between two rates; empty where one is none.
std::string rate_change(std::optional<double> before, std::optional<double> now);

/// "+12", "-3", "0".
std::string count_change(uint64_t before, uint64_t now);

}  // namespace audit::reports
