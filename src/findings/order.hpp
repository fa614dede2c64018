// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "findings/audit.hpp"

namespace audit::findings {

/// Sorts into the one fixed order of every report (spec 5): severity, rule, participant,
/// application, due date, trigger, record table, record key; texts by code point, nulls last.
/// `rules` must be in the order of their ids.
void sort_findings(FindingList& findings, const std::vector<RuleResult>& rules,
                   unsigned threads = 1);

/// a before b by code point, the empty text (null) last: <0, 0 or >0.
int compare_nulls_last(std::string_view a, std::string_view b);

}  // namespace audit::findings
