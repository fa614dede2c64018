// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "calendar/date.hpp"

namespace audit::cli {

/// A range of days, both ends included.
struct Period {
  calendar::Date from;
  calendar::Date until;
};

/// --period: "2026-01" (month), "2026-Q1" (calendar quarter), "PY2025" (programme year, from 1
/// July), "2026-01-01..2026-01-31". Nothing for any other text, or where the end is before the
/// beginning.
std::optional<Period> parse_period(std::string_view text);

}  // namespace audit::cli
