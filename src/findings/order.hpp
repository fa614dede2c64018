// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "findings/audit.hpp"

namespace audit::findings {

/// Sorts into the one fixed order of every report (spec 5): severity, rule, participant,
/// application, due date, trigger, record table, record key; texts by code point, nulls last.
/// `rules` must be in the order of their ids.
void sort_findings(std::vector<Finding>& findings, const std::vector<RuleResult>& rules);

/// a before b by code point, the empty text (null) last: <0, 0 or >0.
int compare_nulls_last(const std::string& a, const std::string& b);

}  // namespace audit::findings
