// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "findings/audit.hpp"

namespace audit::reports::html {

/// The earlier audits that this one can be compared with: by the same profile, of a period where
/// this one is of a period, and of an earlier day. Oldest first.
std::vector<const findings::PastAudit*> comparable(const findings::Audit& audit);

/// The one that "the last month" means: the newest of an earlier calendar month; where this month
/// is the first of the history, the oldest one. nullptr: nothing to compare with.
const findings::PastAudit* last_month(const findings::Audit& audit);

/// Its numbers of a rule (by "rule") or group; nullptr where it had none.
const findings::PastTally* part_of(const findings::PastAudit* past, std::string_view by,
                                   std::string_view name);

/// The difference of two rates in percentage points, with its sign: "+1.20", "−0.05", "0.00".
std::string points(double now, double before);

}  // namespace audit::reports::html
