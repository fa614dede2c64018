// SPDX-License-Identifier: MIT
#include "calendar/duration.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "util/fatal.hpp"

namespace audit::calendar {
namespace {

struct UnitName {
  Unit unit = Unit::days;
  std::string_view one;
  std::string_view many;
};

constexpr std::array<UnitName, 6> k_units = {
    {
     {Unit::days, "day", "days"},
     {Unit::business_days, "business day", "business days"},
     {Unit::weeks, "week", "weeks"},
     {Unit::months, "month", "months"},
     {Unit::quarters, "quarter", "quarters"},
     {Unit::years, "year", "years"},
     }
};

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  const size_t digits = text.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string_view::npos || text[digits] != ' ') return std::nullopt;
  int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, count);
  if (error != std::errc{} || end != text.data() + digits) return std::nullopt;
  const std::string_view unit = text.substr(digits + 1);
  for (const UnitName& name : k_units) {
    if (unit == name.one || unit == name.many) return Duration{count, name.unit};
  }
  return std::nullopt;
}

std::string show(Duration duration) {
  const bool singular = duration.count == 1 || duration.count == -1;
  for (const UnitName& name : k_units) {
    if (name.unit == duration.unit) {
      return fmt::format("{} {}", duration.count, singular ? name.one : name.many);
    }
  }
  AUDIT_ASSERT(false);
  return {};
}

}  // namespace audit::calendar
