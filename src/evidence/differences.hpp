// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "evidence/evidence.hpp"
#include "findings/audit.hpp"

namespace audit::evidence {

/// Which inputs are not those of then, one line each: missing, more than then, or with other bytes.
std::vector<std::string> input_differences(const std::vector<EvidenceInput>& then,
                                           const std::vector<EvidenceInput>& now);

/// What two audits of the same inputs disagree in, one line each: rules and their totals, findings
/// (by fingerprint), counts of rows, data problems, warnings, groups. At most 20 lines of a kind,
/// then how many more there are. Names no one.
std::vector<std::string> audit_differences(const findings::Audit& then, const findings::Audit& now);

}  // namespace audit::evidence
