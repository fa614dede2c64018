// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "findings/audit.hpp"

// Findings in words, and which of many to list: shared by the formats that hold a part of them.
namespace audit::reports {

/// YYYY-MM-DD, or empty for calendar::k_no_date.
std::string date_text(int32_t days);

/// "overdue", "late, waived".
std::string status_text(const findings::Finding& finding);

/// "activities.csv:18"; the file alone where there is no line.
std::string place_text(const findings::Finding& finding);
std::string place_text(std::string_view file, uint32_t line);

/// What its lateness is counted in, "business days" or "days"; empty where it is not late.
const char* late_unit(const findings::Finding& finding);

/// "1 business day", "26 days"; empty where it is not late.
std::string late_text(const findings::Finding& finding);

/// "3 late, 2 overdue", those that are there.
std::string statuses_text(const findings::Tally& tally);

/// "2 of them waived, 1 in the baseline"; empty without.
std::string set_aside_text(const findings::Tally& tally);

/// Counts towards neither --fail-on nor a failed test.
bool is_set_aside(const findings::Finding& finding);

/// How many of each to list so that their sum is at most `room`: small counts in full, the rest
/// alike, so that one large count hides no other.
std::vector<size_t> share_out(const std::vector<size_t>& counts, size_t room);

}  // namespace audit::reports
