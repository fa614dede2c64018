// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "findings/audit.hpp"
#include "findings/records.hpp"

namespace audit::findings {

/// What an obligation and its record say of a finding: all but rule, table, groups, texts and
/// fingerprint. A view of the data.
Finding describe(const Obligation& obligation, const Records& records);

/// What a finding says of a clock that a suspension stopped; else empty.
std::string clock_note(const Obligation& obligation, bool in_business_days);

}  // namespace audit::findings
