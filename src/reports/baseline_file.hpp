// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "findings/baseline.hpp"
#include "util/diagnostics.hpp"

namespace audit::reports {

/// Reads the violations of an earlier JSON report, front to back, never holding more of it than
/// they need. Anything that is not a whole report of this program is an error: findings that could
/// not be read must not count as none.
findings::Baseline read_baseline(const std::string& path, util::Diagnostics& diagnostics);

}  // namespace audit::reports
