// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "findings/audit.hpp"

namespace audit::reports::html {

/// The earlier audits that the trend is drawn of: by the same profile, of a period where
/// this one is of a period, and of an earlier day. Oldest first.
std::vector<const findings::PastAudit*> comparable(const findings::Audit& audit);

/// The difference of two rates in percentage points, with its sign: "+1.20", "−0.05", "0.00".
std::string points(double now, double before);

}  // namespace audit::reports::html
