// SPDX-License-Identifier: MIT
#pragma once

namespace audit::reports {

/// What a JSON report says of its own shape (spec 5, "The JSON report").
inline constexpr const char* k_report_schema = "caljobs-audit/report/1";

}  // namespace audit::reports
