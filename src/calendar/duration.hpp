// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace audit::calendar {

enum class Unit : uint8_t { days, business_days, weeks, months, quarters, years };

/// A span of time as a rule writes it: "5 business days", "1 quarter". May be negative only as the
/// result of subtraction, never as written.
struct Duration {
  int64_t count = 0;
  Unit unit = Unit::days;
  bool operator==(const Duration&) const = default;
};

/// Exactly "<digits> <unit>", singular or plural, lower case, single spaces.
std::optional<Duration> parse_duration(std::string_view text);

/// "1 month", "5 business days".
std::string show(Duration duration);

}  // namespace audit::calendar
